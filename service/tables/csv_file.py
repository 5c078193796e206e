"""CSV as offices write it: any usual encoding and mark between cells, row by row, wrong rows told apart."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from engine.issues import Issue, Refused, Words
from service.tables.codes import (
    FILE_EMPTY,
    FILE_ENDS_OPEN,
    FILE_TOO_MANY,
    HEADER_ROW_ABSENT,
    ROW_CONTROL,
    ROW_CUT,
    ROW_ENCODING,
    ROW_LONG,
    ROW_QUOTES,
    ROW_WIDTH,
)
from service.tables.encoding import Encoding, encoding_of, is_strange
from service.tables.table import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    UNKNOWN,
    Layout,
    Row,
    Table,
    letters_of,
    without_empty_end,
)

LONGEST_LINE = 1_000_000
"""In characters; the rest of a longer line is passed over."""

MARKS = (",", ";", "\t", "|")
_SAMPLED_ROWS = 50
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_csv(file: BinaryIO, layout: Layout = UNKNOWN) -> Table:
    """The table in a file that can be rewound. Raises :class:`Refused` when it is no text or has no header."""
    encoding = encoding_of(file, layout.encoding)
    dialect = _dialect(_sample(file, encoding), layout.delimiter)
    records = _Records(_Lines(file, encoding), dialect)
    start = _header(records, dialect, layout)
    names = without_empty_end(start.cells)
    if not names:
        raise Refused([HEADER_ROW_ABSENT.at((), row=layout.header_row) if layout.header_row else FILE_EMPTY.at(())])
    if start.trouble:
        raise Refused([_issue(start, encoding, 0)])
    if len(names) > MOST_COLUMNS:
        raise Refused([FILE_TOO_MANY.at((), most=MOST_COLUMNS, what=Words("列", "columns"))])
    records.width = len(names)
    notes: list[Issue] = []
    if layout.header_row == 0:
        names = tuple(letters_of(position) for position in range(len(start.cells)))
        records.width = len(names)
        return Table(names, _rows([start], records, encoding, notes), 0, 0, notes)
    return Table(names, _rows([], records, encoding, notes), start.number, start.line, notes)


def _header(records: _Records, dialect: _Dialect, layout: Layout) -> _Record:
    """The first row with anything in it, titles above a table of several columns apart; or the row that was named."""
    record = _Record(0, 0, [])
    for record in records:
        filled = sum(1 for cell in record.cells if cell.strip())
        if layout.header_row:
            if record.number == layout.header_row:
                return record
        elif record.trouble or (
            filled > (dialect.width > 1 and layout.header_row is None) and record.number > dialect.skipped
        ):
            return record
    return _Record(record.number, record.line, [])


def _rows(first: list[_Record], records: _Records, encoding: Encoding, notes: list[Issue]) -> Iterator[Row]:
    read = 0
    width = records.width
    for record in itertools.chain(first, records):
        number, line, cells, trouble = record
        if not trouble and not any(map(str.strip, cells)):
            continue
        read += 1
        if read > MOST_ROWS:
            raise Refused([FILE_TOO_MANY.at((), most=MOST_ROWS, what=Words("行", "rows"))])
        if trouble:
            yield Row(number, line, tuple(cells), (_issue(record, encoding, width),))
        else:
            yield Row(number, line, tuple(cells[:width]))
    if read and records.lines.ends_open:
        notes.append(FILE_ENDS_OPEN.at(()))


class _Record(NamedTuple):
    """``trouble`` is what is wrong with the row, in one word; nothing when it has as many cells as it should."""

    number: int
    line: int
    cells: list[str]
    trouble: str = ""


class _Records:
    """The rows of the text. A row whose quotes swallow what follows is given up, and reading goes on at the next line,
    so that one stray quote does not cost the rest of the file. ``width`` is set once it is known."""

    def __init__(self, lines: _Lines, dialect: _Dialect):
        self.lines = lines
        self.width = 0
        csv.field_size_limit(LONGEST_CELL)
        self._dialect = dialect
        self._reader = self._begun()
        self._number = 0

    def _begun(self) -> Iterator[list[str]]:
        return csv.reader(iter(self.lines), delimiter=self._dialect.mark, quotechar=self._dialect.quote, strict=True)

    def __iter__(self) -> Iterator[_Record]:
        return self

    def __next__(self) -> _Record:
        lines = self.lines
        line = lines.number + 1
        lines.trouble = ""
        lines.taken.clear()
        self._number += 1
        try:
            cells = next(self._reader)
        except csv.Error as error:
            trouble = "long" if "limit" in str(error) and len(lines.taken) == 1 else "quotes"
            lines.give_back()
            # a reader that has seen the end does not go on
            self._reader = self._begun()
            return _Record(self._number, line, [], lines.trouble or trouble)
        count, width = len(cells), self.width
        if lines.trouble or not width or count == width or not any(cells):
            return _Record(self._number, line, cells, lines.trouble)
        if len(lines.taken) > 1:
            lines.give_back()
            return _Record(self._number, line, [], "quotes")
        if count < width:
            return _Record(self._number, line, cells, "cut")
        return _Record(self._number, line, cells, "width" if any(map(str.strip, cells[width:])) else "")


def _issue(record: _Record, encoding: Encoding, width: int) -> Issue:
    at = ("rows", record.number)
    match record.trouble:
        case "width":
            return ROW_WIDTH.at(at, got=len(record.cells), most=width)
        case "cut":
            return ROW_CUT.at(at, got=len(record.cells), most=width)
        case "quotes":
            return ROW_QUOTES.at(at)
        case "long":
            return ROW_LONG.at(at, most=LONGEST_CELL)
        case "control":
            return ROW_CONTROL.at(at)
    return ROW_ENCODING.at(at, encoding=encoding.name.removesuffix("-sig").upper())


class _Lines:
    """The lines of the text, counted, none of them longer than may be.

    ``taken`` are those of the row that is being read, ``trouble`` what is wrong with them.
    """

    def __init__(self, file: BinaryIO, encoding: Encoding):
        file.seek(0)
        errors = "surrogateescape" if encoding.is_mixed else "strict"
        self._text = io.TextIOWrapper(file, encoding.name, errors, newline="")
        self._encoding = encoding
        self._again: list[str] = []
        self.number = 0
        self.trouble = ""
        self.taken: list[str] = []
        self.ends_open = False

    def give_back(self) -> None:
        """All lines but the first of the row are read again."""
        self._again = [*self.taken[1:], *self._again]
        self.number -= len(self.taken) - 1
        del self.taken[1:]
        self.trouble = ""
        self._look(self.taken[0])

    def __iter__(self) -> Iterator[str]:
        read, looks = self._text.readline, self._encoding.is_mixed or self._encoding.has_controls
        while line := self._again.pop(0) if self._again else read(LONGEST_LINE):
            self.number += 1
            self.taken.append(line)
            if line[-1] not in "\r\n":
                self.ends_open = True
                if len(line) == LONGEST_LINE:
                    line = self._cut(line)
            if looks:
                self._look(line)
            yield line

    def __del__(self) -> None:
        # else the wrapper would close the caller's file when it goes, unless the caller already did
        with suppress(ValueError):
            self._text.detach()

    def _cut(self, line: str) -> str:
        """A piece of a line that is too long, so that it is one row with trouble; the rest is passed over."""
        self.trouble = "long"
        while rest := self._text.readline(LONGEST_LINE):
            if rest[-1] in "\r\n":
                self.ends_open = False
                break
        return line[:100].replace('"', "").replace("'", "") + "\n"

    def _look(self, line: str) -> None:
        if self._encoding.is_mixed and is_strange(line, self._encoding.name):
            self.trouble = "encoding"
        elif self._encoding.has_controls and _UNSTORABLE.search(line):
            self.trouble = "control"


class _Dialect(NamedTuple):
    """``width`` is how many cells most rows of the sample have filled; ``skipped`` rows stand before the table."""

    mark: str
    quote: str
    width: int
    skipped: int = 0


def _sample(file: BinaryIO, encoding: Encoding) -> str:
    """The beginning of the text, up to a whole line where there is one."""
    file.seek(0)
    text = file.read(1 << 16).decode(encoding.name, "ignore")
    end = text.rfind("\n") + 1
    return text[:end] if end and len(text) > 1 << 14 else text


def _dialect(sample: str, asked: str | None) -> _Dialect:
    """The mark between cells and the quote.

    The mark that gives the rows of the sample most often the same number of cells, at least two; a comma when none
    does. A first line ``sep=;`` is Excel's way of saying it.
    """
    start = sample.lstrip("\ufeff")
    told = re.match(r"sep=(.)\r?\n", start, re.IGNORECASE)
    if told:
        return _Dialect(asked or told[1], '"', 0, 1)
    best, chosen = (0.0, 0), _Dialect(asked or ",", '"', 1)
    # apostrophes are quotes only where cells begin with them; in writing they are just letters
    quoted = re.search(r"(?:^|[,;\t|])'[^'\n]*'(?:[,;\t|]|\r?$)", start, re.MULTILINE)
    for quote in ('"', "'") if quoted else ('"',):
        for mark in (asked,) if asked else MARKS:
            widths = _widths(start, mark, quote)
            common = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
            fit = (widths.count(common) / len(widths), common) if common > 1 else (0.0, 0)
            if fit > best:
                best, chosen = fit, _Dialect(mark, quote, common)
    return chosen


def _widths(sample: str, mark: str, quote: str) -> list[int]:
    """How many cells the first rows have under a dialect; rows that it cannot read count as one."""
    widths: list[int] = []
    reader = csv.reader(io.StringIO(sample, ""), delimiter=mark, quotechar=quote, strict=True)
    while len(widths) < _SAMPLED_ROWS:
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = [""]
        if cells is None:
            break
        if any(cells):
            widths.append(len(cells))
    return widths
