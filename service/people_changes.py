"""Telling what is new about people: one person or a whole list, in one transaction.

What changes nothing is not recorded. Every call that changes something is one revision of the people of the workspace.
The hash of a revision is over what holds then, however it came about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from engine.issues import Issue, Refused
from rules.period import Period
from service.audit import note_change
from service.closed_periods import closed_periods, people_notes
from service.managers import Circle
from service.outbox import post
from service.people_attempts import MOST_NOTES, Attempt, Page, attempted
from service.people_checks import PersonNews
from service.people_circles import circles, unknown_managers
from service.spells import NOTHING, stored_digest
from service.work import Work
from store.models.person import PeopleState, people_state, people_state_for_update


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of telling. ``refused`` are the issues of each piece of news (by its place) that was left out, of the
    first :data:`service.people_attempts.MOST_REFUSED`; ``refused_count`` is how many there are, ``codes`` counts all
    their issues. ``revision`` and ``hash`` are those of the people afterwards."""

    new: int
    changed: int
    unchanged: int
    refused: Mapping[int, list[Issue]]
    refused_count: int
    codes: Mapping[str, int]
    notes: tuple[Issue, ...]
    revision: int
    hash: str


def tell(
    work: Work, told: Iterable[PersonNews], *, keep_rest: bool = False, source: str = "", dry_run: bool = False
) -> Outcome:
    """Record what is new. Needs scope ``edit``. ``told`` may be gone through more than once.

    Raises :class:`Refused` with every issue when any is wrong; with ``keep_rest`` those are left out. With ``dry_run``
    nothing is written, and the outcome says what would come of it.
    """
    work.actor.require("edit")
    state = present_state(work, for_update=not dry_run)
    closed = closed_periods(work)
    page = None if dry_run else Page(lambda revised: revised.write(work))
    attempt = worked_out(work, told, state.revision + 1, closed, page, keep_rest=keep_rest)
    notes = notes_of(work, attempt)
    if (attempt.new or attempt.changed) and not dry_run:
        conclude(work, state, attempt, source)
    return outcome_of(attempt, state, notes)


def worked_out(
    work: Work,
    told: Iterable[PersonNews],
    revision: int,
    closed: tuple[Period, ...],
    page: Page | None,
    *,
    keep_rest: bool,
) -> Attempt:
    """What becomes of everybody but those who would form circles. Raises :class:`Refused` as :func:`tell` does."""
    excluded: dict[str, Circle] = {}
    while True:
        if page is not None and page.again is not None:
            page.again()
        with _undoable(work, page is None or not page.is_there) as undo:
            attempt = attempted(work, told, revision, excluded, closed, page)
            found = circles(work, attempt)
            if not found and (keep_rest or not attempt.refused_count):
                return attempt
            undo()
        if not found:
            raise Refused([issue for place in sorted(attempt.refused) for issue in attempt.refused[place]])
        excluded |= found


@contextmanager
def _undoable(work: Work, dry_run: bool) -> Iterator[object]:
    """A piece of the transaction that can be taken back: what is given does so."""
    if dry_run:
        yield lambda: None
        return
    with work.session.begin_nested() as piece:
        yield piece.rollback


def notes_of(work: Work, attempt: Attempt) -> tuple[Issue, ...]:
    """What deserves a look: closed periods, people who have left, managers whom nobody knows."""
    return (*people_notes(attempt.touched), *attempt.notes, *unknown_managers(work, attempt))[:MOST_NOTES]


def outcome_of(attempt: Attempt, state: PeopleState, notes: tuple[Issue, ...]) -> Outcome:
    """What is told of an attempt; ``state`` is as it is then."""
    return Outcome(
        new=attempt.new,
        changed=attempt.changed,
        unchanged=attempt.unchanged,
        refused=attempt.refused,
        refused_count=attempt.refused_count,
        codes=attempt.codes,
        notes=notes,
        revision=state.revision,
        hash=stored_digest(state).hash,
    )


def present_state(work: Work, *, for_update: bool) -> PeopleState:
    """The row that says how often the people have changed; ``for_update`` locks it."""
    if for_update:
        return people_state_for_update(work.session, work.workspace_id, NOTHING.hex)
    found = people_state(work.session, work.workspace_id)
    return found or PeopleState(workspace_id=work.workspace_id, revision=0, digest=NOTHING.hex, rows=0)


def conclude(work: Work, state: PeopleState, attempt: Attempt, source: str) -> None:
    """The new revision, with its audit entry and message."""
    before = stored_digest(state)
    digest = before.minus(attempt.before).plus(attempt.after)
    state.revision, state.digest, state.rows = state.revision + 1, digest.hex, digest.rows
    facts: dict[str, object] = {"revision": state.revision, "new": attempt.new, "changed": attempt.changed}
    one = attempt.new + attempt.changed == 1
    if one:
        facts["person"] = attempt.person
    note_change(
        work,
        "people.changed",
        f"person/{attempt.person}" if one else "people",
        before_hash=before.hash,
        after_hash=digest.hash,
        detail={**facts, "source": source} if source else facts,
    )
    post(work, "people.changed", facts)
