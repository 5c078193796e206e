"""Imports: a file is taken in, read in the background, and its events count from one moment on, all or none.

An import is claimed like any work that several processes share: with a lease by the database's clock and an attempt
number, and only the present attempt can finish it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from engine.issues import Issue, Refused, Words
from rules.period import parse_period
from service.audit import note_change
from service.datasets import dataset_row, declaration_of, digest_in
from service.duck import computing, literal
from service.errors import NotFound
from service.importing.codes import EVENT_PERSON_UNKNOWN, IMPORT_FAILED
from service.importing.job import SUBJECTS, Job, Outcome, nothing_read, outcome_from, work_out, write_whole
from service.importing.mapping import ColumnMapping, read_mapping
from service.outbox import post
from service.parts import dataset_folder
from service.snapshots import add_part, compact, part_files
from service.sources.registry import source_of
from service.tables.opening import kind_of, source_kind_of
from service.text import checked_text, json_text
from service.work import Actor, Office, Page, Work
from service.workspaces import workspace_of
from store.chunks import KEYS_AT_ONCE
from store.clock import database_time
from store.models import Dataset, DatasetImport
from store.models.dataset import dataset_for_update
from store.models.dataset_import import import_for_update, import_of, imports_before, is_free, next_import
from store.models.person import known_people

LEASE = timedelta(seconds=30)
SMALL = 256 * 1024
"""Bytes of a file that is read while the request waits."""

MOST_ATTEMPTS = 3
MOST_ROUNDS = 4
_PATIENCE = 0.2
_MOST_UNKNOWN = 200
_ROOT = Path(__file__).resolve().parents[1]


class Unfinished(Exception):
    """The process that read a file ended without an outcome; ``log`` is what it left behind."""

    def __init__(self, why: Words, log: str):
        super().__init__(f"{why.en}\n{log}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken in: where it lies, how large it is, and what it is called."""

    path: Path
    bytes: int
    hash: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Options:
    """``mapping`` None is the one kept with the dataset, if there is one. ``keep_rest`` imports the good rows where
    others are refused. With a ``period`` events outside it are refused. With a ``source`` the file is one that this
    system writes, and no table."""

    dry_run: bool = False
    keep_rest: bool = False
    period: str | None = None
    mapping: Mapping[str, Any] | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """``state``: ``queued``, ``running``, ``done``, ``refused`` (nothing was kept) or ``failed`` (of itself).

    ``seen`` counts the rows read so far. ``report`` is None until it has ended.
    """

    id: str
    dataset: str
    state: str
    dry_run: bool
    on_refused: str
    period: str | None
    source: str | None
    mapping: Mapping[str, Any]
    file_name: str
    kind: str
    bytes: int
    file_hash: str
    seen: int
    report: Mapping[str, Any] | None
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An import about to be stored, with what came of it when the file was small enough to be read at once."""

    id: str
    dataset: str
    upload: Upload
    options: Options
    mapping: ColumnMapping
    parts_seen: int
    outcome: Outcome | None
    place: Path | None


def take_in(data_dir: Path, stream: BinaryIO, name: str, media: str = "", source: str | None = None) -> Upload:
    """Write a file that comes in to the disk. Raises :class:`Refused` when it is no table, and not of a source."""
    if source is not None:
        source_of(source)
    folder = data_dir / ".uploads"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    size, hash = copy_hashed(stream, path)
    try:
        with path.open("rb") as file:
            kind = kind_of(file, name, media) if source is None else source_kind_of(file)
        return Upload(path, size, hash, checked_text(_base_name(name), "file", low=0, high=200), kind)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def copy_hashed(stream: BinaryIO, path: Path) -> tuple[int, str]:
    """Copy to a file; how many bytes, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while piece := stream.read(1 << 18):
            digest.update(piece)
            file.write(piece)
            size += len(piece)
    return size, f"sha256:{digest.hexdigest()}"


def prepare(
    work: Work, data_dir: Path, name: str, upload: Upload, options: Options, *, at_once: bool = False
) -> Prepared:
    """Check what is asked, and read a small file, or any that is to be read ``at_once``. Only reads from the database.
    Needs scope ``edit``."""
    work.actor.require("edit")
    row = dataset_row(work, name)
    declaration = declaration_of(row)
    told = options.mapping if options.mapping is not None else json.loads(row.mapping or "{}")
    mapping = read_mapping(told, declaration.dataset, ("mapping",))
    if options.period is not None:
        parse_period(options.period, ("period",))
    if options.source is not None:
        source_of(options.source)
    prepared = Prepared(work.ids(), name, upload, options, mapping, row.parts, None, None)
    if upload.bytes > SMALL and not at_once:
        return prepared
    place = data_dir / ".uploads" / f"{prepared.id}.reading"
    place.mkdir(parents=True)
    outcome = work_out(_job(work, data_dir, row, prepared, upload.path, place))
    return replace(prepared, outcome=outcome, place=place)


def begin(work: Work, data_dir: Path, prepared: Prepared) -> ImportFacts:
    """Store the import: finished when its file was read already, else queued for :func:`perform`."""
    upload, options = prepared.upload, prepared.options
    row = dataset_for_update(work.session, work.workspace_id, prepared.dataset)
    if row is None:
        raise NotFound("dataset", prepared.dataset)
    kept: dict[str, Any] = {"keep_rest": options.keep_rest, "period": options.period, "mapping": prepared.mapping.text}
    if options.source is not None:
        kept["source"] = options.source
    entry = DatasetImport(
        workspace_id=work.workspace_id,
        id=prepared.id,
        dataset=prepared.dataset,
        state="queued",
        dry_run=int(options.dry_run),
        options=json_text(kept),
        file_name=upload.name,
        kind=upload.kind,
        bytes=upload.bytes,
        file_hash=upload.hash,
        attempt=0,
        lease_until=None,
        seen=0,
        report=None,
        created_by=work.actor.key_id,
        created_at=work.now,
        started_at=None,
        finished_at=None,
    )
    work.session.add(entry)
    if prepared.outcome is None:
        path = upload_path(data_dir, work.workspace_id, prepared.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(upload.path, path)
        return _facts(entry)
    outcome, place = prepared.outcome, prepared.place
    assert place is not None
    entry.started_at = work.now
    compact(work, data_dir, prepared.dataset)
    if outcome.absorbed is not None and row.parts != prepared.parts_seen:
        job = _job(work, data_dir, row, prepared, upload.path, place)
        outcome = replace(outcome, absorbed=work_out(replace(job, read=False)).absorbed)
    _finish(work, row, entry, outcome, place)
    return _facts(entry)


def discard(prepared: Prepared) -> None:
    """Remove what is left of an import on the disk once it is stored or given up."""
    prepared.upload.path.unlink(missing_ok=True)
    if prepared.place is not None:
        shutil.rmtree(prepared.place, ignore_errors=True)


def get_import(work: Work, name: str, import_id: str) -> ImportFacts:
    """Needs scope ``read``."""
    work.actor.require("read")
    entry = import_of(work.session, work.workspace_id, name, import_id)
    if entry is None:
        raise NotFound("import", import_id)
    return _facts(entry)


def list_imports(work: Work, name: str, *, after: str | None = None, limit: int = 50) -> Page[ImportFacts]:
    """Newest first. Needs scope ``read``."""
    work.actor.require("read")
    dataset_row(work, name)
    rows = imports_before(work.session, work.workspace_id, name, after, limit + 1)
    shown = rows[:limit]
    return Page(tuple(_facts(row) for row in shown), (shown[-1].id,) if len(rows) > limit else None)


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


def upload_path(data_dir: Path, workspace_id: str, import_id: str) -> Path:
    """Where the file of an import lies until it is finished."""
    return data_dir / workspace_id / "imports" / import_id


class _Lost(Exception):
    """Another worker has the import now."""


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
        entry.state, entry.report = "failed", json_text(_failed([IMPORT_FAILED.at((), why=why)]))
        entry.finished_at, entry.lease_until = office.clock(), None
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
    try:
        _read_and_finish(office, claimed, path, place)
    except _Lost:
        return
    except Refused as refused:
        _give_up(office, claimed, "refused", refused.issues)
    except Unfinished as error:
        _give_up(office, claimed, "failed", [IMPORT_FAILED.at((), why=error.why)])
        raise
    except Exception as error:
        why = Words(f"出错（{type(error).__name__}）", f"something went wrong ({type(error).__name__})")
        _give_up(office, claimed, "failed", [IMPORT_FAILED.at((), why=why)])
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)
    path.unlink(missing_ok=True)


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
        job = _job(work, office.data_dir, row, prepared, path, place)
    outcome = _elsewhere(office, claimed, job, place)
    seen = prepared.parts_seen
    for round in range(MOST_ROUNDS):
        with _held(office, claimed) as (work, entry):
            locked = dataset_for_update(work.session, work.workspace_id, name)
            assert locked is not None
            is_current = outcome.absorbed is None or locked.parts == seen
            if not is_current:
                job = replace(_job(work, office.data_dir, locked, prepared, path, place), read=False)
                seen = locked.parts
            if not is_current and round == MOST_ROUNDS - 1:
                # others came in between again and again: now they wait for us
                outcome, is_current = replace(outcome, absorbed=work_out(job).absorbed), True
            if is_current:
                _finish(work, locked, entry, outcome, place)
                return
        outcome = replace(outcome, absorbed=_elsewhere(office, claimed, job, place).absorbed)


@contextmanager
def _held(office: Office, claimed: _Claimed) -> Iterator[tuple[Work, DatasetImport]]:
    """A transaction in which the import is ours; raises :class:`_Lost` when it no longer is."""
    with office.writing(claimed.actor) as work:
        entry = import_for_update(work.session, work.workspace_id, claimed.import_id)
        if entry is None or entry.attempt != claimed.attempt or entry.state != "running":
            raise _Lost
        entry.lease_until = database_time(work.session) + LEASE
        yield work, entry


def _elsewhere(office: Office, claimed: _Claimed, job: Job, place: Path) -> Outcome:
    """Have another process do a job, and keep the lease and the progress meanwhile."""
    (place / "outcome.json").unlink(missing_ok=True)
    write_whole(place / "job.json", job.text)
    command = [sys.executable, "-m", "service.importing", str(place)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])}
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    told = time.monotonic()
    try:
        while process.poll() is None:
            time.sleep(_PATIENCE)
            if time.monotonic() - told > LEASE.total_seconds() / 6:
                told = time.monotonic()
                with _held(office, claimed) as (_, entry):
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


def _finish(work: Work, row: Dataset, entry: DatasetImport, outcome: Outcome, place: Path) -> None:
    """Name the part and close the import, under the lock of the dataset's row."""
    absorbed = outcome.absorbed
    report = {**outcome.report, "added": 0, "corrected": 0, "withdrawn": 0, "unchanged": 0, "nothing_to_withdraw": 0}
    if absorbed is not None:
        if absorbed.part is not None:
            add_part(work, row, absorbed.part, f"import/{entry.id}")
        for count in ("added", "corrected", "withdrawn", "unchanged", "nothing_to_withdraw"):
            report[count] = getattr(absorbed, count)
    _tell_unknown_people(work, report, place / SUBJECTS)
    entry.state = "refused" if outcome.is_refused else "done"
    entry.report = json_text(report)
    entry.seen = report["rows"]
    entry.finished_at, entry.lease_until = work.now, None
    if entry.dry_run:
        return
    detail = {name: report[name] for name in ("rows", "refused", "added", "corrected", "withdrawn")}
    detail |= {"import": entry.id, "file": entry.file_name, "file_hash": entry.file_hash}
    action = "dataset.import-refused" if outcome.is_refused else "dataset.imported"
    note_change(work, action, f"dataset/{row.name}", after_hash=digest_in(row).hash, detail=detail)
    if absorbed is not None and absorbed.part is not None:
        post(work, "dataset.imported", {"dataset": row.name, "import": entry.id, "content_hash": digest_in(row).hash})


def _tell_unknown_people(work: Work, report: dict[str, Any], subjects: Path) -> None:
    """Add who is not in the list of people: how many, and those with the most events."""
    report["unknown_people"] = 0
    if not subjects.exists():
        return
    told: list[dict[str, object]] = []
    with computing("64MB") as con:
        rows = con.execute(f"SELECT * FROM read_parquet({literal(subjects)}) ORDER BY events DESC, subject")
        while some := rows.fetchmany(KEYS_AT_ONCE):
            known = known_people(work.session, work.workspace_id, [subject for subject, _ in some])
            for subject, events in some:
                if subject not in known:
                    report["unknown_people"] += 1
                    if len(told) < _MOST_UNKNOWN:
                        told.append(EVENT_PERSON_UNKNOWN.at((), person=subject[:60], count=events).to_json())
    report["issues"] = [*told, *report["issues"]]


def _give_up(office: Office, claimed: _Claimed, state: str, issues: list[Issue]) -> None:
    with suppress(_Lost), _held(office, claimed) as (work, entry):
        entry.state, entry.report = state, json_text(_failed(issues))
        entry.finished_at, entry.lease_until = work.now, None


def _failed(issues: list[Issue]) -> dict[str, Any]:
    return {**nothing_read(), "issues": [issue.to_json() for issue in issues]}


def _progress(place: Path) -> int:
    try:
        return int((place / "progress").read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _job(work: Work, data_dir: Path, row: Dataset, prepared: Prepared, file: Path, place: Path) -> Job:
    options = prepared.options
    parts = [
        {
            "path": str(part.path),
            "number": part.number,
            "repeats": part.repeats,
            "first_id": part.first_id,
            "last_id": part.last_id,
        }
        for part in part_files(work, data_dir, row.name)
    ]
    return Job(
        file=str(file),
        kind=prepared.upload.kind,
        dataset=row.name,
        declaration=row.declaration,
        mapping=prepared.mapping.told,
        home_zone=workspace_of(work).time_zone,
        now=work.now.isoformat(),
        period=options.period,
        dry_run=options.dry_run,
        keep_rest=options.keep_rest,
        folder=str(dataset_folder(data_dir, work.workspace_id, row.name)),
        part_id=work.ids(),
        parts=parts,
        place=str(place),
        source=options.source,
    )


def _facts(entry: DatasetImport) -> ImportFacts:
    kept = json.loads(entry.options)
    return ImportFacts(
        id=entry.id,
        dataset=entry.dataset,
        state=entry.state,
        dry_run=bool(entry.dry_run),
        on_refused="keep_rest" if kept["keep_rest"] else "refuse_all",
        period=kept["period"],
        source=kept.get("source"),
        mapping=json.loads(kept["mapping"]),
        file_name=entry.file_name,
        kind=entry.kind,
        bytes=entry.bytes,
        file_hash=entry.file_hash,
        seen=entry.seen,
        report=None if entry.report is None else json.loads(entry.report),
        created_by=entry.created_by,
        created_at=entry.created_at,
        started_at=entry.started_at,
        finished_at=entry.finished_at,
    )


def _base_name(name: str) -> str:
    """The last part of a name that may come with folders from another system."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][:200]
