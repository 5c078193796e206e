"""Values of Python handed to DuckDB: a column as one text.

Handed over one by one, every single value would have DuckDB look for libraries that may not be installed, which takes
longer than scoring the person that it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence


def places(types: Iterable[str]) -> str:
    """What a SELECT list says for columns of these types; each ``?`` takes what :func:`handed` gives."""
    return ", ".join(f"unnest(from_json(CAST(? AS JSON), '[\"{type}\"]'))" for type in types)


def handed(values: Sequence[object]) -> str:
    """A column's values: texts, flags, finite numbers, decimals and dates; None is NULL."""
    return json.dumps(values, default=str, allow_nan=False)
