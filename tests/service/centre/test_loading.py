"""The sample centre: loaded once, with results, rankings and a difference to look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rules.packs import LIBRARY, load_pack
from rules.period import Period
from service import sample
from service.centre.loading import load_centre
from service.centre.staff import agents, supervisors
from service.datasets import list_datasets
from service.runs.claiming import Terms
from service.runs.starting import RunFacts, list_runs
from service.work import Actor, Office
from store.models.run import RunFilter

TERMS = Terms(lease=30.0, tries=3, memory="256MB", threads=1)


@pytest.fixture
def place(office: Office, tmp_path: Path) -> Office:
    return replace(office, data_dir=tmp_path / "data")


def load(office: Office, actor: Actor) -> bool:
    def publish(place: str, period: Period) -> str:
        return sample.in_force(office, actor, load_pack(LIBRARY / place), period)[0]

    return load_centre(office, actor, publish, TERMS, months=1, share=0.1)


def runs(office: Office, actor: Actor) -> list[RunFacts]:
    with office.reading(actor) as work:
        return list(list_runs(work, RunFilter(), limit=100).items)


def test_one_month_of_it(place: Office, actor: Actor) -> None:
    """Everybody is scored, supervisors by their teams; a corrected figure superseded a run; again, nothing is left."""
    assert load(place, actor)
    found = runs(place, actor)
    assert {run.state for run in found} == {"done"}
    current = {run.rule_set: run for run in found if run.current}
    counts = {id: run.counts for id, run in current.items()}
    assert counts == {
        "shop-presales": counts["shop-presales"],
        **{
            f"call-centre-{kind}": {"scored": people, "incomplete": 0, "not_eligible": 0, "problem": 0}
            for kind, people in (
                ("chatwoot-agent", 20), ("asterisk-agent", 20), ("chatwoot-supervisor", 2), ("asterisk-supervisor", 2),
            )
        },
    }  # fmt: skip
    assert (counts["shop-presales"] or {})["scored"] == 20
    assert current["shop-presales"].supersedes is not None
    with place.reading(actor) as work:
        assert {item.name: item.events > 500 for item in list_datasets(work).items} == {
            "chatwoot_events": True, "queue_log": True,
        }  # fmt: skip
    before = len(found)
    assert not load(place, actor)
    assert len(runs(place, actor)) == before


def test_the_people_of_it() -> None:
    """Two shops, three teams of agents, sixty agents, four supervisors."""
    staff = agents()
    assert (len(staff), len(supervisors())) == (60, 4)
    assert (len({member.shop for member in staff}), len({member.team for member in staff})) == (2, 3)
    assert {member.manager for member in staff} == {member.id for member in supervisors()}
