"""Datasets and measures as evaluators receive them: frozen, every formula resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from engine.formula.nodes import Node
from engine.formula.types import NUMBER, TEXT, Type
from engine.values import Input, Value

MINUTES = 24 * 60
"""Minutes of a day by the clock on the wall."""

PERSON = "person."
"""Before the name of an attribute in the formulas of measures: a column may have the same name."""

BY_SUBJECT = "subject"
BY_MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Dataset:
    """An event table: which columns hold person, time, id and (perhaps) rater of a row, and what the others may hold
    (an :class:`Input` each, as the door reads them)."""

    id: str
    subject: str
    time: str
    key: str
    columns: Mapping[str, Input]
    rater: str | None = None

    @property
    def types(self) -> dict[str, Type]:
        """The columns with their types."""
        return {id: item.type for id, item in self.columns.items()}


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the day by the clock on the wall, in minutes from its first midnight. ``end`` is not included and
    lies beyond :data:`MINUTES` when the window runs into the next day. ``days`` are weekdays on which it begins, 0 for
    Monday."""

    start: int
    end: int
    days: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Every:
    """How time is cut into pieces: of so many ``seconds`` from midnight on, or by ``day`` or ``week`` (Monday to
    Sunday)."""

    unit: str
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """One value per person, out of many rows.

    ``source`` is a dataset, or with ``of_scores`` the rule set whose results are gathered. Rows belong to the person
    in ``by``: the row's own ``subject``, its ``manager``, or the person whose id an attribute of that name holds.
    ``where`` looks at one row; ``value`` at all of them, or at those of one piece of ``every``, whose published value
    ``then`` sees as ``value``. A row belongs to the day on which its ``shift`` (else its window of ``hours``) began.
    ``raters`` is the least number of different raters, ``independent`` leaves out rows by the person and by whoever
    manages the person. Formulas mention columns, attributes of the person (with :data:`PERSON` before their name) and
    facts of the period only.
    """

    id: str
    type: Type
    source: str
    value: Node
    decimals: int = 6
    of_scores: bool = False
    by: str = BY_SUBJECT
    columns: Mapping[str, Type] = field(default_factory=lambda: MappingProxyType({}))
    where: Node | None = None
    every: Every | None = None
    then: Node | None = None
    piece_type: Type | None = None
    hours: tuple[Window, ...] = ()
    shift: Window | None = None
    rater: str | None = None
    raters: int = 0
    independent: bool = False
    min_rows: int = 0
    empty: Fraction | None = None

    @property
    def needs_rater(self) -> bool:
        """Whether a row counts only when it names its rater."""
        return self.raters > 0 or self.independent

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows that say to which day a row belongs."""
        return (self.shift,) if self.shift is not None else self.hours


SCORE_COLUMNS: Mapping[str, Type] = MappingProxyType({"score": NUMBER, "tier": TEXT})
"""What every result offers to a measure that gathers results."""


@dataclass(frozen=True, slots=True)
class Event:
    """One row: whose it is, when (microseconds since 1970-01-01 UTC), its id and its checked values by column."""

    subject: str
    moment: int
    id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Gathered:
    """One person's recorded result, as a measure that gathers results sees it."""

    subject: str
    manager: str | None
    values: Mapping[str, Value]
    attributes: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Spell:
    """Days, both included, on which a person has this manager and these attributes. Spells of one person do not
    overlap."""

    subject: str
    from_day: int
    to_day: int
    manager: str | None = None
    attributes: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One person's value of a measure over so many ``rows``; when it is missing, ``reason`` is a constant code.

    ``no-rows`` · ``too-few-rows`` · ``too-few-raters`` · ``out-of-range`` · ``undefined`` (the formula has no value).
    """

    value: Value
    reason: str | None = None
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows of one dataset: how many there are, how many lie outside the period by their date, how
    many are of people whom nobody declared, and for every measure that asks for raters how many rows were left out for
    want of a rater, or because the rater manages the person (or is the same)."""

    dataset: str
    rows: int
    outside_period: int
    unknown_people: int
    without_rater: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    refused_raters: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
