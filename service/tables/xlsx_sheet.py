"""What a sheet's own text tells that its values do not: cells shown as percents, results never saved, its extent."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.etree import ElementTree

from service.tables.xlsx_guard import check_area

_PERCENT_FORMATS = {9, 10}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LARGEST_PART = 8 * 1024 * 1024
_PIECE = 1 << 20
_MOST_UNSAVED = 10_000

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*ref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_USUAL_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(slots=True)
class Marks:
    """Cells by row and column, from 0. ``percents`` has for each column one byte for every row down to the last."""

    percents: dict[int, bytearray] = field(default_factory=dict)
    unsaved: set[tuple[int, int]] = field(default_factory=set)

    def is_percent(self, row: int, column: int) -> bool:
        rows = self.percents.get(column)
        return rows is not None and row < len(rows) and rows[row] == 1

    def add_percent(self, row: int, column: int) -> None:
        rows = self.percents.setdefault(column, bytearray())
        if row >= len(rows):
            rows.extend(bytes(row + 1 - len(rows)))
        rows[row] = 1


def marks_of(parts: zipfile.ZipFile, sheet: str) -> Marks:
    """Look a sheet through. Raises :class:`engine.issues.Refused` when it is larger than is read.

    The extent that the sheet declares is looked at first, then that of the cells it really has.
    """
    styles = {str(style).encode() for style in _percent_styles(parts)}
    marks = Marks()
    rows = columns = 0
    widest = b""
    for piece in _pieces(parts, sheet):
        declared = _DIMENSION.search(piece)
        if declared:
            check_area(int(declared[2]), _column(declared[1]) + 1)
        found: list[tuple[bytes, bytes, bytes]] = _USUAL_CELL.findall(piece)
        if len(found) != len(_CELL.findall(piece)):
            found = list(_unusual(piece))
        if not found:
            continue
        letters = {place for place, _, _ in found}
        widest = max(widest, max(letters, key=lambda place: (len(place), place)), key=lambda place: (len(place), place))
        rows, columns = max(rows, max(int(row) for _, row, _ in found)), _column(widest) + 1
        check_area(rows, columns)
        if styles:
            for place, row, style in found:
                if style in styles:
                    marks.add_percent(int(row) - 1, _column(place))
        if b"<f" in piece or b":f" in piece:
            for attributes in _UNSAVED.findall(piece):
                cell = _PLACE.search(attributes)
                if cell and len(marks.unsaved) < _MOST_UNSAVED:
                    marks.unsaved.add((int(cell[2]) - 1, _column(cell[1])))
    return marks


def part_of_sheet(parts: zipfile.ZipFile, name: str) -> str:
    """Where the sheet with this name is kept."""
    book = ElementTree.fromstring(_small(parts, "xl/workbook.xml"))
    link = ""
    for item in book.iter():
        if item.tag in (f"{_MAIN}sheet", f"{_STRICT}sheet") and item.get("name") == name:
            link = next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
    links = ElementTree.fromstring(_small(parts, "xl/_rels/workbook.xml.rels"))
    target = next(str(item.get("Target")) for item in links if item.get("Id") == link)
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _pieces(parts: zipfile.ZipFile, sheet: str) -> Iterator[bytes]:
    """The text of the sheet in pieces that do not cut through a row."""
    rest = b""
    with parts.open(sheet) as part:
        while data := part.read(_PIECE):
            rest += data
            end = rest.rfind(b"row>") + 4
            if end > 3:
                yield rest[:end]
                rest = rest[end:]
    yield rest


def _unusual(piece: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The cells when their attributes stand in another order than spreadsheet programs write them in."""
    for attributes in _CELL.findall(piece):
        place = _PLACE.search(attributes)
        if place:
            style = _STYLE.search(attributes)
            yield place[1], place[2], style[1] if style else b""


def _percent_styles(parts: zipfile.ZipFile) -> set[int]:
    if "xl/styles.xml" not in parts.namelist():
        return set()
    root = ElementTree.fromstring(_small(parts, "xl/styles.xml"))
    for space in (_MAIN, _STRICT):
        own = {
            int(form.get("numFmtId", "0"))
            for form in root.iter(f"{space}numFmt")
            if "%" in re.sub(r'"[^"]*"|\\.', "", form.get("formatCode", ""))
        }
        styles = root.find(f"{space}cellXfs")
        if styles is not None:
            percents = _PERCENT_FORMATS | own
            return {at for at, style in enumerate(styles) if int(style.get("numFmtId", "0")) in percents}
    return set()


def _small(parts: zipfile.ZipFile, name: str) -> bytes:
    data = b""
    if parts.getinfo(name).file_size <= _LARGEST_PART:
        data = parts.read(name)
    if not data or b"<!DOCTYPE" in data:
        raise ValueError(f"{name} is not as it should be")
    return data


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
