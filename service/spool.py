"""Rows on their way to DuckDB: a file of text cells, as large as it may get, that needs no memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TextIO

import duckdb

from engine.values import Input
from service.duck import literal, quoted
from service.events import Event, cell_text
from service.parts import FIXED, NUMBER, WIDE_NUMBER, sql_types

NOTHING = "\x01"
"""No value, which is not the same as an empty text. No text that is kept has this character in it."""

_LONGEST_LINE = 4_000_000


class Spool:
    """Writes rows of text cells to an open file."""

    def __init__(self, file: TextIO):
        self._write = csv.writer(file, lineterminator="\n").writerow
        self.rows = 0

    def add_text(self, cells: Sequence[object]) -> None:
        """Cells of which none is nothing."""
        self._write(cells)
        self.rows += 1

    def add(self, cells: Iterable[str | None]) -> None:
        self._write([NOTHING if cell is None else cell for cell in cells])
        self.rows += 1


def event_cells(event: Event, columns: Mapping[str, Input]) -> list[str | None]:
    """Id, subject, microseconds, whether it is withdrawn, and the declared columns."""
    time = None if event.microseconds is None else str(event.microseconds)
    values = ((event.values.get(name), item) for name, item in columns.items())
    cells = (None if value is None else cell_text(value, item) for value, item in values)
    return [event.id, event.subject, time, "true" if event.withdrawn else "false", *cells]


def spooled(path: Path, names: Sequence[str]) -> str:
    """The rows of a spool as SQL, all columns text."""
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(path)}, auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"', "
        f"columns = {{{columns}}}, nullstr = {literal(NOTHING)}, all_varchar = true, strict_mode = true, "
        f"max_line_size = {_LONGEST_LINE}, buffer_size = {_LONGEST_LINE})"
    )


def load_events(
    con: duckdb.DuckDBPyConnection, name: str, path: Path, columns: Mapping[str, Input], *, numbered: bool = False
) -> None:
    """Events that :func:`event_cells` wrote, as a table with the columns of a part, perhaps with a number before."""
    own = "".join(f", {_cast(quoted(column), type)} AS {quoted(column)}" for column, type in sql_types(columns).items())
    number = 'CAST("@row" AS BIGINT) AS "@row", ' if numbered else ""
    names = [*(["@row"] if numbered else []), *FIXED, *columns]
    con.execute(
        f"""
        CREATE OR REPLACE TABLE {quoted(name)} AS
        SELECT {number}id, subject, make_timestamp(CAST(time AS BIGINT)) AS time,
            CAST(withdrawn AS BOOLEAN) AS withdrawn{own}
        FROM {spooled(path, names)}
        """
    )


def _cast(cell: str, type: str) -> str:
    """A text as a value. Most numbers are short, and those are read much faster as such."""
    if type != NUMBER:
        return f"CAST({cell} AS {type})"
    short = f"CAST(CAST({cell} AS {NUMBER}) AS {WIDE_NUMBER})"
    return f"CASE WHEN length({cell}) <= 10 THEN {short} ELSE CAST({cell} AS {WIDE_NUMBER}) END"
