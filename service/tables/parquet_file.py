"""Parquet, read by DuckDB: typed cells, plain columns only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from engine.issues import Issue, Refused, Words
from service.tables.codes import COLUMN_NESTED, FILE_EMPTY, FILE_TOO_MANY, FILE_UNREADABLE
from service.tables.table import MOST_COLUMNS, MOST_ROWS, Cell, Row, Table

_MEMORY = "128MB"
_AT_ONCE = 2_000
_NESTED = ("STRUCT", "MAP", "LIST", "ARRAY", "UNION", "VARIANT")


def read_parquet(path: Path) -> Table:
    """The table in a file. Raises :class:`Refused` when it is no Parquet or a column holds more than plain values."""
    connection = duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY})
    try:
        # numbers on a time of day have no zone of their own: UTC is what Parquet says
        connection.execute("SET TimeZone = 'UTC'")
        table = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
    except duckdb.Error as error:
        raise Refused([FILE_UNREADABLE.at((), kind="Parquet", why=str(error).splitlines()[0][:200])]) from None
    described = table.description or []
    names = tuple(str(column[0]) for column in described)
    if not names:
        raise Refused([FILE_EMPTY.at(())])
    if len(names) > MOST_COLUMNS:
        raise Refused([FILE_TOO_MANY.at((), most=MOST_COLUMNS, what=Words("列", "columns"))])
    issues = [
        COLUMN_NESTED.at(("columns", name), name=name[:60], type=str(column[1])[:60])
        for name, column in zip(names, described, strict=True)
        if str(column[1]).upper().startswith(_NESTED) or str(column[1]).endswith("]")
    ]
    if issues:
        raise Refused(issues)
    notes: list[Issue] = []
    return Table(names, _rows(table), 1, 1, notes)


def _rows(table: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    number = 1
    try:
        while found := table.fetchmany(_AT_ONCE):
            for values in found:
                number += 1
                if number > MOST_ROWS:
                    raise Refused([FILE_TOO_MANY.at((), most=MOST_ROWS, what=Words("行", "rows"))])
                cells = tuple(_cell(value) for value in values)
                if any(cell is not None for cell in cells):
                    yield Row(number, number, cells)
    except duckdb.Error as error:
        raise Refused([FILE_UNREADABLE.at((), kind="Parquet", why=str(error).splitlines()[0][:200])]) from None


def _cell(value: object) -> Cell:
    match value:
        case None | bool() | str() | Decimal() | time() | timedelta():
            return value
        case int():
            return Decimal(value)
        case float():
            return Decimal(repr(value)) if value == value and abs(value) < 1e300 else str(value)
        case datetime():
            return value.astimezone(UTC) if value.tzinfo is not None else value
        case date():
            return value
        case bytes():
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return str(value)
    return str(value)
