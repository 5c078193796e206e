"""A sheet of a spreadsheet: values as its author saw them, percent cells as percents, merged cells filled."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import BinaryIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from engine.issues import Issue, Refused, Words
from service.tables.codes import (
    CELL_NOT_CALCULATED,
    FILE_EMPTY,
    FILE_LOCKED,
    FILE_TOO_MANY,
    FILE_UNREADABLE,
    HEADER_ROW_ABSENT,
    ROW_LONG,
    ROW_WIDTH,
    SHEET_UNKNOWN,
    SHEETS_UNREAD,
)
from service.tables.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    UNKNOWN,
    Cell,
    Layout,
    Padded,
    Row,
    Spoilt,
    Table,
    is_blank,
    letters_of,
    without_empty_end,
)
from service.tables.xlsx_guard import check_truth, open_parts
from service.tables.xlsx_sheet import PERCENT, Marks, marks_of, part_of_sheet

_MOST_FILLED = 200_000
_LARGEST = 10**15
"""Whatever is larger has more digits than a spreadsheet keeps: numbers of orders differ in those that it drops."""

_LOOKED_AT = 50
"""So many rows are looked at to find the header."""

_UNREADABLE = (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError, StopIteration)
Merged = tuple[tuple[int, int], tuple[int, int]]
Shown = Cell | int | float
"""A value as the reader of sheets gives it."""


def read_xlsx(file: BinaryIO, layout: Layout = UNKNOWN) -> Table:
    """The table of the sheet that is named, or of the first one that is not hidden and not empty.

    Raises :class:`Refused` when the file is no spreadsheet, would be too large unpacked, or the sheet is empty.
    """
    notes: list[Issue] = []
    try:
        with open_parts(file) as parts:
            if "xl/sharedStrings.xml" in parts.namelist():
                check_truth(parts, "xl/sharedStrings.xml")
            file.seek(0)
            with CalamineWorkbook.from_filelike(file) as book:
                sheet, marks = _chosen(book, parts, layout, notes)
                merged = list(sheet.merged_cell_ranges or ())
                table = _table(sheet, marks, merged, layout, notes)
                return replace(table, sheet=sheet.name, sheets=tuple(_visible(book)))
    except PasswordError:
        raise Refused([FILE_LOCKED.at(())]) from None
    except _UNREADABLE as error:
        raise Refused([FILE_UNREADABLE.at((), kind="xlsx", why=str(error)[:200])]) from None


def _chosen(
    book: CalamineWorkbook, parts: zipfile.ZipFile, layout: Layout, notes: list[Issue]
) -> tuple[CalamineSheet, Marks]:
    visible = _visible(book)
    if layout.sheet is not None and layout.sheet not in book.sheet_names:
        raise Refused([SHEET_UNKNOWN.at(("sheet",), name=layout.sheet[:60], sheets=", ".join(visible)[:500])])
    names = [layout.sheet] if layout.sheet is not None else visible or book.sheet_names
    for name in names:
        # the text is looked through first: the reader of values makes room for everything between two far cells
        marks = marks_of(parts, part_of_sheet(parts, name))
        sheet = book.get_sheet_by_name(name)
        if sheet.height and sheet.width:
            others = [other for other in visible if other != name]
            if others and layout.sheet is None:
                notes.append(SHEETS_UNREAD.at(("sheet",), name=name, others=", ".join(others)[:200]))
            return sheet, marks
    raise Refused([FILE_EMPTY.at(())])


def _visible(book: CalamineWorkbook) -> list[str]:
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]


def _table(sheet: CalamineSheet, marks: Marks, merged: list[Merged], layout: Layout, notes: list[Issue]) -> Table:
    # the rows come with the empty ones above, but without the empty columns to their left
    margin: list[Shown] = [None] * (sheet.start or (0, 0))[1]
    grid = ((row, [*margin, *cells]) for row, cells in enumerate(sheet.iter_rows()))
    top = list(itertools.islice(grid, _LOOKED_AT))
    start = _header_row(top, layout)
    cells = dict(top)
    names, last = _names(cells, start, merged) if layout.header_row != 0 else ([], start - 1)
    if layout.header_row == 0:
        names = [letters_of(position) for position in range(len(cells[start]))]
    header = without_empty_end(names)
    if not header:
        raise Refused([FILE_EMPTY.at(())])
    if len(header) > MOST_COLUMNS:
        raise Refused([FILE_TOO_MANY.at((), most=MOST_COLUMNS, what=Words("列", "columns"))])
    below = [range_ for range_ in merged if range_[0][0] > last]
    rows = itertools.chain(((row, found) for row, found in top if row > last), grid)
    number = 0 if layout.header_row == 0 else start + 1
    return Table(header, _rows(rows, len(header), marks, below), number, number, notes)


def _header_row(top: list[tuple[int, list[Shown]]], layout: Layout) -> int:
    """The row with the names of the columns, from 0: the one that was named, or the first below the titles."""
    filled = [(row, sum(1 for cell in cells if not is_blank(cell))) for row, cells in top]
    if layout.header_row:
        row = layout.header_row - 1
        if not any(at == row and count for at, count in filled):
            raise Refused([HEADER_ROW_ABSENT.at((), row=layout.header_row)])
        return row
    counts = [count for _, count in filled if count]
    if not counts:
        raise Refused([FILE_EMPTY.at(())])
    usual = max(set(counts), key=lambda count: (counts.count(count), count))
    fewest = 1 if usual < 2 or layout.header_row == 0 else 2
    return next((row for row, count in filled if count >= fewest), filled[0][0])


def _names(cells: dict[int, list[Shown]], start: int, merged: list[Merged]) -> tuple[list[str], int]:
    """The names of the columns and the last row of the header, which takes several rows where cells are merged.

    A column is called by the lowest name above it; where that occurs twice, by all of them.
    """
    over = [range_ for range_ in merged if range_[0][0] == start]
    last = max((end[0] for _, end in over), default=start)
    if last == start and any(begin[1] < end[1] for begin, end in over):
        last = start + 1
    if last - start > 5 or last not in cells:
        last = start
    width = max(len(cells[row]) for row in range(start, last + 1))
    named: list[list[str]] = []
    for column in range(width):
        above: list[str] = []
        for row in range(start, last + 1):
            at = _origin(row, column, merged)
            line = cells.get(at[0], [])
            text = _spelled(line[at[1]]) if at[1] < len(line) else ""
            if text and text not in above:
                above.append(text)
        named.append(above)
    lowest = [above[-1] if above else "" for above in named]
    return [
        " ".join(above) if lowest.count(name) > 1 else name for above, name in zip(named, lowest, strict=True)
    ], last


def _origin(row: int, column: int, merged: list[Merged]) -> tuple[int, int]:
    """The cell that holds the value which is shown at a place."""
    for begin, end in merged:
        if begin[0] <= row <= end[0] and begin[1] <= column <= end[1]:
            return begin
    return row, column


def _rows(grid: Iterator[tuple[int, list[Shown]]], width: int, marks: Marks, merged: Sequence[Merged]) -> Iterator[Row]:
    covered = _covered(merged)
    values: dict[tuple[int, int], Cell] = {}
    for row, raw in grid:
        cells = [_cell(cell, marks.style(row, column)) for column, cell in enumerate(raw)]
        for column in marks.lost:
            error = marks.error(row, column)
            if error is not None:
                cells += [None] * (column + 1 - len(cells))
                cells[column] = Spoilt(error)
        for column, begin in covered.get(row, ()):
            if begin == (row, column):
                values[begin] = cells[column] if column < len(cells) else None
            elif column < len(cells):
                cells[column] = values.get(begin)
        while len(cells) > width and cells[-1] is None:
            cells.pop()
        cells += [None] * (width - len(cells))
        issues = _issues(row, cells, width, marks, dict(covered.get(row, ())))
        if issues or any(cell is not None for cell in cells):
            yield Row(row + 1, row + 1, tuple(cells), tuple(issues))


def _issues(
    row: int, cells: list[Cell], width: int, marks: Marks, filled: Mapping[int, tuple[int, int]]
) -> list[Issue]:
    at = ("rows", row + 1)
    issues = [ROW_WIDTH.at(at, got=len(cells), most=width)] if len(cells) > width else []
    if marks.lost:
        issues += [
            replace(CELL_NOT_CALCULATED.at((*at, letters_of(column))), column=column + 1)
            for column in range(width)
            if marks.is_unsaved(*filled.get(column, (row, column)))
        ]
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
        issues.append(ROW_LONG.at(at, most=LONGEST_CELL))
    return issues


def _covered(merged: Sequence[Merged]) -> dict[int, list[tuple[int, tuple[int, int]]]]:
    """For each row the columns that belong to a merged cell, with the place of its value."""
    found: dict[int, list[tuple[int, tuple[int, int]]]] = {}
    count = 0
    for begin, end in merged:
        count += (end[0] - begin[0] + 1) * (end[1] - begin[1] + 1)
        if count > _MOST_FILLED:
            break
        for row in range(begin[0], end[0] + 1):
            found.setdefault(row, []).extend((column, begin) for column in range(begin[1], end[1] + 1))
    return found


def _cell(raw: Shown, style: int) -> Cell:
    """What a cell shows: 15 significant digits of a number, the percent of a percent cell, zeros in front."""
    match raw:
        case bool():
            return raw
        case int() | float():
            number = Decimal(f"{raw:.15g}")
            number = number * 100 if style == PERCENT else number
            text = f"{number.normalize():f}"
            if style == PERCENT:
                return f"{text}%"
            if abs(number) > _LARGEST:
                return Spoilt(text)
            if style and text.isdigit():
                padded = Padded(text)
                padded.width = style
                return padded
            return Decimal(text)
        case str():
            return None if is_blank(raw) else raw
    return raw


def _spelled(cell: Shown) -> str:
    """A cell of the header as a name."""
    match cell:
        case None:
            return ""
        case bool() | datetime() | date() | time() | timedelta():
            return str(cell)
        case int() | float():
            return f"{cell:.15g}"
    return " ".join(str(cell).split())
