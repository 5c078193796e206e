"""Closing periods: from then on their results change by corrections only, which give their reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.issues import Words
from rules.period import parse_period
from service.audit import note_change
from service.errors import Conflict
from service.outbox import post
from service.spells import NOTHING
from service.text import checked_text
from service.work import Page, Work
from store.models import ClosedPeriod
from store.models.closed_period import closed_period, closed_periods_before
from store.models.figure import figures_state_for_update
from store.models.run import current_runs_of_period, unfinished_of_period

LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class PeriodFacts:
    """A period: whether it is closed, since when and by whom, and the runs that count for it (rule set and number)."""

    period: str
    closed: bool
    closed_at: datetime | None
    closed_by: str | None
    note: str | None
    runs: Sequence[tuple[str, int]]


def get_period(work: Work, text: str) -> PeriodFacts:
    """Needs scope ``read``."""
    work.actor.require("read")
    period = str(parse_period(text, ("period",)))
    return _facts(work, period, closed_period(work.session, work.workspace_id, period))


def list_closed(work: Work, *, after: tuple[str, str] | None = None, limit: int = 50) -> Page[PeriodFacts]:
    """Closed periods, latest first. Needs scope ``read``."""
    work.actor.require("read")
    rows = closed_periods_before(work.session, work.workspace_id, after, limit + 1)
    items = tuple(_facts(work, row.period, row) for row in rows[:limit])
    following = (rows[limit - 1].period_key, rows[limit - 1].period) if len(rows) > limit else None
    return Page(items, following)


def close_period(work: Work, text: str, note: str) -> PeriodFacts:
    """Closing again changes nothing. Conflict ``runs-unfinished`` while a run of the period is. Needs ``publish``."""
    work.actor.require("publish")
    checked_text(note, "note", high=LONGEST_NOTE)
    period = parse_period(text, ("period",))
    row = closed_period(work.session, work.workspace_id, str(period))
    if row is None:
        # whoever enters figures holds this lock
        figures_state_for_update(work.session, work.workspace_id, str(period), NOTHING.hex)
        unfinished = unfinished_of_period(work.session, work.workspace_id, str(period))
        if unfinished:
            told = ", ".join(str(number) for number in unfinished[:10])
            words = Words(f"{period} 还有未完成的运行：{told}", f"Runs of {period} are not finished: {told}")
            raise Conflict("runs-unfinished", words)
        row = ClosedPeriod(
            workspace_id=work.workspace_id,
            period=str(period),
            period_key=period.key,
            note=note,
            closed_by=work.actor.key_id,
            closed_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        note_change(work, "period.closed", f"period/{period}", detail={"note": note})
        post(work, "period.closed", {"period": str(period)})
    return _facts(work, str(period), row)


def reopen_period(work: Work, text: str, reason: str) -> PeriodFacts:
    """Undo the closing, for a reason that the audit trail keeps. Needs scope ``admin``."""
    work.actor.require("admin")
    checked_text(reason, "reason", low=1, high=LONGEST_NOTE)
    period = str(parse_period(text, ("period",)))
    row = closed_period(work.session, work.workspace_id, period)
    if row is None:
        raise Conflict("period-open", Words(f"{period} 没有关账", f"{period} is not closed"))
    work.session.delete(row)
    work.session.flush()
    note_change(work, "period.reopened", f"period/{period}", detail={"reason": reason})
    post(work, "period.reopened", {"period": period})
    return _facts(work, period, None)


def _facts(work: Work, period: str, row: ClosedPeriod | None) -> PeriodFacts:
    runs = current_runs_of_period(work.session, work.workspace_id, period)
    return PeriodFacts(
        period=period,
        closed=row is not None,
        closed_at=row.closed_at if row else None,
        closed_by=row.closed_by if row else None,
        note=row.note if row else None,
        runs=[(run.rule_set_id, run.number) for run in runs],
    )
