"""Days as the database and the API have them: ``2026-11-16``, which sorts as time does."""

from __future__ import annotations

import re
from datetime import date, timedelta

from engine.issues import Issue, Path, declare
from rules.period import FIRST_YEAR, LAST_YEAR

FIRST_DAY = f"{FIRST_YEAR}-01-01"
LAST_DAY = f"{LAST_YEAR}-12-31"

BAD_DAY = declare(
    "bad-day",
    zh="“{text}”不是有效的日期",
    en="'{text}' is not a day",
    mend_zh="写成 2026-11-16 这样，年份 1900 至 2999",
    mend_en="Write it like 2026-11-16, with a year from 1900 to 2999",
)

_USUAL = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(raw: object, path: Path) -> str | Issue:
    """The day itself, or what is wrong with it."""
    if isinstance(raw, date):
        raw = raw.isoformat()[:10]
    if isinstance(raw, str) and _FORM.fullmatch(raw) and FIRST_DAY <= raw <= LAST_DAY:
        try:
            return date.fromisoformat(raw).isoformat()
        except ValueError:
            pass
    return BAD_DAY.at(path, text=str(raw)[:40])


def read_usual_day(raw: object, path: Path) -> str | Issue:
    """The same for the ways in which offices write days: 2026/11/16, 2026.11.16, 2026年11月16日."""
    if isinstance(raw, str) and (match := _USUAL.fullmatch(raw.strip())):
        year, month, day = match.groups()
        raw = f"{year}-{month:0>2}-{day:0>2}"
    return read_day(raw, path)


def day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
