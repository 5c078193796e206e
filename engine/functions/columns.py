"""What functions over whole columns share: groups of positions, and reading a column as what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from engine.formula.types import Type
from engine.functions.declaration import Function, Parameter, Scope
from engine.functions.results import always
from engine.issues import Code, Words
from engine.values import Undecided

Column = Sequence[object]
"""One entry per person counted: published values, or the group (a tuple of attribute values) of each person."""
Answers = list[object]
"""One entry per person: a value, None for missing, or :class:`Undecided` for a problem that stops the person."""


def members_of(groups: Column) -> list[list[int]]:
    """The positions of the people of every group."""
    found: dict[object, list[int]] = {}
    for position, group in enumerate(groups):
        found.setdefault(group, []).append(position)
    return list(found.values())


def number_at(column: Column, position: int) -> Fraction:
    """The number there, which the caller knows not to be missing."""
    value = column[position]
    if not isinstance(value, Fraction):
        raise TypeError(f"a number was expected, not {value!r}")
    return value


def whole_at(column: Column, position: int) -> int:
    """The whole number there."""
    return int(number_at(column, position))


def is_number(column: Column, position: int) -> bool:
    return isinstance(column[position], Fraction)


def common(column: Column, positions: Sequence[int], code: Code) -> Fraction | Undecided:
    """The one number that all of them state, or the problem that they differ."""
    values = {number_at(column, position) for position in positions}
    return values.pop() if len(values) == 1 else Undecided(code.name)


def internal(name: str, scope: Scope, result: Type, exact: Callable[..., object], doc: Words) -> Function:
    """The declaration of a function that only methods use; its arguments are what the method puts there."""
    parameter = Parameter("values", accepts="any", repeats=True)
    return Function(name, scope, (parameter,), always(result), doc, (), exact, internal=True)
