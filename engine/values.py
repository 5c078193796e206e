"""Values that evaluators pass around, and the reasons for which one can be missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine.formula.types import Type

Value = Fraction | bool | str | None
"""A published value: an exact number, a flag, a text, or None for missing. Dates are whole days since 0001-01-01."""


@dataclass(frozen=True, slots=True)
class Record:
    """One earlier period of one person: its place in time and the values that were recorded then.

    ``index`` counts periods of the rule set's kind (month, week, …), so that a gap shows as a jump. ``quarter`` and
    ``year`` say where the period lies, for conditions that are aligned to the calendar.
    """

    period: str
    index: int
    quarter: int
    year: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """What a program may know of the period it scores. Days are ordinals; ``index`` as in :class:`Record`."""

    period: str
    index: int
    quarter: int
    year: int
    start: int
    end: int

    @property
    def days(self) -> int:
        return self.end - self.start + 1


@dataclass(frozen=True, slots=True)
class Person:
    """One person as an evaluator receives it: checked values by input id, and earlier periods, oldest first."""

    id: str
    values: Mapping[str, Value]
    history: tuple[Record, ...] = ()


class OutOfRange(ArithmeticError):
    """A number reached 10^15: the person stops with a typed problem, the others go on."""


class Undecided(ArithmeticError):
    """A rule could not decide (a pool without a basis, differing sums in one group): ``code`` says which."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a person could not be scored: the step at which it stopped and the constant code of the problem."""

    step: str
    code: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All published values of one person by step id, or the trouble that stopped that person."""

    person: str
    values: Mapping[str, Value]
    trouble: Trouble | None = None
    history: tuple[Record, ...] = field(default=(), repr=False)


MOST_DECIMALS = 8
"""How many decimals a value from outside may have."""


@dataclass(frozen=True, slots=True)
class Input:
    """A value that comes from outside: an input, an attribute, a decision, or a fact of the period.

    ``missing`` says what happens without it: ``fail``, ``exclude`` or ``value`` (then ``default`` is used).
    ``low``/``high`` bound it inclusively; ``decimals`` is how many it may have. ``source`` names what the list of
    people tells of it (``people.days``), for who reads whole periods.
    """

    id: str
    type: Type
    origin: str = "input"
    missing: str = "fail"
    default: Value = None
    low: Fraction | None = None
    high: Fraction | None = None
    decimals: int = MOST_DECIMALS
    source: str | None = None
