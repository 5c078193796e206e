"""A table in a file as rows of cells, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from engine.issues import Issue

Cell = str | bool | Decimal | date | datetime | time | timedelta | None
"""Text as written, or what a typed file holds: an exact number, a flag, a date or time. None or blanks: no value."""


class Padded(Decimal):
    """A whole number that a spreadsheet shows with zeros in front: as a number it is 17, as an id ``0017``."""

    width: int = 0

    @property
    def shown(self) -> str:
        return f"{int(self):0{self.width}d}"


class Spoilt(str):
    """A cell whose value is lost: the error that it shows in its place, or a number that was cut to 15 digits."""

    __slots__ = ()

    @property
    def is_error(self) -> bool:
        return self.startswith("#")


MOST_COLUMNS = 1_000
MOST_ROWS = 20_000_000
LONGEST_CELL = 10_000
"""In characters."""


class Row(NamedTuple):
    """One row. ``number`` counts rows from 1 as a spreadsheet does, header and empty rows too; ``line`` is where it
    begins in the text, which differs after a cell with line breaks. With ``issues`` it cannot be used."""

    number: int
    line: int
    cells: tuple[Cell, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known about a file beforehand; what is None is found out.

    ``header_row`` is the row with the names of the columns, counted from 1; 0 for a file without: its columns are then
    called A, B, C…
    """

    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    delimiter: str | None = None


UNKNOWN = Layout()


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns and the rows below, read as they are asked for.

    ``number`` and ``line`` are those of the header. ``notes`` tells what was assumed about the file; it is complete
    once all rows were read. ``sheet`` is the sheet that is read, ``sheets`` are all that are not hidden.
    """

    header: tuple[str, ...]
    rows: Iterator[Row]
    number: int
    line: int
    notes: list[Issue]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


def is_blank(cell: object) -> bool:
    """Whether a cell has no value: nothing, or nothing but spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \u3000"))


def letters_of(position: int) -> str:
    """What spreadsheets call the column at ``position`` (from 0): A … Z, AA …"""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def without_empty_end(names: list[str]) -> tuple[str, ...]:
    """The names without the empty ones at the end."""
    end = len(names)
    while end and not names[end - 1].strip():
        end -= 1
    return tuple(names[:end])
