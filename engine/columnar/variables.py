"""Values that expressions may mention: inputs, facts of the period and earlier steps, as columns or as constants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from sqlglot import exp

from engine.columnar.numbers import NEVER, Needs, Num, constant
from engine.formula.types import Type
from engine.numbers import LIMIT


@dataclass(frozen=True, slots=True)
class Variable:
    """A value by its column, or the constant that it is.

    A number is ``column / scale``. An unrounded part of a formula may be divided by a column more, ``by``; ``top`` and
    ``bottom`` then bound both columns. ``wide``: they hold whole numbers of the widest type, not floats.
    """

    column: exp.Column | None
    type: Type
    scale: int = 1
    low: Fraction = Fraction(-LIMIT)
    high: Fraction = Fraction(LIMIT)
    nullable: bool = True
    known: Fraction | bool | str | None = None
    by: exp.Column | None = None
    top: int = 0
    bottom: int = 1
    wide: bool = False

    @property
    def needs(self) -> Needs:
        if not self.nullable or self.column is None:
            return NEVER
        return frozenset({self.column.name} | ({self.by.name} if self.by is not None else set()))

    def number(self) -> Num:
        """The value as a number."""
        if isinstance(self.known, Fraction):
            return constant(self.known)
        assert self.column is not None
        top = int(max(abs(self.low), abs(self.high)) * self.scale) if self.by is None else self.top
        low, high = self.low, self.high
        by, bottom = self.by, self.bottom
        return Num(self.column, self.scale, low, high, top, self.needs, by=by, bottom=bottom, wide=self.wide)

    def within(self, low: Fraction, high: Fraction) -> Variable:
        """The same value where more is known of its bounds."""
        return replace(self, low=max(self.low, low), high=min(self.high, high))

    def present(self) -> Variable:
        """The same value where it is known not to be missing."""
        return replace(self, nullable=False)
