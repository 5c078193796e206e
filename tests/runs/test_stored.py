"""Runs of what is stored: people, figures, results of other rule sets, earlier periods."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.interpreter import Interpreter
from engine.issues import Refused
from rules.document.load import load
from rules.period import parse_period
from rules.score import Subject, score
from service.datasets import declare_from, delete_dataset, get_dataset
from service.errors import Conflict
from service.people_changes import tell
from service.people_checks import PersonNews
from service.people_removal import remove
from service.records import append
from service.runs import evaluating
from service.runs.closing import close_period, reopen_period
from service.runs.job import program_of_version
from service.runs.of_person import results_of_person
from service.runs.problems import problems_of
from service.runs.reading import one_result, opened
from service.runs.starting import RunRequest, start_runs
from service.runs.stored import Stored
from service.scoring import ScoreRequest, answer_of, score_and_record
from service.work import Actor, Office
from tests.runs.centre import enter_figures, queue, run, tell_people
from tests.runs.sheet import put_in_force
from tests.runs.test_evaluating import _plain
from tests.runs.test_running import CARE, lines
from tests.service.desk import codes_of

LEAD = """
scorewright: 1
id: leads
applies_to: {role: lead}
period: month
measures:
  team_score: {scores_of: care, by: manager, value: mean(score), missing: exclude}
  team_calls: {scores_of: care, by: manager, columns: {calls: count}, value: sum(calls), missing: exclude}
metrics:
  team: {value: team_score, weight: 100%, missing: exclude, points: as_is}
  calls: {value: team_calls, weight: 0%, missing: exclude, points: as_is}
"""
STREAK = """
scorewright: 1
id: streaks
applies_to: {role: agent}
period: month
inputs: {calls: {type: count}}
metrics:
  volume: {value: calls, weight: 100%, points: {attainment: {target: 100, at_most: 200}}}
rewards:
  growth: {amount: max(0, calls - coalesce(previous(calls), calls)) * 10}
  row: {when: streak(score >= 90) >= 3, amount: 300}
"""
PEOPLE = {
    "ann": {"role": "agent", "team": "day", "manager": "lee", "name": "Ann"},
    "bob": {"role": "agent", "team": "night", "manager": "lee"},
    "cid": {"role": "agent", "team": "night", "manager": "moe"},
    "lee": {"role": "lead", "team": "day"},
    "moe": {"role": "lead", "team": "night"},
    "noa": {"role": "lead", "team": "night"},
}
FIGURES = {
    "ann": {"calls": 100, "csat": Decimal("4.5")},
    "bob": {"calls": 50, "csat": 5},
    "cid": {"csat": 4},
}


@pytest.fixture
def centre(office: Office, actor: Actor) -> Office:
    tell_people(office, actor, PEOPLE)
    enter_figures(office, actor, FIGURES)
    put_in_force(office, actor, CARE)
    return office


def test_data_that_came_back_is_the_same_run_again(centre: Office, actor: Actor) -> None:
    """What was entered in between leaves no trace in what a run is, only in how often things changed."""
    first = run(centre, actor, "care")
    enter_figures(centre, actor, {"bob": {"calls": 60}})
    other = run(centre, actor, "care")
    enter_figures(centre, actor, {"bob": {"calls": 50}})
    assert other.id != first.id
    assert run(centre, actor, "care").id == first.id


def test_people_take_part_with_their_figures(centre: Office, actor: Actor) -> None:
    done = run(centre, actor, "care")
    assert (done.state, done.problem) == ("done", None)
    assert done.counts == {"scored": 2, "incomplete": 1, "not_eligible": 0, "problem": 0}
    found = lines(centre, actor, done.id)
    assert {subject for subject, _ in found} == {"ann", "bob", "cid"}
    assert found["ann", "score"][:3] == ("scored", "gold", "96.00")


def test_a_run_of_nobody_says_so(office: Office, actor: Actor) -> None:
    put_in_force(office, actor, CARE)
    done = run(office, actor, "care")
    assert (done.state, [issue["code"] for issue in done.warnings or ()]) == ("done", ["run-nobody"])


def test_an_explanation_is_the_interpreters(centre: Office, actor: Actor) -> None:
    done = run(centre, actor, "care")
    with centre.reading(actor) as work, opened(centre, work, done.id) as view:
        shown = one_result(view, "bob", "full")
        program = program_of_version(work, "care", 1).program
    assert shown["name"] == "bob" and shown["attributes"] == {"team": "night"}
    people = [Subject(id, {**FIGURES[id], "team": PEOPLE[id]["team"]}) for id in FIGURES]
    (_, bob, _) = score(program, Interpreter(program), parse_period("2026-11"), people)
    assert _plain(shown["result"]) == _plain(answer_of(program, bob, "full"))


def test_what_is_queued_stays_pinned(centre: Office, actor: Actor) -> None:
    queued = queue(centre, actor, "care")
    enter_figures(centre, actor, {"cid": {"calls": 80}})
    tell_people(centre, actor, {"zoe": {"role": "agent", "team": "day"}})
    put_in_force(centre, actor, CARE.replace("target: 100", "target: 50"), "2026-11")
    again = queue(centre, actor, "care", version=1)
    assert again.id != queued.id
    later = run(centre, actor, "care", version=1)
    assert later.id == again.id
    assert ("cid", "payout") not in lines(centre, actor, queued.id)
    assert lines(centre, actor, queued.id)["ann", "metric:volume"][3] == "100.0000"
    assert ("cid", "payout") in lines(centre, actor, later.id)
    assert ("zoe", "score") in lines(centre, actor, later.id)
    assert later.supersedes == queued.id


def test_a_run_that_reads_another_ones_results(centre: Office, actor: Actor) -> None:
    put_in_force(centre, actor, LEAD)
    with pytest.raises(Refused) as refused:
        queue(centre, actor, "leads")
    assert codes_of(refused.value) == ["scores-needed"]
    care = run(centre, actor, "care")
    leads = run(centre, actor, "leads")
    assert leads.snapshot["scores"] == {"care": {"runs": {"2026-11": care.id}, "recorded": 0}}
    found = lines(centre, actor, leads.id)
    assert found["lee", "metric:team"][2] == "83.000000"
    assert found["lee", "metric:calls"][2] == "150.000000"
    assert found["noa", "score"][0] == "incomplete"
    enter_figures(centre, actor, {"cid": {"calls": 100}})
    assert run(centre, actor, "leads").id == run(centre, actor, "leads").id
    run(centre, actor, "care")
    later = run(centre, actor, "leads")
    assert later.supersedes is not None
    assert lines(centre, actor, later.id)["moe", "score"][2] == "92.00"


def test_earlier_periods_are_read_from_runs_and_from_what_was_recorded(office: Office, actor: Actor) -> None:
    """A run that counts comes before what was recorded; where it has nobody, what was recorded counts."""
    tell_people(office, actor, {"ann": {"role": "agent"}, "bob": {"role": "agent"}})
    put_in_force(office, actor, STREAK)
    with office.writing(actor) as work:
        people = [Subject("ann", {"calls": 1}), Subject("bob", {"calls": 95})]
        score_and_record(office, work, ScoreRequest("streaks", people, period="2026-09"))
    with office.writing(actor) as work:
        score_and_record(office, work, ScoreRequest("streaks", [Subject("ann", {"calls": 1})], period="2026-10"))
    for period, calls in (("2026-10", 92), ("2026-11", 97)):
        enter_figures(office, actor, {"bob": {"calls": calls}, "ann": {"calls": calls}}, period)
        done = run(office, actor, "streaks", period)
        assert done.state == "done", done.problem
    found = lines(office, actor, done.id)
    assert found["bob", "reward:row"][-1] == "300.00"
    assert found["bob", "reward:growth"][-1] == "50.00"
    assert found["ann", "reward:growth"][-1] == "50.00"
    assert ("ann", "reward:row") not in found
    with office.reading(actor) as work:
        page = results_of_person(office, work, "bob", level="none")
    assert [(item.period, item.run is None, str(item.score), str(item.change)) for item in page.items] == [
        ("2026-11", False, "97", "5"),
        ("2026-10", False, "92", "-3"),
        ("2026-09", True, "95", "None"),
    ]
    with office.reading(actor) as work:
        again = score_and_record_dry(office, work)
    assert again == "50.00"


@pytest.mark.parametrize("columnar", [True, False], ids=["columnar", "scorer"])
def test_looking_back_by_the_plan_and_by_the_scorer(
    office: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch, columnar: bool
) -> None:
    """The plan takes everybody where it is let, and what comes out is the same."""
    taken: list[bool] = []
    plan_of_everybody = evaluating._planned

    def planned(*arguments: object) -> object:
        plan = plan_of_everybody(*arguments) if columnar else None  # type: ignore[arg-type]
        taken.append(plan is not None)
        return plan

    monkeypatch.setattr(evaluating, "_planned", planned)
    tell_people(office, actor, {"ann": {"role": "agent"}, "bob": {"role": "agent"}, "cid": {"role": "agent"}})
    put_in_force(office, actor, STREAK)
    with office.writing(actor) as work:
        people = [Subject("ann", {"calls": 120}), Subject("bob", {"calls": 95})]
        score_and_record(office, work, ScoreRequest("streaks", people, period="2026-09"))
    months = (("2026-10", {"ann": 92, "bob": 80, "cid": 99}), ("2026-11", {"ann": 97, "bob": 81, "cid": 100}))
    for period, calls in months:
        enter_figures(office, actor, {id: {"calls": count} for id, count in calls.items()}, period)
        done = run(office, actor, "streaks", period)
    found = {key: row[-1] for key, row in lines(office, actor, done.id).items() if key[1].startswith("reward")}
    assert found == {
        ("ann", "reward:growth"): "50.00",
        ("ann", "reward:row"): "300.00",
        ("bob", "reward:growth"): "10.00",
        ("cid", "reward:growth"): "10.00",
    }
    assert taken == [columnar, columnar]


def score_and_record_dry(office: Office, work: object) -> str:
    """What a single request for the period after the runs would say of bob's growth."""
    from service.scoring import score_people

    answer = score_people(
        office, work.actor, ScoreRequest("streaks", [Subject("bob", {"calls": 102})], period="2026-12")
    )  # type: ignore[attr-defined]
    result = answer.results[0]
    assert isinstance(result, dict)
    return next(reward["amount"] for reward in result["rewards"] if reward["id"] == "growth")  # type: ignore[union-attr,no-any-return]


MEASURED = """
scorewright: 1
id: measured
applies_to: {role: agent}
period: month
attributes: {team: text}
datasets:
  reviews:
    subject: agent
    time: at
    id: review
    rater: by_whom
    columns: {by_whom: text, mark: {rating: [1, 5]}, wait: duration}
measures:
  mean_wait: {dataset: reviews, value: mean(wait), missing: exclude}
  mean_mark: {dataset: reviews, value: mean(mark), raters: {at_least: 1, independent: true}, missing: exclude}
metrics:
  waiting: {value: mean_wait, weight: 50%, missing: exclude, points: {curve: [[0, 100], [100, 0]]}}
  marks: {value: mean_mark, weight: 50%, missing: exclude, points: {attainment: {target: 5}}}
"""


def event(id: str, agent: str, at: str, wait: int, by: str = "x", mark: int = 4, **more: object) -> dict[str, object]:
    return {"review": id, "agent": agent, "at": at, "wait": wait, "by_whom": by, "mark": mark, **more}


def test_events_are_measured_and_what_is_left_out_is_told(centre: Office, actor: Actor) -> None:
    put_in_force(centre, actor, MEASURED)
    with centre.writing(actor) as work:
        declare_from(work, load(MEASURED).data)
    first = [
        event("1", "ann", "2026-11-01T00:00:00+08:00", 10),
        event("2", "ann", "2026-10-31T15:59:59Z", 1000),
        event("3", "ann", "2026-11-30T23:59:00+08:00", 20, by="lee", mark=1),
        event("4", "zed", "2026-11-05T10:00:00+08:00", 5),
        event("5", "bob", "2026-11-05T10:00:00+08:00", 30, by="bob", mark=5),
    ]
    with centre.writing(actor) as work:
        append(work, centre.data_dir, "reviews", first)
    done = run(centre, actor, "measured")
    assert (done.state, done.problem) == ("done", None)
    found = lines(centre, actor, done.id)
    assert found["ann", "metric:waiting"][2:4] == ("15.000000", "85.0000")
    assert found["ann", "metric:marks"][2] == "4.000000"
    assert found["bob", "metric:waiting"][2] == "30.000000"
    assert ("bob", "metric:marks") not in found
    with centre.reading(actor) as work, opened(centre, work, done.id) as view:
        told = {id: one_result(view, id, "summary")["result"] for id in ("bob", "cid")}
        problems = problems_of(view)
    assert [(one["id"], one["reason"], one["then"]) for one in told["bob"]["missing"]] == [  # type: ignore[index]
        ("mean_mark", "no-rows", "excluded")
    ]
    said = told["cid"]["explanation"]["summary"]  # type: ignore[index]
    assert said[0]["en"] == (
        "waiting: there is no data for 'mean_wait' in this period; the metric is left out and the others share its "
        "weight."
    )
    assert problems["items"]
    assert {(issue["code"], issue["message"]["en"].split(" ")[0]) for issue in done.warnings} == {  # type: ignore[index]
        ("run-events-outside-period", "1"),
        ("run-events-of-unknown-people", "1"),
        ("run-raters-refused", "2"),
    }
    with centre.writing(actor) as work:
        append(work, centre.data_dir, "reviews", first)
    assert run(centre, actor, "measured").id == done.id
    with centre.writing(actor) as work:
        append(work, centre.data_dir, "reviews", [event("1", "ann", "2026-11-01T00:00:00+08:00", 40)])
    corrected = run(centre, actor, "measured")
    assert corrected.supersedes == done.id
    assert lines(centre, actor, corrected.id)["ann", "metric:waiting"][2] == "30.000000"
    enter_figures(centre, actor, {"ann": {"mean_wait": 0}})
    by_hand = run(centre, actor, "measured")
    assert lines(centre, actor, by_hand.id)["ann", "metric:waiting"][2] == "0.000000"


def test_a_measure_that_too_few_rated_says_so(centre: Office, actor: Actor) -> None:
    asking = MEASURED.replace("at_least: 1", "at_least: 2")
    put_in_force(centre, actor, asking)
    with centre.writing(actor) as work:
        declare_from(work, load(asking).data)
        append(work, centre.data_dir, "reviews", [event("1", "ann", "2026-11-01T00:00:00+08:00", 10)])
    done = run(centre, actor, "measured")
    with centre.reading(actor) as work, opened(centre, work, done.id) as view:
        result = one_result(view, "ann", "summary")["result"]
    assert result["missing"] == [  # type: ignore[index]
        {"id": "mean_mark", "reason": "too-few-raters", "affects": "marks", "then": "excluded"}
    ]
    assert "too few people rated 'mean_mark'" in result["explanation"]["missing"][0]["sentence"]["en"]  # type: ignore[index]


def test_without_the_dataset_figures_stand_in_and_that_is_told(centre: Office, actor: Actor) -> None:
    put_in_force(centre, actor, MEASURED)
    enter_figures(centre, actor, {"ann": {"mean_wait": 10, "mean_mark": 5}})
    empty = run(centre, actor, "measured")
    assert (empty.state, list(empty.warnings)) == ("done", [])
    assert lines(centre, actor, empty.id)["ann", "score"][2] == "95.00"
    with centre.writing(actor) as work:
        delete_dataset(work, "reviews", get_dataset(work, "reviews").etag)
    absent = run(centre, actor, "measured")
    assert [issue["code"] for issue in absent.warnings] == ["run-dataset-absent"]
    assert (absent.results_hash, absent.supersedes) == (empty.results_hash, empty.id)


def test_a_closed_period_changes_by_corrections_only(centre: Office, actor: Actor) -> None:
    first = run(centre, actor, "care")
    with centre.writing(actor) as work:
        assert close_period(work, "2026-11", "paid").runs == [("care", first.id)]
    with pytest.raises(Conflict, match="period-closed"):
        queue(centre, actor, "care")
    with centre.writing(actor) as work, pytest.raises(Conflict, match="period-closed"):
        score_and_record(centre, work, ScoreRequest("care", [Subject("ann", {"calls": 1})], period="2026-11"))
    with pytest.raises(Refused), centre.writing(actor) as work:
        start_runs(work, Stored(centre.data_dir), RunRequest("2026-11", "care", correction=True))
    with pytest.raises(Conflict, match="period-closed"):
        enter_figures(centre, actor, {"cid": {"calls": 100}})
    enter_figures(centre, actor, {"cid": {"calls": 100}}, correction="calls of cid were missing")
    corrected = run(centre, actor, "care", correction=True, reason="calls of cid were missing")
    assert (corrected.reason, corrected.supersedes) == ("calls of cid were missing", first.id)
    with centre.writing(actor) as work:
        assert not reopen_period(work, "2026-11", "closed by mistake").closed
    with centre.writing(actor) as work:
        tell(work, [PersonNews("cid", "2026-11-01", ended=True)])
    assert run(centre, actor, "care").supersedes == corrected.id


def test_a_period_with_unfinished_runs_is_not_closed(centre: Office, actor: Actor) -> None:
    queue(centre, actor, "care")
    with centre.writing(actor) as work, pytest.raises(Conflict, match="runs-unfinished"):
        close_period(work, "2026-11", "")


def test_who_has_results_is_not_removed(centre: Office, actor: Actor) -> None:
    tell_people(centre, actor, {"zoe": {"role": "agent", "team": "day"}, "yan": {"role": "cook"}})
    run(centre, actor, "care")
    with centre.writing(actor) as work, pytest.raises(Conflict, match="person-in-use"):
        remove(work, "zoe")
    with centre.writing(actor) as work:
        remove(work, "yan")


def test_a_role_means_all_rule_sets_for_it(centre: Office, actor: Actor) -> None:
    put_in_force(centre, actor, STREAK)
    put_in_force(centre, actor, LEAD)
    with centre.writing(actor) as work:
        started = start_runs(work, Stored(centre.data_dir), RunRequest("2026-11", role="agent"))
    assert [one.run.rule_set for one in started] == ["care", "streaks"]
    with centre.writing(actor) as work, pytest.raises(Refused) as refused:
        start_runs(work, Stored(centre.data_dir), RunRequest("2026-11", role="cook"))
    assert codes_of(refused.value) == ["no-rule-set-for-role"]
