"""What a dataset holds at one moment, pinned: files that never change and a hash of the events in them.

Records that were sent lately are rows in the database. A snapshot makes a part of them first, so that whoever reads it
needs files only.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from engine.issues import Refused, declare
from engine.measures.measure import Dataset as DeclaredDataset
from engine.values import Input
from service.audit import note_change
from service.dataset_declarations import stored_declaration
from service.datasets import dataset_row, declaration_of, digest_in
from service.duck import computing, quoted
from service.events import microseconds_of
from service.parts import Absorbed, PartFile, Written, absorb, dataset_folder, events_sql, part_path, sql_types
from service.spool import Spool, load_events
from service.text import sha256_of
from service.work import Work
from store.models import Dataset, DatasetPart, DatasetRecord
from store.models.dataset import dataset_for_update
from store.models.dataset_part import parts_of
from store.models.dataset_record import delete_records, records_of

MEMORY = "256MB"

PART_MISSING = declare(
    "dataset-part-missing",
    zh="数据集“{dataset}”的数据文件 {file} 不见了。",
    en="The file {file} of the dataset '{dataset}' is missing.",
    mend_zh="从备份恢复数据目录中的这个文件。",
    mend_en="Restore that file of the data directory from a backup.",
)


@dataclass(frozen=True, slots=True)
class Pinned:
    """One dataset of a snapshot. ``declaration`` is its text; ``files`` are number, id and whether ids repeat, in
    order of arrival."""

    content_hash: str
    declaration: str
    events: int
    files: tuple[tuple[int, str, bool], ...]


@dataclass(frozen=True, slots=True)
class DatasetSnapshot:
    """Several datasets of one workspace at one moment."""

    workspace_id: str
    datasets: Mapping[str, Pinned]

    @property
    def hash(self) -> str:
        """Over the hashes of the datasets, by name."""
        return sha256_of(*(part for name in sorted(self.datasets) for part in (name, self.datasets[name].content_hash)))

    def declared(self, name: str) -> DeclaredDataset:
        """The dataset as it was declared at that moment."""
        return stored_declaration(name, self.datasets[name].declaration).dataset

    def to_json(self) -> dict[str, Any]:
        """Plain data, to be kept with whatever was worked out from the snapshot."""
        pinned = {
            name: {
                "content_hash": one.content_hash,
                "declaration": one.declaration,
                "events": one.events,
                "files": [list(file) for file in one.files],
            }
            for name, one in self.datasets.items()
        }
        return {"workspace_id": self.workspace_id, "datasets": pinned}


def snapshot_from_json(kept: Mapping[str, Any]) -> DatasetSnapshot:
    """From what :meth:`DatasetSnapshot.to_json` gave."""
    pinned = {
        name: Pinned(
            one["content_hash"],
            one["declaration"],
            one["events"],
            tuple((number, id, repeats) for number, id, repeats in one["files"]),
        )
        for name, one in kept["datasets"].items()
    }
    return DatasetSnapshot(kept["workspace_id"], pinned)


def snapshot(work: Work, data_dir: Path, names: Sequence[str]) -> DatasetSnapshot:
    """Pin datasets as they are now. Needs a transaction that may write: waiting records become a part.

    Raises :class:`service.errors.NotFound` for a name that is not declared.
    """
    found = {}
    for name in sorted(set(names)):
        row = dataset_row(work, name)
        compact(work, data_dir, name)
        files = tuple(
            (part.number, part.id, bool(part.repeats)) for part in parts_of(work.session, work.workspace_id, name)
        )
        found[name] = Pinned(digest_in(row).hash, row.declaration, row.events, files)
    return DatasetSnapshot(work.workspace_id, found)


def relation(con: duckdb.DuckDBPyConnection, data_dir: Path, pinned: DatasetSnapshot, name: str) -> str:
    """Make the events of a dataset readable in a connection; the name of the view is returned, quoted.

    It has ``id``, ``subject`` (VARCHAR), ``time`` (TIMESTAMP in UTC) and a column for each that is declared: BOOLEAN,
    BIGINT for counts, DATE, VARCHAR, DECIMAL(23, 8) for other numbers. Every event is there once.
    """
    folder = dataset_folder(data_dir, pinned.workspace_id, name)
    files = [
        PartFile(existing(folder, name, id), number, repeats, "", "")
        for number, id, repeats in pinned.datasets[name].files
    ]
    view = quoted(f"events of {name}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS {events_sql(sql_types(pinned.declared(name).columns), files)}")
    return view


def compact(work: Work, data_dir: Path, name: str) -> Absorbed | None:
    """Make a part of the records that wait; None when there are none. The dataset's row is locked."""
    row = dataset_for_update(work.session, work.workspace_id, name)
    assert row is not None
    waiting = records_of(work.session, work.workspace_id, name)
    if not waiting:
        return None
    columns = declaration_of(row).columns
    folder = dataset_folder(data_dir, work.workspace_id, name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".waiting-", dir=folder) as place, computing(MEMORY, 1, Path(place)) as con:
        load_waiting(con, "arrived", Path(place), waiting, columns)
        files = part_files(work, data_dir, name)
        absorbed = absorb(con, "arrived", sql_types(columns), files, folder, work.ids())
    if absorbed.part is not None:
        add_part(work, row, absorbed.part, "records")
    delete_records(work.session, work.workspace_id, name, waiting[-1].arrival)
    return absorbed


def load_waiting(
    con: duckdb.DuckDBPyConnection,
    table: str,
    place: Path,
    waiting: Sequence[DatasetRecord],
    columns: Mapping[str, Input],
) -> None:
    """Records that wait as a table with the columns of a part."""
    path = place / f"{table}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        spool = Spool(file)
        for record in waiting:
            spool.add(record_cells(record, columns))
    load_events(con, table, path, columns)


def record_cells(record: DatasetRecord, columns: Mapping[str, Input]) -> list[str | None]:
    """As :func:`service.spool.event_cells` writes an event."""
    cells = json.loads(record.cells)
    time = None if record.time is None else str(microseconds_of(record.time))
    head = [record.id, record.subject, time, "true" if record.withdrawn else "false"]
    return [*head, *(cells.get(name) for name in columns)]


def add_part(work: Work, row: Dataset, part: Written, source: str) -> DatasetPart:
    """Name a written file in the database, under the lock of the dataset's row; from here on it counts."""
    digest = digest_in(row).minus(part.before).plus(part.after)
    before = digest_in(row).hash
    row.parts += 1
    row.events, row.digest = digest.rows, digest.hex
    added = DatasetPart(
        workspace_id=work.workspace_id,
        dataset=row.name,
        id=part.id,
        number=row.parts,
        rows=part.rows,
        withdrawn=part.withdrawn,
        bytes=part.bytes,
        content_hash=part.content_hash,
        repeats=int(part.repeats),
        first_time=part.first_time,
        last_time=part.last_time,
        first_id=part.first_id,
        last_id=part.last_id,
        source=source,
        added_at=work.now,
    )
    work.session.add(added)
    detail = {"part": part.id, "rows": part.rows, "withdrawn": part.withdrawn, "source": source}
    note_change(
        work, "dataset.part-added", f"dataset/{row.name}", before_hash=before, after_hash=digest.hash, detail=detail
    )
    return added


def part_files(work: Work, data_dir: Path, name: str) -> list[PartFile]:
    """The parts that count, in order of arrival. Refused when one of their files is missing."""
    folder = dataset_folder(data_dir, work.workspace_id, name)
    return [
        PartFile(existing(folder, name, part.id), part.number, bool(part.repeats), part.first_id, part.last_id)
        for part in parts_of(work.session, work.workspace_id, name)
    ]


def existing(folder: Path, name: str, part_id: str) -> Path:
    path = part_path(folder, part_id)
    if not path.is_file():
        raise Refused([PART_MISSING.at(("datasets", name), dataset=name, file=path.name)])
    return path
