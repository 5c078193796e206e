"""The clock on the wall: how far it is from UTC, when that changes, to which day and piece of time a moment belongs.

Moments are microseconds since 1970-01-01 UTC; *wall time* is the same count as the local clock shows it. Days are
ordinals, as in :class:`engine.values.PeriodFacts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from engine.measures.measure import MINUTES, Every, Measure, Window

SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = MINUTES * MINUTE
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
_STEP = 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Offsets:
    """``(moment from which it holds, wall time minus UTC)``, in order of time. The first holds before it, too."""

    changes: tuple[tuple[int, int], ...]

    def at(self, moment: int) -> int:
        """Wall time minus UTC at a moment, in microseconds."""
        found = self.changes[0][1]
        for start, offset in self.changes:
            if start > moment:
                break
            found = offset
        return found

    def wall(self, moment: int) -> int:
        return moment + self.at(moment)


@lru_cache(maxsize=500)
def offsets(zone: str, first_day: int, last_day: int) -> Offsets:
    """The offsets of a time zone (IANA name) from a day before ``first_day`` until two days after ``last_day``: a shift
    may begin on the last day and end on the next, whatever the clock does meanwhile."""
    info = ZoneInfo(zone)
    start, end = midnight(first_day - 1), midnight(last_day + 3)
    changes = [(start, _offset(info, start))]
    for moment in range(start + _STEP, end + 1, _STEP):
        if _offset(info, moment) != changes[-1][1]:
            changes.append(_first(info, moment - _STEP, moment))
    return Offsets(tuple(changes))


def _offset(info: ZoneInfo, moment: int) -> int:
    offset = (EPOCH + timedelta(microseconds=moment)).astimezone(info).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)


def _first(info: ZoneInfo, before: int, after: int) -> tuple[int, int]:
    """The moment at which the offset changes between two moments, to the second, and the offset from then on."""
    old, new = _offset(info, before), _offset(info, after)
    while after - before > SECOND:
        middle = (before + after) // (2 * SECOND) * SECOND
        if _offset(info, middle) == old:
            before = middle
        else:
            after = middle
    return after, new


def moment_of(time: datetime) -> int:
    """The moment of an aware time."""
    gone = time - EPOCH
    return (gone.days * 86_400 + gone.seconds) * SECOND + gone.microseconds


def midnight(day: int) -> int:
    """Wall time at which a day begins."""
    return (day - EPOCH_DAY) * DAY


def day_of(wall: int) -> int:
    return wall // DAY + EPOCH_DAY


def row_day(measure: Measure, wall: int) -> int | None:
    """The day to which a row belongs; None when it lies outside the measure's hours or shift.

    That is the day on which the shift began, else the window of the hours, else the date of the row.
    """
    if measure.hours and _window_day(measure.hours, wall) is None:
        return None
    return _window_day(measure.windows, wall) if measure.windows else day_of(wall)


def _window_day(windows: Sequence[Window], wall: int) -> int | None:
    """The day on which the first window that holds the moment began."""
    day, within = day_of(wall), wall % DAY
    for window in windows:
        for back in (0, 1):
            if (
                day - back - 1
            ) % 7 in window.days and window.start * MINUTE <= within + back * DAY < window.end * MINUTE:
                return day - back
    return None


def piece_of(every: Every, day: int, wall: int, offset: int) -> tuple[int, int]:
    """What tells pieces of time apart, in order of time. When the clock is put back, the hour that comes twice makes
    two pieces."""
    if every.unit == "day":
        return day, 0
    if every.unit == "week":
        return (day - 1) // 7, 0
    return wall // (every.seconds * SECOND), -offset
