"""One text, and one hash, for every way of writing the same rules.

The order of keys is kept: metrics, adjustments and tiers run in the order they are written, so order is meaning.
Comments, quoting, block or flow style, YAML or JSON, and the spelling of numbers are not.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

from rules.document.characters import normalise
from rules.document.tree import Data


def canonical(data: Data) -> str:
    """Compact JSON in document order: text in NFC, numbers without exponent, trailing zeros or a negative zero.

    ``data`` is what ``load`` gives; a float or any other type raises :class:`TypeError`.
    """
    pieces: list[str] = []
    _write(data, pieces)
    return "".join(pieces)


def content_hash(data: Data, language_version: int = 1) -> str:
    """``sha256:`` and the hash of the canonical form, read as the given version of the rule language."""
    content = f"scorewright {language_version}\n{canonical(data)}"
    return "sha256:" + hashlib.sha256(content.encode()).hexdigest()


def number_text(number: int | Decimal) -> str:
    """The one spelling of a number: ``60``, ``0.5``, never ``60.0``, ``6E+1`` or ``-0``."""
    text = str(number) if isinstance(number, int) else format(number, "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text == "-0" else text


def _write(data: Data, pieces: list[str]) -> None:
    # bool before int: True is an int in Python
    if data is None or isinstance(data, bool):
        pieces.append(json.dumps(data))
    elif isinstance(data, str):
        pieces.append(_quoted(data))
    elif isinstance(data, int | Decimal):
        pieces.append(number_text(data))
    elif isinstance(data, list):
        pieces.append("[")
        for index, item in enumerate(data):
            pieces.append("," if index else "")
            _write(item, pieces)
        pieces.append("]")
    elif isinstance(data, dict):
        pieces.append("{")
        for index, (key, item) in enumerate(data.items()):
            pieces.append(f"{',' if index else ''}{_quoted(key)}:")
            _write(item, pieces)
        pieces.append("}")
    else:
        raise TypeError(f"not document data: {type(data).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _quoted(text: str) -> str:
    return _encode(normalise(text))
