"""Periods: a day, an ISO week, a month, a quarter or a year, written ``2026-11-21``, ``2026-W47``, ``2026-11``,
``2026-Q4``, ``2026``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from engine.issues import Path, Refused, Words, declare

FIRST_YEAR = 1900
LAST_YEAR = 2999

BAD_PERIOD = declare(
    "bad-period",
    zh="“{text}”不是有效的期间。",
    en="'{text}' is not a period.",
    mend_zh="写成 2026-11（月）、2026-Q4（季度）、2026-W47（周）、2026-11-21（日）或 2026（年），年份 1900 至 2999。",
    mend_en="Write 2026-11 (month), 2026-Q4 (quarter), 2026-W47 (week), 2026-11-21 (day) or 2026 (year); 1900 to 2999.",
)


class PeriodKind(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


PERIOD_WORDS: Mapping[str, Words] = {
    PeriodKind.DAY: Words("日", "day"),
    PeriodKind.WEEK: Words("周", "week"),
    PeriodKind.MONTH: Words("月", "month"),
    PeriodKind.QUARTER: Words("季度", "quarter"),
    PeriodKind.YEAR: Words("年", "year"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """One period. ``number`` counts within the year: the month, the quarter, the ISO week, the day of the year, or 1.

    ``year`` of a week is its ISO year, so 2025-12-29 lies in 2026-W01.
    """

    kind: PeriodKind
    year: int
    number: int

    def __str__(self) -> str:
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year}"
            case PeriodKind.QUARTER:
                return f"{self.year}-Q{self.number}"
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02d}"
            case PeriodKind.WEEK:
                return f"{self.year}-W{self.number:02d}"
            case PeriodKind.DAY:
                return self.start.isoformat()

    @property
    def start(self) -> date:
        """The first day."""
        match self.kind:
            case PeriodKind.YEAR:
                return date(self.year, 1, 1)
            case PeriodKind.QUARTER:
                return date(self.year, 3 * self.number - 2, 1)
            case PeriodKind.MONTH:
                return date(self.year, self.number, 1)
            case PeriodKind.WEEK:
                return date.fromisocalendar(self.year, self.number, 1)
            case PeriodKind.DAY:
                return date(self.year, 1, 1) + timedelta(days=self.number - 1)

    @property
    def end(self) -> date:
        """The last day, which still belongs to the period."""
        match self.kind:
            case PeriodKind.YEAR:
                return date(self.year, 12, 31)
            case PeriodKind.QUARTER:
                return _month_end(self.year, 3 * self.number)
            case PeriodKind.MONTH:
                return _month_end(self.year, self.number)
            case PeriodKind.WEEK:
                return self.start + timedelta(days=6)
            case PeriodKind.DAY:
                return self.start

    @property
    def key(self) -> str:
        """The first day as text: sorts as time does, and compares periods of different kinds by when they begin."""
        return self.start.isoformat()

    @property
    def index(self) -> int:
        """A running number: the next period of the same kind has the next one, also across years."""
        match self.kind:
            case PeriodKind.YEAR:
                return self.year
            case PeriodKind.QUARTER:
                return 4 * self.year + self.number - 1
            case PeriodKind.MONTH:
                return 12 * self.year + self.number - 1
            case PeriodKind.WEEK:
                return self.start.toordinal() // 7
            case PeriodKind.DAY:
                return self.start.toordinal()

    @property
    def quarter(self) -> int:
        """The quarter it lies in, 1 to 4. A week lies where its Thursday lies, as it does with its year."""
        day = self.start + timedelta(days=3) if self.kind is PeriodKind.WEEK else self.start
        return (day.month + 2) // 3

    @property
    def next(self) -> Period:
        return self.plus(1)

    @property
    def previous(self) -> Period:
        return self.plus(-1)

    def plus(self, count: int) -> Period:
        """The period ``count`` of the same kind later, earlier when negative. Refused outside the years we know."""
        match self.kind:
            case PeriodKind.YEAR:
                return _checked(self.kind, self.year + count, 1)
            case PeriodKind.QUARTER:
                index = self.index + count
                return _checked(self.kind, index // 4, index % 4 + 1)
            case PeriodKind.MONTH:
                index = self.index + count
                return _checked(self.kind, index // 12, index % 12 + 1)
            case PeriodKind.WEEK | PeriodKind.DAY:
                days = count * (7 if self.kind is PeriodKind.WEEK else 1)
                try:
                    return period_of(self.kind, self.start + timedelta(days=days))
                except OverflowError:
                    raise Refused([BAD_PERIOD.at((), text=f"{self}{count:+d}")]) from None

    def back(self, count: int) -> Period:
        """The period ``count`` of the same kind earlier."""
        return self.plus(-count)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def __lt__(self, other: Period) -> bool:
        """Earlier, among periods of one kind; comparing two kinds is a TypeError."""
        return self._order() < self._same_kind(other)._order()

    def __le__(self, other: Period) -> bool:
        return self._order() <= self._same_kind(other)._order()

    def _order(self) -> tuple[int, int]:
        return (self.year, self.number)

    def _same_kind(self, other: Period) -> Period:
        if not isinstance(other, Period) or other.kind is not self.kind:
            raise TypeError(f"cannot order {self} and {other}: they are periods of different kinds")
        return other


FORMS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (PeriodKind.YEAR, re.compile(r"([0-9]{4})")),
    (PeriodKind.QUARTER, re.compile(r"([0-9]{4})-Q([1-4])")),
    (PeriodKind.MONTH, re.compile(r"([0-9]{4})-([0-9]{2})")),
    (PeriodKind.WEEK, re.compile(r"([0-9]{4})-W([0-9]{2})")),
    (PeriodKind.DAY, re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
)


def parse_period(text: str, path: Path = ()) -> Period:
    """The period that ``text`` names; raises :class:`Refused` with ``bad-period`` at ``path`` otherwise."""
    period = _named(text) if len(text) <= _LONGEST else None
    if period is None:
        raise Refused([BAD_PERIOD.at(path, text=text if len(text) <= 40 else text[:40] + "…")])
    return period


_LONGEST = 10


@lru_cache(maxsize=1000)
def _named(text: str) -> Period | None:
    for kind, form in FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        numbers = [int(part) for part in match.groups()]
        try:
            if kind is PeriodKind.DAY:
                return period_of(kind, date(*numbers))
            return _checked(kind, numbers[0], numbers[1] if len(numbers) > 1 else 1)
        except (ValueError, Refused):
            break
    return None


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of this kind that ``day`` lies in."""
    match kind:
        case PeriodKind.YEAR:
            return _checked(kind, day.year, 1)
        case PeriodKind.QUARTER:
            return _checked(kind, day.year, (day.month + 2) // 3)
        case PeriodKind.MONTH:
            return _checked(kind, day.year, day.month)
        case PeriodKind.WEEK:
            calendar = day.isocalendar()
            return _checked(kind, calendar.year, calendar.week)
        case PeriodKind.DAY:
            return _checked(kind, day.year, day.timetuple().tm_yday)


def _checked(kind: PeriodKind, year: int, number: int) -> Period:
    period = Period(kind, year, number)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused([BAD_PERIOD.at((), text=f"{kind} {number} of {year}")])
    try:
        # A month 13 or the 53rd week of a year of 52 has no first day.
        period.start  # noqa: B018
    except ValueError:
        raise Refused([BAD_PERIOD.at((), text=str(number))]) from None
    return period


def _month_end(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)
