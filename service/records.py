"""Records sent one by one or in batches, and the events that count."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from engine.columnar.handing import handed, places
from engine.formula.types import Kind
from engine.issues import Issue, Refused, declare
from engine.values import Input
from service.audit import note_change
from service.closed_periods import closed_periods, event_notes
from service.datasets import dataset_row, declaration_of
from service.duck import computing, quoted
from service.errors import NotFound
from service.events import Event, Given, cell_text, microseconds_of, read_event, utc_of
from service.parts import PartFile, events_sql, sql_types
from service.snapshots import MEMORY, compact, load_waiting, part_files
from service.tables.times import Clock
from service.work import Page, Work
from service.workspaces import workspace_of
from store.models.dataset import dataset_for_update
from store.models.dataset_record import put_records, records_of, waiting_in_each

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


def append(work: Work, data_dir: Path, name: str, records: Sequence[Given], *, keep_rest: bool = False) -> Taken:
    """Take records in; of several with one id the last arrival holds, and ``withdrawn`` takes an event back.

    With a problem in any of them :class:`Refused` tells all problems and nothing is kept, unless ``keep_rest``.
    Times without an offset are on the clock of the workspace. Needs scope ``edit``.
    """
    work.actor.require("edit")
    if not 1 <= len(records) <= MOST_RECORDS:
        raise Refused([RECORD_COUNT.at(("records",), count=len(records), limit=MOST_RECORDS)])
    row = dataset_for_update(work.session, work.workspace_id, name)
    if row is None:
        raise NotFound("dataset", name)
    declaration = declaration_of(row)
    clock = Clock(ZoneInfo(workspace_of(work).time_zone))
    events: dict[str, Event] = {}
    refused: dict[int, list[Issue]] = {}
    notes: list[Issue] = []
    for position, given in enumerate(records):
        read = read_event(declaration.dataset, given, clock, ("records", position))
        if isinstance(read, Event):
            events.pop(read.id, None)
            events[read.id] = read
            notes += read.notes
        else:
            refused[position] = read
    if refused and not keep_rest:
        raise Refused([issue for issues in refused.values() for issue in issues][:MOST_TOLD])
    closing = _closing_notes(work, data_dir, name, list(events.values()))
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
    return Taken(accepted, accepted - len(events), refused, [*closing, *notes][:MOST_TOLD], waiting)


def _closing_notes(work: Work, data_dir: Path, name: str, events: Sequence[Event]) -> list[Issue]:
    """Which closed periods the events lie in; one that is withdrawn, where it lay. Before they are stored."""
    periods = closed_periods(work)
    if not periods:
        return []
    zone = ZoneInfo(workspace_of(work).time_zone)
    moments = [event.time for event in events if event.time is not None]
    moments += _moments_of(work, data_dir, name, [event.id for event in events if event.withdrawn])
    days = Counter(moment.astimezone(zone).date().isoformat() for moment in moments)
    return event_notes(periods, [(day, None, count) for day, count in days.items()])


def _moments_of(work: Work, data_dir: Path, name: str, ids: Sequence[str]) -> list[datetime]:
    """When those of the events happened that count now."""
    if not ids:
        return []
    with _events(work, data_dir, name) as (con, events):
        query = f"SELECT epoch_us(time) FROM ({events}) WHERE id IN (SELECT {places(['VARCHAR'])})"
        return [utc_of(moment) for (moment,) in con.execute(query, [handed(ids)]).fetchall()]


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
