"""Imports: a file is taken in, read in the background, and its events count from one moment on, all or none.

Here they are prepared, stored and looked at; small ones are finished at once. The others are for
:mod:`service.import_work`.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.issues import Words
from rules.period import parse_period
from service.audit import note_change
from service.closed_periods import closed_until
from service.datasets import dataset_row, declaration_of
from service.errors import Conflict, NotFound
from service.import_outcomes import finish, refused_path
from service.importing.codes import IMPORT_CANCELLED
from service.importing.job import Job, Outcome, nothing_read, work_out
from service.importing.mapping import ColumnMapping, read_mapping
from service.parts import dataset_folder
from service.snapshots import compact, part_files
from service.sources.registry import source_of
from service.text import json_text
from service.uploads import Scratch, Upload, upload_path, uploads_folder
from service.work import Page, Work
from service.workspaces import workspace_of
from store.clock import database_time
from store.database import after_commit
from store.models import Dataset, DatasetImport
from store.models.dataset import dataset_for_update
from store.models.dataset_import import UNFINISHED, import_for_update, import_of, imports_before, is_awaited, is_free

SMALL = 256 * 1024
"""Bytes of a file that is read while the request waits."""


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
    """``state``: ``queued``, ``running``, ``done``, or without anything kept ``refused``, ``failed`` (of itself) or
    ``cancelled``.

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
    place: Scratch | None


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
    place = Scratch(uploads_folder(data_dir) / f"{prepared.id}.reading")
    outcome = work_out(job_of(work, data_dir, row, prepared, upload.path, place.path))
    return replace(prepared, outcome=outcome, place=place)


def begin(work: Work, data_dir: Path, prepared: Prepared) -> ImportFacts:
    """Store the import: finished when its file was read already, else queued for :mod:`service.import_work`.

    What was sent later holds, so a file that was read already is queued, too, behind one that has not ended.
    """
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
    has_to_wait = not options.dry_run and is_awaited(work.session, work.workspace_id, prepared.dataset)
    work.session.add(entry)
    if prepared.outcome is None or has_to_wait:
        path = upload_path(data_dir, work.workspace_id, prepared.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(upload.path, path)
        return _facts(entry)
    assert prepared.place is not None
    outcome, place = prepared.outcome, prepared.place.path
    entry.started_at = work.now
    compact(work, data_dir, prepared.dataset)
    if outcome.absorbed is not None and row.parts != prepared.parts_seen:
        job = job_of(work, data_dir, row, prepared, upload.path, place)
        again = work_out(replace(job, read=False))
        outcome = replace(outcome, absorbed=again.absorbed, days=again.days)
    finish(work, data_dir, row, entry, outcome, place)
    return _facts(entry)


def discard(prepared: Prepared) -> None:
    """Remove what is left of an import on the disk once it is stored or given up."""
    prepared.upload.path.unlink(missing_ok=True)
    if prepared.place is not None:
        prepared.place.remove()


def get_import(work: Work, name: str, import_id: str) -> ImportFacts:
    """Needs scope ``read``."""
    work.actor.require("read")
    entry = import_of(work.session, work.workspace_id, name, import_id)
    if entry is None:
        raise NotFound("import", import_id)
    return _facts(entry)


def cancel_import(work: Work, data_dir: Path, name: str, import_id: str) -> ImportFacts:
    """Stop an import that has not ended; nothing of it counts, now or later. Needs scope ``edit``.

    Conflict ``import-state`` once it has ended. Whoever is reading the file stops within seconds.
    """
    work.actor.require("edit")
    entry = import_for_update(work.session, work.workspace_id, import_id)
    if entry is None or entry.dataset != name:
        raise NotFound("import", import_id)
    if entry.state not in UNFINISHED:
        words = Words(
            f"这次导入已经结束（{entry.state}），不能停止",
            f"The import has ended ({entry.state}); it cannot be stopped",
        )
        raise Conflict("import-state", words)
    if is_free(entry, database_time(work.session)):
        # nobody reads the file who would remove it afterwards
        after_commit(work.session, lambda: forget_files(data_dir, work.workspace_id, import_id))
    issues = [IMPORT_CANCELLED.at(()).to_json()]
    entry.state, entry.report = "cancelled", json_text({**nothing_read(), "rows": entry.seen, "issues": issues})
    entry.finished_at, entry.lease_until = work.now, None
    detail = {"import": entry.id, "file": entry.file_name, "file_hash": entry.file_hash, "rows": entry.seen}
    note_change(work, "dataset.import-cancelled", f"dataset/{name}", detail=detail)
    return _facts(entry)


def forget_files(data_dir: Path, workspace_id: str, import_id: str) -> None:
    """Remove what was sent, and what was made of it, of an import that has ended. What is wrong with rows that were
    refused is a file and stays."""
    path = upload_path(data_dir, workspace_id, import_id)
    path.unlink(missing_ok=True)
    for place in path.parent.glob(f"{import_id}.*"):
        shutil.rmtree(place, ignore_errors=True)


def list_imports(work: Work, name: str, *, after: str | None = None, limit: int = 50) -> Page[ImportFacts]:
    """Newest first. Needs scope ``read``."""
    work.actor.require("read")
    dataset_row(work, name)
    rows = imports_before(work.session, work.workspace_id, name, after, limit + 1)
    shown = rows[:limit]
    return Page(tuple(_facts(row) for row in shown), (shown[-1].id,) if len(rows) > limit else None)


def refused_rows(
    work: Work, data_dir: Path, name: str, import_id: str, *, after: int = 0, limit: int = 50
) -> Page[Mapping[str, Any]]:
    """What is wrong with the refused rows of an import, issue by issue, after the place of the last one shown. Once
    they were swept those of the report. Needs scope ``read``."""
    work.actor.require("read")
    entry = import_of(work.session, work.workspace_id, name, import_id)
    if entry is None:
        raise NotFound("import", import_id)
    try:
        file = refused_path(data_dir, work.workspace_id, import_id).open("rb")
    except FileNotFoundError:
        told = json.loads(entry.report or "{}").get("issues", ())
        errors = [issue for issue in told if issue["severity"] == "error"]
        shown = tuple(errors[after : after + limit])
        return Page(shown, (after + limit,) if len(errors) > after + limit else None)
    with file:
        file.seek(after)
        items = tuple(json.loads(line) for line in itertools.islice(file, limit))
        place = file.tell()
        return Page(items, (place,) if file.read(1) else None)


def job_of(work: Work, data_dir: Path, row: Dataset, prepared: Prepared, file: Path, place: Path) -> Job:
    """The job of reading the import's file, in the folder ``place``."""
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
        closed_until=closed_until(work),
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
