"""One line of a queue log: time, call, queue, agent, event and what belongs to the event, with bars between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from engine.issues import Issue, Words
from service.sources.codes import SOURCE_LINE
from service.tables.times import Clock, Moment, read_moment

NOBODY = ("NONE", "")
SECOND = 1_000_000
MOST_SECONDS = 10**9
"""Longer than any call; what is longer is no length of time."""

_EPOCH = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,9}))?")
_LENGTH = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,9}))?")
_CHANNEL = re.compile(r"[A-Za-z][A-Za-z0-9_]*/([^@/;]+)(?:[@/;].*)?")


class Entry(NamedTuple):
    """``moment`` is in microseconds since 1970 in UTC."""

    number: int
    moment: int
    call: str
    queue: str
    agent: str
    event: str
    data: tuple[str, ...]

    def length(self, position: int, *, unit: int = SECOND) -> int | None:
        """A length of time among the data in microseconds, None when the log does not say it."""
        text = self.text(position)
        return length_of(text, unit) if text else None

    def text(self, position: int) -> str:
        return self.data[position] if -len(self.data) <= position < len(self.data) else ""


class Broken(Exception):
    """An entry that cannot be used."""

    def __init__(self, why: Words):
        super().__init__(why.en)
        self.why = why


def length_of(text: str, unit: int = SECOND) -> int:
    """In microseconds; raises :class:`Broken`."""
    match = _LENGTH.fullmatch(text)
    length = MOST_SECONDS * SECOND + 1
    if match is not None:
        length = int(match[1]) * unit + int((match[2] or "0").ljust(6, "0")[:6]) * unit // SECOND
    if length > MOST_SECONDS * SECOND:
        raise Broken(Words(f"“{text[:40]}”不是时长", f"'{text[:40]}' is no length of time"))
    return length


def read_entry(number: int, text: str, clock: Clock) -> Entry | Issue:
    fields = [field.strip() for field in text.split("|")]
    if len(fields) < 5:
        return broken(number, Words("应有 5 段以上，用 | 分开", "it needs 5 fields or more with | between them"))
    moment = _moment(fields[0], clock)
    if moment is None:
        return broken(number, Words(f"“{fields[0][:40]}”不是时间", f"'{fields[0][:40]}' is no time"))
    event = fields[4].upper()
    if not event:
        return broken(number, Words("没有写明事件", "it names no event"))
    return Entry(number, moment, fields[1], fields[2], fields[3], event, tuple(fields[5:]))


def broken(number: int, why: Words) -> Issue:
    return replace(SOURCE_LINE.at(("rows", number), why=why), line=number)


def _moment(text: str, clock: Clock) -> int | None:
    match = _EPOCH.fullmatch(text)
    if match is not None:
        return int(match[1]) * SECOND + int((match[2] or "").ljust(6, "0")[:6])
    # logs that go through a database have times on the clock of the server
    read = read_moment(text, clock, ()) if text[:1].isdigit() else None
    return read.microseconds if isinstance(read, Moment) else None


def person_of(agent: str, people: Mapping[str, str], *, bare: bool) -> str:
    """Whom the log means by a member or channel, such as ``SIP/1001`` or ``Local/1001@from-queue/n``."""
    if agent in people:
        return people[agent]
    match = _CHANNEL.fullmatch(agent)
    number = match[1] if match else agent
    return people.get(number, number if bare else agent)


def seconds(microseconds: int) -> str:
    whole, rest = divmod(microseconds, SECOND)
    return f"{whole}.{rest:06d}".rstrip("0") if rest else str(whole)
