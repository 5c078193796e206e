"""Long lists of figures: checked and compared while others may write, then written in one short transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.program import Program
from rules.period import Period
from service.closed_periods import refuse_closed_figures
from service.figure_checks import CheckedFigures, FigureNews, check_figures
from service.figure_rows import Entered, new_figures
from service.figures import FiguresOutcome, conclude, outcome_of, present_state
from service.rounds import Overtaken
from service.spells import people_revision
from service.work import Work
from store.models.figure import insert_figures, insert_staged_figures, stage_figures
from store.models.person import known_people
from store.staging import Staged


@dataclass(frozen=True, slots=True)
class PlannedFigures:
    """What entering would write, worked out beforehand: ``staged`` has it, on top of the ``revision`` that it is about.

    ``there`` are those of ``people``, who are told of, that are in the list of people at ``people_revision``.
    """

    people: frozenset[str]
    there: frozenset[str]
    people_revision: int
    checked: CheckedFigures
    entered: Entered
    staged: Staged
    revision: int
    outcome: FiguresOutcome


def plan_figures(
    work: Work,
    period: Period,
    told: Sequence[FigureNews],
    program: Program,
    staged: Staged,
    *,
    known: Collection[str] = (),
    source: str = "",
) -> PlannedFigures:
    """Check what is told as :func:`service.figures.enter` does, with the rest kept, and put by what is new. Only reads.

    ``known`` are people who will be in the list by the time it is written. Needs scope ``score``.
    """
    work.actor.require("score")
    state = present_state(work, period, for_update=False)
    people = frozenset(item.person for item in told)
    there = people.intersection(known) | known_people(work.session, work.workspace_id, people)
    checked = check_figures(told, there, program)
    entered = Entered()
    for new in new_figures(work, period, checked.texts, state.revision + 1, source):
        entered.add(new)
        stage_figures(staged, new.rows)
    outcome = outcome_of(checked, entered, state)
    number = people_revision(work).number
    return PlannedFigures(people, there, number, checked, entered, staged, state.revision, outcome)


def carry_out_figures(
    work: Work, period: Period, planned: PlannedFigures, *, source: str = "", correction: str | None = None
) -> FiguresOutcome:
    """Write what was planned. With values that were entered since it is compared once more.

    Raises :class:`service.rounds.Overtaken`, with nothing written, when somebody told of has come into the list of
    people since, or has left it. Conflict ``period-closed`` as for :func:`service.figures.enter`.
    """
    work.actor.require("score")
    state = present_state(work, period, for_update=True)
    if correction is None:
        refuse_closed_figures(work, period)
    have_changed = people_revision(work).number != planned.people_revision
    if have_changed and known_people(work.session, work.workspace_id, planned.people) != planned.there:
        raise Overtaken
    entered = planned.entered
    if state.revision == planned.revision:
        insert_staged_figures(work.session, planned.staged, work.now)
    else:
        entered = Entered()
        for new in new_figures(work, period, planned.checked.texts, state.revision + 1, source):
            entered.add(new)
            insert_figures(work.session, new.rows)
    if entered.values:
        conclude(work, period, state, entered, source, correction)
    return outcome_of(planned.checked, entered, state)
