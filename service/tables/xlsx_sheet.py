"""What a sheet's own text tells that its values do not: cells shown as percents or with zeros in front, errors,
results never saved, its extent."""

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

PERCENT = 1
"""How a number is shown: as a percent; higher is a number of digits, with zeros in front."""

ERRORS = ("#ERROR!", "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""The first stands for one that is not known here."""

UNSAVED = len(ERRORS) + 1
_ZEROS = re.compile(r"0{2,60}")

_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*ref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_USUAL_CELL = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]+)")?')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_STYLE = re.compile(rb'\bs="([0-9]+)"')
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s([^>]*\bt=\"e\"[^>]*)>(?:\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?"
    rb"(?:\s*<(?:\w+:)?v>([^<]*)</)?"
)
_UNSAVED = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass(slots=True)
class Marks:
    """Cells by row and column, from 0: for each column one byte for every row down to the last that is marked.

    ``styles`` has how a number is shown, as :func:`_styles` says; ``lost`` which values are lost.
    """

    styles: dict[int, bytearray] = field(default_factory=dict)
    lost: dict[int, bytearray] = field(default_factory=dict)

    def style(self, row: int, column: int) -> int:
        return _mark(self.styles, row, column)

    def is_unsaved(self, row: int, column: int) -> bool:
        return _mark(self.lost, row, column) == UNSAVED

    def error(self, row: int, column: int) -> str | None:
        """The error that the cell shows."""
        mark = _mark(self.lost, row, column)
        return ERRORS[mark - 1] if 0 < mark < UNSAVED else None

    def set(self, marks: dict[int, bytearray], row: int, column: int, mark: int) -> None:
        rows = marks.setdefault(column, bytearray())
        if row >= len(rows):
            rows.extend(bytes(row + 1 - len(rows)))
        rows[row] = mark


def _mark(marks: dict[int, bytearray], row: int, column: int) -> int:
    rows = marks.get(column)
    return rows[row] if rows is not None and row < len(rows) else 0


def marks_of(parts: zipfile.ZipFile, sheet: str) -> Marks:
    """Look a sheet through. Raises :class:`engine.issues.Refused` when it is larger than is read.

    The extent that the sheet declares is looked at first, then that of the cells it really has.
    """
    styles = {str(at).encode(): style for at, style in _styles(parts).items()}
    marks = Marks()
    rows = columns = 0
    widest = b""
    for piece in _pieces(parts, sheet):
        if b"<!DOCTYPE" in piece:
            raise ValueError(f"{sheet} is not as it should be")
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
                    marks.set(marks.styles, int(row) - 1, _column(place), styles[style])
        if b't="e"' in piece:
            for attributes, text in _ERROR.findall(piece):
                shown = text.decode(errors="replace").strip().upper()
                _lose(marks, attributes, ERRORS.index(shown) + 1 if shown in ERRORS else 1)
        if b"<f" in piece or b":f" in piece:
            for attributes in _UNSAVED.findall(piece):
                _lose(marks, attributes, UNSAVED)
    return marks


def _lose(marks: Marks, attributes: bytes, mark: int) -> None:
    cell = _PLACE.search(attributes)
    if cell:
        marks.set(marks.lost, int(cell[2]) - 1, _column(cell[1]), mark)


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


def _styles(parts: zipfile.ZipFile) -> dict[int, int]:
    """By the number of a style, :data:`PERCENT` or how many digits are shown at least; others are left out."""
    if "xl/styles.xml" not in parts.namelist():
        return {}
    root = ElementTree.fromstring(_small(parts, "xl/styles.xml"))
    for space in (_MAIN, _STRICT):
        shown = dict.fromkeys(_PERCENT_FORMATS, PERCENT)
        for form in root.iter(f"{space}numFmt"):
            code = form.get("formatCode", "")
            if "%" in re.sub(r'"[^"]*"|\\.', "", code):
                shown[int(form.get("numFmtId", "0"))] = PERCENT
            elif _ZEROS.fullmatch(first := code.partition(";")[0]):
                shown[int(form.get("numFmtId", "0"))] = len(first)
        styles = root.find(f"{space}cellXfs")
        if styles is not None:
            forms = (int(style.get("numFmtId", "0")) for style in styles)
            return {at: shown[form] for at, form in enumerate(forms) if form in shown}
    return {}


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
