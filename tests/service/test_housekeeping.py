"""Small parts become one, strays go, and what counts stays what it was."""

from __future__ import annotations

import os
import time
from datetime import timedelta

from service.housekeeping import ENOUGH, KEPT, keep_house, merge_small_parts, verify
from service.work import Actor, Office
from tests.service.desk import SetClock
from tests.service.test_datasets import call, declared, events, pinned, place, sent, shown

__all__ = ["place"]


def test_small_parts_are_merged(place: Office, actor: Actor, clock: SetClock) -> None:
    declared(place, actor)
    for number in range(ENOUGH):
        sent(place, actor, call(number, wait=number), call(90, wait=number))
        if number == 4:
            sent(place, actor, {"call_id": "c1", "withdrawn": True})
        before = pinned(place, actor)
    seen = events(place, actor, before)
    assert merge_small_parts(place, actor.workspace_id, "calls")
    after = pinned(place, actor)
    assert after.hash == before.hash and len(after.datasets["calls"].files) == 1
    assert events(place, actor, after) == seen == events(place, actor, before)
    sent(place, actor, call(1, wait=77), call(90, wait=78))
    assert {row[0]: int(row[3]) for row in events(place, actor)} == {
        **{f"c{number}": number for number in range(ENOUGH)}, "c1": 77, "c90": 78,
    }  # fmt: skip
    with place.reading(actor) as work:
        assert all(is_right for _, is_right in verify(work, place.data_dir, "calls"))
    files = len(list(place.data_dir.rglob("*.parquet")))
    clock.now += KEPT + timedelta(minutes=1)
    keep_house(place)
    assert len(list(place.data_dir.rglob("*.parquet"))) == 2 < files


def test_strays_are_swept_and_nothing_else(place: Office, actor: Actor) -> None:
    declared(place, actor)
    sent(place, actor, call(1))
    pinned(place, actor)
    folder = place.data_dir / actor.workspace_id
    strays = [
        folder / "datasets" / "calls" / "stray.parquet",
        folder / "datasets" / "calls" / ".rough-1234",
        folder / "datasets" / "gone" / "old.parquet",
        folder / "imports" / "old",
        place.data_dir / ".uploads" / "half",
    ]
    for path in strays:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert keep_house(place) == 0, "what was just written may be about to be named"
    long_ago = time.time() - 7200
    for path in strays:
        os.utime(path, (long_ago, long_ago))
    assert keep_house(place) == len(strays)
    assert not any(path.exists() for path in strays)
    assert shown(place, actor) == ["c1"]
