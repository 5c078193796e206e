"""The lines of a text file of a source, packed or not, with those that cannot be used told apart."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, NamedTuple

from engine.issues import Issue, Refused, Words
from service.sources.codes import SOURCE_LINE
from service.tables.codes import (
    FILE_ENDS_OPEN,
    FILE_TOO_LARGE_INSIDE,
    FILE_TOO_MANY,
    FILE_UNREADABLE,
    ROW_CONTROL,
    ROW_ENCODING,
    ROW_LONG,
)
from service.tables.encoding import encoding_of, is_strange
from service.tables.table import LONGEST_CELL, MOST_ROWS

MOST_UNPACKED = 8 * 1024**3
"""Bytes that a packed file may have inside."""

MOST_TIMES = 200
"""How many times its own size a packed file may have inside; text does not get smaller than that."""

_PACKED = b"\x1f\x8b"
_PIECE = 1 << 20
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Line(NamedTuple):
    """``text`` is without the end of the line; with ``trouble`` it cannot be used."""

    number: int
    text: str
    trouble: Issue | None = None


def unpacked(file: BinaryIO, place: Path) -> BinaryIO:
    """The file itself, or what is inside when it was packed by gzip, as rotated logs are."""
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    if start != _PACKED:
        return file
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    most = min(MOST_UNPACKED, max(size * MOST_TIMES, _PIECE))
    inside = (place / "unpacked").open("w+b")
    written = 0
    try:
        with gzip.GzipFile(fileobj=file) as packed:
            while piece := packed.read(_PIECE):
                written += len(piece)
                if written > most:
                    what = Words("字节数", "bytes")
                    raise Refused([FILE_TOO_LARGE_INSIDE.at((), what=what, got=f"> {most}", most=most)])
                inside.write(piece)
    except (OSError, EOFError, zlib.error):
        inside.close()
        why = Words("文件不完整或已损坏", "it is cut off or damaged")
        raise Refused([FILE_UNREADABLE.at((), kind="gzip", why=why)]) from None
    except Refused:
        inside.close()
        raise
    inside.seek(0)
    return inside


def lines_of(file: BinaryIO, notes: list[Issue]) -> Iterator[Line]:
    """The lines that are not blank. ``notes`` takes what was assumed about the file."""
    encoding = encoding_of(file)
    file.seek(0)
    errors = "surrogateescape" if encoding.is_mixed else "strict"
    text = io.TextIOWrapper(file, encoding.name, errors, newline=None)
    name = encoding.name.removesuffix("-sig").upper()
    number = 0
    try:
        while line := text.readline(LONGEST_CELL):
            number += 1
            if number > MOST_ROWS:
                raise Refused([FILE_TOO_MANY.at((), most=MOST_ROWS, what=Words("行", "lines"))])
            at = ("rows", number)
            if not line.endswith("\n") and len(line) == LONGEST_CELL:
                while line and not line.endswith("\n"):
                    line = text.readline(LONGEST_CELL)
                yield Line(number, "", ROW_LONG.at(at, most=LONGEST_CELL))
            elif line.isspace():
                continue
            elif encoding.is_mixed and is_strange(line, encoding.name):
                yield Line(number, "", ROW_ENCODING.at(at, encoding=name))
            elif encoding.has_controls and _UNSTORABLE.search(line):
                yield Line(number, "", ROW_CONTROL.at(at))
            elif not line.endswith("\n"):
                # a number that was cut looks like another number
                notes.append(FILE_ENDS_OPEN.at(()))
                why = Words("行尾没有换行，可能只写了一半", "it has no line end, so it may be half a line")
                yield Line(number, "", replace(SOURCE_LINE.at(at, why=why), line=number))
            else:
                yield Line(number, line.rstrip("\n"))
    finally:
        # else the wrapper would close the caller's file when it goes, unless the caller already did
        with suppress(ValueError):
            text.detach()
