"""Changes told in any order come to stretches that partition the days exactly, each with what holds on it."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.days import LAST_DAY, day_before
from service.timeline import Stretch, Told, news, stretch_on, stretches
from service.written import Written

DAYS = [(date(2026, 11, 1) + timedelta(days=number)).isoformat() for number in range(12)]
VALUES = st.one_of(st.none(), st.sampled_from(["a", "b", "c"]).map(lambda text: Written("text", text)))
CHANGES = st.builds(
    Told,
    from_day=st.sampled_from(DAYS),
    attributes=st.dictionaries(st.sampled_from(["role", "team"]), VALUES),
    manager=st.sampled_from([None, "m1", "m2"]),
    manager_told=st.booleans(),
    ended=st.sampled_from([None, None, True, False]),
    removed=st.just(False),
)


def told_on(told: list[Told], day: str) -> tuple[dict[str, Written], str | None, bool] | None:
    """What holds on one day, worked out for that day alone: of all that is told until then the latest, by day and then
    by when it was told."""
    until = [change for change in told if change.from_day <= day]
    if not until:
        return None
    attributes: dict[str, Written] = {}
    for name in ("role", "team"):
        said = [change for change in until if name in change.attributes]
        latest = max(said, key=lambda change: (change.from_day, told.index(change)), default=None)
        value = latest.attributes[name] if latest else None
        if value is not None:
            attributes[name] = value
    managers = [change for change in until if change.manager_told]
    ends = [change for change in until if change.ended is not None]
    manager = max(managers, key=lambda change: (change.from_day, told.index(change)), default=None)
    ended = max(ends, key=lambda change: (change.from_day, told.index(change)), default=None)
    return attributes, manager.manager if manager else None, bool(ended and ended.ended)


def unique(told: list[Told]) -> list[Told]:
    """Without exact repeats, so that a change is known by what it says."""
    return [change for place, change in enumerate(told) if change not in told[:place]]


@given(st.lists(CHANGES, max_size=8).map(unique))
def test_every_day_has_what_was_told_for_it(told: list[Told]) -> None:
    found = stretches(told)
    for day in DAYS:
        one = stretch_on(found, day)
        assert (None if one is None else (one.attributes, one.manager, one.ended)) == told_on(told, day)


@given(st.lists(CHANGES, max_size=8))
def test_the_days_have_no_gap_and_no_overlap(told: list[Told]) -> None:
    found = stretches(told)
    assert bool(found) == bool(told)
    for one, following in pairwise(found):
        assert one.to_day == day_before(following.from_day)
        assert (one.attributes, one.manager, one.ended) != (following.attributes, following.manager, following.ended)
    if found:
        assert found[0].from_day == min(change.from_day for change in told)
        assert found[-1].to_day == LAST_DAY
    assert all(one.from_day <= one.to_day for one in found)


@given(st.lists(CHANGES, max_size=6), CHANGES)
def test_only_news_is_news(told: list[Told], change: Told) -> None:
    """Telling only what differs comes to the same on that day, and telling it again is no news."""
    found = stretches(told)
    fresh = news(found, change)
    if fresh is None:
        return
    shorter, longer = (
        stretch_on(stretches([*told, fresh]), change.from_day),
        stretch_on(stretches([*told, change]), change.from_day),
    )
    assert shorter is not None and longer is not None
    assert (shorter.attributes, shorter.manager, shorter.ended) == (longer.attributes, longer.manager, longer.ended)
    assert news(stretches([*told, fresh]), change) is None


def test_a_late_change_leaves_later_ones_alone() -> None:
    agent, lead = Written("text", "agent"), Written("text", "lead")
    told = [
        Told("2026-01-01", {"role": agent, "team": Written("text", "day")}),
        Told("2026-06-01", {"role": lead}),
        Told("2026-03-01", {"team": Written("text", "night")}),
    ]
    assert [(one.from_day, one.attributes["role"].text, one.attributes["team"].text) for one in stretches(told)] == [
        ("2026-01-01", "agent", "day"),
        ("2026-03-01", "agent", "night"),
        ("2026-06-01", "lead", "night"),
    ]


def test_removed_takes_back_what_was_told_before() -> None:
    told = [Told("2026-01-01"), Told("2026-01-01", removed=True)]
    assert stretches(told) == ()
    assert stretches([*told, Told("2026-05-01")]) == (Stretch("2026-05-01", LAST_DAY, {}, None, False),)
