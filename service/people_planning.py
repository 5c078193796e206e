"""Long lists of people: worked out while others may write, then written as they were planned."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from rules.period import Period
from service.closed_periods import closed_periods
from service.people_attempts import Attempt, Page, Scattered
from service.people_changes import Outcome, conclude, notes_of, outcome_of, present_state, worked_out
from service.people_checks import PersonNews
from service.people_rows import write_put_by
from service.rounds import Overtaken
from service.spells import stored_digest
from service.work import Work
from store.staging import Staged


@dataclass(frozen=True, slots=True)
class Planned:
    """What telling would write, worked out beforehand: ``staged`` has it, on top of the ``revision`` that it is
    about."""

    revision: int
    closed: tuple[Period, ...]
    outcome: Outcome
    attempt: Attempt
    staged: Staged

    @property
    def people(self) -> Collection[str]:
        """Who is new or other than before."""
        return self.attempt.people


def plan(work: Work, told: Iterable[PersonNews], staged: Staged, *, keep_rest: bool = False) -> Planned | None:
    """Work out what :func:`service.people_changes.tell` would write, and put it by in ``staged`` for :func:`carry_out`.

    Only reads. Others may write meanwhile, who would wait long for a list that is still being read. None when a list
    has to be told in one go: when somebody comes up again where what was said of them first would have to be there
    already.
    """
    work.actor.require("edit")
    state, closed = present_state(work, for_update=False), closed_periods(work)
    try:
        page = Page(lambda revised: revised.put_by(staged), staged.clear, is_there=False)
        attempt = worked_out(work, told, state.revision + 1, closed, page, keep_rest=keep_rest)
    except Scattered:
        return None
    return Planned(state.revision, closed, outcome_of(attempt, state, notes_of(work, attempt)), attempt, staged)


def carry_out(work: Work, planned: Planned, *, source: str = "") -> Outcome:
    """Write what was planned, in one transaction. Raises :class:`service.rounds.Overtaken`, with nothing written, when
    people or closed periods are other than they were by then."""
    work.actor.require("edit")
    state = present_state(work, for_update=True)
    if state.revision != planned.revision or closed_periods(work) != planned.closed:
        raise Overtaken
    attempt = planned.attempt
    if attempt.new or attempt.changed:
        write_put_by(work, planned.staged, state.revision + 1)
        conclude(work, state, attempt, source)
    return replace(planned.outcome, revision=state.revision, hash=stored_digest(state).hash)


def hold_people(work: Work) -> None:
    """Let nobody else change the list of people until the transaction ends."""
    present_state(work, for_update=True)
