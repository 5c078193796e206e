"""A period to score while workers are killed: people, figures, and a run of it that nobody disturbs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from rules.period import parse_period
from service.figure_checks import FigureNews
from service.figures import enter
from service.people_changes import tell
from service.people_checks import PersonNews
from service.runs.claiming import Terms
from service.runs.folder import run_folder
from service.runs.starting import RunFacts, RunRequest, get_run, start_runs
from service.runs.stored import Stored
from service.work import SCOPES, Actor, Office
from service.worker import Worker
from service.workspaces import create_workspace
from store.database import Database
from store.migrate import upgrade
from store.models import RunDifference, RunResult, RunTask
from store.models.run import run_by_number
from tests.runs.sheet import put_in_force

PERIOD = "2026-11"
RULES = """
scorewright: 1
id: care
period: month
currency: CNY
inputs: {calls: {type: count}, minutes: {type: number}}
metrics:
  volume: {value: calls, weight: 60%, points: {attainment: {target: 100, at_most: 120}}}
  pace: {value: minutes / calls, weight: 40%, missing: exclude, points: {curve: [[3, 100], [9, 0]]}}
rewards:
  per_call: {amount: calls * 0.125}
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """What is left when a run is over: state, counts, a hash of all that is stored, and what should not be there."""

    state: str
    counts: Mapping[str, int] | None
    results_hash: str | None
    stored: str
    lines: int
    tasks: Sequence[tuple[str, str]]
    stray_files: Sequence[str]


def opened(url: str, data_dir: Path) -> Office:
    upgrade(url)
    return Office(Database(url, pool_size=3), data_dir=data_dir)


def furnish(office: Office, workspace: str, people: int) -> Actor:
    """A workspace with people and figures, in which the first run is asked for."""
    create_workspace(office, workspace, "Centre")
    actor = Actor(workspace, "", frozenset(SCOPES))
    ids = [f"p{number:05d}" for number in range(people)]
    with office.writing(actor) as work:
        tell(work, [PersonNews(id, "2026-01-01", id) for id in ids])
    figures = [
        FigureNews(id, {"calls": 40 + number * 7 % 90, "minutes": 300 + number * 13 % 500})
        for number, id in enumerate(ids)
    ]
    with office.writing(actor) as work:
        enter(work, parse_period(PERIOD), figures)
    put_in_force(office, actor, RULES)
    return actor


def ask(office: Office, actor: Actor) -> int:
    with office.writing(actor) as work:
        return start_runs(work, Stored(office.data_dir), RunRequest(PERIOD, "care"))[0].run.id


def undisturbed(office: Office, terms: Terms) -> None:
    Worker(office, Stored(office.data_dir), terms).run_until_idle()


def look(office: Office, actor: Actor, number: int) -> RunFacts:
    with office.reading(actor) as work:
        return get_run(work, number)


def ending_of(office: Office, actor: Actor, number: int) -> Ending:
    facts = look(office, actor, number)
    digest = hashlib.sha256()
    with office.reading(actor) as work:
        session = work.session
        mine = (RunResult.workspace_id == actor.workspace_id, RunResult.run == number)
        columns = [
            RunResult.subject,
            RunResult.line,
            RunResult.status,
            RunResult.value,
            RunResult.points,
            RunResult.amount,
        ]
        rows = session.execute(select(*columns).where(*mine).order_by(RunResult.subject, RunResult.line)).all()
        for row in rows:
            digest.update(repr(tuple(row)).encode())
        tasks = session.execute(
            select(RunTask.stage, RunTask.state)
            .where(RunTask.workspace_id == actor.workspace_id, RunTask.run == number)
            .order_by(RunTask.number)
        ).all()
        differences = session.scalar(select(func.count()).where(RunDifference.workspace_id == actor.workspace_id))
        run = run_by_number(session, actor.workspace_id, number)
        assert run is not None
    digest.update(str(differences).encode())
    named = {run.inputs_file, run.values_file}
    folder = run_folder(office.data_dir, actor.workspace_id, number).path
    there = {file.name for file in folder.iterdir()} if folder.is_dir() else set()
    missing = {f"missing {name}" for name in named - there if name}
    return Ending(
        facts.state,
        facts.counts,
        facts.results_hash,
        digest.hexdigest(),
        len(rows),
        [(stage, state) for stage, state in tasks],
        sorted((there - named) | missing),
    )
