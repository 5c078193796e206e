"""Relations of a DuckDB connection read as the reference's values.

*Events* are a relation with the columns ``subject`` and ``id`` (VARCHAR), ``time`` (TIMESTAMP, UTC) and one for every
column of the dataset: BIGINT or DECIMAL for numbers, BOOLEAN, VARCHAR, DATE. *Results* have ``subject``, ``manager``,
``score``, ``tier``, the columns that a measure declares, and attributes by name. *Spells* have ``subject``,
``from_day`` and ``to_day`` (DATE, both included, NULL for open), ``manager``, and attributes by name. NULL is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb

from engine.columnar.held import column_types, quoted
from engine.formula.types import Kind, Type
from engine.measures.measure import Event, Gathered, Measure, Spell
from engine.values import Value

SPELL_COLUMNS = ("subject", "from_day", "to_day", "manager")
RESULT_COLUMNS = ("subject", "manager")
_BATCH = 10_000


def value_of(cell: Any) -> Value:
    """A cell as an exact value; a date as its number of days."""
    match cell:
        case None | bool() | str():
            return cell
        case int() | Decimal():
            return Fraction(cell)
        case datetime():
            raise TypeError("a column of times has no place in formulas")
        case date():
            return Fraction(cell.toordinal())
    raise TypeError(f"no exact value: {cell!r}")


def read_events(
    con: duckdb.DuckDBPyConnection, relation: str, columns: Iterable[str], subjects: str | None = None
) -> list[Event]:
    """The rows of a relation, of the people that the query ``subjects`` gives, or of all."""
    names = list(columns)
    query = f"SELECT subject, epoch_us(time), id{_list(names)} FROM {quoted(relation)}"
    if subjects is not None:
        query += f" WHERE subject IN ({subjects})"
    return [
        Event(row[0], row[1], row[2], {name: value_of(cell) for name, cell in zip(names, row[3:], strict=True)})
        for row in _rows(con, query)
    ]


def read_spells(
    con: duckdb.DuckDBPyConnection, relation: str, first_day: int, last_day: int, subjects: str | None = None
) -> list[Spell]:
    """Spells cut to the days of a period, of the people that the query ``subjects`` gives, or of all."""
    names = [name for name in column_types(con, quoted(relation)) if name not in SPELL_COLUMNS]
    found = []
    query = f"SELECT {', '.join(SPELL_COLUMNS)}{_list(names)} FROM {quoted(relation)}"
    if subjects is not None:
        query += f" WHERE subject IN ({subjects})"
    for row in _rows(con, query):
        subject, start, end, manager = row[:4]
        start = first_day if start is None else max(first_day, start.toordinal())
        end = last_day if end is None else min(last_day, end.toordinal())
        if start <= end:
            attributes = {name: value_of(cell) for name, cell in zip(names, row[4:], strict=True)}
            found.append(Spell(subject, start, end, manager, attributes))
    return found


def read_results(con: duckdb.DuckDBPyConnection, relation: str) -> list[Gathered]:
    """The results of a rule set."""
    names = [name for name in column_types(con, quoted(relation)) if name not in RESULT_COLUMNS]
    found = []
    for row in _rows(con, f"SELECT subject, manager{_list(names)} FROM {quoted(relation)}"):
        values = {name: value_of(cell) for name, cell in zip(names, row[2:], strict=True)}
        found.append(Gathered(row[0], row[1], values, values))
    return found


def column_type(measure: Measure) -> str:
    """The type of the column that holds the published values of a measure."""
    return sql_type(measure.type, measure.decimals)


def sql_type(type: Type, decimals: int) -> str:
    if type.is_number:
        return f"DECIMAL({15 + decimals}, {decimals})"
    return {Kind.FLAG: "BOOLEAN", Kind.DATE: "DATE"}.get(type.kind, "VARCHAR")


def cell_of(value: Value, type: Type) -> Any:
    """A published value as a cell."""
    if isinstance(value, Fraction):
        if type.kind is Kind.DATE:
            return date.fromordinal(int(value))
        return Decimal(value.numerator) / Decimal(value.denominator)
    return value


def _list(names: Sequence[str]) -> str:
    return "".join(f", {quoted(name)}" for name in names)


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    con.execute(query)
    while batch := con.fetchmany(_BATCH):
        yield from batch
