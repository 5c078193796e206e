"""The published values every peer has to produce for one person, and what a peer is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from bench.row.people import Person


class Outcome(NamedTuple):
    """Everything the month's result shows for one person; a metric that could not be measured is None."""

    service: float | None
    service_points: float | None
    conversion: float | None
    conversion_points: float | None
    order_value: float | None
    order_value_points: float | None
    volume: float | None
    volume_points: float | None
    refunds: float | None
    refunds_points: float | None
    base: float
    complaint_points_off: float
    too_many_complaints: float
    score: float
    tier: str
    tier_bonus: float
    commission: float


@dataclass(frozen=True, slots=True)
class Peer:
    """One way of computing the rule set.

    `prepare` turns people into the form this tool likes best and is not timed; `score` computes all of them and keeps
    every published value in the tool's own form; `read` turns one of those into an Outcome and is not timed either.
    `package` is the distribution whose version belongs into the report.
    """

    name: str
    what: str
    package: str | None
    prepare: Callable[[list[Person]], list[Any]]
    score: Callable[[list[Any]], list[Any]]
    read: Callable[[Any], Outcome]


def from_mapping(values: Mapping[str, Any]) -> Outcome:
    """Read an outcome from a mapping; a metric it does not mention could not be measured."""
    return Outcome(*(values.get(name) for name in Outcome._fields))


def differing(expected: Outcome, found: Outcome) -> list[str]:
    """Name the fields in which two outcomes differ, to the last digit."""
    return [name for name, want, got in zip(Outcome._fields, expected, found, strict=True) if want != got]
