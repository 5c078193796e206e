"""Parquet, read by DuckDB: typed cells, plain columns only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from engine.issues import Issue, Refused, Words
from service.duck import quoted
from service.tables.codes import COLUMN_NESTED, FILE_EMPTY, FILE_TOO_MANY, FILE_UNREADABLE, ROW_ENCODING
from service.tables.table import MOST_COLUMNS, MOST_ROWS, Cell, Row, Table

_MEMORY = "128MB"
_AT_ONCE = 2_000
_ZONED = "TIMESTAMP WITH TIME ZONE"
_BROKEN = re.compile(r"magic bytes|too small|[Ff]ooter length|Invalid data|snappy|[Dd]ecompress")
_NESTED = ("STRUCT", "MAP", "LIST", "ARRAY", "UNION", "VARIANT")


def read_parquet(path: Path) -> Table:
    """The table in a file. Raises :class:`Refused` when it is no Parquet or a column holds more than plain values."""
    connection = duckdb.connect(config={"threads": 1, "memory_limit": _MEMORY})
    try:
        # numbers on a time of day have no zone of their own: UTC is what Parquet says
        connection.execute("SET TimeZone = 'UTC'")
        described = connection.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description or []
        names = _names(connection, path, [str(column[0]) for column in described])
    except duckdb.Error as error:
        raise _unreadable(error) from None
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
    # moments leave as numbers: fetching them as such would take a package for time zones
    zoned = frozenset(at for at, column in enumerate(described) if str(column[1]).upper() == _ZONED)
    cells = ", ".join(
        f"epoch_us({quoted(str(column[0]))})" if at in zoned else quoted(str(column[0]))
        for at, column in enumerate(described)
    )
    try:
        table = connection.execute(f"SELECT {cells} FROM read_parquet(?)", [str(path)])
    except duckdb.Error as error:
        raise _unreadable(error) from None
    notes: list[Issue] = []
    return Table(names, _rows(table, zoned), 1, 1, notes)


def _names(connection: duckdb.DuckDBPyConnection, path: Path, found: list[str]) -> tuple[str, ...]:
    """The names as the file has them: of two that are the same the reader renames one."""
    inside = "SELECT name FROM parquet_schema(?) WHERE num_children IS NULL ORDER BY column_id"
    own = [str(name) for (name,) in connection.execute(inside, [str(path)]).fetchall()]
    return tuple(own if len(own) == len(found) else found)


def _unreadable(error: duckdb.Error) -> Refused:
    """Without the place at which the file lies here."""
    why = re.sub(r"(?: (?:at end of|in|of))? file '[^']*'", "", str(error).splitlines()[0])[:200]
    words = Words("文件不完整，或不是 Parquet", "it is cut off or damaged, or no Parquet")
    return Refused([FILE_UNREADABLE.at((), kind="Parquet", why=words if _BROKEN.search(why) else why)])


def _rows(table: duckdb.DuckDBPyConnection, zoned: frozenset[int]) -> Iterator[Row]:
    number = 1
    try:
        while found := table.fetchmany(_AT_ONCE):
            for values in found:
                number += 1
                if number > MOST_ROWS:
                    raise Refused([FILE_TOO_MANY.at((), most=MOST_ROWS, what=Words("行", "rows"))])
                try:
                    cells = tuple(_moment(value) if at in zoned else _cell(value) for at, value in enumerate(values))
                except UnicodeDecodeError:
                    yield Row(number, number, (), (ROW_ENCODING.at(("rows", number), encoding="UTF-8"),))
                    continue
                if any(cell is not None for cell in cells):
                    yield Row(number, number, cells)
    except duckdb.Error as error:
        raise _unreadable(error) from None


def _moment(microseconds: int | None) -> Cell:
    """A moment in UTC; what no calendar has stays a number."""
    if microseconds is None:
        return None
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
    except OverflowError:
        return Decimal(microseconds)


def _cell(value: object) -> Cell:
    match value:
        case None | bool() | str() | Decimal() | time() | timedelta():
            return value
        case int():
            return Decimal(value)
        case float():
            return Decimal(repr(value)) if value == value and abs(value) < 1e300 else str(value)
        case datetime() | date():
            return value
        case bytes():
            return value.decode("utf-8")
    return str(value)
