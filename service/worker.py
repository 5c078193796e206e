"""The worker: takes pieces of runs and imports from the database, one after the other, for as long as it lives.

Any number may work at the same time, in server processes and in processes of their own, on one machine or on several
that share the data directory. A worker may die at any moment.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import duckdb
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from engine.issues import Issue, Refused
from service.errors import FileMissing, ServiceError
from service.housekeeping import keep_house
from service.import_work import perform_next
from service.logs import log
from service.runs.claiming import Claim, Lost, Terms, claim_next, fail
from service.runs.codes import RUN_OUT_OF_MEMORY, RUN_UNEXPECTED
from service.runs.folder import RunFolder, run_folder
from service.runs.job import Heartbeat, Job, open_job
from service.runs.sources import Sources
from service.runs.stages import STAGES
from service.settings import Settings
from service.work import Office
from store.models.run import run_by_number

IDLE = 1.0
"""Seconds between two looks when there is nothing to do."""
AWAY = 2.0
"""Seconds to wait for a database that does not answer."""
STRAY = 3600.0
"""Seconds after which a file that no row names is swept away."""


def terms_of(settings: Settings) -> Terms:
    return Terms(
        lease=settings.worker_lease,
        tries=settings.worker_attempts,
        memory=settings.worker_memory,
        threads=settings.worker_threads,
    )


class Worker:
    """Works until :meth:`stop`. ``name`` tells in the database who holds a piece."""

    def __init__(self, office: Office, sources: Sources, terms: Terms):
        self.office, self.sources, self.terms = office, sources, terms
        self.name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_native_id()}"
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work, wait when there is nothing to do, and never give up."""
        self.sweep()
        cleaned = 0.0
        while not self._stopping.is_set():
            try:
                if time.monotonic() - cleaned > STRAY or not cleaned:
                    cleaned = time.monotonic()
                    keep_house(self.office)
                busy = self.work_once()
            except SQLAlchemyError as error:
                log.warning("the worker waits for the database", cause=str(error).splitlines()[0])
                self._stopping.wait(AWAY)
                continue
            if not busy:
                self._stopping.wait(IDLE)

    def run_until_idle(self) -> int:
        """Do all that waits; how many pieces that were."""
        count = 0
        while not self._stopping.is_set() and self.work_once():
            count += 1
        return count

    def stop(self) -> None:
        """Take no further piece."""
        self._stopping.set()

    def work_once(self) -> bool:
        """Do one piece, or an import when no piece waits; False when there was nothing to take."""
        claim = claim_next(self.office, self.terms, self.name)
        if claim is None:
            return self._import_once()
        with Heartbeat(self.office, claim, self.terms.lease) as beat:
            try:
                job = open_job(self.office, self.terms, claim, self.sources, beat)
            except Lost:
                return True
            self._do(job)
        return True

    def _import_once(self) -> bool:
        try:
            return perform_next(self.office)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001  # what is to be told of it stands in its report
            log.error("import failed", exc_info=error)
            return True

    def _do(self, job: Job) -> None:
        claim = job.claim
        facts = {"workspace": claim.workspace_id, "run": claim.run, "stage": claim.stage, "piece": claim.number}
        try:
            STAGES[claim.stage](job)
            log.info("piece done", **facts)
        except Lost:
            log.info("piece lost", **facts)
            _forget(job)
        except (OperationalError, InterfaceError):
            # Whether the last commit went through is not known, so files stay; when the lease ends the piece is taken
            # again.
            log.warning("piece left", **facts)
            raise
        except Refused as refused:
            self._fail(claim, refused.issues)
        except FileMissing as error:
            self._fail(claim, [error.issue])
        except ServiceError as error:
            self._fail(claim, [RUN_UNEXPECTED.at((), stage=claim.stage, what=error.words)])
        except duckdb.OutOfMemoryException:
            self._fail(claim, [RUN_OUT_OF_MEMORY.at((), limit=self.terms.memory, stage=claim.stage)])
        except Exception as error:  # noqa: BLE001  # one run's trouble must not end the worker
            log.error("piece failed", **facts, exc_info=error)
            what = str(error.orig if isinstance(error, DBAPIError) else error).splitlines() or [""]
            self._fail(
                claim, [RUN_UNEXPECTED.at((), stage=claim.stage, what=f"{type(error).__name__}: {what[0][:200]}")]
            )

    def _fail(self, claim: Claim, issues: list[Issue]) -> None:
        log.warning("run failed", run=claim.run, codes=[issue.code for issue in issues])
        fail(self.office, claim, issues)

    def sweep(self, older_than: float = STRAY) -> int:
        """Delete files of runs that no row names, such as those of attempts that were killed; how many that were."""
        count = 0
        for folder in sorted(self.office.data_dir.glob("*/runs/*")):
            if folder.name.isdigit():
                count += self._sweep_run(folder, folder.parent.parent.name, int(folder.name), older_than)
        return count

    def _sweep_run(self, folder: Path, workspace_id: str, number: int, older_than: float) -> int:
        with self.office.database.reading() as session:
            run = run_by_number(session, workspace_id, number)
        named = {run.inputs_file, run.values_file} if run is not None else set()
        return RunFolder(folder, number).keep_only(named, older_than=older_than)


def start_thread(office: Office, sources: Sources, terms: Terms) -> Worker:
    """A worker in a thread that ends with the process."""
    worker = Worker(office, sources, terms)
    threading.Thread(target=worker.run, name="worker", daemon=True).start()
    return worker


def _forget(job: Job) -> None:
    """The files of an attempt that was lost; no row names them, for naming them is part of what was undone."""
    for name in job.made:
        (run_folder(job.office.data_dir, job.claim.workspace_id, job.claim.run).path / name).unlink(missing_ok=True)
