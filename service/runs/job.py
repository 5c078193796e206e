"""A piece of a run while a worker is at it: everything its stage needs, and the heartbeat that keeps it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import duckdb
from sqlalchemy.exc import SQLAlchemyError

from rules.period import Period, parse_period
from service.duck import computing
from service.logs import log
from service.programs import Compiled, compiled, known
from service.runs.claiming import Claim, Lost, Terms, complete, renew
from service.runs.folder import RunFolder, run_folder
from service.runs.sources import Asked, Sources
from service.versions import get_version
from service.work import Office, Work
from store.models import Run, RunTask
from store.models.run import run_by_number


class Heartbeat:
    """Renews a claim in a thread of its own while the block runs; ``interrupt`` is called when it was lost."""

    def __init__(self, office: Office, claim: Claim, lease: float):
        self.progress = 0
        self.lost = False
        self.interrupt: Callable[[], None] | None = None
        self._office, self._claim, self._lease = office, claim, lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(self._lease / 3):
            try:
                held = renew(self._office, self._claim, self._lease, self.progress)
            except SQLAlchemyError as error:
                # The lease goes on for a while; if the database stays away, it ends, and that is then right.
                log.warning("heartbeat missed", run=self._claim.run, cause=str(error).splitlines()[0])
                continue
            if not held:
                self.lost = True
                interrupt = self.interrupt
                if interrupt is not None:
                    interrupt()
                return


@dataclass(slots=True)
class Job:
    """``run`` is the run's row as it was when the piece was taken. ``made`` are the files this attempt has written."""

    office: Office
    terms: Terms
    claim: Claim
    sources: Sources
    run: Run
    folder: RunFolder
    beat: Heartbeat
    made: list[str] = field(default_factory=list)

    @property
    def period(self) -> Period:
        return parse_period(self.run.period)

    def program(self) -> Compiled:
        return program_of(self.office, self.run, self.claim)

    def asked(self) -> Asked:
        """The inputs that the run wants."""
        run, actor, pins = self.run, self.claim.actor, json.loads(self.run.snapshot)
        return Asked(self.office, actor, self.program().program, self.period, pins, run.created_at, self.folder.path)

    def progress(self, people: int) -> None:
        """So many people more are done. Raises :class:`Lost` when the piece is no longer ours."""
        self.beat.progress += people
        if self.beat.lost:
            raise Lost

    @contextmanager
    def computing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """DuckDB for this piece, stopped in the middle when the piece is lost."""
        with computing(self.terms.memory, self.terms.threads, self.folder.path / ".spill") as con:
            self.beat.interrupt = con.interrupt
            try:
                yield con
            except duckdb.InterruptException:
                raise Lost from None
            finally:
                self.beat.interrupt = None

    @contextmanager
    def writing(self, kind: str) -> Iterator[Path]:
        """A file of this attempt: its name is new with every attempt, so no attempt can harm another one's."""
        name = f"{kind}-{self.claim.attempt}.parquet"
        with self.folder.writing(name) as path:
            yield path
        self.made.append(name)

    def complete(
        self, change: Callable[[Work, Run, RunTask], None], *, store: Callable[[Work], None] | None = None
    ) -> None:
        complete(self.office, self.claim, change, store=store, fencing=self.terms.fencing)


def open_job(office: Office, terms: Terms, claim: Claim, sources: Sources, beat: Heartbeat) -> Job:
    with office.reading(claim.actor) as work:
        run = run_by_number(work.session, claim.workspace_id, claim.run)
    if run is None:
        raise Lost
    return Job(office, terms, claim, sources, run, run_folder(office.data_dir, claim.workspace_id, claim.run), beat)


def program_of(office: Office, run: Run, claim: Claim) -> Compiled:
    """The program of the run's version."""
    with office.reading(claim.actor) as work:
        return program_of_version(work, run.rule_set_id, run.version)


def program_of_version(work: Work, rule_set: str, number: int) -> Compiled:
    version = get_version(work, rule_set, number)
    facts = version.facts
    ready = known(facts.content_hash, facts.language_version)
    return ready or compiled(facts.content_hash, facts.language_version, version.document, version.media)
