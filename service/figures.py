"""Figures: input values that somebody enters for people and a period, and decisions on discretionary rewards.

What was written is kept exactly, with who entered it and when. Entering a value again supersedes the one before, which
stays; what changes nothing is not recorded. Every call that changes something is one revision of the period's figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.issues import Issue, Refused
from engine.program import Program
from rules.period import Period
from service.audit import note_change
from service.closed_periods import refuse_closed_figures
from service.errors import NotFound
from service.etags import require_current
from service.figure_checks import DECISION, CheckedFigures, FigureNews, check_figures
from service.figure_rows import Entered, new_figures
from service.outbox import post
from service.spells import NOTHING, Revision, stored_digest
from service.work import Work
from service.written import Written, from_text
from store.models.figure import (
    FigureRow,
    FiguresState,
    figures_of,
    figures_state,
    figures_state_for_update,
    insert_figures,
)
from store.models.person import known_people


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A value that holds. ``value`` is what was written; a decision is a mapping of such values."""

    name: str
    value: Written | Mapping[str, Written]
    entered_by: str
    entered_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class FiguresOutcome:
    """What came of entering figures. ``refused`` are the issues of each person's news (by its place) left out whole."""

    changed: int
    unchanged: int
    refused: Mapping[int, list[Issue]]
    revision: int
    hash: str


def figures_revision(work: Work, period: Period) -> Revision:
    """The present revision of the figures of a period."""
    state = figures_state(work.session, work.workspace_id, str(period))
    return Revision(0, NOTHING.hash) if state is None else Revision(state.revision, stored_digest(state).hash)


def enter(
    work: Work,
    period: Period,
    told: Sequence[FigureNews],
    program: Program | None = None,
    *,
    keep_rest: bool = False,
    source: str = "",
    dry_run: bool = False,
    correction: str | None = None,
) -> FiguresOutcome:
    """Record what is new. Needs scope ``score``.

    Conflict ``period-closed`` when the period is and it is not for a ``correction``, which is the reason for it.
    With ``program`` every value is read at its door first. Raises :class:`Refused` with every issue when any is wrong;
    with ``keep_rest`` the people concerned are left out. With ``dry_run`` nothing is written, and the outcome says what
    would come of it.
    """
    work.actor.require("score")
    state = present_state(work, period, for_update=not dry_run)
    # closing takes the same lock, so that nothing slips in beside it
    if correction is None:
        refuse_closed_figures(work, period)
    there = known_people(work.session, work.workspace_id, {item.person for item in told})
    checked = check_figures(told, there, program)
    if checked.refused and not keep_rest:
        raise Refused(checked.issues)
    entered, rows = Entered(), list[Mapping[str, Any]]()
    for new in new_figures(work, period, checked.texts, state.revision + 1, source):
        entered.add(new)
        rows += new.rows
    if rows and not dry_run:
        insert_figures(work.session, rows)
        conclude(work, period, state, entered, source, correction)
    return outcome_of(checked, entered, state)


def put_figures(
    work: Work,
    period: Period,
    person: str,
    if_match: str | None,
    values: Mapping[str, object],
    decisions: Mapping[str, object],
    program: Program | None = None,
    *,
    correction: str | None = None,
) -> FiguresOutcome:
    """All there is to enter for a person: what holds and is not given is taken back.

    Needs scope ``score``, and the ETag of a person for whom something was entered before. A ``correction`` is as in
    :func:`enter`.
    """
    work.actor.require("score")
    if not known_people(work.session, work.workspace_id, [person]):
        raise NotFound("person", person)
    etag = figures_etag(work, period, person)
    if etag != NEVER_ENTERED or if_match is not None:
        require_current(etag, if_match)
    now = held(work, period, [person]).get(person, {})
    inputs = {name: None for name in now if not name.startswith(DECISION)}
    decided = {name.removeprefix(DECISION): None for name in now if name.startswith(DECISION)}
    news = FigureNews(person, inputs | dict(values), decided | dict(decisions))
    return enter(work, period, [news], program, correction=correction)


def figures_etag(work: Work, period: Period, person: str) -> str:
    """No other state of a person's figures in this period has the revision that changed them last."""
    rows = figures_of(work.session, work.workspace_id, str(period), [person])
    return f'"{max((row.revision for row in rows), default=0)}"'


NEVER_ENTERED = '"0"'


def held(work: Work, period: Period, people: Iterable[str]) -> dict[str, dict[str, FigureValue]]:
    """The values that hold for these people, by person and name."""
    found: dict[str, dict[str, FigureValue]] = {}
    for row in figures_of(work.session, work.workspace_id, str(period), people):
        values = found.setdefault(row.person_id, {})
        value = value_of(row)
        if value is None:
            values.pop(row.name, None)
        else:
            values[row.name] = value
    return found


def told_of_person(work: Work, period: Period, person: str) -> list[tuple[FigureRow, FigureValue | None]]:
    """Everything ever entered for a person and period, oldest first; None where a value was taken back."""
    rows = figures_of(work.session, work.workspace_id, str(period), [person])
    return [(row, value_of(row)) for row in sorted(rows, key=lambda row: (row.revision, row.name))]


def value_of(row: FigureRow) -> FigureValue | None:
    """What a row holds; None when it takes the value back."""
    parts = {name: value for name, value in from_text(row.value).items() if value is not None}
    if not parts:
        return None
    value = parts if row.name.startswith(DECISION) else parts["value"]
    return FigureValue(row.name, value, row.entered_by, row.entered_at, row.source)


def present_state(work: Work, period: Period, *, for_update: bool) -> FiguresState:
    """The row that says how often the period's figures have changed; ``for_update`` locks it."""
    if for_update:
        return figures_state_for_update(work.session, work.workspace_id, str(period), NOTHING.hex)
    found = figures_state(work.session, work.workspace_id, str(period))
    nothing = {"revision": 0, "digest": NOTHING.hex, "rows": 0}
    return found or FiguresState(workspace_id=work.workspace_id, period=str(period), **nothing)


def conclude(
    work: Work, period: Period, state: FiguresState, entered: Entered, source: str, correction: str | None
) -> None:
    """The new revision, with its audit entry and message; its rows are written by themselves."""
    before = stored_digest(state)
    digest = before.minus(entered.gone).plus(entered.came)
    state.revision, state.digest, state.rows = state.revision + 1, digest.hex, digest.rows
    facts: dict[str, object] = {"period": str(period), "revision": state.revision, "count": entered.values}
    facts["people"] = entered.people
    if entered.people == 1:
        facts["person"] = entered.person
    if correction is not None:
        facts["correction"] = correction
    note_change(
        work,
        "figures.changed",
        f"figures/{period}",
        before_hash=before.hash,
        after_hash=digest.hash,
        detail={**facts, "source": source} if source else facts,
    )
    post(work, "figures.changed", facts)


def outcome_of(checked: CheckedFigures, entered: Entered, state: FiguresState) -> FiguresOutcome:
    """What is told of figures that were entered, or would be; ``state`` is as it is then."""
    unchanged = checked.values - entered.values
    return FiguresOutcome(entered.values, unchanged, checked.refused, state.revision, stored_digest(state).hash)
