"""What a day looks like: how much comes at which hour, who works when. And days put together to a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from service.centre.staff import SEED, Member

Thing = TypeVar("Thing")
DayOf = Callable[[Random, date, str, Sequence[Member]], Iterable[tuple[int, Thing]]]

ZONE = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = 9, 21
CURVE = (5, 9, 11, 8, 5, 7, 10, 11, 8, 9, 12, 7)
"""How much comes in each hour from nine to nine: peaks before noon, in the afternoon and in the evening."""

_OF_WEEK = (1.15, 1.05, 1.0, 1.0, 1.05, 0.9, 0.85)


def days_of(first: date) -> list[date]:
    """All days of the month that begins on ``first``."""
    day, found = first, []
    while day.month == first.month:
        found.append(day)
        day += timedelta(days=1)
    return found


def month_of(
    first: date, people: Sequence[Member], places: Sequence[str], what: str, day_of: DayOf[Thing]
) -> list[tuple[int, Thing]]:
    """Everything that the month brings to each place, by its moment; ``day_of`` makes up one day of one place.

    Each day of a place has dice of its own, so that it is always the same, whatever the other days bring.
    """
    found: list[tuple[int, Thing]] = []
    for day in days_of(first):
        for number, place in enumerate(places):
            team = [member for member in people if member.place == number]
            found += day_of(Random(f"{SEED} {what} {day} {place}"), day, place, team)
    return sorted(found, key=lambda one: one[0])


def at(day: date, hour: int, minute: int = 0) -> int:
    """Seconds since 1970 of a time on the clock of the centre."""
    return int(datetime.combine(day, time(hour, minute), tzinfo=ZONE).timestamp())


def arrivals(random: Random, day: date, each: float) -> list[int]:
    """When something comes, in order; ``each`` is how much comes on a usual day."""
    count = round(each * _OF_WEEK[day.weekday()] * random.uniform(0.88, 1.12))
    hours = random.choices(range(OPENS, CLOSES), CURVE, k=count)
    return sorted(at(day, hour) + random.randrange(3600) for hour in hours)


def on_duty(people: Sequence[Member], day: date) -> list[tuple[Member, int, int]]:
    """Who works that day from when to when: six days on, one off, early and late in turn by the week."""
    found = []
    for place, member in enumerate(people):
        if (day.toordinal() + place) % 7 == 6:
            continue
        early = (day.toordinal() // 7 + place) % 2 == 0
        start = at(day, OPENS) if early else at(day, CLOSES - 8)
        found.append((member, start, start + 8 * 3600))
    return found
