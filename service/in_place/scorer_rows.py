"""People out of the rows of a data frame, scored by the engine's own Python; runs on the machines of Spark, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from engine.door import read_recorded, read_value
from engine.formula.types import Type
from engine.issues import Issue, Refused
from engine.program import Program
from engine.scorer import Scorer
from engine.values import PeriodFacts, Person, Record, Value
from service.in_place.results import columns_of, refused_row, row_of

EARLIER = "scorewright_earlier"
"""The column with a person's earlier periods: index, quarter, year, then the recorded values."""

_AT_ONCE = 2_000

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """How rows are read: the subject, the inputs in the order of the program, and perhaps earlier periods."""

    program: Program
    period: PeriodFacts
    recorded: Mapping[str, Type]

    def score(self, rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
        return scored_rows(self, rows)


def scored_rows(given: Given, rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """A row of results for every person; together where people are compared, otherwise some thousands at a time."""
    program, scorer, columns = given.program, Scorer(given.program), columns_of(given.program)
    source = iter(rows)
    while batch := list(source if program.has_cohort else islice(source, _AT_ONCE)):
        read = [_read(given, row) for row in batch]
        people = [one for one in read if isinstance(one, Person)]
        answers = iter(scorer.evaluate(people, given.period))
        for one in read:
            if isinstance(one, Person):
                yield row_of(program, columns, next(answers))
            else:
                yield refused_row(columns, *one)


def _read(given: Given, row: Sequence[Any]) -> Person | tuple[str, list[str]]:
    """One person as the door reads it, or who it is and the codes of what is wrong."""
    subject, inputs = str(row[0]), given.program.inputs
    values: dict[str, Value] = {}
    issues: list[Issue] = []
    for item, raw in zip(inputs, row[1 : len(inputs) + 1], strict=True):
        value = None if raw is None else read_value(item, raw, ("inputs", item.id))
        if isinstance(value, Issue):
            issues.append(value)
        elif value is not None:
            values[item.id] = value
    if issues:
        return subject, [issue.code for issue in issues]
    history = row[len(inputs) + 1] if len(row) > len(inputs) + 1 else None
    return Person(subject, values, tuple(_record(given, one) for one in _in_order(history or ())))


def _in_order(records: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    return sorted(records, key=lambda record: int(record[0]))


def _record(given: Given, row: Sequence[Any]) -> Record:
    index, quarter, year, *raw = row
    values: dict[str, Value] = {}
    for (id, type), cell in zip(given.recorded.items(), raw, strict=True):
        value = None if cell is None else read_recorded(id, type, cell, ("history", id))
        if isinstance(value, Issue):
            raise Refused([value])
        if value is not None:
            values[id] = value
    return Record(str(index), int(index), int(quarter), int(year), values)
