"""Workers are killed with -9 at random moments, several at once: the end is the one that nobody disturbed.

And the other way round: without fencing, a worker that was only thought dead spoils the end, and that is noticed here.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from service.runs.claiming import Terms
from service.work import Actor, Office
from tests.conftest import sqlite_file
from tests.kill.centre import Ending, ask, ending_of, furnish, look, opened, undisturbed
from tests.kill.worker import Orders, work

PEOPLE, PIECE = 240, 40
LEASE = 0.5
PATIENCE = 90.0

# Processes that have everything loaded when they begin, so that they are killed at work and not at loading.
NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(["tests.kill.worker"])


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Ending:
    """The end of a run that nobody disturbs."""
    folder = tmp_path_factory.mktemp("quiet")
    office = opened(sqlite_file(folder), folder / "data")
    actor = furnish(office, "quiet", PEOPLE)
    number = ask(office, actor)
    undisturbed(office, Terms(piece=PIECE))
    ending = ending_of(office, actor, number)
    office.database.close()
    assert ending.state == "done"
    assert ending.counts == {"scored": PEOPLE, "incomplete": 0, "not_eligible": 0, "problem": 0}
    assert ending.stray_files == []
    return ending


def start_worker(url: str, office: Office, *, fencing: bool = True, stop_at: str = "") -> BaseProcess:
    orders = Orders(url, str(office.data_dir), LEASE, PIECE, fencing, stop_at)
    worker = NURSERY.Process(target=work, args=(orders,), daemon=True)
    worker.start()
    return worker


@contextmanager
def ended(workers: list[BaseProcess]) -> Iterator[list[BaseProcess]]:
    """Whoever is in the list at the end of the block is killed."""
    try:
        yield workers
    finally:
        for worker in workers:
            worker.kill()
            worker.join()


def wait_for(office: Office, actor: Actor, number: int, *states: str, patience: float = PATIENCE) -> None:
    until = time.monotonic() + patience
    while look(office, actor, number).state not in states:
        assert time.monotonic() < until, look(office, actor, number)
        time.sleep(0.05)


def under_fire(url: str, office: Office, kills: int, seed: int) -> list[Ending]:
    """The ends of as many runs as it takes to kill so many workers, two of which work at any time."""
    chance = random.Random(seed)
    ends = []
    with ended([start_worker(url, office) for _ in range(2)]) as workers:
        while kills:
            actor = furnish(office, f"centre-{len(ends)}", PEOPLE)
            number = ask(office, actor)
            while kills and look(office, actor, number).state != "done":
                time.sleep(chance.uniform(0.02, 0.4))
                victim = chance.randrange(len(workers))
                workers[victim].kill()
                workers[victim].join()
                workers[victim] = start_worker(url, office)
                kills -= 1
            wait_for(office, actor, number, "done")
            ends.append((actor, number))
    return [ending_of(office, actor, number) for actor, number in ends]


def test_a_few_kills(fresh_database_url: str, office: Office, quiet: Ending) -> None:
    assert all(end == quiet for end in under_fire(fresh_database_url, office, kills=4, seed=7))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_hundred_kills(fresh_database_url: str, office: Office, quiet: Ending, seed: int) -> None:
    assert all(end == quiet for end in under_fire(fresh_database_url, office, kills=50, seed=seed))


LATE = ["score", *(pytest.param(stage, marks=pytest.mark.slow) for stage in ("prepare", "store", "finish"))]


@pytest.mark.parametrize("stage", LATE)
def test_a_worker_that_was_thought_dead_is_undone(
    fresh_database_url: str, office: Office, quiet: Ending, stage: str
) -> None:
    assert _with_a_late_worker(fresh_database_url, office, stage, fencing=True) == quiet


# Of the later stages the primary key of the lines and the look at the run that counts take care, too.
@pytest.mark.parametrize("stage", ["score", pytest.param("prepare", marks=pytest.mark.slow)])
def test_without_fencing_it_spoils_the_end(fresh_database_url: str, office: Office, quiet: Ending, stage: str) -> None:
    """What these tests look at does notice: with fencing switched off the end is another one."""
    assert _with_a_late_worker(fresh_database_url, office, stage, fencing=False) != quiet


def _with_a_late_worker(url: str, office: Office, stage: str, *, fencing: bool) -> Ending:
    """One worker stops right before it writes; another one takes over and finishes; then the first one goes on."""
    actor = furnish(office, "late", PEOPLE)
    number = ask(office, actor)
    with ended([start_worker(url, office, fencing=fencing, stop_at=stage)]) as workers:
        late = workers[0].pid
        assert late is not None
        _wait_until_stopped(late)
        workers.append(start_worker(url, office, fencing=fencing))
        wait_for(office, actor, number, "done")
        os.kill(late, signal.SIGCONT)
        time.sleep(3 * LEASE)
    return ending_of(office, actor, number)


def _wait_until_stopped(process: int) -> None:
    until = time.monotonic() + PATIENCE
    while Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "T":
        assert time.monotonic() < until
        time.sleep(0.02)
