"""What a draft would have made of a run: on the run's own data, to the cent, and nothing stored."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from bench.runs.sample import PERIOD, Made, rules
from engine.issues import Refused
from rules.check import check_text
from rules.document.load import load
from service.datasets import declare_from
from service.errors import Conflict, NotFound
from service.records import append
from service.rule_sets import get_draft, put_draft
from service.runs.claiming import Terms
from service.runs.comparing import Move
from service.runs.impact import Impact, impact_of_draft, reads_the_same
from service.runs.sources import Asked, Gathered
from service.runs.starting import RunFacts, RunRequest, get_run, list_runs, start_runs
from service.runs.stored import Stored
from service.work import Actor, Office
from service.worker import Worker
from store.models.run import RunFilter
from store.models.run_result import differences_after
from tests.runs.centre import enter_figures, run, tell_people
from tests.runs.sheet import put_in_force
from tests.runs.test_running import CARE
from tests.runs.test_stored import FIGURES, PEOPLE, STREAK
from tests.service.desk import codes_of

HARDER = CARE.replace("target: 100", "target: 125").replace("gold: 500", "gold: 650")


@pytest.fixture
def ran(office: Office, actor: Actor) -> RunFacts:
    tell_people(office, actor, PEOPLE)
    enter_figures(office, actor, FIGURES)
    put_in_force(office, actor, CARE)
    return run(office, actor, "care")


def draft(office: Office, actor: Actor, text: str) -> None:
    document = load(text)
    name = str(document.data["id"])
    with office.writing(actor) as work:
        put_draft(work, name, document, get_draft(work, name).etag)


def impact(office: Office, actor: Actor, rule_set: str = "care", **asked: int) -> Impact:
    return impact_of_draft(office, actor, Stored(office.data_dir), rule_set, **asked)


def test_a_draft_that_says_the_same_changes_nothing(office: Office, actor: Actor, ran: RunFacts) -> None:
    draft(office, actor, CARE + "\n# only a remark\n")
    found = impact(office, actor)
    both = found.comparison
    assert (found.run, found.period, found.against, found.fresh, found.warnings) == (ran.id, "2026-11", 1, (), ())
    assert (both.before, both.after, both.changed, both.people, both.statuses) == (3, 3, 0, (), ())
    assert (both.tiers_changed, both.up, both.down) == (0, 0, 0)
    # ann 60 + 36 = 96 (gold): 500 + 12.50; bob 30 + 40 = 70: 6.25; cid has no calls
    assert both.tiers == (Move("gold", "gold", 1), Move("none", "none", 1))
    assert (both.totals, both.total_change) == (("518.75", "518.75"), "0.00")


def test_who_changes_and_what_it_costs(office: Office, actor: Actor, ran: RunFacts) -> None:
    draft(office, actor, HARDER)
    both = impact(office, actor).comparison
    # ann 48 + 36 = 84: 12.50; bob 24 + 40 = 64: 6.25
    assert (both.changed, both.tiers_changed, both.up, both.down) == (2, 1, 0, 1)
    assert both.tiers == (Move("gold", "none", 1), Move("none", "none", 1))
    assert (both.totals, both.total_change, both.currencies) == (("518.75", "18.75"), "-500.00", ("CNY", "CNY"))
    ann, bob = both.people
    assert (ann.subject, ann.name, ann.score, ann.tier) == ("ann", "Ann", (Decimal(96), Decimal(84)), ("gold", "none"))
    assert (ann.net, ann.net_change) == (("512.50", "12.50"), "-500.00")
    assert (bob.subject, bob.score, bob.net_change) == ("bob", (Decimal(70), Decimal(64)), "0.00")
    (only,) = impact(office, actor, limit=1).comparison.people
    assert only == ann


def test_the_run_after_publishing_finds_the_same_differences(office: Office, actor: Actor, ran: RunFacts) -> None:
    draft(office, actor, HARDER.replace("missing: exclude, points", "missing: fail, points"))
    foreseen = impact(office, actor).comparison.people
    with office.reading(actor) as work:
        text = get_draft(work, "care").document
    put_in_force(office, actor, text, "2026-02")
    later = run(office, actor, "care")
    with office.reading(actor) as work:
        rows = differences_after(work.session, work.workspace_id, later.id, None, 100)
        told = {
            row.subject: (
                (row.status_before, row.status_after),
                (row.tier_before, row.tier_after),
                (row.net_before, row.net_after),
                tuple(None if text is None else Decimal(text) for text in (row.score_before, row.score_after)),
            )
            for row in rows
        }
    assert told == {one.subject: (one.status, one.tier, one.net, one.score) for one in foreseen}


def test_what_changed_since_the_run_makes_no_difference(office: Office, actor: Actor, ran: RunFacts) -> None:
    draft(office, actor, HARDER)
    before = impact(office, actor)
    enter_figures(office, actor, {"cid": {"calls": 200}, "ann": {"calls": 1}})
    tell_people(office, actor, {"dee": {"role": "agent", "team": "day"}})
    assert impact(office, actor) == before
    with office.reading(actor) as work:
        assert get_run(work, ran.id) == ran
        assert len(list_runs(work, RunFilter()).items) == 1


def test_whoever_takes_no_part_on_one_side_is_a_change_of_status(office: Office, actor: Actor, ran: RunFacts) -> None:
    draft(office, actor, CARE.replace("{role: agent}", "{team: day}"))
    both = impact(office, actor).comparison
    assert (both.before, both.after) == (3, 2)
    assert set(both.statuses) == {
        Move("scored", None, 1),
        Move("incomplete", None, 1),
        Move(None, "incomplete", 1),
    }
    assert both.totals == ("518.75", "512.50")


def test_against_another_version_on_the_same_data(office: Office, actor: Actor, ran: RunFacts) -> None:
    put_in_force(office, actor, HARDER, "2026-12")
    draft(office, actor, HARDER.replace("gold: 500", "gold: 900"))
    found = impact(office, actor, against=2, number=ran.id)
    assert (found.against, found.comparison.changed) == (2, 0)
    assert impact(office, actor).comparison.changed == 2


def test_a_dataset_the_run_did_not_read_is_read_as_it_is(office: Office, actor: Actor, ran: RunFacts) -> None:
    text = CARE.replace(
        "metrics:\n",
        "datasets:\n  touches: {subject: agent, time: at, id: id, columns: {}}\n"
        "measures:\n  touched: {dataset: touches, value: count(), missing: 0}\nmetrics:\n",
    ).replace("calls * 0.125", "touched * 2")
    draft(office, actor, text)
    with office.writing(actor) as work:
        declare_from(work, load(text).data)
        append(
            work,
            office.data_dir,
            "touches",
            [{"id": str(n), "agent": "ann", "at": f"2026-11-0{n}T08:00:00+08:00"} for n in range(1, 4)],
        )
    found = impact(office, actor)
    assert found.fresh == (("dataset", "touches"),)
    assert found.comparison.totals == ("518.75", "506.00")


def test_earlier_periods_are_those_of_the_run(office: Office, actor: Actor, ran: RunFacts) -> None:
    put_in_force(office, actor, STREAK)
    for period, calls in (("2026-10", 80), ("2026-11", 100)):
        enter_figures(office, actor, {"ann": {"calls": calls}}, period)
        run(office, actor, "streaks", period)
    draft(office, actor, STREAK.replace("* 10", "* 20"))
    found = impact(office, actor, "streaks")
    assert (found.period, found.fresh) == ("2026-11", ())
    assert (found.comparison.totals, found.comparison.total_change) == (("200.00", "400.00"), "200.00")


def test_what_cannot_be_compared_is_said(office: Office, actor: Actor, ran: RunFacts) -> None:
    draft(office, actor, CARE.replace("calls < 10", "cals < 10"))
    with pytest.raises(Refused) as refused:
        impact(office, actor)
    assert "unknown-name" in codes_of(refused.value)
    draft(office, actor, CARE.replace("period: month", "period: quarter"))
    with pytest.raises(Refused) as refused:
        impact(office, actor)
    assert "period-kind" in codes_of(refused.value)
    draft(office, actor, CARE)
    with pytest.raises(NotFound):
        impact(office, actor, number=ran.id + 1)
    put_in_force(office, actor, STREAK)
    with pytest.raises(NotFound):
        impact(office, actor, "streaks", number=ran.id)
    with pytest.raises(Conflict) as conflict:
        impact(office, actor, "streaks")
    assert conflict.value.code == "no-run-to-compare"


def test_too_many_people_are_refused_rather_than_sampled(
    office: Office, actor: Actor, ran: RunFacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> bool:
        with pytest.raises(Conflict) as conflict:
            impact(office, actor)
        return conflict.value.code == "too-many-to-compare"

    monkeypatch.setattr("service.runs.impact.MOST_GATHERED", 2)
    draft(office, actor, HARDER)
    assert impact(office, actor).comparison.changed == 2
    # a figure that the run did not read has to be gathered
    draft(office, actor, HARDER.replace("  calls: {type: count}", "  calls: {type: count}\n  more: {type: count}"))
    assert refused()
    # shares that are fractions have no form in the plan, so people are scored one after another
    monkeypatch.setattr("service.runs.impact.MOST_SCORED", 2)
    draft(office, actor, HARDER.replace("amount: calls * 0.125", "pool: {amount: 9, by: csat / calls}"))
    assert refused()
    monkeypatch.setattr("service.runs.impact.MOST_SCORED", 3)
    assert impact(office, actor).comparison.after == 3
    monkeypatch.setattr("service.runs.impact.MOST_PEOPLE", 2)
    draft(office, actor, HARDER)
    assert refused()


class Once(Made):
    """Gathers for the run and for nobody afterwards."""

    gathered = 0

    def gather(self, asked: Asked, con: duckdb.DuckDBPyConnection, target: Path) -> Gathered:
        self.gathered += 1
        return super().gather(asked, con, target)


def test_what_the_run_read_is_not_gathered_again_and_gives_the_same(
    office: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many that gathering them once more would keep somebody waiting."""
    sources = Once(60_000)
    put_in_force(office, actor, rules())
    with office.writing(actor) as work:
        start_runs(work, sources, RunRequest(PERIOD, "bench-presales"))
    Worker(office, sources, Terms()).run_until_idle()
    draft(office, actor, rules().replace("target: 5", "target: 4.9"))
    found = impact_of_draft(office, actor, sources, "bench-presales")
    assert (found.comparison.before, found.comparison.after, sources.gathered) == (60_000, 60_000, 1)
    assert found.comparison.changed > 50_000
    monkeypatch.setattr("service.runs.impact.reads_the_same", lambda one, other: False)
    assert impact_of_draft(office, actor, sources, "bench-presales") == found
    assert sources.gathered == 2


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("gold: 500", "gold: 900", True),
        ("target: 100", "target: 90", True),
        ("role: agent", "role: lead", False),
        ("scale: [0, 5]", "scale: [0, 10]", False),
        ("missing: exclude}\n  on", "missing: 3}\n  on", False),
    ],
)
def test_which_drafts_read_what_the_run_read(before: str, after: str, same: bool) -> None:
    assert before in CARE
    one, other = (check_text(text).program for text in (CARE, CARE.replace(before, after)))
    assert one is not None and other is not None
    assert reads_the_same(one, other) is same
