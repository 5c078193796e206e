"""Result types shared by declarations: what a call gives, from the types of its arguments."""

from __future__ import annotations

from collections.abc import Callable

from engine.formula.types import NUMBER, Type, of_dimension

Result = Callable[[tuple[Type, ...]], Type]


def same(types: tuple[Type, ...]) -> Type:
    """The type of the first argument."""
    return types[0] if types else NUMBER


def always(result: Type) -> Result:
    """One type whatever the arguments are."""
    return lambda types: result


def root(types: tuple[Type, ...]) -> Type:
    """Half the powers of money and time; a plain number when they do not halve."""
    money, time = types[0].dimension if types else (0, 0)
    return of_dimension(money // 2, time // 2) if money % 2 == 0 and time % 2 == 0 else NUMBER
