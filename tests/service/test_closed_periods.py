"""What a closed period keeps out, and what is taken in and told. On both databases."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from engine.issues import Refused
from rules.period import parse_period
from service import imports, records
from service.audit import list_entries
from service.closed_periods import correction_reason
from service.errors import Conflict
from service.figure_checks import FigureNews
from service.figures import FiguresOutcome, enter, held
from service.people import change_person, put_person
from service.people_changes import Outcome, tell
from service.people_checks import PersonNews
from service.records import look_ahead
from service.runs.closing import close_period, reopen_period
from service.work import Actor, Office
from service.workspaces import workspace_of
from tests.service.sending import HEADER, imported, report
from tests.service.test_datasets import call, declared, events, pinned, place, sent

__all__ = ["place"]

OCTOBER = parse_period("2026-10")


def close(office: Office, actor: Actor, *periods: str) -> None:
    for period in periods:
        with office.writing(actor) as work:
            close_period(work, period, "paid")


def say(office: Office, actor: Actor, *told: PersonNews) -> Outcome:
    with office.writing(actor) as work:
        return tell(work, told)


def put(office: Office, actor: Actor, value: int, correction: str | None = None) -> FiguresOutcome:
    with office.writing(actor) as work:
        return enter(work, OCTOBER, [FigureNews("u1", {"marks": value})], correction=correction)


def noted(notes: Any) -> list[tuple[str, str]]:
    """Codes and words, of issues or of what they look like in a report."""
    plain = [note if isinstance(note, dict) else note.to_json() for note in notes]
    return [(note["code"], note["message"]["en"]) for note in plain if "closed-period" in note["code"]]


def in_period(period: str, count: int) -> tuple[str, str]:
    words = f"{period} is closed, and {count} events within it arrived or changed"
    return ("events-in-closed-period", words)


class TestFigures:
    def test_they_change_for_a_correction_only(self, office: Office, actor: Actor) -> None:
        say(office, actor, PersonNews("u1", "2026-01-01"))
        put(office, actor, 3)
        close(office, actor, "2026-10")
        for dry_run in (False, True):
            with pytest.raises(Conflict) as refused, office.writing(actor) as work:
                enter(work, OCTOBER, [FigureNews("u1", {"marks": 4})], dry_run=dry_run)
            assert refused.value.code == "period-closed"
            assert "2026-10" in refused.value.words.zh and "2026-10" in refused.value.words.en
        assert put(office, actor, 5, "miscounted").changed == 1
        with office.reading(actor) as work:
            value: Any = held(work, OCTOBER, ["u1"])["u1"]["marks"].value
            newest = list_entries(work).items[0]
        assert value.text == "5"
        assert (newest.action, newest.detail["correction"]) == ("figures.changed", "miscounted")

    def test_other_periods_are_open(self, office: Office, actor: Actor) -> None:
        say(office, actor, PersonNews("u1", "2026-01-01"))
        close(office, actor, "2026-09", "2026-Q4")
        assert put(office, actor, 4).changed == 1
        close(office, actor, "2026-10")
        with office.writing(actor) as work:
            reopen_period(work, "2026-10", "closed too early")
        assert put(office, actor, 5).changed == 1

    def test_nothing_slips_in_beside_the_closing(self, office: Office, actor: Actor) -> None:
        """Whoever began to enter before it is closed ends before it is, and nobody begins after it."""
        say(office, actor, PersonNews("u1", "2026-01-01"))
        put(office, actor, 1)
        entered, order = threading.Event(), list[str]()

        def closing() -> None:
            entered.wait()
            close(office, actor, "2026-10")
            order.append("closed")

        thread = threading.Thread(target=closing)
        thread.start()
        with office.writing(actor) as work:
            enter(work, OCTOBER, [FigureNews("u1", {"marks": 2})])
            entered.set()
            thread.join(0.3)
            order.append("entered")
        thread.join()
        assert order == ["entered", "closed"]
        with pytest.raises(Conflict):
            put(office, actor, 3)


class TestPeople:
    def test_changes_within_closed_periods_are_taken_and_told(self, office: Office, actor: Actor) -> None:
        team = {"team": "day"}
        say(office, actor, *(PersonNews(f"u{number}", "2026-01-01", attributes=team) for number in range(3)))
        close(office, actor, "2026-09", "2026-10")
        outcome = say(
            office,
            actor,
            PersonNews("u0", "2026-10-16", attributes={"team": "night"}),
            PersonNews("u0", "2026-11-01", attributes={"team": "day"}),
            PersonNews("u1", "2026-09-30", ended=True),
            PersonNews("u2", "2026-11-01", attributes={"team": "night"}),
        )
        assert outcome.changed == 3
        assert noted(outcome.notes) == [
            (
                "people-in-closed-period",
                f"{period} is closed, and what holds of {count} people within it changes",
            )
            for period, count in (("2026-09", 1), ("2026-10", 2))
        ]

    def test_what_does_not_change_is_not_told(self, office: Office, actor: Actor) -> None:
        news = PersonNews("u1", "2026-01-01", "张三", {"team": "day"})
        left = PersonNews("u2", "2026-01-01"), PersonNews("u2", "2026-10-01", ended=True)
        say(office, actor, news, *left)
        close(office, actor, "2026-10")
        assert noted(say(office, actor, news).notes) == []
        assert noted(say(office, actor, PersonNews("u1", "2026-01-01", "李四")).notes) == []
        # who is not there in a period is not there whatever their team
        assert noted(say(office, actor, PersonNews("u2", "2026-10-02", attributes={"team": "x"})).notes) == []

    def test_one_person_is_told_of_too(self, office: Office, actor: Actor) -> None:
        close(office, actor, "2026-10")
        with office.writing(actor) as work:
            new = put_person(
                work, "u1", None, from_day="2026-10-31", name="A", attributes={}, manager=None, ended=False
            )
            assert len(noted(new.notes)) == 1
        with office.writing(actor) as work:
            later = change_person(work, "u1", from_day="2026-11-01", attributes={"team": "x"})
            assert noted(later.notes) == []
        with office.reading(actor) as work:
            tried = tell(work, [PersonNews("u2", "2026-01-01")], dry_run=True)
        assert len(noted(tried.notes)) == 1


class TestEvents:
    def test_late_records_are_taken_and_told(self, place: Office, actor: Actor) -> None:
        declared(place, actor)
        late = call(1, started_at="2026-10-31 23:59:59")
        assert noted(sent(place, actor, late, call(2)).notes) == []
        close(place, actor, "2026-10", "2026-W45")
        # the first of November on the workspace's clock is October in UTC
        with place.reading(actor) as work:
            assert workspace_of(work).time_zone == "Asia/Shanghai"
        assert noted(sent(place, actor, late).notes) == [], "it was there already"
        taken = sent(place, actor, {**late, "wait": 7}, call(3, started_at="2026-10-31T16:00:00Z"), call(4))
        assert noted(taken.notes) == [in_period("2026-10", 1), in_period("2026-W45", 1)]
        assert noted(sent(place, actor, {"call_id": "c1", "withdrawn": True}).notes) == [in_period("2026-10", 1)]
        assert noted(sent(place, actor, {"call_id": "c1", "withdrawn": True}).notes) == []

    @pytest.mark.parametrize("how", ["by file", "in batches", "in batches that became parts"])
    def test_what_moves_out_of_a_closed_period_is_told(self, place: Office, actor: Actor, how: str) -> None:
        """However it comes, as the same: where an event lay counts as much as where it lies now."""
        declared(place, actor)
        before = [call(number, started_at="2026-10-03 08:15:00", wait=number) for number in range(5)]
        sent(place, actor, *before)
        if how == "in batches that became parts":
            pinned(place, actor)
        sent(place, actor, call(7), call(3, started_at="2026-11-01 00:00:00", wait=3))
        close(place, actor, "2026-10", "2026-09")
        moved = [
            call(0, started_at="2026-11-03 08:15:00", wait=0),  # out of it
            call(1, started_at="2026-10-04 08:15:00", wait=1),  # within it
            call(2, started_at="2026-10-03 08:15:00", wait=2),  # unchanged
            call(3, started_at="2026-11-02 00:00:00", wait=3),  # had left it before
            call(4, started_at="2026-09-30 08:15:00", wait=4),  # from one to another
            call(5, started_at="2026-10-31 23:59:59", wait=5),  # new in it
            call(6, started_at="2026-11-03 08:15:00", wait=6),  # new elsewhere
            call(7, started_at="2026-10-05 08:15:00"),  # into it
        ]
        if how == "by file":
            lines = [f"{one['call_id']},{one['agent']},{one['started_at']},{one.get('wait', '')}," for one in moved]
            notes = report(imported(place, actor, HEADER + "\n".join(lines) + "\n"))["issues"]
        else:
            notes = sent(place, actor, *moved).notes
        assert noted(notes) == [in_period("2026-09", 1), in_period("2026-10", 5)]

    @pytest.mark.parametrize("meanwhile", ["nothing", "the event moves", "it becomes a part", "another period closes"])
    def test_what_was_looked_up_before_is_heeded_while_it_holds(
        self, place: Office, actor: Actor, meanwhile: str
    ) -> None:
        declared(place, actor)
        sent(place, actor, call(1, started_at="2026-10-03 08:15:00"))
        moved = [call(1, started_at="2026-09-03 08:15:00")]
        with place.reading(actor) as work:
            assert look_ahead(work, place.data_dir, "calls", moved) is None, "no period is closed"
        close(place, actor, "2026-10")
        with place.reading(actor) as work:
            ahead = look_ahead(work, place.data_dir, "calls", moved)
        assert ahead is not None
        expected = [in_period("2026-10", 1)]
        if meanwhile == "the event moves":
            sent(place, actor, call(1, started_at="2026-08-03 08:15:00"))
            expected = []
        elif meanwhile == "it becomes a part":
            pinned(place, actor)
        elif meanwhile == "another period closes":
            close(place, actor, "2026-09")
            expected.insert(0, in_period("2026-09", 1))
        assert noted(sent(place, actor, *moved, ahead=ahead).notes) == expected

    def test_a_batch_that_is_one_too_many_holds_all_the_same(
        self, place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What was looked at because of closed periods is no older than what is kept."""
        monkeypatch.setattr(records, "MOST_WAITING", 2)
        declared(place, actor)
        close(place, actor, "2026-10")
        sent(place, actor, call(1, wait=1), call(2, wait=2))
        taken = sent(place, actor, call(1, wait=9), call(3, wait=3))
        assert taken.waiting == 0, "they became a part"
        assert [(row[0], int(row[3])) for row in events(place, actor)] == [("c1", 9), ("c2", 2), ("c3", 3)]

    @pytest.mark.parametrize("how", ["at once", "in the background"])
    def test_files_tell_what_changed_in_closed_periods(
        self, place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch, how: str
    ) -> None:
        if how == "in the background":
            monkeypatch.setattr(imports, "SMALL", 0)
        declared(place, actor)
        lines = ["c1,u1,2026-10-03 08:15:00,12,simple", "c2,u2,2026-11-03 09:15:00,20.5,complex"]
        content = HEADER + "\n".join(lines) + "\n"
        assert noted(report(imported(place, actor, content))["issues"]) == []
        close(place, actor, "2026-10")
        assert noted(report(imported(place, actor, content))["issues"]) == []
        # c1 moves out of October, c2 into it, c3 is new there, c4 is not
        moved = HEADER + "\n".join(
            [
                "c1,u1,2026-11-03 08:15:00,12,simple",
                "c2,u2,2026-10-03 09:15:00,20.5,complex",
                "c3,u2,2026-10-05 09:15:00,1,simple",
                "c4,u2,2026-11-05 09:15:00,1,simple",
            ]
        )
        for dry_run in (True, False):
            facts = imported(place, actor, moved, dry_run=dry_run)
            assert facts.state == "done"
            assert noted(report(facts)["issues"]) == [in_period("2026-10", 3)]


def test_many_closed_days_are_told_one_by_one(office: Office, actor: Actor) -> None:
    days = [f"2026-10-{day:02d}" for day in range(1, 4)]
    close(office, actor, *days)
    outcome = say(office, actor, PersonNews("u1", "2026-10-02"), PersonNews("u2", "2026-10-03"))
    counts = zip(days[1:], (1, 2), strict=True)
    assert [words.split(" is closed")[0] for _, words in noted(outcome.notes)] == days[1:]
    assert all(f"{count} people" in words for (_, words), (_, count) in zip(noted(outcome.notes), counts, strict=True))


def test_a_correction_needs_its_reason() -> None:
    assert correction_reason("why", correction=False) is None
    assert correction_reason("why", correction=True) == "why"
    for nothing in (None, "", "  "):
        with pytest.raises(Refused):
            correction_reason(nothing, correction=True)
