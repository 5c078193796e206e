"""CSV in the encodings that offices really use, read row by row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from charset_normalizer import from_bytes

from cli.people.codes import FILE_EMPTY, FILE_ENCODING, FILE_UNREADABLE
from cli.people.rows import Row, Table
from engine.issues import Refused

_PIECE = 1 << 20
_SAMPLE = 1 << 16
_LONGEST_CELL = 10_000


def read_csv(file: BinaryIO) -> Table:
    """The table in a file that can be rewound. Raises :class:`Refused` when it is no text or has no header."""
    encoding = encoding_of(file)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    delimiter = _delimiter(text.readline())
    text.seek(0)
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
    except csv.Error as error:
        raise Refused([FILE_UNREADABLE.at((), kind="CSV", why=str(error))]) from None
    if not any(cell.strip() for cell in header):
        raise Refused([FILE_EMPTY.at(())])
    return Table(tuple(header), _rows(reader))


def _rows(reader: Iterator[list[str]]) -> Iterator[Row]:
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]  # a csv reader has it
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Refused([FILE_UNREADABLE.at(("lines", line), kind="CSV", why=str(error))]) from None
        if cells is None:
            return
        if any(cell.strip(" ") for cell in cells):
            # a cell of nothing is no value; blanks around a value are left for the door to refuse
            yield Row(line, tuple(cell if cell.strip(" ") else None for cell in cells))


def encoding_of(file: BinaryIO) -> str:
    """UTF-8 wherever the whole file is UTF-8; else UTF-16 by its mark, else what a Chinese office most likely wrote."""
    file.seek(0)
    start = file.read(_SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wrong = _first_wrong(file, "utf-16")
        if wrong is not None:
            raise Refused([FILE_ENCODING.at((), byte=wrong + 1)])
        return "utf-16"
    wrong = _first_wrong(file, "utf-8")
    if wrong is None:
        return "utf-8-sig"
    if _first_wrong(file, "gb18030") is None and _is_likely(start, "gb18030"):
        return "gb18030"
    best = from_bytes(start).best()
    if best is not None and _first_wrong(file, best.encoding) is None:
        return best.encoding
    raise Refused([FILE_ENCODING.at((), byte=wrong + 1)])


def _is_likely(sample: bytes, encoding: str) -> bool:
    """Whether the encoding gives text that reads like writing, without control characters or private ones."""
    text = sample.decode(encoding, "ignore")
    return bool(from_bytes(sample, cp_isolation=[encoding, "big5", "cp1252"]).best()) and all(
        char.isprintable() or char in "\r\n\t" for char in text
    )


def _first_wrong(file: BinaryIO, encoding: str) -> int | None:
    """The offset of the first piece that is not in the encoding; None when everything is."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    read = 0
    while piece := file.read(_PIECE):
        try:
            decoder.decode(piece)
        except UnicodeDecodeError as error:
            return read + error.start
        read += len(piece)
    try:
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return read
    return None


def _delimiter(first: str) -> str:
    """The most frequent of comma, semicolon and tab in the header; a comma when there is none."""
    return max((",", ";", "\t"), key=lambda mark: (first.count(mark), mark == ","))
