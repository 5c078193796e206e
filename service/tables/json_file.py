"""JSON as other systems export it: a list of flat objects, or an object on each line. The keys are the columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from engine.issues import Issue, Refused, Words
from service.tables.codes import (
    FILE_EMPTY,
    FILE_TOO_LARGE_INSIDE,
    FILE_TOO_MANY,
    FILE_UNREADABLE,
    ROW_CONTROL,
    ROW_LONG,
    ROW_NESTED,
)
from service.tables.table import LONGEST_CELL, MOST_COLUMNS, Cell, Row, Table
from service.text import UNSTORABLE

LARGEST = 64 * 1024 * 1024
"""Bytes: a list is read as a whole."""

LONGEST_NUMBER = 60
"""In digits."""

LISTS = ("items", "data", "rows", "records", "results", "payload")
"""Under which key of an object the list may stand."""


def read_json_table(file: BinaryIO) -> Table:
    """The table in a file. Row 1 is the keys, each object the row that a spreadsheet would show below them.

    Raises :class:`Refused` when it is no JSON or no list of objects.
    """
    file.seek(0)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        most = LARGEST // (1024 * 1024)
        raise Refused(
            [FILE_TOO_LARGE_INSIDE.at((), what=Words("大小（MiB）", "its size in MiB"), got=f"> {most}", most=most)]
        )
    objects = _objects(content)
    names = tuple(dict.fromkeys(name for one in objects for name in one))
    if any(UNSTORABLE.search(name) or len(name) > LONGEST_CELL for name in names):
        raise _unreadable("a key has characters that do not show, or too many")
    if not names:
        raise Refused([FILE_EMPTY.at(())])
    if len(names) > MOST_COLUMNS:
        raise Refused([FILE_TOO_MANY.at((), most=MOST_COLUMNS, what=Words("列", "columns"))])
    notes: list[Issue] = []
    return Table(names, _rows(objects, names), 1, 1, notes)


def _objects(content: bytes) -> Sequence[Mapping[str, Any]]:
    try:
        text = content.decode("utf-8-sig")
        found = _parsed(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(str(error)[:200]) from None
    if isinstance(found, dict):
        found = next((found[key] for key in LISTS if isinstance(found.get(key), list)), [found])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise _unreadable("a list of objects is expected")
    return found


def _parsed(text: str) -> Any:
    try:
        return _read(text)
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) < 2 or not error.msg.startswith("Extra data"):
            raise _not_json(error.lineno, error.colno) from None
    found = []
    for number, line in lines:
        try:
            found.append(_read(line))
        except json.JSONDecodeError as error:
            raise _not_json(number, error.colno) from None
    return found


def _not_json(line: int, character: int) -> Refused:
    return _unreadable(
        Words(
            f"第 {line} 行第 {character} 个字符起不是 JSON 的写法，文件可能不完整",
            f"from line {line}, character {character} on it is not written as JSON is; it may be cut off",
        )
    )


def _read(text: str) -> Any:
    return json.loads(
        text, parse_float=_number, parse_int=_number, parse_constant=_no_number, object_pairs_hook=_each_once
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values under one key none can be chosen."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _unreadable(
                Words(f"同一个对象里键“{key[:60]}”出现两次", f"the key '{key[:60]}' stands twice in one object")
            )
        found[key] = value
    return found


def _number(text: str) -> Decimal | str:
    """Exactly; what no column could hold stays the text it is."""
    if len(text) > LONGEST_NUMBER or abs(Decimal(text).adjusted()) > LONGEST_NUMBER:
        return text
    return Decimal(text)


def _rows(objects: Sequence[Mapping[str, Any]], names: tuple[str, ...]) -> Iterator[Row]:
    for number, one in enumerate(objects, start=2):
        at = ("rows", number)
        nested = [name for name, value in one.items() if isinstance(value, list | dict)]
        issues = [ROW_NESTED.at(at, column=name[:60]) for name in nested[:5]]
        texts = [value for value in one.values() if isinstance(value, str)]
        if any(len(text) > LONGEST_CELL for text in texts):
            issues.append(ROW_LONG.at(at, most=LONGEST_CELL))
        if any(UNSTORABLE.search(text) for text in texts):
            issues.append(ROW_CONTROL.at(at))
        cells: tuple[Cell, ...] = tuple(None if name in nested else one.get(name) for name in names)
        if any(cell is not None for cell in cells) or issues:
            yield Row(number, number, () if issues else cells, tuple(issues))


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _unreadable(why: str | Words) -> Refused:
    return Refused([FILE_UNREADABLE.at((), kind="JSON", why=why)])
