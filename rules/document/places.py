"""From an offset inside a text value to a line and column of the source."""

from __future__ import annotations

import re

Place = tuple[int, int]

SINGLE_QUOTED = re.compile(r"''|[^']")
DOUBLE_QUOTED = re.compile(
    r'\\u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\U[0-9a-fA-F]{8}|\\.|[^"\\]'
)


def inside_text(lines: list[str], place: Place, offset: int) -> Place:
    """Where the character at ``offset`` of the text that begins at ``place`` stands.

    Exact for text on one line, quoted or not, and for literal blocks (``|``); for text folded over several lines the
    beginning of the value.
    """
    line, column = place
    source = lines[line - 1].removesuffix("\r") if line <= len(lines) else ""
    written = source[column - 1 :]
    first = written[:1]
    if first == "|":
        return _in_literal_block(lines, place, offset)
    if first in ("'", '"'):
        width = _width(SINGLE_QUOTED if first == "'" else DOUBLE_QUOTED, written, offset)
        return place if width is None else (line, column + 1 + width)
    if first == ">" or offset > len(written.rstrip()):
        return place
    return line, column + offset


def _width(pieces: re.Pattern[str], written: str, count: int) -> int | None:
    """Columns that the first ``count`` characters of a quoted text take; None when the line ends before them."""
    at = 1
    for _ in range(count):
        piece = pieces.match(written, at)
        if piece is None:
            return None
        at = piece.end()
    return at - 1


def _in_literal_block(lines: list[str], place: Place, offset: int) -> Place:
    body = [text.removesuffix("\r") for text in lines[place[0] :]]
    header = re.match(r"\|[+-]?([1-9])?", lines[place[0] - 1][place[1] - 1 :])
    first = next((text for text in body if text.strip()), "")
    if header is None or header[1] or not first:
        return place
    indent = len(first) - len(first.lstrip(" "))
    for number, text in enumerate(body, start=place[0] + 1):
        content = text[indent:]
        if offset <= len(content):
            return number, indent + offset + 1
        offset -= len(content) + 1
    return place
