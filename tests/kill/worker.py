"""A worker process for the tests: as ``scorewright worker``, with short leases, small pieces and a place to stop at."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from service.logs import configure_logging
from service.runs import job
from service.runs.claiming import Terms
from service.runs.stored import Stored
from service.work import Office
from service.worker import Worker
from store.database import Database
from tests.kill.importing import work_with_short_leases


@dataclass(frozen=True, slots=True)
class Orders:
    """``stop_at`` is a stage: the worker stops itself (SIGSTOP) right before it writes what its first piece of that
    stage brings; whoever started it lets it go on."""

    url: str
    data_dir: str
    lease: float
    piece: int
    fencing: bool = True
    stop_at: str = ""


def work(orders: Orders) -> None:
    configure_logging("ERROR")
    office = Office(Database(orders.url, pool_size=2), data_dir=Path(orders.data_dir))
    terms = Terms(
        lease=orders.lease, tries=100_000, memory="256MB", threads=1, piece=orders.piece, fencing=orders.fencing
    )
    work_with_short_leases(orders.lease)
    if orders.stop_at:
        _stop_before_writing(orders.stop_at)
    worker = Worker(office, Stored(office.data_dir), terms)
    while True:
        try:
            if not worker.run_until_idle():
                threading.Event().wait(0.05)
        except SQLAlchemyError:
            threading.Event().wait(0.05)


def _stop_before_writing(stage: str) -> None:
    whole = job.Job.complete
    stopped = []

    def complete(self: job.Job, *arguments: object, **named: object) -> None:
        if self.claim.stage == stage and not stopped:
            stopped.append(True)
            # On SQLite a process that stands still within a transaction holds up everybody, heartbeats included.
            self.beat.__exit__(None, None, None)
            os.kill(os.getpid(), signal.SIGSTOP)
        whole(self, *arguments, **named)  # type: ignore[arg-type]

    job.Job.complete = complete  # type: ignore[assignment, method-assign]
