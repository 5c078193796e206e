"""The encoding of a text file: the one that offices really used, and the rows that were written in another."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from charset_normalizer import from_bytes

from engine.issues import Refused
from service.tables.codes import FILE_ENCODING

SAMPLE = 1 << 16
_PIECE = 1 << 20
_MIXED_LINES = 20_000
"""So many lines with other than ASCII letters are looked at to tell what most of a mixed file is."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WIDE = re.compile("[\u0080-\u07ff]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """``is_mixed`` says that some rows may be in another encoding; they have to be looked at one by one."""

    name: str
    is_mixed: bool = False
    has_controls: bool = False


def encoding_of(file: BinaryIO, asked: str | None = None) -> Encoding:
    """How the text of a file that can be rewound is encoded. Raises :class:`Refused` when that cannot be told.

    UTF-8 wherever the whole file is UTF-8, UTF-16 by its mark or its zeros; else what a Chinese office most likely
    wrote. Where neither fits everywhere, what fits most of the lines.
    """
    file.seek(0)
    start = file.read(SAMPLE)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _whole(file, "utf-16")
    if asked is not None:
        return _whole(file, "utf-8-sig" if asked == "utf-8" else asked)
    unmarked = _wide(start)
    if unmarked is not None and _first_wrong(file, unmarked)[0] is None:
        return _whole(file, unmarked)
    wrong, controls = _first_wrong(file, "utf-8")
    if wrong is None:
        return Encoding("utf-8-sig", has_controls=controls)
    if start.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig", is_mixed=True, has_controls=controls)
    utf_8, other, sample = _lines_of_each(file)
    if utf_8 > other:
        return Encoding("utf-8-sig", is_mixed=True, has_controls=controls)
    likely = _is_likely(sample, "gb18030")
    if likely and _first_wrong(file, "gb18030")[0] is None:
        return Encoding("gb18030", is_mixed=utf_8 > 0, has_controls=controls)
    best = from_bytes(start).best()
    if best is not None and not utf_8 and _first_wrong(file, best.encoding)[0] is None:
        return Encoding(best.encoding, has_controls=controls)
    if likely:
        return Encoding("gb18030", is_mixed=True, has_controls=controls)
    raise Refused([FILE_ENCODING.at((), byte=wrong + 1)])


def is_strange(text: str, encoding: str) -> bool:
    """Whether a line of a mixed file was not written in the encoding of most lines."""
    if text.isascii():
        return False
    raw = text.encode(encoding.removesuffix("-sig"), "surrogateescape")
    try:
        raw.decode(encoding.removesuffix("-sig"))
    except UnicodeDecodeError:
        return True
    return not encoding.startswith("utf") and _is_utf_8(raw)


def _whole(file: BinaryIO, name: str) -> Encoding:
    try:
        wrong, controls = _first_wrong(file, name)
    except LookupError:
        raise Refused([FILE_ENCODING.at((), byte=1)]) from None
    if wrong is not None:
        raise Refused([FILE_ENCODING.at((), byte=wrong + 1)])
    return Encoding(name, has_controls=controls)


def _wide(start: bytes) -> str | None:
    """The kind of UTF-16 without a mark that a text may be: of letters and commas one byte is zero."""
    for name, high, low in (("utf-16-le", start[1::2], start[::2]), ("utf-16-be", start[::2], start[1::2])):
        if high.count(0) * 5 > len(high) and 0 not in low:
            return name
    return None


def _is_utf_8(raw: bytes) -> bool:
    """Whether bytes are Chinese in UTF-8. Pairs of bytes do not count: a few Chinese words in GBK look like those."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.isascii() and _WIDE.search(text) is None


def _lines_of_each(file: BinaryIO) -> tuple[int, int, bytes]:
    """How many of the lines that are not ASCII are UTF-8, how many are not, and the first of those."""
    file.seek(0)
    utf_8 = other = 0
    sample = bytearray()
    for line in iter(lambda: file.readline(_PIECE), b""):
        if line.isascii():
            continue
        if _is_utf_8(line):
            utf_8 += 1
        else:
            other += 1
            if len(sample) < SAMPLE:
                sample += line
        if utf_8 + other >= _MIXED_LINES:
            break
    return utf_8, other, bytes(sample)


def _is_likely(sample: bytes, encoding: str) -> bool:
    """Whether the encoding gives text that reads like writing, without control characters or private ones."""
    text = sample.decode(encoding, "ignore")
    return bool(from_bytes(sample, cp_isolation=[encoding, "big5", "cp1252"]).best()) and all(
        char.isprintable() or char in "\r\n\t\u3000\xa0\ufeff" for char in text
    )


def _first_wrong(file: BinaryIO, encoding: str) -> tuple[int | None, bool]:
    """The offset of the first bytes that are not in the encoding, None when all are; whether control characters occur.

    Also of a file that is wrong somewhere the rest is looked through for control characters.
    """
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    read, wrong, controls = 0, None, False
    wide = encoding.startswith("utf-16")
    while piece := file.read(_PIECE):
        text = ""
        if wrong is None:
            try:
                text = decoder.decode(piece)
            except UnicodeDecodeError as error:
                wrong = read + error.start
        controls = controls or _CONTROLS.search(text.encode("ascii", "ignore") if wide else piece) is not None
        read += len(piece)
    if wrong is None:
        try:
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            wrong = read
    return wrong, controls
