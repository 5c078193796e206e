"""Every function of the language by name. A new one is a declaration in its family's file; a new family one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from engine.functions.arithmetic import ARITHMETIC
from engine.functions.choice import CHOICE
from engine.functions.cohort import COHORT
from engine.functions.dates import DATES
from engine.functions.declaration import Function
from engine.functions.earlier import EARLIER
from engine.functions.lookups import LOOKUPS
from engine.functions.rows import ROWS
from engine.functions.sharing import SHARING

FAMILIES: tuple[tuple[Function, ...], ...] = (ARITHMETIC, CHOICE, DATES, LOOKUPS, ROWS, COHORT, EARLIER, SHARING)


def by_name(functions: Iterable[Function]) -> Mapping[str, Function]:
    """The functions by name. Raises ValueError when two have the same one."""
    found: dict[str, Function] = {}
    for function in functions:
        if function.name in found:
            raise ValueError(f"function declared twice: {function.name}")
        found[function.name] = function
    return MappingProxyType(found)


FUNCTIONS: Mapping[str, Function] = by_name(function for family in FAMILIES for function in family)

OFFERED: Mapping[str, Function] = by_name(function for function in FUNCTIONS.values() if not function.internal)
"""What authors may write; the others stand only in what methods are translated to."""
