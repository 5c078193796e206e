"""Recorded results: exact, never changed, superseded by recording again."""

from fractions import Fraction

import pytest

from engine.issues import Refused
from engine.values import Value
from rules.period import parse_period
from service import results
from service.audit import list_entries
from service.errors import NotFound
from service.results import Recorded, ToRecord
from service.work import Actor, Office
from tests.service.desk import together, write_and_publish


@pytest.fixture
def care(office: Office, actor: Actor) -> str:
    write_and_publish(office, actor, "care", "one", "2026-01")
    return "care"


def result(subject: str = "u17", score: str = "86.35", **values: Value) -> ToRecord:
    return ToRecord(
        subject=subject,
        inputs_hash="sha256:in",
        status="scored",
        values={"score": Fraction(score), **values},
        answer={"subject": subject, "说明": "好"},
        score=Fraction(score),
        tier="silver",
    )


def keep(office: Office, actor: Actor, period: str, *what: ToRecord, version: int = 1) -> tuple[Recorded, ...]:
    with office.writing(actor) as work:
        return results.record(work, "care", version, parse_period(period), "1.0.0", what)


def past(office: Office, actor: Actor, before: str, periods: int = 12, subject: str = "u17") -> list[tuple[str, Value]]:
    with office.reading(actor) as work:
        found = results.history(work, "care", [subject], parse_period(before), periods)[subject]
    return [(record.period, record.values["score"]) for record in found]


@pytest.mark.usefixtures("care")
class TestRecording:
    def test_what_was_recorded_comes_back(self, office: Office, actor: Actor) -> None:
        values: dict[str, Value] = {
            "cents": Fraction("0.1"),
            "large": Fraction("999999999999999.99"),
            "small": Fraction("-0.00000001"),
            "whole": Fraction(1000),
            "text": "5",
            "odd": "\x00\ud800\u2028",
            "flag": True,
            "missing": None,
            "接待量": Fraction(700),
        }
        kept = keep(office, actor, "2026-11", result(**values))
        with office.reading(actor) as work:
            (listed,) = results.list_results(work, "u17").items
        assert listed == kept[0]
        assert listed.values == {**values, "score": Fraction("86.35")}
        assert (str(listed.score), listed.tier, listed.sequence, listed.version) == ("86.35", "silver", 1, 1)
        assert listed.answer == {"subject": "u17", "说明": "好"}

    def test_a_number_that_is_no_decimal_is_refused(self, office: Office, actor: Actor) -> None:
        with pytest.raises(ValueError, match="no decimal"):
            keep(office, actor, "2026-11", result(third=Fraction(1, 3)))

    def test_the_same_again_changes_nothing(self, office: Office, actor: Actor) -> None:
        first = keep(office, actor, "2026-11", result())
        office.clock.advance(hours=1)  # type: ignore[attr-defined]
        assert keep(office, actor, "2026-11", result()) == first
        with office.reading(actor) as work:
            assert len(results.list_results(work, "u17").items) == 1
            assert [entry.action for entry in list_entries(work).items].count("results.recorded") == 1

    def test_another_result_supersedes_and_the_first_stays(self, office: Office, actor: Actor) -> None:
        keep(office, actor, "2026-11", result(score="86.35"))
        (second,) = keep(office, actor, "2026-11", result(score="80"))
        assert second.sequence == 2
        assert past(office, actor, "2026-12") == [("2026-11", Fraction(80))]
        with office.reading(actor) as work:
            assert [item.sequence for item in results.list_results(work, "u17").items] == [2, 1]

    def test_only_those_who_differ_get_a_new_row(self, office: Office, actor: Actor) -> None:
        keep(office, actor, "2026-11", result("a"), result("b"))
        kept = keep(office, actor, "2026-11", result("b", "70"), result("a"), result("c"))
        assert [(item.subject, item.sequence) for item in kept] == [("b", 2), ("a", 1), ("c", 1)]

    def test_many_people_at_once(self, office: Office, actor: Actor) -> None:
        people = [result(f"u{number}", str(number % 100)) for number in range(1201)]
        keep(office, actor, "2026-10", *people)
        kept = keep(office, actor, "2026-10", *people)
        assert [item.sequence for item in kept] == [1] * 1201
        with office.reading(actor) as work:
            found = results.history(work, "care", [p.subject for p in people], parse_period("2026-11"), 1)
        assert [records[0].values["score"] for records in found.values()] == [p.score for p in people]

    def test_a_person_twice_is_a_mistake_of_the_caller(self, office: Office, actor: Actor) -> None:
        with pytest.raises(ValueError, match="twice"):
            keep(office, actor, "2026-11", result(), result())

    @pytest.mark.parametrize("subject", ["", "  ", "x" * 201, "a\x00"])
    def test_subjects_that_cannot_be_kept(self, office: Office, actor: Actor, subject: str) -> None:
        with pytest.raises(Refused):
            keep(office, actor, "2026-11", result(subject))

    def test_by_a_version_that_is_not_there(self, office: Office, actor: Actor) -> None:
        with pytest.raises(NotFound, match="version"):
            keep(office, actor, "2026-11", result(), version=2)

    def test_in_another_workspace(self, office: Office, actor: Actor, stranger: Actor) -> None:
        keep(office, actor, "2026-11", result())
        assert past(office, stranger, "2026-12") == []
        with office.reading(stranger) as work:
            assert results.list_results(work, "u17").items == ()
        with pytest.raises(NotFound):
            keep(office, stranger, "2026-11", result())

    def test_several_at_once_follow_one_another(self, office: Office, actor: Actor) -> None:
        outcomes = together(6, lambda index: keep(office, actor, "2026-11", result(score=str(index))))
        assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
        with office.reading(actor) as work:
            listed = results.list_results(work, "u17").items
        assert [item.sequence for item in listed] == [6, 5, 4, 3, 2, 1]
        assert {item.score for item in listed} == set(range(6))


@pytest.mark.usefixtures("care")
class TestHistory:
    def test_earlier_periods_oldest_first_with_gaps(self, office: Office, actor: Actor) -> None:
        for period, score in (("2026-09", "1"), ("2026-11", "3"), ("2026-12", "4"), ("2026-06", "0")):
            keep(office, actor, period, result(score=score))
        assert past(office, actor, "2026-12") == [("2026-06", 0), ("2026-09", 1), ("2026-11", 3)]
        assert past(office, actor, "2026-12", 3) == [("2026-09", 1), ("2026-11", 3)]
        assert past(office, actor, "2026-12", 0) == []
        assert past(office, actor, "2026-06") == []

    def test_across_the_year(self, office: Office, actor: Actor) -> None:
        keep(office, actor, "2026-12", result(score="1"))
        assert past(office, actor, "2027-01", 1) == [("2026-12", 1)]

    def test_kinds_of_period_are_apart(self, office: Office, actor: Actor) -> None:
        for period in ("2026-10", "2026-Q4", "2026-10-01", "2026-W40"):
            keep(office, actor, period, result(score="5"))
        assert past(office, actor, "2027-01") == [("2026-10", 5)]
        assert past(office, actor, "2027-Q1") == [("2026-Q4", 5)]
        assert past(office, actor, "2026-10-02") == [("2026-10-01", 5)]
        assert past(office, actor, "2026-W41") == [("2026-W40", 5)]

    def test_further_back_than_the_calendar(self, office: Office, actor: Actor) -> None:
        keep(office, actor, "1900-01", result(score="5"))
        assert past(office, actor, "1900-02", 10**6) == [("1900-01", 5)]
        assert past(office, actor, "1900-01", 10**6) == []

    def test_people_who_were_not_scored_have_no_record(self, office: Office, actor: Actor) -> None:
        incomplete = ToRecord("u17", "h", "incomplete", {"orders": Fraction(3)}, {})
        keep(office, actor, "2026-11", incomplete)
        assert past(office, actor, "2026-12") == []

    def test_everyone_asked_for_is_answered(self, office: Office, actor: Actor) -> None:
        keep(office, actor, "2026-11", result("a"))
        with office.reading(actor) as work:
            found = results.history(work, "care", ["a", "b"], parse_period("2026-12"), 3)
        assert {subject: len(records) for subject, records in found.items()} == {"a": 1, "b": 0}

    def test_places_in_time(self, office: Office, actor: Actor) -> None:
        keep(office, actor, "2026-11", result())
        with office.reading(actor) as work:
            (record,) = results.history(work, "care", ["u17"], parse_period("2026-12"), 1)["u17"]
        assert (record.quarter, record.year) == (4, 2026)
        assert record.index == parse_period("2026-12").index - 1


@pytest.mark.usefixtures("care")
def test_a_persons_results_in_pages(office: Office, actor: Actor) -> None:
    for period in ("2026-09", "2026-10", "2026-11"):
        keep(office, actor, period, result(score="1"))
        keep(office, actor, period, result(score="2"))
    seen: list[tuple[str, int]] = []
    after = None
    with office.reading(actor) as work:
        while True:
            page = results.list_results(work, "u17", after=after, limit=4)
            seen += [(item.period, item.sequence) for item in page.items]
            after = page.next
            if after is None:
                break
    assert seen == [("2026-11", 2), ("2026-11", 1), ("2026-10", 2), ("2026-10", 1), ("2026-09", 2), ("2026-09", 1)]
