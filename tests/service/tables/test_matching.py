"""Columns are found by id, label or spelling, and never guessed between two."""

from __future__ import annotations

import pytest

from service.tables.matching import Wanted, match_columns

WANTED = (Wanted("wait", ("排队时长", "Wait time")), Wanted("talk", ("通话时长", "Talk time")), Wanted("wait_time"))


@pytest.mark.parametrize(
    ("header", "positions"),
    [
        (("wait", "talk"), {"wait": 0, "talk": 1}),
        (("通话时长", " ＷＡＩＴ TIME "), {"talk": 0, "wait": 1}),
        (("wait_time", "Wait Time"), {"wait_time": 0, "wait": 1}),
    ],
)
def test_by_id_and_label(header: tuple[str, ...], positions: dict[str, int]) -> None:
    assert match_columns(header, WANTED).positions == positions


def test_loosely_only_where_one_thing_is_meant() -> None:
    assert match_columns(("Talk-Time (s)",), WANTED).positions == {}
    assert match_columns(("Talk-Time (s)",), WANTED, loosely=True).positions == {"talk": 0}
    # "wait time" is a label of one thing and the id of another
    assert match_columns(("WAIT-TIME",), WANTED, loosely=True).positions == {}
    # two columns that differ in what stands in brackets alone
    assert match_columns(("talk time (s)", "talk time (min)"), WANTED, loosely=True).positions == {}


def test_twice_and_ambiguous_are_told() -> None:
    twice = match_columns(("talk", "通话时长"), WANTED)
    assert [issue.code for issue in twice.issues] == ["column-twice"]
    both = match_columns(("时长",), (Wanted("a", ("时长",)), Wanted("b", ("时长",))))
    assert [issue.code for issue in both.issues] == ["column-ambiguous"]
    assert both.positions == {}


def test_what_is_taken_or_unknown_is_left() -> None:
    found = match_columns(("talk", "", "note"), WANTED, taken=(0,))
    assert (found.positions, found.unused) == ({}, [2])
