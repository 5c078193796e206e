"""A list of people is worked out while others may write, then written as it was planned: the end is as if told in one
go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from engine.issues import Refused
from service import people_attempts
from service.people import PeopleFilter, list_of_people
from service.people_changes import Outcome, tell
from service.people_checks import PersonNews
from service.people_planning import Planned, carry_out, plan
from service.rounds import Overtaken
from service.runs.closing import close_period
from service.spells import Spell, as_of_period, people_revision
from service.work import Actor, Office
from store.staging import Staged
from tests.service.test_people_changes import NOVEMBER, november, say

__all__ = ["NOVEMBER"]

LIST = (
    PersonNews("u1", "2026-01-01", "张三", {"team": "night", "wage": 5000}, "u3"),
    PersonNews("u1", "2026-11-16", attributes={"team": "day"}),
    PersonNews("u2", "2026-02-01", "Zoë\n", {"team": "day"}),
    PersonNews("u3", "2026-01-01", '"; DROP', {"team": "day"}, None),
    PersonNews("u4", "2026-01-01", manager="nobody"),
)
BEFORE = (PersonNews("u2", "2026-01-01", "Zoë", {"team": "x"}), PersonNews("u3", "2026-01-01", "c", {"team": "day"}))
GOOD = tuple(replace(one, name=None) if one.id in ("u2", "u3") else one for one in LIST)


def planned(office: Office, actor: Actor, told: Sequence[PersonNews], *, keep_rest: bool = False) -> Planned | None:
    with office.reading(actor) as work:
        return plan(work, told, Staged(), keep_rest=keep_rest)


def written(office: Office, actor: Actor, what: Planned | None) -> Outcome:
    assert what is not None
    with office.writing(actor) as work:
        return carry_out(work, what)


@pytest.fixture(params=[5000, 2])
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(people_attempts, "AT_ONCE", request.param)
    yield


def state(office: Office, actor: Actor) -> tuple[list[Spell], str]:
    with office.reading(actor) as work:
        return list(as_of_period(work, NOVEMBER)), people_revision(work).hash


@pytest.mark.usefixtures("at_once")
def test_the_end_is_the_same(office: Office, actor: Actor, stranger: Actor) -> None:
    for one in (actor, stranger):
        say(office, one, *BEFORE)
    told = say(office, stranger, *GOOD)
    what = planned(office, actor, GOOD)
    assert november(office, actor, 2) == november(office, actor, 1), "nothing is written before"
    outcome = written(office, actor, what)
    assert outcome == told and outcome.revision == 2
    assert state(office, actor) == state(office, stranger)
    again = written(office, actor, planned(office, actor, GOOD))
    assert (again.unchanged, again.revision) == (4, 2)


def test_names_are_in_order_however_they_were_told(office: Office, actor: Actor) -> None:
    say(office, actor, *BEFORE)
    renamed = (PersonNews("u2", "2026-01-01", "阿二"), PersonNews("u1", "2026-01-01", "张三"))
    written(office, actor, planned(office, actor, renamed))
    with office.reading(actor) as work:
        listed = list_of_people(work, PeopleFilter("2026-11-30", sort="name")).items
    assert [one.name for one in listed] == ["阿二", "张三", "c"]


def test_wrong_rows_are_told_before_anything_waits(office: Office, actor: Actor, stranger: Actor) -> None:
    circle = (*GOOD, PersonNews("u3", "2026-06-01", manager="u1"), PersonNews("u9", "yesterday"))
    with pytest.raises(Refused) as refused:
        planned(office, actor, circle)
    with pytest.raises(Refused) as told:
        say(office, stranger, *circle)
    assert refused.value.issues == told.value.issues
    what = planned(office, actor, circle, keep_rest=True)
    assert written(office, actor, what) == say(office, stranger, *circle, keep_rest=True)
    assert state(office, actor) == state(office, stranger)


def test_whoever_comes_up_again_far_away_is_told_in_one_go(
    office: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_attempts, "AT_ONCE", 2)
    far = (*GOOD, PersonNews("u1", "2026-03-01", attributes={"team": "late"}))
    assert planned(office, actor, far) is None
    assert planned(office, actor, GOOD) is not None
    assert state(office, actor)[0] == []


def test_what_has_changed_meanwhile_is_not_written_over(office: Office, actor: Actor) -> None:
    what = planned(office, actor, GOOD)
    say(office, actor, PersonNews("u1", "2026-01-01", "Somebody", {"team": "new"}))
    before = state(office, actor)
    with pytest.raises(Overtaken):
        written(office, actor, what)
    assert state(office, actor) == before
    what = planned(office, actor, GOOD)
    with office.writing(actor) as work:
        close_period(work, "2026-11", "paid")
    with pytest.raises(Overtaken):
        written(office, actor, what)
    with office.writing(actor) as work:
        noted = tell(work, GOOD).notes
    assert any(note.code == "people-in-closed-period" for note in noted)


def test_it_can_be_undone_whole(office: Office, actor: Actor) -> None:
    what = planned(office, actor, GOOD)
    assert what is not None
    with pytest.raises(RuntimeError), office.writing(actor) as work:
        carry_out(work, what)
        raise RuntimeError
    assert state(office, actor)[0] == []
    assert written(office, actor, what).new == 4
