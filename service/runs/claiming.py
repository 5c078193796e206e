"""Pieces of runs and the workers that hold them: taking one, keeping it, and writing only while it is held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from engine.issues import Issue
from engine.program import ENGINE_VERSION
from service.audit import note_change
from service.outbox import post
from service.runs.codes import RUN_ENGINE_CHANGED, RUN_WORKER_LOST
from service.text import json_text
from service.work import SCOPES, Actor, Office, Work
from store.clock import database_time
from store.models import Run, RunTask
from store.models.run import run_by_number
from store.models.run_task import (
    is_any_left,
    is_task_waiting,
    last_task_number,
    next_task,
    renew_lease,
    task_by_number,
    task_held,
)


class Lost(Exception):
    """The piece went to somebody else, or its run was cancelled: whatever was done about it is undone."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a worker works. ``lease`` is in seconds, ``tries`` how often a piece may be begun, ``memory`` and ``threads``
    limit the computing, ``piece`` is how many people are stored in one transaction.

    ``fencing`` is False only in the tests that show what it is good for.
    """

    lease: float = 30
    tries: int = 10
    memory: str = "2GB"
    threads: int = 2
    piece: int = 20_000
    fencing: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of a run as one worker holds it."""

    workspace_id: str
    run: int
    number: int
    attempt: int
    stage: str
    first: str | None
    last: str | None
    people: int
    actor: Actor


def claim_next(office: Office, terms: Terms, worker: str) -> Claim | None:
    """Take the first piece that waits or whose holder's lease has ended; None when there is nothing to do."""
    with office.database.reading() as session:
        if not is_task_waiting(session, database_time(session)):
            return None
    with office.database.writing() as session:
        now = database_time(session)
        task = next_task(session, now)
        if task is None:
            return None
        run = run_by_number(session, task.workspace_id, task.run, for_update=True)
        assert run is not None
        actor = Actor(run.workspace_id, run.created_by, frozenset(SCOPES))
        work = Work(session, actor, office.clock(), office.ids)
        if run.state not in ("queued", "running"):
            return None
        if run.engine_version != ENGINE_VERSION:
            pinned = RUN_ENGINE_CHANGED.at((), pinned=run.engine_version, present=ENGINE_VERSION)
            mark_failed(work, run, [pinned])
            return None
        if task.tries >= terms.tries:
            mark_failed(work, run, [RUN_WORKER_LOST.at((), tries=task.tries, stage=task.stage)])
            return None
        if run.state == "queued":
            run.state, run.started_at = "running", now
        task.attempt += 1
        task.tries += 1
        task.state, task.worker, task.progress = "running", worker, 0
        task.lease_until = now + timedelta(seconds=terms.lease)
        if task.began_at is None:
            task.began_at = now
        return Claim(
            task.workspace_id,
            task.run,
            task.number,
            task.attempt,
            task.stage,
            task.first,
            task.last,
            task.people,
            actor,
        )


def renew(office: Office, claim: Claim, lease: float, progress: int) -> bool:
    """Hold on to the piece for another while; False when it is no longer held."""
    with office.database.writing() as session:
        until = database_time(session) + timedelta(seconds=lease)
        return renew_lease(session, claim.workspace_id, claim.run, claim.number, claim.attempt, until, progress)


def complete(
    office: Office,
    claim: Claim,
    change: Callable[[Work, Run, RunTask], None],
    *,
    store: Callable[[Work], None] | None = None,
    fencing: bool = True,
) -> None:
    """Everything the piece brings, in one transaction, if it is still held; else :class:`Lost` and nothing.

    ``store`` comes first and may take long; only then is the run locked, for ``change``. When the last piece of a stage
    is done the run goes on to what ``change`` has added, if anything.
    """
    with office.writing(claim.actor) as work:
        session = work.session
        if fencing:
            task = task_held(session, claim.workspace_id, claim.run, claim.number, claim.attempt)
        else:
            task = task_by_number(session, claim.workspace_id, claim.run, claim.number)
        if task is None:
            raise Lost
        if store is not None:
            store(work)
        run = run_by_number(session, claim.workspace_id, claim.run, for_update=True)
        assert run is not None
        if fencing and run.state != "running":
            raise Lost
        task.state, task.lease_until, task.progress = "done", None, task.people
        task.ended_at = database_time(session)
        session.flush()
        change(work, run, task)


def add_tasks(work: Work, run: Run, stage: str, pieces: Sequence[tuple[str | None, str | None, int]]) -> None:
    """Pieces of the next stage: first and last person, and how many people."""
    before = last_task_number(work.session, run.workspace_id, run.number)
    run.stage = stage
    for number, (first, last, people) in enumerate(pieces, before + 1):
        task = RunTask(
            workspace_id=run.workspace_id,
            run=run.number,
            number=number,
            stage=stage,
            first=first,
            last=last,
            people=people,
            state="ready",
            attempt=0,
            tries=0,
            progress=0,
        )
        work.session.add(task)


def is_stage_done(work: Work, run: Run) -> bool:
    """Whether no piece is left; the run's row must be locked, so that of two last pieces only one is the last."""
    return not is_any_left(work.session, run.workspace_id, run.number)


def fail(office: Office, claim: Claim, issues: Sequence[Issue]) -> None:
    """End the run with what is wrong, if the piece is still held."""
    with office.writing(claim.actor) as work:
        if task_held(work.session, claim.workspace_id, claim.run, claim.number, claim.attempt) is None:
            return
        run = run_by_number(work.session, claim.workspace_id, claim.run, for_update=True)
        if run is not None and run.state == "running":
            mark_failed(work, run, issues)


def mark_failed(work: Work, run: Run, issues: Sequence[Issue]) -> None:
    run.state, run.finished_at = "failed", database_time(work.session)
    run.problem = json_text([issue.to_json() for issue in issues])
    facts = {"run": run.number, "rule_set": run.rule_set_id, "period": run.period, "codes": [i.code for i in issues]}
    note_change(work, "run.failed", f"run/{run.number}", detail=facts)
    post(work, "run.failed", facts)
