"""Types of values: the eleven kinds of the language and the physical dimension that travels through formulas."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a value is. ``NUMBER`` is the neutral number: it mixes with any other dimensionless kind."""

    COUNT = "count"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DURATION = "duration"
    RATING = "rating"
    FLAG = "flag"
    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"
    POINTS = "points"


NUMERIC = frozenset({Kind.COUNT, Kind.NUMBER, Kind.PERCENT, Kind.MONEY, Kind.DURATION, Kind.RATING, Kind.POINTS})
TEXTUAL = frozenset({Kind.CHOICE, Kind.TEXT})


@dataclass(frozen=True, slots=True)
class Type:
    """A kind and, for numbers, the powers of money and of time (money per hour is ``money=1, time=-1``).

    ``choices`` lists the values of a choice. A kind of ``MONEY`` or ``DURATION`` always has the matching power 1 and
    no other; every other combination of powers is a ``NUMBER`` with those powers.
    """

    kind: Kind
    money: int = 0
    time: int = 0
    choices: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.kind in NUMERIC

    @property
    def is_text(self) -> bool:
        return self.kind in TEXTUAL

    @property
    def dimension(self) -> tuple[int, int]:
        return (self.money, self.time)


COUNT = Type(Kind.COUNT)
NUMBER = Type(Kind.NUMBER)
PERCENT = Type(Kind.PERCENT)
MONEY = Type(Kind.MONEY, money=1)
DURATION = Type(Kind.DURATION, time=1)
RATING = Type(Kind.RATING)
POINTS = Type(Kind.POINTS)
FLAG = Type(Kind.FLAG)
TEXT = Type(Kind.TEXT)
DATE = Type(Kind.DATE)


def of_dimension(money: int, time: int) -> Type:
    """The type of a number with these powers of money and time."""
    if (money, time) == (1, 0):
        return MONEY
    if (money, time) == (0, 1):
        return DURATION
    return Type(Kind.NUMBER, money=money, time=time)
