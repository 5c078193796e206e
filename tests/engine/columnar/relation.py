"""People as a relation of a database, and the rows of a plan as exact values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from engine.columnar.history import recorded_ids
from engine.columnar.plan import Plan, PlanColumn
from engine.formula.types import TEXT, Kind, Type
from engine.numbers import round_half_away
from engine.program import Program
from engine.values import Input, Person, Value

Row = tuple[object, ...]
_TYPES = {"duckdb": ("VARCHAR", "BOOLEAN"), "postgres": ("TEXT", "BOOLEAN"), "spark": ("STRING", "BOOLEAN")}


def column_type(item: Input, dialect: str = "duckdb") -> str:
    """The type in which values of an input are kept."""
    return _sql_type(item.type, dialect)


def _sql_type(type: Type, dialect: str) -> str:
    text, flag = _TYPES[dialect]
    if type.is_text:
        return text
    if type.kind is Kind.DATE:
        return "DATE"
    return flag if type.kind is Kind.FLAG else "DECIMAL(24, 8)"


def earlier_of(program: Program, people: Iterable[Person], dialect: str) -> tuple[str, list[Row]]:
    """The columns and the rows of the relation of earlier periods."""
    recorded = recorded_ids(program)
    columns = "".join(f', "{id}" {_sql_type(type, dialect)}' for id, type in recorded.items())
    rows = [
        (
            person.id,
            record.index,
            record.quarter,
            record.year,
            *(_cell(record.values.get(id), type) for id, type in recorded.items()),
        )
        for person in people
        for record in person.history
    ]
    subject = f'"subject" {_sql_type(TEXT, dialect)}'
    return f'{subject}, "index" INTEGER, "quarter" INTEGER, "year" INTEGER{columns}', rows


def rows_of(program: Program, people: Iterable[Person]) -> list[Row]:
    """One row a person: the id, then the inputs in their order."""
    return [
        (person.id, *(_cell(person.values.get(item.id), item.type) for item in program.inputs)) for person in people
    ]


def _cell(value: Value, type: Type) -> object:
    if isinstance(value, Fraction) and type.kind is Kind.DATE:
        return date.fromordinal(int(value))
    return Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value


def value_of(column: PlanColumn, row: dict[str, object]) -> Value:
    """The exact value that a row of a plan has for a step."""
    if column.name is None:
        return column.known
    found = row[column.name]
    if found is None or isinstance(found, (str, bool)):
        return found
    if column.decimals is not None:
        return round_half_away(Fraction(found), column.decimals)  # type: ignore[arg-type]
    below = 1 if column.divisor is None else row[column.divisor]
    if below is None:
        return None
    return Fraction(found) / Fraction(below) / column.scale  # type: ignore[arg-type]


def differences(
    plan: Plan, expected: Sequence[tuple[str, dict[str, Value]]], got: Iterable[dict[str, object]]
) -> list[str]:
    """Where the rows of a plan differ from the published values of the same people."""
    rows = {row["subject"]: row for row in got}
    found = []
    for subject, values in expected:
        row = rows[subject]
        for step, column in plan.columns.items():
            right, left = value_of(column, row), values[step]
            if left != right or isinstance(left, bool) is not isinstance(right, bool):
                found.append(f"{subject} {step}: expected {left}, got {right}")
    if len(rows) != len(expected):
        found.append(f"{len(rows)} rows for {len(expected)} people")
    return found
