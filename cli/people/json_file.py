"""People in JSON: a list, ``{"people": […]}`` as the API takes it, or one record on each line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from engine.issues import Refused
from service.tables.codes import FILE_UNREADABLE


def read_json(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Number (from 1) and content of every record of a JSON file."""
    file.seek(0)
    value = _parsed(file.read(), 1)
    if isinstance(value, dict):
        value = value.get("people", [value])
    if not isinstance(value, list):
        raise Refused([FILE_UNREADABLE.at((), kind="JSON", why='[…] / {"people": […]}')])
    yield from enumerate(value, 1)


def read_lines(file: BinaryIO) -> Iterator[tuple[int, Any]]:
    """Line and content of every record of a file with one on each line."""
    file.seek(0)
    for line, text in enumerate(file, 1):
        if text.strip():
            yield line, _parsed(text, line)


def _parsed(text: bytes, line: int) -> Any:
    try:
        return json.loads(
            text.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=_whole,
            parse_constant=_not_a_number,
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise Refused([FILE_UNREADABLE.at(("lines", line), kind="JSON", why=str(error)[:200])]) from None


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= 40 else Decimal(text)


def _not_a_number(text: str) -> None:
    raise ValueError(f"{text} is not a number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key '{key[:60]}' is there twice")
        found[key] = value
    return found
