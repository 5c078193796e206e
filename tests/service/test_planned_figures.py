"""A sheet of figures is read while others may write, then written as it was planned: the end is as if told in one
go. On both databases."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from engine.issues import Refused
from engine.program import Program
from service import people_attempts
from service.errors import Conflict
from service.figure_checks import FigureNews
from service.figures import enter, figures_revision, held
from service.figures_import import PlannedSheet, import_figures, plan_figures_import
from service.people_changes import tell
from service.people_checks import PersonNews
from service.people_removal import remove
from service.rounds import MOST_ROUNDS, Overtaken, carried_through
from service.runs.closing import close_period
from service.sheets import SheetReport, Upload
from service.spells import people_revision
from service.work import Actor, Office
from service.written import Written
from tests.service.meanwhile import Meanwhile
from tests.service.test_figures import NOVEMBER, people, program, put

__all__ = ["people", "program"]

pytestmark = pytest.mark.usefixtures("people")

SHEET = "id,marks,rate\nu1,4.5,85%\nu2,3,\nu3,1,7%\n"
MIXED = SHEET + "u9,2,1%\nu9,3,2%\n,3,2%\nu8,9,2%\n"
"""With somebody who is new, told of twice, a row without an id and a value out of bounds."""


def sheet(text: str, happens: Callable[[], object] = lambda: None) -> Upload:
    return Upload(Meanwhile(text.encode(), happens), "csv", name="november.csv")


def unread() -> Upload:
    """What is planned is not read again."""
    return Upload(io.BytesIO(), "csv", name="november.csv")


def planned(office: Office, actor: Actor, program: Program, upload: Upload, **how: Any) -> PlannedSheet:
    with office.reading(actor) as work:
        return plan_figures_import(work, NOVEMBER, (1, program), upload, **how)


def written(
    office: Office, actor: Actor, program: Program, ready: PlannedSheet, version: int = 1, **how: Any
) -> SheetReport:
    with office.writing(actor) as work:
        return import_figures(work, NOVEMBER, (version, program), unread(), ready=ready, **how)


def in_one_go(office: Office, actor: Actor, program: Program, upload: Upload, **how: Any) -> SheetReport:
    with office.writing(actor) as work:
        return import_figures(work, NOVEMBER, (1, program), upload, **how)


def state(office: Office, actor: Actor, ids: Sequence[str] = ("u1", "u2", "u3", "u9")) -> dict[str, Any]:
    with office.reading(actor) as work:
        values = held(work, NOVEMBER, ids)
        return {
            "values": {id: {name: one.value for name, one in values[id].items()} for id in values},
            "hash": figures_revision(work, NOVEMBER).hash,
            "people": people_revision(work),
        }


def marks(office: Office, actor: Actor, id: str) -> str:
    value = state(office, actor, [id])["values"][id]["marks"]
    assert isinstance(value, Written)
    return value.text


@pytest.fixture
def twin(office: Office, stranger: Actor) -> Actor:
    """Another workspace with the same people."""
    with office.writing(stranger) as work:
        tell(work, [PersonNews(id, "2026-01-01") for id in ("u1", "u2", "u3")])
    return stranger


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (SHEET, {}),
        (MIXED, {"keep_rest": True}),
        (MIXED, {"keep_rest": True, "creates": True}),
        (SHEET + "u7,2,1%\n", {"creates": True}),
    ],
)
def test_the_end_is_the_same(
    office: Office, actor: Actor, twin: Actor, program: Program, text: str, how: dict[str, Any]
) -> None:
    for one in (actor, twin):
        put(office, one, FigureNews("u2", {"marks": 3, "rate": "1%"}))
    told = in_one_go(office, twin, program, sheet(text), **how)
    before = state(office, actor)
    ready = planned(office, actor, program, sheet(text), **how)
    assert state(office, actor) == before, "nothing is written before"
    assert written(office, actor, program, ready, **how) == told
    assert state(office, actor) == state(office, twin)
    again = planned(office, actor, program, sheet(text), **how)
    assert written(office, actor, program, again, **how).changed == 0


def test_whoever_could_not_be_added_has_no_figures(
    office: Office, actor: Actor, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those of whom it is no longer told why, because there are so many."""
    monkeypatch.setattr(people_attempts, "MOST_REFUSED", 1)
    above_themselves = "id,marks,manager\n" + "".join(f"u{number},2,u{number}\n" for number in range(5, 8)) + "u9,3,\n"
    how = {"keep_rest": True, "creates": True}
    ready = planned(office, actor, program, sheet(above_themselves), **how)
    told = written(office, actor, program, ready, **how)
    assert (told.new, told.changed, told.refused) == (1, 1, 3)
    assert dict(told.codes) == {"manager-circle": 1, "figure-person-unknown": 2}
    assert list(state(office, actor, ["u5", "u6", "u7", "u9"])["values"]) == ["u9"]


def test_wrong_rows_are_told_before_anything_waits(office: Office, actor: Actor, twin: Actor, program: Program) -> None:
    with pytest.raises(Refused) as refused:
        planned(office, actor, program, sheet(MIXED))
    with pytest.raises(Refused) as told:
        in_one_go(office, twin, program, sheet(MIXED))
    assert refused.value.issues == told.value.issues and len(told.value.issues) > 3


def test_others_write_while_it_is_read(office: Office, actor: Actor, program: Program) -> None:
    """Also figures of the same period: what they entered is compared with again."""
    entered = []

    def somebody() -> None:
        entered.append(put(office, actor, FigureNews("u1", {"marks": "4.5"}), FigureNews("u2", {"marks": 1})).revision)

    upload = sheet(SHEET.replace("u1,4.5", 'u1,"4.5"'), somebody)
    with office.reading(actor) as work:
        ready = plan_figures_import(work, NOVEMBER, (1, program), upload)
        assert entered == [1], "it waited for nobody"
    told = written(office, actor, program, ready)
    assert (told.changed, told.unchanged, told.revision) == (4, 1, 2)
    assert [marks(office, actor, id) for id in ("u1", "u2", "u3")] == ["4.5", "3", "1"]
    hashes = state(office, actor)["hash"]
    with office.writing(actor) as work:
        assert enter(work, NOVEMBER, [FigureNews("u2", {"marks": 1})]).hash != hashes
        assert enter(work, NOVEMBER, [FigureNews("u2", {"marks": "3"})]).hash == hashes


class TestWhatHasChangedMeanwhile:
    def test_the_period_was_closed(self, office: Office, actor: Actor, program: Program) -> None:
        ready = planned(office, actor, program, sheet(SHEET))
        corrected = planned(office, actor, program, sheet(SHEET), correction="counted twice")
        with office.writing(actor) as work:
            close_period(work, "2026-11", "paid")
        with pytest.raises(Conflict) as refused:
            written(office, actor, program, ready)
        assert refused.value.code == "period-closed" and state(office, actor)["values"] == {}
        assert written(office, actor, program, corrected, correction="counted twice").changed == 5

    def test_another_version_is_in_force(self, office: Office, actor: Actor, program: Program) -> None:
        ready = planned(office, actor, program, sheet(SHEET))
        with pytest.raises(Overtaken):
            written(office, actor, program, ready, version=2)
        assert state(office, actor)["values"] == {}

    def test_somebody_was_taken_out_of_the_list(self, office: Office, actor: Actor, program: Program) -> None:
        ready = planned(office, actor, program, sheet(SHEET))
        with office.writing(actor) as work:
            remove(work, "u3")
        with pytest.raises(Overtaken):
            written(office, actor, program, ready)
        assert state(office, actor)["values"] == {}

    def test_somebody_refused_has_come_into_it(self, office: Office, actor: Actor, program: Program) -> None:
        ready = planned(office, actor, program, sheet(SHEET + "u9,2,1%\n"), keep_rest=True)
        assert ready.refused
        with office.writing(actor) as work:
            tell(work, [PersonNews("u9", "2026-01-01")])
        with pytest.raises(Overtaken):
            written(office, actor, program, ready, keep_rest=True)

    def test_other_changes_of_people_do_not_matter(self, office: Office, actor: Actor, program: Program) -> None:
        ready = planned(office, actor, program, sheet(SHEET))
        with office.writing(actor) as work:
            tell(work, [PersonNews("u3", "2026-05-01", attributes={"team": "x"}), PersonNews("u5", "2026-05-01")])
        assert written(office, actor, program, ready).changed == 5

    def test_somebody_to_be_added_was_added(self, office: Office, actor: Actor, program: Program) -> None:
        ready = planned(office, actor, program, sheet("id,marks,team\nu9,2,day\n"), creates=True)
        with office.writing(actor) as work:
            tell(work, [PersonNews("u9", "2026-01-01", attributes={"team": "night"})])
        before = state(office, actor)
        with pytest.raises(Overtaken):
            written(office, actor, program, ready)
        assert state(office, actor) == before


def test_it_can_be_undone_whole(office: Office, actor: Actor, program: Program) -> None:
    ready = planned(office, actor, program, sheet(SHEET + "u9,2,1%\n"), creates=True)
    before = state(office, actor)
    with pytest.raises(RuntimeError), office.writing(actor) as work:
        import_figures(work, NOVEMBER, (1, program), unread(), ready=ready)
        raise RuntimeError
    assert state(office, actor) == before
    assert written(office, actor, program, ready).new == 1


@pytest.mark.parametrize("others", [1, MOST_ROUNDS, 100])
def test_others_who_come_in_between_are_heeded(office: Office, actor: Actor, program: Program, others: int) -> None:
    """It is planned anew, and in the end done in one go, so that nobody can keep it from being written for ever."""
    rounds: list[bool] = []

    def interfere() -> None:
        if len(rounds) <= others:
            with office.writing(actor) as work:
                tell(work, [PersonNews(f"new{len(rounds)}", "2026-01-01")])

    def prepare() -> PlannedSheet:
        rounds.append(True)
        text = "id,marks\nu1,4\n" + "".join(f"new{number},2\n" for number in range(1, MOST_ROUNDS + 1))
        return planned(office, actor, program, sheet(text, interfere), keep_rest=True)

    def act(ready: PlannedSheet | None) -> SheetReport:
        if ready is not None:
            return written(office, actor, program, ready, keep_rest=True)
        rounds.append(False)
        text = "id,marks\nu1,4\n" + "".join(f"new{number},2\n" for number in range(1, MOST_ROUNDS + 1))
        return in_one_go(office, actor, program, sheet(text), keep_rest=True)

    told = carried_through(prepare, act)
    assert rounds == ([True, True] if others == 1 else [True] * MOST_ROUNDS + [False])
    assert told.changed == 1 + min(others, MOST_ROUNDS)
