"""Objects in a file of JSON, one after the other, however many: a list, one object a line, or pages of an API."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

from engine.issues import Issue
from service.sources.codes import SOURCE_JSON

_PIECE = 1 << 18
LONGEST = 4_000_000
"""In characters: a page of an API, with everything that is on it."""

_BETWEEN = re.compile(r"[\s,\]\[]*")
_LISTS = ("payload", "data", "reporting_events")
"""Under these names a page of an API holds its objects."""


class Found(NamedTuple):
    """A value, and the line on which it begins; or what is wrong there."""

    line: int
    value: Any
    trouble: Issue | None = None


def is_json(file: BinaryIO) -> bool:
    """Whether a file that can be rewound begins as JSON does."""
    file.seek(0)
    start = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    return start[:1] in (b"[", b"{")


def objects_in(file: BinaryIO) -> Iterator[Found]:
    """What stands in the lists of the file. Where it is no JSON, that is told and reading ends."""
    for found in _Reader(file).values():
        pages = [found.value[name] for name in _LISTS if isinstance(found.value, dict) and name in found.value]
        if pages and isinstance(pages[0], list):
            for value in pages[0]:
                yield Found(found.line, value)
        else:
            yield found


class _Reader:
    """Decodes one value after the other, with no more of the file in memory than the longest of them needs."""

    def __init__(self, file: BinaryIO):
        file.seek(0)
        self._file = file
        self._text, self._at, self._line = "", 0, 1
        self._is_whole = False
        self._bytes = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._decode = json.JSONDecoder(parse_float=Decimal, parse_constant=str).raw_decode

    def values(self) -> Iterator[Found]:
        while self._skip():
            try:
                value, end = self._decode(self._text, self._at)
            except (ValueError, RecursionError):
                if self._is_whole or len(self._text) - self._at > LONGEST:
                    trouble = SOURCE_JSON.at(("rows", self._line), line=self._line)
                    yield Found(self._line, None, trouble)
                    return
                self._read()
                continue
            if end == len(self._text) and not self._is_whole:
                # what is no object may go on in what was not read yet
                self._read()
                continue
            yield Found(self._line, value)
            self._line += self._text.count("\n", self._at, end)
            self._at = end

    def _skip(self) -> bool:
        """Go to the next value; whether there is one."""
        while True:
            match = _BETWEEN.match(self._text, self._at)
            assert match is not None
            self._line += match[0].count("\n")
            self._at = match.end()
            if self._at < len(self._text):
                return True
            if self._is_whole:
                return False
            self._read()

    def _read(self) -> None:
        piece = self._file.read(_PIECE)
        self._is_whole = not piece
        self._text = self._text[self._at :] + self._bytes.decode(piece, final=not piece)
        self._at = 0
