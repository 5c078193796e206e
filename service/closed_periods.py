"""Closed periods, for whoever changes what their results were worked out from.

What is entered for one period is refused once it is closed, unless it is for a correction. What holds by day (people,
events) is taken in whenever it arrives: a closed period's results do not follow, and it is told which periods they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.issues import Issue, Refused, Severity, Words, declare
from rules.period import Period, parse_period
from service.errors import Conflict
from service.events import microseconds_of
from service.parts import DayChanges
from service.text import checked_text
from service.work import Work
from service.workspaces import workspace_of
from store.models.closed_period import closed_period, names_of_closed_periods

LONGEST_REASON = 2000

CORRECTION_REASON = declare(
    "correction-reason",
    zh="更正必须写明原因",
    en="A correction needs its reason",
    mend_zh="写上 reason，说明为什么更正",
    mend_en="Give 'reason': why it is corrected.",
)
PEOPLE_IN_CLOSED_PERIOD = declare(
    "people-in-closed-period",
    zh="{period} 已关账，而其中 {count} 人的情况有变",
    en="{period} is closed, and what holds of {count} people within it changes",
    mend_zh="已有结果不变；如应随之改变，发起更正运行",
    mend_en="Its results stay as they are; start a correction run if they should follow.",
    severity=Severity.WARNING,
)
EVENTS_IN_CLOSED_PERIOD = declare(
    "events-in-closed-period",
    zh="{period} 已关账，而收到了其中 {count} 条新的或有变的记录",
    en="{period} is closed, and {count} events within it arrived or changed",
    mend_zh="记录已计入数据集，已有结果不变；如应随之改变，发起更正运行",
    mend_en="They count in the dataset, its results stay as they are; start a correction run if they should follow.",
    severity=Severity.WARNING,
)


def refuse_closed(work: Work, period: Period) -> None:
    """Conflict ``period-closed`` when the period is: nothing but a correction run changes its results."""
    _refuse(
        work,
        period,
        Words(
            f"{period} 已关账，只能以更正运行修改（correction: true，并写明 reason）",
            f"{period} is closed; only a correction run changes it (correction: true, with a reason)",
        ),
    )


def refuse_closed_figures(work: Work, period: Period) -> None:
    """Conflict ``period-closed`` when the period is: its figures change for a correction only."""
    _refuse(
        work,
        period,
        Words(
            f"{period} 已关账，其数据只能为更正而修改（correction: true，并写明 reason）",
            f"{period} is closed; its figures change for a correction only (correction: true, with a reason)",
        ),
    )


def _refuse(work: Work, period: Period, words: Words) -> None:
    if closed_period(work.session, work.workspace_id, str(period)) is not None:
        raise Conflict("period-closed", words)


def correction_reason(reason: str | None, *, correction: bool) -> str | None:
    """Why something is corrected; None when it is no correction. Refused when a correction gives no reason."""
    if not correction:
        return None
    if not (reason or "").strip():
        raise Refused([CORRECTION_REASON.at(("reason",))])
    return checked_text(str(reason), "reason", low=1, high=LONGEST_REASON)


def closed_periods(work: Work) -> tuple[Period, ...]:
    """All closed periods of the workspace, by their first day."""
    names = names_of_closed_periods(work.session, work.workspace_id)
    return tuple(sorted((parse_period(name) for name in names), key=lambda period: (period.start, str(period))))


def closed_until(work: Work) -> int | None:
    """When the last closed period ends on the workspace's clock, in microseconds; None when none is closed."""
    periods = closed_periods(work)
    if not periods:
        return None
    following = max(period.end for period in periods) + timedelta(days=1)
    return microseconds_of(datetime.combine(following, time(), tzinfo=ZoneInfo(workspace_of(work).time_zone)))


def periods_within(periods: Iterable[Period], stretches: Iterable[tuple[str, str]]) -> tuple[Period, ...]:
    """Those of the periods that share a day with any of the stretches, given by first and last day."""
    days = tuple(stretches)
    return tuple(
        period
        for period in periods
        if any(first <= period.end.isoformat() and period.key <= last for first, last in days)
    )


def people_notes(changed: Mapping[Period, int]) -> list[Issue]:
    """What is told of people who change within closed periods, a period at a time."""
    return [
        PEOPLE_IN_CLOSED_PERIOD.at((), period=str(period), count=changed[period])
        for period in sorted(changed, key=lambda period: (period.start, str(period)))
    ]


def event_notes(periods: Iterable[Period], days: DayChanges) -> list[Issue]:
    """The same of events. One that moves within a period counts once for it."""
    dates = [
        ({date.fromisoformat(day) for day in (now, before) if day is not None}, count) for now, before, count in days
    ]
    counts: Counter[Period] = Counter()
    for period in periods:
        counts[period] = sum(count for found, count in dates if any(period.start <= day <= period.end for day in found))
    return [
        EVENTS_IN_CLOSED_PERIOD.at((), period=str(period), count=count) for period, count in counts.items() if count
    ]
