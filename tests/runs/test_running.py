"""A run from being asked for to being finished."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from service.runs.claiming import Terms
from service.runs.starting import RunFacts, RunRequest, cancel_run, get_run, resume_run, start_runs
from service.work import Actor, Office
from service.worker import Worker
from store.models import RunDifference, RunResult
from tests.runs.sheet import Rows, Sheet, put_in_force

CARE = """
scorewright: 1
id: care
applies_to: {role: agent}
period: month
currency: CNY
attributes: {team: text}
inputs:
  calls: {type: count}
  csat: {type: rating, scale: [0, 5], missing: exclude}
  on_site: {type: flag, missing: true}
metrics:
  volume: {value: calls, weight: 60%, points: {attainment: {target: 100, at_most: 120}}}
  quality: {value: csat, weight: 40%, missing: exclude, points: {attainment: {target: 5}}}
adjustments:
  off: {when: calls < 10, add: -5, clause: "7"}
eligible: {when: on_site}
score: {round: 2, at_least: 0, at_most: 120}
tiers:
  - {id: gold, at_least: 90}
  - {id: none}
rewards:
  bonus: {by_tier: {gold: 500, none: 0}}
  per_call: {amount: calls * 0.125}
"""

ROWS: Rows = {
    "ann": {"team": "day", "calls": 100, "csat": 4.5},
    "bob": {"team": "day", "calls": 8, "csat": None},
    "cid": {"team": "night", "calls": None, "csat": 4},
    "dan": {"team": "night", "calls": 50, "csat": 3, "on_site": False},
    "eve": {"team": "night", "calls": 101, "csat": 7},
}


def run(office: Office, actor: Actor, rows: Rows, terms: Terms | None = None, **asked: object) -> RunFacts:
    sheet = Sheet(rows)
    request = RunRequest(**{"period": "2026-11", "rule_set": "care", **asked})  # type: ignore[arg-type]
    with office.writing(actor) as work:
        (started,) = start_runs(work, sheet, request)
    Worker(office, sheet, terms or Terms()).run_until_idle()
    with office.reading(actor) as work:
        return get_run(work, started.run.id)


def lines(office: Office, actor: Actor, number: int) -> dict[tuple[str, str], tuple[str | None, ...]]:
    with office.reading(actor) as work:
        rows = work.session.scalars(
            select(RunResult).where(RunResult.workspace_id == actor.workspace_id, RunResult.run == number)
        )
        return {(r.subject, r.line): (r.status, r.tier, r.value, r.points, r.amount) for r in rows}


def test_everybody_gets_their_lines(office: Office, actor: Actor) -> None:
    put_in_force(office, actor, CARE)
    done = run(office, actor, ROWS, Terms(piece=2))
    assert done.state == "done", done.problem
    assert done.counts == {"scored": 2, "incomplete": 1, "not_eligible": 1, "problem": 1}
    assert done.people == {"total": 5, "done": 5}
    assert done.current
    assert set(done.timings) == {"prepare", "score", "store", "finish"}
    found = lines(office, actor, done.id)
    assert found["ann", "score"] == ("scored", "gold", "96.00", None, None)
    assert found["ann", "metric:volume"] == (None, None, "100.000000", "100.0000", None)
    assert found["ann", "reward:bonus"] == (None, None, None, None, "500.00")
    assert found["ann", "reward:per_call"] == (None, None, None, None, "12.50")
    assert found["ann", "payout"] == (None, None, None, None, "512.50")
    assert found["bob", "adjustment:off"] == (None, None, None, "-5.00", None)
    assert found["cid", "score"] == ("incomplete", None, None, None, None)
    assert found["dan", "score"] == ("not_eligible", None, None, None, None)
    assert found["eve", "score"] == ("problem", None, None, None, None)
    assert ("dan", "payout") not in found
    assert done.rows == len(found)


def test_the_same_data_is_the_same_run_and_other_data_posts_differences(office: Office, actor: Actor) -> None:
    put_in_force(office, actor, CARE)
    first = run(office, actor, ROWS)
    again = run(office, actor, dict(reversed(ROWS.items())))
    assert again.id == first.id
    changed = {**ROWS, "ann": {"team": "day", "calls": 101, "csat": 4.5}, "zoe": {"team": "day", "calls": 100}}
    del changed["bob"]
    second = run(office, actor, changed)
    assert (second.id, second.supersedes, second.current) == (first.id + 1, first.id, True)
    with office.reading(actor) as work:
        assert not get_run(work, first.id).current
        rows = work.session.scalars(
            select(RunDifference)
            .where(RunDifference.workspace_id == actor.workspace_id, RunDifference.run == second.id)
            .order_by(RunDifference.subject)
        ).all()
    assert [(r.subject, r.score_before, r.score_after, r.score_change, r.net_change) for r in rows] == [
        ("ann", "96.00", "96.60", "0.60", "0.13"),
        ("bob", "3.00", None, None, "-1.00"),
        ("zoe", None, "100.00", None, "512.50"),
    ]
    assert lines(office, actor, first.id)["bob", "payout"][-1] == "1.00"


def test_a_cancelled_run_goes_on_where_it_was(office: Office, actor: Actor) -> None:
    put_in_force(office, actor, CARE)
    sheet = Sheet(ROWS)
    with office.writing(actor) as work:
        (started,) = start_runs(work, sheet, RunRequest("2026-11", "care"))
    worker = Worker(office, sheet, Terms(piece=1))
    for _ in range(4):
        assert worker.work_once()
    with office.writing(actor) as work:
        assert cancel_run(work, started.run.id).state == "cancelled"
    assert not worker.work_once()
    before = lines(office, actor, started.run.id)
    assert len({subject for subject, _ in before}) == 2
    with office.writing(actor) as work:
        resume_run(work, started.run.id)
    assert worker.run_until_idle() == 4
    whole = run(office, actor, ROWS)
    assert whole.id == started.run.id
    assert whole.state == "done"
    assert before.items() <= lines(office, actor, whole.id).items()


@pytest.mark.parametrize("piece", [1, 2, 100])
def test_files_are_those_that_rows_name(office: Office, actor: Actor, piece: int) -> None:
    put_in_force(office, actor, CARE)
    done = run(office, actor, ROWS, Terms(piece=piece))
    folder = office.data_dir / actor.workspace_id / "runs" / str(done.id)
    assert sorted(file.name for file in folder.iterdir()) == ["inputs-1.parquet", "values-1.parquet"]
