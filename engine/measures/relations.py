"""Relations of a DuckDB connection read as the reference's values, and outcomes written back as a relation.

*Events* are a relation with the columns ``subject`` and ``id`` (VARCHAR), ``time`` (TIMESTAMP, UTC) and one for every
column of the dataset: BIGINT or DECIMAL for numbers, BOOLEAN, VARCHAR, DATE. *Results* have ``subject``, ``manager``,
``score``, ``tier``, the columns that a measure declares, and attributes by name. *Spells* have ``subject``,
``from_day`` and ``to_day`` (DATE, both included, NULL for open), ``manager``, and attributes by name. NULL is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import duckdb

from engine.formula.types import Kind, Type
from engine.measures.measure import Event, Gathered, Measure, Outcome, Spell
from engine.values import Value

SPELL_COLUMNS = ("subject", "from_day", "to_day", "manager")
RESULT_COLUMNS = ("subject", "manager")
_BATCH = 10_000


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def columns_of(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """The columns of a relation with their types as DuckDB writes them."""
    return {str(row[0]): str(row[1]) for row in con.execute(f"DESCRIBE {quoted(relation)}").fetchall()}


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
    """The rows of a relation; ``subjects`` names a relation whose ``subject`` column limits them."""
    names = list(columns)
    query = f"SELECT subject, epoch_us(time), id{_list(names)} FROM {quoted(relation)}"
    if subjects is not None:
        query += f" WHERE subject IN (SELECT subject FROM {quoted(subjects)})"
    return [
        Event(row[0], row[1], row[2], {name: value_of(cell) for name, cell in zip(names, row[3:], strict=True)})
        for row in _rows(con, query)
    ]


def read_spells(con: duckdb.DuckDBPyConnection, relation: str, first_day: int, last_day: int) -> list[Spell]:
    """Spells cut to the days of a period."""
    names = [name for name in columns_of(con, relation) if name not in SPELL_COLUMNS]
    found = []
    for row in _rows(con, f"SELECT {', '.join(SPELL_COLUMNS)}{_list(names)} FROM {quoted(relation)}"):
        subject, start, end, manager = row[:4]
        start = first_day if start is None else max(first_day, start.toordinal())
        end = last_day if end is None else min(last_day, end.toordinal())
        if start <= end:
            attributes = {name: value_of(cell) for name, cell in zip(names, row[4:], strict=True)}
            found.append(Spell(subject, start, end, manager, attributes))
    return found


def read_results(con: duckdb.DuckDBPyConnection, relation: str) -> list[Gathered]:
    """The results of a rule set."""
    names = [name for name in columns_of(con, relation) if name not in RESULT_COLUMNS]
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


def write_outcomes(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    measures: Sequence[Measure],
    outcomes: Mapping[str, Mapping[str, Outcome]],
) -> None:
    """A table with one row per person: ``subject``, and for every measure its value, ``id#rows`` and ``id#reason``."""
    columns = ["subject VARCHAR"]
    for measure in measures:
        columns.append(f"{quoted(measure.id)} {column_type(measure)}")
        columns += [f"{quoted(measure.id + '#rows')} BIGINT", f"{quoted(measure.id + '#reason')} VARCHAR"]
    con.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(relation)} ({', '.join(columns)})")
    rows = []
    for subject, own in outcomes.items():
        row: list[Any] = [subject]
        for measure in measures:
            outcome = own[measure.id]
            row += [cell_of(outcome.value, measure.type), outcome.rows, outcome.reason]
        rows.append(row)
    if rows:
        marks = ", ".join("?" * len(columns))
        con.executemany(f"INSERT INTO {quoted(relation)} VALUES ({marks})", rows)


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
