"""What files of people must be like before anybody is scored: the types of their columns, one row for each person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.columnar.history import INDEX, QUARTER, YEAR, recorded_ids
from engine.columnar.plan import input_names
from engine.door import KIND_WORDS
from engine.formula.types import Kind, Type
from engine.issues import Issue, Words
from engine.program import Program
from service.duck import quoted
from service.in_place.codes import (
    COLUMN_TYPE,
    DECISIONS_UNFOUNDED,
    EARLIER_COLUMN,
    EARLIER_NEEDED,
    PEOPLE_WITHOUT_ID,
    PERSON_TWICE,
)

TOLD = 20
"""So many people are named; with more the mistake is the same."""


class Holds(StrEnum):
    """What a column holds, whatever its engine calls the type."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    DATE = "date"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its name, its type as the engine calls it, and what that holds."""

    name: str
    type: str
    holds: Holds


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which column of the files is the person, and which are the inputs, by id; ``reasons`` of decisions by input."""

    subject: str
    inputs: Mapping[str, str]
    reasons: Mapping[str, tuple[str | None, str | None]]


def mapped(program: Program, columns: Sequence[Column], subject: int, positions: Mapping[str, int]) -> Mapped:
    """From the positions of columns by what they are; a decision is an amount with reason and author."""
    inputs: dict[str, str] = {}
    reasons: dict[str, tuple[str | None, str | None]] = {}

    def name(id: str) -> str | None:
        return columns[positions[id]].name if id in positions else None

    for item in program.inputs:
        found = name(f"{item.id}.amount") if item.origin == "decision" else name(item.id)
        if found is not None:
            inputs[item.id] = found
            if item.origin == "decision":
                reasons[item.id] = name(f"{item.id}.reason"), name(f"{item.id}.author")
    return Mapped(columns[subject].name, inputs, reasons)


def type_issues(program: Program, columns: Sequence[Column], files: Mapped) -> list[Issue]:
    """Every column whose type cannot be what it stands for."""
    by_name = {column.name: column for column in columns}
    issues = []
    subject = by_name[files.subject]
    if subject.holds not in (Holds.TEXT, Holds.WHOLE):
        issues.append(_wrong(subject, Words("人员编号（文字或整数）", "ids of people, as text or whole numbers")))
    for item in program.inputs:
        if item.id in files.inputs:
            column = by_name[files.inputs[item.id]]
            if not _fits(item.type, column.holds):
                issues.append(_wrong(column, KIND_WORDS[item.type.kind]))
    return issues


def _wrong(column: Column, expected: Words) -> Issue:
    path = ("columns", column.name)
    return COLUMN_TYPE.at(path, name=column.name[:60], expected=expected, got=column.type[:60])


def _fits(type: Type, holds: Holds) -> bool:
    if type.is_text:
        return holds is Holds.TEXT
    if type.kind is Kind.FLAG:
        return holds is Holds.FLAG
    if type.kind is Kind.DATE:
        return holds is Holds.DATE
    return holds in (Holds.NUMBER, Holds.WHOLE)


def earlier_issues(program: Program, columns: Sequence[Column] | None) -> list[Issue]:
    """What is wrong with the files of earlier periods; None when none were given."""
    if not program.has_history:
        return []
    wanted = recorded_ids(program)
    if columns is None:
        return [EARLIER_NEEDED.at(("earlier",), names=", ".join(wanted))]
    by_name = {column.name: column for column in columns}
    issues = []
    for name in ("subject", INDEX, QUARTER, YEAR):
        fitting = (Holds.TEXT, Holds.WHOLE) if name == "subject" else (Holds.WHOLE,)
        column = by_name.get(name)
        if column is None or column.holds not in fitting:
            issues.append(EARLIER_COLUMN.at(("earlier", name), name=name, got="-" if column is None else column.type))
    for id, type in wanted.items():
        column = by_name.get(id)
        if column is not None and not _fits(type, column.holds):
            issues.append(EARLIER_COLUMN.at(("earlier", id), name=id, got=column.type))
    return issues


def people_query(program: Program, files: Mapped, source: str) -> str:
    """The people with their columns named as a plan reads them, ids as text. For DuckDB and Spark."""
    names = input_names(program)
    selected = [f"CAST({quoted(files.subject)} AS STRING) AS subject"]
    selected += [f"{quoted(column)} AS {quoted(names[id])}" for id, column in files.inputs.items()]
    return f"SELECT {', '.join(selected)} FROM {source}"


Ask = Callable[[str], Sequence[Sequence[Any]]]
"""Gives the rows of a query."""


def people_issues(ask: Ask, program: Program, files: Mapped, source: str) -> Iterator[Issue]:
    """Rows without a person, people with several rows, decisions without reason or author."""
    query = people_query(program, files, source)
    (without,) = ask(f"SELECT COUNT(*) FROM ({query}) AS people WHERE subject IS NULL OR subject = ''")[0]
    if without:
        yield PEOPLE_WITHOUT_ID.at(("subject",), count=without)
    twice = ask(
        f"SELECT subject, COUNT(*) AS times FROM ({query}) AS people WHERE subject <> '' GROUP BY subject "
        f"HAVING COUNT(*) > 1 ORDER BY subject LIMIT {TOLD}"
    )
    for subject, times in twice:
        yield PERSON_TWICE.at((subject[:60],), subject=subject[:60], times=times)
    for id, parts in files.reasons.items():
        lacking = [f"{quoted(part)} IS NULL OR {quoted(part)} = ''" if part else "TRUE" for part in parts]
        given = f"{quoted(files.inputs[id])} IS NOT NULL"
        (count,) = ask(f"SELECT COUNT(*) FROM {source} WHERE {given} AND ({' OR '.join(lacking)})")[0]
        if count:
            yield DECISIONS_UNFOUNDED.at(("decisions", id), name=id, count=count)
