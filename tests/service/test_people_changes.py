"""Telling what is new about people: recorded once, never altered, refused with reasons."""

from collections.abc import Iterator

import pytest

from engine.issues import Refused
from rules.period import parse_period
from service.audit import list_entries
from service.errors import Forbidden
from service.people_changes import Outcome, tell
from service.people_checks import PersonNews
from service.people_removal import remove
from service.spells import Spell, as_of_period, line_of_managers, people_revision
from service.work import Actor, Office
from tests.service.desk import codes_of, together

NOVEMBER = parse_period("2026-11")


def say(office: Office, actor: Actor, *told: PersonNews, keep_rest: bool = False) -> Outcome:
    with office.writing(actor) as work:
        return tell(work, told, keep_rest=keep_rest)


def november(office: Office, actor: Actor, revision: int | None = None) -> list[Spell]:
    with office.reading(actor) as work:
        return list(as_of_period(work, NOVEMBER, revision))


def test_a_change_in_the_middle_of_a_month(office: Office, actor: Actor) -> None:
    say(office, actor, PersonNews("u1", "2026-01-01", "张三", {"role": "agent", "wage": 5000}, "m1"))
    outcome = say(office, actor, PersonNews("u1", "2026-11-16", attributes={"role": "lead"}))
    assert (outcome.new, outcome.changed, outcome.unchanged, outcome.revision) == (0, 1, 0, 2)
    assert november(office, actor) == [
        Spell("u1", "2026-11-01", "2026-11-15", "m1", '{"role":"agent","wage":"5000"}'),
        Spell("u1", "2026-11-16", "2026-11-30", "m1", '{"role":"lead","wage":"5000"}'),
    ]


def test_the_list_can_be_read_as_it_stood(office: Office, actor: Actor) -> None:
    first = say(office, actor, PersonNews("u1", "2026-01-01", attributes={"team": "day"}))
    say(office, actor, PersonNews("u1", "2026-01-01", attributes={"team": "night"}), PersonNews("u2", "2026-01-01"))
    assert november(office, actor, 0) == []
    assert november(office, actor, first.revision) == [Spell("u1", "2026-11-01", "2026-11-30", None, '{"team":"day"}')]
    assert [spell.attributes for spell in november(office, actor)] == ['{"team":"night"}', "{}"]


def test_the_same_again_is_no_revision(office: Office, actor: Actor) -> None:
    news = PersonNews("u1", "2026-01-01", "张三", {"wage": "5000"}, "m1")
    first = say(office, actor, news)
    again = say(office, actor, PersonNews("u1", "2026-06-01", "张三", {"wage": 5000}, "m1"))
    assert (again.unchanged, again.revision, again.hash) == (1, 1, first.hash)
    with office.reading(actor) as work:
        assert people_revision(work).hash == first.hash
        assert [entry.action for entry in list_entries(work).items].count("people.changed") == 1


def test_who_has_left_is_not_there_and_may_come_back(office: Office, actor: Actor) -> None:
    say(office, actor, PersonNews("u1", "2026-01-01"), PersonNews("u1", "2026-11-11", ended=True))
    outcome = say(office, actor, PersonNews("u1", "2026-11-12", attributes={"team": "x"}))
    assert [note.code for note in outcome.notes] == ["person-has-left"]
    say(office, actor, PersonNews("u1", "2026-11-21", ended=False))
    assert [(spell.from_day, spell.to_day) for spell in november(office, actor)] == [
        ("2026-11-01", "2026-11-10"),
        ("2026-11-21", "2026-11-30"),
    ]


def test_all_that_is_said_replaces_the_rest(office: Office, actor: Actor) -> None:
    say(office, actor, PersonNews("u1", "2026-01-01", attributes={"role": "agent", "team": "day"}, manager="m"))
    say(office, actor, PersonNews("u1", "2026-11-01", attributes={"role": "agent"}, whole=True))
    assert november(office, actor) == [Spell("u1", "2026-11-01", "2026-11-30", None, '{"role":"agent"}')]


class TestCircles:
    def test_it_is_told_with_everybody_in_it_and_the_first_day(self, office: Office, actor: Actor) -> None:
        say(office, actor, *(PersonNews(a, "2026-01-01", manager=b) for a, b in [("a", "b"), ("b", "c")]))
        with pytest.raises(Refused) as refused:
            say(office, actor, PersonNews("c", "2026-05-01", manager="a"))
        (issue,) = refused.value.issues
        assert (issue.code, issue.message.en) == (
            "manager-circle",
            "From 2026-05-01 on the managers would form a circle: c → a → b → c",
        )

    def test_managers_of_other_days_form_none(self, office: Office, actor: Actor) -> None:
        say(office, actor, PersonNews("a", "2026-01-01", manager="b"), PersonNews("a", "2026-06-01", manager=None))
        say(office, actor, PersonNews("b", "2026-06-01", manager="a"))
        with pytest.raises(Refused):
            say(office, actor, PersonNews("b", "2026-05-31", manager="a"))

    def test_the_rest_may_be_kept(self, office: Office, actor: Actor) -> None:
        told = [PersonNews(a, "2026-01-01", manager=b) for a, b in [("a", "b"), ("b", "a"), ("c", "a")]]
        outcome = say(office, actor, *told, keep_rest=True)
        assert sorted(outcome.refused) == [0, 1]
        assert [spell.person for spell in november(office, actor)] == ["c"]
        assert [note.code for note in outcome.notes] == ["manager-unknown"]

    def test_of_two_at_once_that_would_close_a_circle_one_is_refused(self, office: Office, actor: Actor) -> None:
        say(office, actor, PersonNews("a", "2026-01-01"), PersonNews("b", "2026-01-01"))
        outcomes = together(
            2,
            lambda number: say(office, actor, PersonNews("ab"[number], "2026-01-01", manager="ba"[number])),
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Outcome", "Refused"]

    def test_the_line_upwards(self, office: Office, actor: Actor) -> None:
        say(office, actor, *(PersonNews(a, "2026-01-01", manager=b) for a, b in [("a", "b"), ("b", "c")]))
        say(office, actor, PersonNews("b", "2026-12-01", manager="d"))
        with office.reading(actor) as work:
            assert line_of_managers(work, "2026-11-30").above("a") == ("b", "c")
            assert line_of_managers(work, "2026-12-01").above("a") == ("b", "d")


@pytest.mark.parametrize(
    ("news", "codes"),
    [
        (PersonNews("", "2026-01-01"), ["text-length"]),
        (PersonNews("a\x00b", "2026-01-01"), ["bad-text"]),
        (PersonNews("a" * 201, "2026-01-01"), ["text-length"]),
        (PersonNews("a"), ["day-needed"]),
        (PersonNews("a", "2026-02-30"), ["bad-day"]),
        (PersonNews("a", "1899-12-31"), ["bad-day"]),
        (PersonNews("a", "2026-01-01", " "), ["name-invalid"]),
        (PersonNews("a", "2026-01-01", attributes={"1x": "y"}), ["id-invalid"]),
        (PersonNews("a", "2026-01-01", attributes={"x": ["y"]}), ["value-kind"]),
        (PersonNews("a", "2026-01-01", attributes={"x": "y\n"}), ["value-text"]),
        (PersonNews("a", "2026-01-01", attributes={"x": 10**41}), ["value-number"]),
        (PersonNews("a", "x", " ", manager=""), ["name-invalid", "text-length", "bad-day"]),
        (PersonNews("a", "2026-01-01", attributes={f"x{n}": n for n in range(101)}), ["too-many-attributes"]),
        (PersonNews("a", "2026-01-01", manager="a"), ["manager-circle"]),
    ],
)
def test_what_is_wrong_is_told_at_once(office: Office, actor: Actor, news: PersonNews, codes: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        say(office, actor, news)
    assert codes_of(refused.value) == codes
    assert november(office, actor) == []


def test_one_day_is_told_once(office: Office, actor: Actor) -> None:
    with pytest.raises(Refused) as refused:
        say(office, actor, PersonNews("a", "2026-01-01"), PersonNews("a", "2026-01-01", "A"))
    assert codes_of(refused.value) == ["person-told-twice"]


def test_other_workspaces_have_their_own_people(office: Office, actor: Actor, stranger: Actor) -> None:
    say(office, actor, PersonNews("a", "2026-01-01"))
    say(office, stranger, PersonNews("b", "2026-01-01", manager="a"))
    assert [spell.person for spell in november(office, stranger)] == ["b"]
    assert [spell.person for spell in november(office, actor)] == ["a"]


def test_telling_needs_its_scope(office: Office, actor: Actor) -> None:
    reader = Actor(actor.workspace_id, actor.key_id, frozenset({"read"}))
    with pytest.raises(Forbidden):
        say(office, reader, PersonNews("a", "2026-01-01"))


@pytest.fixture(autouse=True)
def _nothing_left_open(office: Office) -> Iterator[None]:
    yield
    assert office.database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_equal_people_have_an_equal_hash_however_they_came_about(office: Office, actor: Actor, stranger: Actor) -> None:
    first = say(office, actor, PersonNews("a", "2026-01-01", attributes={"team": "x", "shop": 1}))
    other = say(office, actor, PersonNews("a", "2026-06-01", attributes={"team": "y"}), PersonNews("b", "2026-01-01"))
    say(office, actor, PersonNews("a", "2026-06-01", attributes={"team": "x"}))
    with office.writing(actor) as work:
        remove(work, "b")
        back = people_revision(work)
    assert (back.hash, back.number) == (first.hash, 4)
    say(office, stranger, PersonNews("b", "2026-01-01"))
    say(office, stranger, PersonNews("a", "2026-01-01", attributes={"shop": "1", "team": "x"}))
    same = say(office, stranger, PersonNews("a", "2026-06-01", "Another name", attributes={"team": "y"}))
    assert same.hash == other.hash != first.hash
