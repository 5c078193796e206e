"""Records sent one by one or in batches, and the events that count."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from engine.formula.types import Kind
from engine.issues import Issue, Refused, declare
from engine.measures.measure import Dataset
from engine.values import Input
from service.audit import note_change
from service.closed_periods import closed_periods, closed_until, event_notes
from service.datasets import dataset_row, declaration_of
from service.duck import computing, quoted
from service.errors import NotFound
from service.events import Event, Given, cell_text, microseconds_of, read_event, utc_of
from service.parts import PartFile, Watched, changed_days, events_sql, sql_types
from service.snapshots import MEMORY, compact, load_waiting, part_files
from service.spool import Spool, event_cells, load_events
from service.tables.times import Clock
from service.work import Page, Work
from service.workspaces import workspace_of
from store.models import Dataset as DatasetRow
from store.models.dataset import dataset_for_update
from store.models.dataset_record import put_records, records_of, records_with, waiting_in_each

MOST_RECORDS = 5_000
"""In one batch."""

MOST_WAITING = 20_000
"""Records that wait in the database; with more of them a part is made."""

MOST_TOLD = 1_000

RECORD_COUNT = declare(
    "record-count",
    zh="一次请求有 {count} 条记录，应为 1 至 {limit} 条。",
    en="There are {count} records in one request; it takes 1 to {limit}.",
    mend_zh="分几次发送，或用文件导入。",
    mend_en="Send several requests, or import a file.",
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch. ``refused`` are positions with their problems, ``notes`` what was decided about others.

    ``repeated`` counts records whose id comes again later in the batch: the last one holds.
    """

    accepted: int
    repeated: int
    refused: Mapping[int, Sequence[Issue]]
    notes: Sequence[Issue]
    waiting: int


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events: of one person, from a time on, before a time."""

    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An event that counts. Values are exact; a time is in UTC, a day a date."""

    id: str
    subject: str
    time: datetime
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """The events of a month on the workspace's clock, and of how many people they are."""

    period: str
    events: int
    people: int


EVERYTHING = Sought()


@dataclass(frozen=True, slots=True)
class ClosingNotes:
    """What records change within closed periods, given what the dataset held by then: ``state`` is its."""

    state: tuple[object, ...]
    notes: Sequence[Issue]


def look_ahead(work: Work, data_dir: Path, name: str, records: Sequence[Given]) -> ClosingNotes | None:
    """Which closed periods the records reach into, before they are taken in: comparing them with what is there may take
    long, and others can write meanwhile. None when no period is closed. Only reads. Needs scope ``edit``."""
    work.actor.require("edit")
    row = dataset_row(work, name)
    if len(records) > MOST_RECORDS or closed_until(work) is None:
        return None
    declaration = declaration_of(row)
    events = _read(declaration.dataset, records, _clock(work)).events
    return ClosingNotes(_state(work, row), _closing_notes(work, data_dir, name, events, declaration.columns))


def append(
    work: Work,
    data_dir: Path,
    name: str,
    records: Sequence[Given],
    *,
    keep_rest: bool = False,
    ahead: ClosingNotes | None = None,
) -> Taken:
    """Take records in; of several with one id the last arrival holds, and ``withdrawn`` takes an event back.

    With a problem in any of them :class:`Refused` tells all problems and nothing is kept, unless ``keep_rest``.
    Times without an offset are on the clock of the workspace. What was found out ``ahead`` about the same records is
    found out again when the dataset has changed since. Needs scope ``edit``.
    """
    work.actor.require("edit")
    if not 1 <= len(records) <= MOST_RECORDS:
        raise Refused([RECORD_COUNT.at(("records",), count=len(records), limit=MOST_RECORDS)])
    row = dataset_for_update(work.session, work.workspace_id, name)
    if row is None:
        raise NotFound("dataset", name)
    declaration = declaration_of(row)
    read = _read(declaration.dataset, records, _clock(work))
    events, refused, notes = read.events, read.refused, read.notes
    if refused and not keep_rest:
        raise Refused([issue for issues in refused.values() for issue in issues][:MOST_TOLD])
    if ahead is None or ahead.state != _state(work, row):
        ahead = ClosingNotes((), _closing_notes(work, data_dir, name, events, declaration.columns))
    rows = []
    for event in events.values():
        row.arrivals += 1
        rows.append(_row(work, name, event, row.arrivals, declaration.columns))
    waiting = 0
    if rows:
        put_records(work.session, rows)
        detail = {"records": len(rows), "withdrawn": sum(event.withdrawn for event in events.values())}
        note_change(work, "dataset.records-added", f"dataset/{name}", detail=detail)
        held = waiting_in_each(work.session, work.workspace_id, [name])[name].records
        if held > MOST_WAITING:
            compact(work, data_dir, name)
        else:
            waiting = held
    accepted = len(records) - len(refused)
    return Taken(accepted, accepted - len(events), refused, [*ahead.notes, *notes][:MOST_TOLD], waiting)


@dataclass(frozen=True, slots=True)
class _Read:
    """The events that records tell of, by id; positions of records with their problems; and what was decided."""

    events: Mapping[str, Event]
    refused: Mapping[int, list[Issue]]
    notes: Sequence[Issue]


def _read(dataset: Dataset, records: Sequence[Given], clock: Clock) -> _Read:
    events: dict[str, Event] = {}
    refused: dict[int, list[Issue]] = {}
    notes: list[Issue] = []
    for position, given in enumerate(records):
        read = read_event(dataset, given, clock, ("records", position))
        if isinstance(read, Event):
            events.pop(read.id, None)
            events[read.id] = read
            notes += read.notes
        else:
            refused[position] = read
    return _Read(events, refused, notes)


def _clock(work: Work) -> Clock:
    return Clock(ZoneInfo(workspace_of(work).time_zone))


def _state(work: Work, row: DatasetRow) -> tuple[object, ...]:
    """Other than this when anything is other that closing notes are about."""
    return (row.declaration, row.parts, row.arrivals, closed_periods(work))


def _closing_notes(
    work: Work, data_dir: Path, name: str, events: Mapping[str, Event], columns: Mapping[str, Input]
) -> list[Issue]:
    """Which closed periods the events change: where they lie, and where they lay before. Before they are stored."""
    until = closed_until(work)
    if until is None or not events:
        return []
    watched = Watched(workspace_of(work).time_zone, until)
    waiting = records_with(work.session, work.workspace_id, name, events)
    with tempfile.TemporaryDirectory(prefix="scorewright-") as folder, computing(MEMORY, 1, Path(folder)) as con:
        load_waiting(con, "waiting", Path(folder), waiting, columns)
        arrived = Path(folder) / "arrived.csv"
        with arrived.open("w", encoding="utf-8", newline="") as file:
            spool = Spool(file)
            for event in events.values():
                spool.add(event_cells(event, columns))
        load_events(con, "arrived", arrived, columns)
        files = part_files(work, data_dir, name)
        days = changed_days(con, "arrived", "waiting", sql_types(columns), files, watched)
    return event_notes(closed_periods(work), days)


def list_records(
    work: Work,
    data_dir: Path,
    name: str,
    sought: Sought = EVERYTHING,
    *,
    after: tuple[int, str] | None = None,
    limit: int = 50,
) -> Page[Shown]:
    """Events that count, by time and id, after the microseconds and the id of the last one shown. Needs scope
    ``read``."""
    work.actor.require("read")
    columns = declaration_of(dataset_row(work, name)).columns
    names = ", ".join(["id", "subject", 'epoch_us(time) AS "@time"', *map(quoted, columns)])
    conditions, values = _conditions(sought, after)
    with _events(work, data_dir, name) as (con, events):
        query = f"""
            SELECT {names} FROM ({events})
            WHERE {" AND ".join(conditions)} ORDER BY "@time", id LIMIT {limit + 1}
        """
        rows = con.execute(query, values).fetchall()
    shown = tuple(_shown(row, columns) for row in rows[:limit])
    following = (rows[limit - 1][2], rows[limit - 1][0]) if len(rows) > limit else None
    return Page(shown, following)


def months_of(work: Work, data_dir: Path, name: str) -> list[MonthFacts]:
    """How many events count in each month, latest first. Needs scope ``read``."""
    work.actor.require("read")
    with _events(work, data_dir, name) as (con, events):
        query = f"""
            SELECT strftime(timezone(?, timezone('UTC', time)), '%Y-%m') AS month, count(*), count(DISTINCT subject)
            FROM ({events}) GROUP BY month ORDER BY month DESC
        """
        return [MonthFacts(*row) for row in con.execute(query, [workspace_of(work).time_zone]).fetchall()]


@contextmanager
def _events(work: Work, data_dir: Path, name: str) -> Iterator[tuple[duckdb.DuckDBPyConnection, str]]:
    """A connection, and a query there for the events of a dataset that count."""
    columns = declaration_of(dataset_row(work, name)).columns
    files = part_files(work, data_dir, name)
    waiting = records_of(work.session, work.workspace_id, name)
    with tempfile.TemporaryDirectory(prefix="scorewright-") as place, computing(MEMORY, 1, Path(place)) as con:
        load_waiting(con, "waiting", Path(place), waiting, columns)
        yield con, _counting(columns, files)


def _counting(columns: Mapping[str, Input], files: Sequence[PartFile]) -> str:
    """The query for the events that count: of the parts, but for what waits, and of what waits."""
    return f"""
        SELECT e.* FROM ({events_sql(sql_types(columns), files)}) e
        WHERE NOT EXISTS (SELECT 1 FROM waiting w WHERE w.id = e.id)
        UNION ALL BY NAME SELECT * EXCLUDE (withdrawn) FROM waiting WHERE NOT withdrawn
    """


def _conditions(sought: Sought, after: tuple[int, str] | None) -> tuple[list[str], list[Any]]:
    conditions, values = ["TRUE"], list[Any]()
    if sought.subject is not None:
        conditions.append("subject = ?")
        values.append(sought.subject)
    for moment, compared in ((sought.since, ">="), (sought.until, "<")):
        if moment is not None:
            conditions.append(f"time {compared} make_timestamp(?)")
            values.append(microseconds_of(moment))
    if after is not None:
        conditions.append("(time > make_timestamp(?) OR (time = make_timestamp(?) AND id > ?))")
        values += [after[0], after[0], after[1]]
    return conditions, values


def _shown(row: Sequence[Any], columns: Mapping[str, Input]) -> Shown:
    id, subject, microseconds, *cells = row
    values = {name: _plain(cell, item) for (name, item), cell in zip(columns.items(), cells, strict=True)}
    return Shown(id, subject, utc_of(microseconds), values)


def _plain(cell: Any, item: Input) -> Any:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else cell.normalize()
    return cell.isoformat() if isinstance(cell, date) and item.type.kind is Kind.DATE else cell


def _row(work: Work, name: str, event: Event, arrival: int, columns: Mapping[str, Input]) -> dict[str, Any]:
    cells = {column: cell_text(value, columns[column]) for column, value in event.values.items()}
    return {
        "workspace_id": work.workspace_id,
        "dataset": name,
        "id": event.id,
        "arrival": arrival,
        "subject": event.subject,
        "time": event.time,
        "withdrawn": int(event.withdrawn),
        "cells": json.dumps(cells, ensure_ascii=False, separators=(",", ":")),
    }
