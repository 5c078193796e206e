"""Whoever imports is killed with -9 at random moments: every event counts once, every list is there whole or not."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from service.work import SCOPES, Actor, Office
from service.workspaces import create_workspace
from tests.conftest import sqlite_file
from tests.kill.centre import opened
from tests.kill.importing import (
    Ending,
    ending_of,
    furnish,
    import_list,
    people_file,
    people_of,
    states_of,
    undisturbed,
)
from tests.kill.test_killed_workers import NURSERY, PATIENCE, ended
from tests.kill.worker import Orders, work

ROWS = 6_000
PEOPLE = 3_000
LEASE = 1.0


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Ending:
    """The end of imports that nobody disturbs."""
    folder = tmp_path_factory.mktemp("quiet")
    office = opened(sqlite_file(folder), folder / "data")
    actor, ids = furnish(office, "quiet", ROWS)
    undisturbed(office)
    ending = ending_of(office, actor, ids)
    office.database.close()
    assert ending.states == ("done", "done") and ending.stray_files == ()
    assert ending.counts[0]["corrected"] > 0 and ending.counts[1]["withdrawn"] == ROWS // 30
    assert ending.events == ROWS - ROWS // 30
    return ending


def test_a_few_kills(fresh_database_url: str, office: Office, quiet: Ending) -> None:
    assert all(end == quiet for end in under_fire(fresh_database_url, office, kills=2, seed=3))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_many_kills(fresh_database_url: str, office: Office, quiet: Ending, seed: int) -> None:
    assert all(end == quiet for end in under_fire(fresh_database_url, office, kills=25, seed=seed, rarely=4.0))


def under_fire(url: str, office: Office, kills: int, seed: int, rarely: float = 1.5) -> list[Ending]:
    """The ends of as many pairs of imports as it takes to kill so many workers, two of which work at any time; one is
    killed within so many seconds."""
    chance = random.Random(seed)
    orders = Orders(url, str(office.data_dir), LEASE, piece=40)
    start = lambda: NURSERY.Process(target=work, args=(orders,))  # noqa: E731
    ends = []
    with ended([start() for _ in range(2)]) as workers:
        for worker in workers:
            worker.start()
        while kills:
            actor, ids = furnish(office, f"centre-{len(ends)}", ROWS)
            until = time.monotonic() + PATIENCE
            while set(states := states_of(office, actor, ids)) != {"done"}:
                assert time.monotonic() < until, states
                time.sleep(chance.uniform(0.05, rarely) if kills else 0.05)
                if kills:
                    victim = chance.randrange(len(workers))
                    workers[victim].kill()
                    workers[victim].join()
                    workers[victim] = start()
                    workers[victim].start()
                    kills -= 1
                    until = time.monotonic() + PATIENCE
            ends.append((actor, ids))
    return [ending_of(office, actor, ids) for actor, ids in ends]


def test_a_list_of_people_is_there_whole_or_not(fresh_database_url: str, office: Office, tmp_path: Path) -> None:
    whole_or_not(fresh_database_url, office, tmp_path, kills=3)


@pytest.mark.slow
def test_a_list_of_people_after_many_kills(fresh_database_url: str, office: Office, tmp_path: Path) -> None:
    whole_or_not(fresh_database_url, office, tmp_path, kills=40)


def whole_or_not(url: str, office: Office, folder: Path, kills: int) -> None:
    """Each time a new workspace, whose only import is killed; then it is done again."""
    chance = random.Random(5)
    path = people_file(folder, PEOPLE)
    longest = 0.0
    hashes, cut_off, number = set(), 0, 0
    while cut_off < kills:
        create_workspace(office, f"list-{number}", "Centre")
        actor = Actor(f"list-{number}", "", frozenset(SCOPES))
        asked = (url, str(office.data_dir), actor.workspace_id, str(path))
        importer = NURSERY.Process(target=import_list, args=asked)
        began = time.monotonic()
        importer.start()
        if number:
            # the first tells how long it takes, the others are killed before that
            importer.join(chance.uniform(0.1, 1.0) * longest)
            importer.kill()
        importer.join()
        count, revision, _ = people_of(office, actor)
        assert (count, revision) in ((0, 0), (PEOPLE, 1))
        cut_off += count == 0
        if count:
            # it was over sooner than that
            longest = 0.8 * longest if number else time.monotonic() - began
        import_list(*asked)
        count, revision, hash = people_of(office, actor)
        assert (count, revision) == (PEOPLE, 1)
        hashes.add(hash)
        number += 1
        assert number < 5 * kills + 10, "hardly anybody was killed before the end: nothing was tried here"
    assert len(hashes) == 1
