"""The first sheet of a spreadsheet: values as its author saw them, percent cells as percents."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from cli.people.codes import FILE_EMPTY, FILE_UNREADABLE
from cli.people.rows import Cell, Row, Table
from engine.issues import Refused

MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of all parts together, unpacked: a small file must not fill the memory."""

_PERCENT_FORMATS = {9, 10}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})([0-9]+)")


def read_xlsx(file: BinaryIO) -> Table:
    """The table of the first sheet. Raises :class:`Refused` when the file is no spreadsheet or the sheet is empty."""
    try:
        percents = _percent_cells(file)
        file.seek(0)
        workbook = CalamineWorkbook.from_filelike(file)
        sheet = workbook.get_sheet_by_index(0)
        grid = sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError, OSError) as error:
        raise Refused([FILE_UNREADABLE.at((), kind="xlsx", why=str(error)[:200])]) from None
    start = next((line for line, cells in enumerate(grid) if any(str(cell).strip() for cell in cells)), None)
    if start is None:
        raise Refused([FILE_EMPTY.at(())])
    header = tuple(str(cell) for cell in grid[start])
    while header and not header[-1].strip():
        header = header[:-1]
    return Table(header, _rows(grid, start, len(header), percents), start + 1)


def _rows(grid: list[list[Cell]], start: int, width: int, percents: set[tuple[int, int]]) -> Iterator[Row]:
    for line in range(start + 1, len(grid)):
        cells = [_cell(cell, (line, column) in percents) for column, cell in enumerate(grid[line])]
        while len(cells) > width and cells[-1] is None:
            cells.pop()
        if any(cell is not None for cell in cells):
            yield Row(line + 1, tuple(cells))


def _cell(raw: Cell, percent: bool) -> Cell:
    """What a cell shows: 15 significant digits of a number, the percent of a percent cell, a date without a time."""
    match raw:
        case bool():
            return raw
        case int() | float():
            number = Decimal(f"{raw:.15g}")
            number = number * 100 if percent else number
            text = f"{number.normalize():f}"
            return f"{text}%" if percent else Decimal(text)
        case datetime():
            return raw.date() if raw.time() == time() else raw.isoformat(" ")
        case date():
            return raw
        case timedelta():
            return f"{Decimal(str(raw.total_seconds())):f}s"
        case time():
            return raw.isoformat()
        case str() if raw.strip(" "):
            return raw
    return None


def _percent_cells(file: BinaryIO) -> set[tuple[int, int]]:
    """Row and column, from 0, of the cells of the first sheet that are shown as a percent."""
    file.seek(0)
    with zipfile.ZipFile(file) as parts:
        if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
            raise ValueError("too large when unpacked")
        styles = _percent_styles(parts)
        if not styles:
            return set()
        found = set()
        with parts.open(_first_sheet(parts)) as sheet:
            for _, cell in ElementTree.iterparse(sheet):
                if cell.tag == f"{_MAIN}c":
                    match = _CELL.fullmatch(cell.get("r", ""))
                    if match and int(cell.get("s", "0")) in styles:
                        found.add((int(match[2]) - 1, _column(match[1])))
                    cell.clear()
        return found


def _percent_styles(parts: zipfile.ZipFile) -> set[int]:
    if "xl/styles.xml" not in parts.namelist():
        return set()
    root = ElementTree.fromstring(parts.read("xl/styles.xml"))
    own = {
        int(form.get("numFmtId", "0"))
        for form in root.iter(f"{_MAIN}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", form.get("formatCode", ""))
    }
    styles = root.find(f"{_MAIN}cellXfs")
    percents = _PERCENT_FORMATS | own
    return {at for at, style in enumerate(styles or ()) if int(style.get("numFmtId", "0")) in percents}


def _first_sheet(parts: zipfile.ZipFile) -> str:
    book = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    first = next(book.iter(f"{_MAIN}sheet")).get(_RELATION)
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    target = next(str(link.get("Target")) for link in links if link.get("Id") == first)
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
