"""What has to be done about the files of datasets from time to time: small parts become one, strays are swept away.

Everything here may be done by several processes at once, at any moment, and be cut off at any point.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from service.datasets import declaration_of
from service.duck import computing
from service.parts import SUFFIX, Written, content_hash, dataset_folder, merge, part_path, sql_types
from service.snapshots import MEMORY, existing, part_files
from service.uploads import uploads_folder
from service.work import Actor, Office, Work
from service.workspaces import OPERATOR
from store.models import Dataset, DatasetPart
from store.models.dataset import all_datasets, dataset_for_update
from store.models.dataset_import import unfinished_imports
from store.models.dataset_part import all_parts, part_ids, parts_of

SMALL_ROWS = 100_000
"""Rows of a part that is worth merging."""

ENOUGH = 8
"""So many small parts in a row become one."""

KEPT = timedelta(days=1)
"""How long the file of a part that went into another one is kept for those who still read it."""

STRAY = 3600.0
"""Seconds after which a file that no row names is swept away."""


def keep_house(office: Office, *, older_than: float = STRAY) -> int:
    """Merge what is small and sweep what is nobody's, in all workspaces; how many files went."""
    with office.database.reading() as session:
        datasets = all_datasets(session)
    for workspace_id, name in datasets:
        merge_small_parts(office, workspace_id, name)
        _drop_replaced(office, workspace_id, name)
    return sweep(office, older_than)


def merge_small_parts(office: Office, workspace_id: str, name: str) -> bool:
    """Make one part of the first :data:`ENOUGH` or more small ones that follow one another; whether there were any.

    The events that count, their hash and the order of arrival stay what they were.
    """
    actor = Actor(workspace_id, OPERATOR, frozenset({"edit"}))
    with office.reading(actor) as work:
        if not _small_run(parts_of(work.session, workspace_id, name)):
            return False
    with office.writing(actor) as work:
        row = dataset_for_update(work.session, workspace_id, name)
        run = _small_run(parts_of(work.session, workspace_id, name)) if row is not None else []
        if row is None or not run:
            return False
        ids = {part.id for part in run}
        folder = dataset_folder(office.data_dir, workspace_id, name)
        files = [file for file in part_files(work, office.data_dir, name) if file.path.stem in ids]
        with (
            tempfile.TemporaryDirectory(prefix=".merge-", dir=folder) as place,
            computing(MEMORY, 1, Path(place)) as con,
        ):
            merged = merge(con, sql_types(declaration_of(row).columns), files, folder, work.ids())
        for part in run:
            part.replaced_at = work.now
        work.session.add(_merged_row(work, name, run[-1].number, merged))
    return True


def verify(work: Work, data_dir: Path, name: str) -> Iterator[tuple[DatasetPart, bool]]:
    """Every part that counts, and whether its file still holds the rows whose hash was noted. Needs scope ``read``."""
    work.actor.require("read")
    row = work.session.get(Dataset, (work.workspace_id, name))
    assert row is not None
    columns = sql_types(declaration_of(row).columns)
    folder = dataset_folder(data_dir, work.workspace_id, name)
    for part in parts_of(work.session, work.workspace_id, name):
        with computing(MEMORY) as con:
            yield part, content_hash(con, existing(folder, name, part.id), columns) == part.content_hash


def sweep(office: Office, older_than: float = STRAY) -> int:
    """Delete files that no row names, such as those of an import that was killed; how many that were."""
    with office.database.reading() as session:
        named = part_ids(session)
        unfinished = unfinished_imports(session)
    count = 0
    for folder in office.data_dir.glob("*/datasets/*"):
        workspace_id, name = folder.parents[1].name, folder.name
        for path in list(folder.iterdir()):
            if (workspace_id, name, path.stem) not in named or path.suffix != SUFFIX:
                count += _remove(path, older_than)
        with suppress(OSError):
            folder.rmdir()
    for path in office.data_dir.glob("*/imports/*"):
        if (path.parents[1].name, path.name.partition(".")[0]) not in unfinished:
            count += _remove(path, older_than)
    for path in uploads_folder(office.data_dir).glob("*"):
        count += _remove(path, older_than)
    return count


def _small_run(parts: list[DatasetPart]) -> list[DatasetPart]:
    """The first small parts that follow one another, when they are enough."""
    run: list[DatasetPart] = []
    for part in parts:
        if part.rows < SMALL_ROWS:
            run.append(part)
        elif len(run) >= ENOUGH:
            break
        else:
            run = []
    return run if len(run) >= ENOUGH else []


def _merged_row(work: Work, name: str, number: int, part: Written) -> DatasetPart:
    return DatasetPart(
        workspace_id=work.workspace_id,
        dataset=name,
        id=part.id,
        number=number,
        rows=part.rows,
        withdrawn=part.withdrawn,
        bytes=part.bytes,
        content_hash=part.content_hash,
        repeats=int(part.repeats),
        first_time=part.first_time,
        last_time=part.last_time,
        first_id=part.first_id,
        last_id=part.last_id,
        source="merge",
        added_at=work.now,
    )


def _drop_replaced(office: Office, workspace_id: str, name: str) -> None:
    """Forget parts that went into others long enough ago; their files are then nobody's."""
    with office.database.writing() as session:
        for part in all_parts(session, workspace_id, name):
            if part.replaced_at is not None and part.replaced_at < office.clock() - KEPT:
                session.delete(part)
                part_path(dataset_folder(office.data_dir, workspace_id, name), part.id).unlink(missing_ok=True)


def _remove(path: Path, older_than: float) -> int:
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime < older_than:
            return 0
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
        return 1
    return 0
