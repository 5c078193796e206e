"""Bytes to text: UTF-8 only, and only characters that can be seen."""

from __future__ import annotations

import codecs
from dataclasses import replace

from engine.issues import Issue, Refused
from rules.document import codes, limits
from rules.document.characters import REFUSED, describe, is_surrogate

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(source: bytes | str) -> str:
    """The text of the source without its byte order mark; raises :class:`Refused`."""
    size = len(source) if isinstance(source, bytes) else max(len(source), _size(source))
    if size > limits.MOST_BYTES:
        raise Refused([codes.DOCUMENT_TOO_LARGE.at((), size=size, limit=limits.MOST_BYTES)])
    text = _text(source) if isinstance(source, bytes) else source
    text = text.removeprefix("\ufeff")
    issues = refused_characters(text)
    if issues:
        raise Refused(issues)
    return text


def refused_characters(text: str) -> list[Issue]:
    """One issue for each refused character of the source, with its line and column."""
    issues: list[Issue] = []
    line, line_start, seen = 1, 0, 0
    for match in REFUSED.finditer(text.replace("\r\n", " \n")):
        if len(issues) == limits.MOST_ISSUES:
            issues.append(codes.TOO_MANY_PROBLEMS.at((), limit=limits.MOST_ISSUES))
            break
        breaks = text.count("\n", seen, match.start())
        if breaks:
            line += breaks
            line_start = text.rindex("\n", seen, match.start()) + 1
        seen = match.start()
        issues.append(replace(refused_character(match[0]), line=line, column=seen - line_start + 1))
    return issues


def refused_character(character: str) -> Issue:
    """The issue for a character that stands in the source itself."""
    return codes.TEXT_NUL.at(()) if character == "\x00" else refused_escape(character)


def refused_escape(character: str) -> Issue:
    """The issue for a character that an escape such as ``\\u0000`` stands for."""
    if is_surrogate(character):
        return codes.TEXT_SURROGATE.at(())
    return codes.TEXT_CONTROL.at((), character=describe(character))


def _size(text: str) -> int:
    if len(text) > limits.MOST_BYTES or text.isascii():
        return len(text)
    return len(text.encode("utf-8", "surrogatepass"))


def _text(source: bytes) -> str:
    wide = _wide_encoding(source)
    if wide is not None:
        raise Refused([codes.ENCODING_NOT_UTF8.at((), encoding=wide)])
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        good = source[: error.start].decode("utf-8").removeprefix("\ufeff")
        issue = codes.ENCODING_BROKEN.at((), offset=error.start)
        place = (good.count("\n") + 1, len(good) - (good.rfind("\n") + 1) + 1)
        raise Refused([replace(issue, line=place[0], column=place[1])]) from error


def _wide_encoding(source: bytes) -> str | None:
    """UTF-16 or UTF-32, by the byte order mark or, without one, by where zeros stand among the first four bytes."""
    for mark, name in BYTE_ORDER_MARKS:
        if source.startswith(mark):
            return name
    zeros = [byte == 0 for byte in source[:4]]
    if zeros in ([True, True, True, False], [False, True, True, True]):
        return "UTF-32"
    if zeros in ([True, False, True, False], [False, True, False, True]):
        return "UTF-16"
    return None
