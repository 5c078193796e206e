"""The work of importing: a queued import is claimed, its file read by a process of its own, and its outcome stored.

An import is claimed like any work that several processes share: with a lease by the database's clock and an attempt
number, and only the present attempt can finish it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from engine.issues import Issue, Refused, Words
from service.datasets import dataset_row, declaration_of
from service.import_outcomes import failed, finish
from service.importing.codes import IMPORT_FAILED
from service.importing.job import Job, Outcome, outcome_from, work_out, write_whole
from service.importing.mapping import read_mapping
from service.imports import Options, Prepared, forget_files, job_of
from service.parts import discard_part
from service.snapshots import compact
from service.text import json_text
from service.uploads import Upload, upload_path
from service.work import Actor, Office, Work
from store.clock import database_time
from store.database import after_commit
from store.models import DatasetImport
from store.models.dataset import dataset_for_update
from store.models.dataset_import import UNFINISHED, import_for_update, import_of, is_free, next_import

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
MOST_ROUNDS = 4
_PATIENCE = 0.2
_ATTENTION = 1.0
"""Seconds between two looks whether the import was stopped."""
_ROOT = Path(__file__).resolve().parents[1]


class Unfinished(Exception):
    """The process that read a file ended without an outcome; ``log`` is what it left behind."""

    def __init__(self, why: Words, log: str):
        super().__init__(f"{why.en}\n{log}")
        self.why = why


def perform_next(office: Office) -> bool:
    """Take the oldest import that nobody works on and finish it; whether there was one."""
    with office.database.writing() as session:
        entry = next_import(session, database_time(session))
        if entry is None:
            return False
        claimed = _claim(office, session, entry)
    if claimed is not None:
        _carry_out(office, claimed)
    return True


def perform(office: Office, workspace_id: str, import_id: str) -> None:
    """Finish an import that is queued, or whose worker gave no sign of life; nothing when somebody else has it."""
    with office.database.writing() as session:
        entry = import_for_update(session, workspace_id, import_id)
        if entry is None or not is_free(entry, database_time(session)):
            return
        claimed = _claim(office, session, entry)
    if claimed is not None:
        _carry_out(office, claimed)


class _Lost(Exception):
    """Another worker has the import now."""


class _Ended(_Lost):
    """Nobody is to have it any more: somebody stopped it, or finished it."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    actor: Actor
    import_id: str
    dataset: str
    attempt: int


def _claim(office: Office, session: Session, entry: DatasetImport) -> _Claimed | None:
    entry.attempt += 1
    if entry.attempt > MOST_ATTEMPTS:
        why = Words("读取它的进程一再中断", "the process that read it ended again and again")
        entry.state, entry.report = "failed", json_text(failed([IMPORT_FAILED.at((), why=why)]))
        entry.finished_at, entry.lease_until = office.clock(), None
        workspace_id, import_id = entry.workspace_id, entry.id
        after_commit(session, lambda: forget_files(office.data_dir, workspace_id, import_id))
        return None
    entry.state = "running"
    entry.started_at = entry.started_at or office.clock()
    entry.lease_until = database_time(session) + LEASE
    # on behalf of whoever asked for it, who stands in the audit trail
    actor = Actor(entry.workspace_id, entry.created_by, frozenset({"read", "edit"}))
    return _Claimed(actor, entry.id, entry.dataset, entry.attempt)


def _carry_out(office: Office, claimed: _Claimed) -> None:
    path = upload_path(office.data_dir, claimed.actor.workspace_id, claimed.import_id)
    place = path.with_name(f"{claimed.import_id}.{claimed.attempt}")
    place.mkdir(parents=True, exist_ok=True)
    has_ended = False
    try:
        _read_and_finish(office, claimed, path, place)
        has_ended = True
    except _Ended:
        has_ended = True
    except _Lost:
        return
    except (OperationalError, InterfaceError):
        # the database is away or somebody keeps it: when the lease ends the import is taken again
        raise
    except Refused as refused:
        has_ended = _give_up(office, claimed, "refused", refused.issues)
    except Unfinished as error:
        has_ended = _give_up(office, claimed, "failed", [IMPORT_FAILED.at((), why=error.why)])
        raise
    except Exception as error:
        why = Words(f"出错（{type(error).__name__}）", f"something went wrong ({type(error).__name__})")
        has_ended = _give_up(office, claimed, "failed", [IMPORT_FAILED.at((), why=why)])
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if has_ended:
            forget_files(office.data_dir, claimed.actor.workspace_id, claimed.import_id)


def _read_and_finish(office: Office, claimed: _Claimed, path: Path, place: Path) -> None:
    name = claimed.dataset
    with _held(office, claimed) as (work, entry):
        # what was sent before the import began is before it also in the order of arrival
        compact(work, office.data_dir, name)
        row = dataset_row(work, name)
        kept = json.loads(entry.options)
        mapping = read_mapping(json.loads(kept["mapping"]), declaration_of(row).dataset, ("mapping",))
        upload = Upload(path, entry.bytes, entry.file_hash, entry.file_name, entry.kind)
        options = Options(bool(entry.dry_run), kept["keep_rest"], kept["period"], source=kept.get("source"))
        prepared = Prepared(entry.id, name, upload, options, mapping, row.parts, None, None)
        job = job_of(work, office.data_dir, row, prepared, path, place)
    folder, made = Path(job.folder), [job.part_id]
    try:
        named = _finish_in_turn(office, claimed, prepared, job, made)
    except (_Lost, Unfinished):
        for part_id in made:
            discard_part(folder, part_id)
        raise
    for part_id in made:
        if part_id != named:
            discard_part(folder, part_id)


def _finish_in_turn(office: Office, claimed: _Claimed, prepared: Prepared, job: Job, made: list[str]) -> str | None:
    """Read the file, compare it with what the dataset holds when its turn has come, and name the part; its id.

    ``made`` takes up the id of every part that was or may have been written.
    """
    place, name = Path(job.place), claimed.dataset
    outcome = _elsewhere(office, claimed, job, place)
    seen = prepared.parts_seen
    for round in range(MOST_ROUNDS):
        with _held(office, claimed) as (work, entry):
            locked = dataset_for_update(work.session, work.workspace_id, name)
            assert locked is not None
            is_current = outcome.absorbed is None or locked.parts == seen
            if not is_current:
                job = replace(job_of(work, office.data_dir, locked, prepared, Path(job.file), place), read=False)
                made.append(job.part_id)
                seen = locked.parts
            if not is_current and round == MOST_ROUNDS - 1:
                # others came in between again and again: now they wait for us
                outcome, is_current = _again(outcome, work_out(job)), True
            if is_current:
                finish(work, office.data_dir, locked, entry, outcome, place)
                break
        outcome = _again(outcome, _elsewhere(office, claimed, job, place))
    part = None if outcome.absorbed is None else outcome.absorbed.part
    return None if part is None else part.id


def _again(outcome: Outcome, later: Outcome) -> Outcome:
    """What was read before, compared once more with what the dataset holds."""
    return replace(outcome, absorbed=later.absorbed, days=later.days)


@contextmanager
def _held(office: Office, claimed: _Claimed) -> Iterator[tuple[Work, DatasetImport]]:
    """A transaction in which the import is ours; raises :class:`_Lost` when it no longer is."""
    with office.writing(claimed.actor) as work:
        entry = import_for_update(work.session, work.workspace_id, claimed.import_id)
        if entry is not None and entry.state not in UNFINISHED:
            raise _Ended
        if entry is None or entry.attempt != claimed.attempt or entry.state != "running":
            raise _Lost
        entry.lease_until = database_time(work.session) + LEASE
        yield work, entry


def _elsewhere(office: Office, claimed: _Claimed, job: Job, place: Path) -> Outcome:
    """Have another process do a job, and keep the lease and the progress meanwhile."""
    (place / "outcome.json").unlink(missing_ok=True)
    write_whole(place / "job.json", job.text)
    command = [sys.executable, "-m", "service.importing", str(place), str(os.getpid())]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    told = looked = time.monotonic()
    try:
        while process.poll() is None:
            time.sleep(_PATIENCE)
            if time.monotonic() - looked > _ATTENTION:
                looked = time.monotonic()
                _look(office, claimed)
            if time.monotonic() - told > LEASE.total_seconds() / 6:
                told = time.monotonic()
                # a sign of life that comes late does no harm
                with suppress(OperationalError), _held(office, claimed) as (_, entry):
                    entry.seen = _progress(place)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode != 0 or not (place / "outcome.json").exists():
        why = Words(
            "读取文件的进程中断，可能内存不足", "the process that read the file ended, perhaps for want of memory"
        )
        raise Unfinished(why, (place / "log").read_text(encoding="utf-8", errors="replace")[-2000:])
    return outcome_from((place / "outcome.json").read_text(encoding="utf-8"))


def _look(office: Office, claimed: _Claimed) -> None:
    """Raise :class:`_Ended` when somebody has stopped the import; without waiting for whoever is writing."""
    with office.reading(claimed.actor) as work:
        entry = import_of(work.session, work.workspace_id, claimed.dataset, claimed.import_id)
        if entry is not None and entry.state == "cancelled":
            raise _Ended


def _give_up(office: Office, claimed: _Claimed, state: str, issues: list[Issue]) -> bool:
    """End the import; whether it has ended, which it has not when another worker has it by now."""
    try:
        with _held(office, claimed) as (work, entry):
            entry.state, entry.report = state, json_text(failed(issues))
            entry.finished_at, entry.lease_until = work.now, None
    except _Lost as lost:
        return isinstance(lost, _Ended)
    return True


def _progress(place: Path) -> int:
    try:
        return int((place / "progress").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
