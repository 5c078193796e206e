"""Periods: what they are written like, where they begin and end, how they follow one another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.issues import Refused
from rules.period import PeriodKind, parse_period, period_of

DAYS = st.dates(date(1901, 1, 8), date(2998, 12, 24))
KINDS = st.sampled_from(list(PeriodKind))


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2026", "year", "2026-01-01", "2026-12-31"),
        ("2026-Q1", "quarter", "2026-01-01", "2026-03-31"),
        ("2026-Q4", "quarter", "2026-10-01", "2026-12-31"),
        ("2026-11", "month", "2026-11-01", "2026-11-30"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2100-02", "month", "2100-02-01", "2100-02-28"),
        ("2026-12", "month", "2026-12-01", "2026-12-31"),
        ("2026-W47", "week", "2026-11-16", "2026-11-22"),
        ("2026-W01", "week", "2025-12-29", "2026-01-04"),
        ("2026-W53", "week", "2026-12-28", "2027-01-03"),
        ("2026-11-21", "day", "2026-11-21", "2026-11-21"),
        ("1900", "year", "1900-01-01", "1900-12-31"),
        ("2999-12-31", "day", "2999-12-31", "2999-12-31"),
    ],
)
def test_where_it_begins_and_ends(text: str, kind: str, start: str, end: str) -> None:
    period = parse_period(text)
    assert (str(period.kind), period.start.isoformat(), period.end.isoformat()) == (kind, start, end)
    assert (str(period), period.key) == (text, start)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "2026-1", "2026-00", "2026-13", "2026-Q0", "2026-Q5", "2026-q4", "2026-W00", "2026-W54", "2025-W53"),
        *("2026-w47", "2026-02-29", "2026-11-31", "2026-11-21T00", "26", "02026", "1899", "3000", "2026-11 ", "2026/1"),
        *("２０２６-11", "2026-٠١", "2026-11\n", "-2026", "9999-12-31", "0000", "2026-11-21-01", "x" * 100_000),
    ],
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_period(text, ("period",))
    (issue,) = caught.value.issues
    assert (issue.code, issue.path) == ("bad-period", ("period",))
    assert len(issue.message.en) < 100


@pytest.mark.parametrize(
    ("text", "count", "expected"),
    [
        ("2026-12", 1, "2027-01"),
        ("2026-01", -1, "2025-12"),
        ("2026-11", -23, "2024-12"),
        ("2026-Q4", 1, "2027-Q1"),
        ("2026-Q1", -5, "2024-Q4"),
        ("2026-W53", 1, "2027-W01"),
        ("2026-W01", -1, "2025-W52"),
        ("2026-02-28", 1, "2026-03-01"),
        ("2026", -126, "1900"),
        ("2026-11", 0, "2026-11"),
    ],
)
def test_following(text: str, count: int, expected: str) -> None:
    assert str(parse_period(text).plus(count)) == expected
    assert str(parse_period(text).back(-count)) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2999-12", 1),
        ("1900-01", -1),
        ("2999-Q4", 1),
        ("2999", 1),
        ("1900-01-01", -1),
        ("2026-W01", 10**9),
        ("1900", -1),
    ],
)
def test_beyond_the_calendar(text: str, count: int) -> None:
    with pytest.raises(Refused):
        parse_period(text).plus(count)


@pytest.mark.parametrize(
    ("text", "quarter"),
    [("2026-11", 4), ("2026", 1), ("2026-Q3", 3), ("2026-W01", 1), ("2026-W14", 2), ("2026-W40", 4)],
)
def test_the_quarter(text: str, quarter: int) -> None:
    """2026-W14 begins on 30 March, but most of it lies in April."""
    assert parse_period(text).quarter == quarter


def test_kinds_cannot_be_ordered_among_each_other() -> None:
    with pytest.raises(TypeError, match="different kinds"):
        assert parse_period("2026-11") < parse_period("2026-Q4")
    assert parse_period("2026-11") != parse_period("2026-Q4")


@given(KINDS, DAYS)
def test_every_day_lies_in_one_period(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.contains(day)
    assert not period.next.contains(day) and not period.previous.contains(day)


@given(KINDS, DAYS)
def test_periods_touch(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.next.start - period.end == timedelta(days=1)
    assert period.next.previous == period
    assert period.next.index == period.index + 1
    assert parse_period(str(period)) == period


@given(KINDS, DAYS, DAYS)
def test_order_is_the_order_of_their_days(kind: PeriodKind, one: date, other: date) -> None:
    first, second = period_of(kind, one), period_of(kind, other)
    assert (first < second) == (first.start < second.start) == (first.key < second.key) == (first.index < second.index)
    assert (first <= second) == (first.start <= second.start)
    assert (first > second) == (first.start > second.start)


@given(KINDS, DAYS, st.integers(-300, 300))
def test_going_back_and_forth(kind: PeriodKind, day: date, count: int) -> None:
    period = period_of(kind, day)
    try:
        moved = period.plus(count)
    except Refused:
        return
    assert moved.back(count) == period
    assert moved.index - period.index == count
