"""Times in query strings: of a day, of a clock, or with their offset."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from api.schemas.fields import Pattern
from engine.issues import Issue, Refused, Words
from service.events import Clock, read_moment, utc_of

A_TIME = Pattern(
    r"\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?([Zz]|[+-]\d\d:\d\d)?)?",
    Words("是 2026-11-03 或 2026-11-03T08:15:00+08:00 这样的时间", "be a time such as 2026-11-03T08:15:00+08:00"),
)


def moment_in(text: str | None, zone: ZoneInfo, name: str) -> datetime | None:
    """What the query parameter ``name`` says, without an offset on the clock of ``zone``; Refused where no clock shows
    that time."""
    if text is None:
        return None
    read = read_moment(text, Clock(zone), (name,))
    if isinstance(read, Issue):
        raise Refused([read])
    return utc_of(read.microseconds)
