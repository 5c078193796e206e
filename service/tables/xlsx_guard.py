"""A spreadsheet is a packed folder: what it would unfold to is looked at before anything is unpacked."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

from engine.issues import Refused, Words
from service.tables.codes import FILE_LOCKED, FILE_TOO_LARGE_INSIDE, FILE_UNREADABLE

MOST_PARTS = 5_000
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of all parts together."""

MOST_CELLS = 12_000_000
"""Of the rectangle around everything written; empty cells inside it take memory too."""

_HIGHEST_RATIO = 200
_RATIO_FROM = 16 * 1024 * 1024
_LARGEST_DIRECTORY = 2 * 1024 * 1024
_OLD_FILE = b"\xd0\xcf\x11\xe0"
_END_MARK, _END_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535


def open_parts(file: BinaryIO) -> zipfile.ZipFile:
    """The parts of a spreadsheet whose declared sizes are sensible. Raises :class:`Refused` otherwise.

    Only the directory at the end of the file is read, so this takes no longer for a file that would fill the memory.
    """
    file.seek(0)
    if file.read(4) == _OLD_FILE:
        raise Refused([FILE_LOCKED.at(())])
    _check_directory(file)
    try:
        parts = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _unreadable(str(error)) from None
    found = parts.infolist()
    total = sum(part.file_size for part in found)
    if total > MOST_UNPACKED:
        raise _too_large(Words("全部内容的字节数", "bytes of everything"), total, MOST_UNPACKED)
    for part in found:
        ratio = part.file_size // max(part.compress_size, 1)
        if part.file_size > _RATIO_FROM and ratio > _HIGHEST_RATIO:
            raise _too_large(Words("压缩比", "the ratio of packing"), ratio, _HIGHEST_RATIO)
    if len({part.filename for part in found}) != len(found):
        raise _unreadable("two parts of the same name")
    return parts


def check_area(rows: int, columns: int) -> None:
    """Raises :class:`Refused` when a rectangle of cells is larger than is read."""
    if rows * columns > MOST_CELLS:
        raise _too_large(Words("单元格数", "the number of cells"), rows * columns, MOST_CELLS)


def check_truth(parts: zipfile.ZipFile, name: str) -> None:
    """Raises :class:`Refused` when a part is not what the directory says; the reader checks size and sum at its end."""
    try:
        with parts.open(name) as part:
            while part.read(1 << 20):
                pass
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise _unreadable(str(error)) from None


def _check_directory(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise _unreadable(Words("文件不完整，或不是 xlsx", "it is cut off or damaged, or no xlsx"))
    count, length = struct.unpack("<HI", tail[at + 10 : at + 16])
    if count > MOST_PARTS:
        raise _too_large(Words("文件数", "the number of parts"), count, MOST_PARTS)
    if length > _LARGEST_DIRECTORY:
        raise _too_large(Words("目录的字节数", "bytes of the directory"), length, _LARGEST_DIRECTORY)


def _too_large(what: Words, got: int, most: int) -> Refused:
    return Refused([FILE_TOO_LARGE_INSIDE.at((), what=what, got=f"{got:,}", most=f"{most:,}")])


def _unreadable(why: str | Words) -> Refused:
    return Refused([FILE_UNREADABLE.at((), kind="xlsx", why=why if isinstance(why, Words) else why[:200])])
