"""Imports to be done while workers are killed: events in two files over records that wait, and a list of people."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service import import_work, imports
from service.datasets import declare_dataset, get_dataset
from service.housekeeping import sweep
from service.import_work import perform_next
from service.imports import Options, begin, discard, get_import, prepare
from service.parts import dataset_folder
from service.people_import import import_people, plan_import
from service.records import append, list_records
from service.sheets import Upload
from service.spells import people_revision
from service.uploads import take_in
from service.work import SCOPES, Actor, Office
from service.workspaces import create_workspace
from store.database import Database
from store.models.dataset_part import all_parts
from store.models.person import names_of_people

CALLS: Mapping[str, Any] = {"subject": "agent", "time": "at", "id": "call", "columns": {"wait": "duration"}}
COUNTS = ("added", "corrected", "withdrawn", "unchanged")


@dataclass(frozen=True, slots=True)
class Ending:
    """What is left when imports are over: their states and counts, the events, and files that should not be there."""

    states: tuple[str, ...]
    counts: tuple[Mapping[str, int], ...]
    events: int
    content_hash: str
    part_rows: int
    stray_files: tuple[str, ...]


def furnish(office: Office, workspace: str, rows: int) -> tuple[Actor, list[str]]:
    """A workspace with records that wait and two files queued: the second corrects some of the first and takes some
    back."""
    create_workspace(office, workspace, "Centre")
    actor = Actor(workspace, "", frozenset(SCOPES))
    with office.writing(actor) as work:
        declare_dataset(work, "calls", CALLS)
        append(work, office.data_dir, "calls", [_call(number, 1) for number in range(0, rows, 50)])
    first = "".join(_line(number, number % 300) for number in range(rows))
    second = "".join(_line(number, 7) for number in range(0, rows, 3))
    second += "".join(f"c{number},,,,true\n" for number in range(1, rows, 30))
    with pytest.MonkeyPatch.context() as here:
        # however small they are, a process of their own is to read them
        here.setattr(imports, "SMALL", 0)
        return actor, [_queued(office, actor, content) for content in (first, second)]


def states_of(office: Office, actor: Actor, ids: list[str]) -> tuple[str, ...]:
    with office.reading(actor) as work:
        return tuple(get_import(work, "calls", id).state for id in ids)


def ending_of(office: Office, actor: Actor, ids: list[str]) -> Ending:
    """After what nobody needs has been swept, as is done every hour."""
    sweep(office, older_than=0)
    with office.reading(actor) as work:
        facts = [get_import(work, "calls", id) for id in ids]
        dataset = get_dataset(work, "calls")
        parts = all_parts(work.session, actor.workspace_id, "calls")
        shown = list_records(work, office.data_dir, "calls", limit=100_000).items
    assert len({event.id for event in shown}) == len(shown) == dataset.events
    named = {f"{part.id}.parquet" for part in parts}
    there = {file.name for file in dataset_folder(office.data_dir, actor.workspace_id, "calls").iterdir()}
    missing = {f"missing {name}" for name in named - there}
    left = {path.name for path in (office.data_dir / actor.workspace_id).glob("imports/*")}
    return Ending(
        states=tuple(one.state for one in facts),
        counts=tuple({name: (one.report or {}).get(name, 0) for name in COUNTS} for one in facts),
        events=dataset.events,
        content_hash=dataset.content_hash,
        part_rows=sum(part.rows for part in parts if part.replaced_at is None),
        stray_files=tuple(sorted((there - named) | missing | left)),
    )


def undisturbed(office: Office) -> None:
    while perform_next(office):
        pass


def work_with_short_leases(lease: float) -> None:
    """In the process of a worker: whoever dies is followed soon, however often that happens."""
    import_work.LEASE = timedelta(seconds=lease)
    import_work.MOST_ATTEMPTS = 100_000


def people_file(folder: Path, people: int) -> Path:
    path = folder / "people.csv"
    lines = (f"p{number},Person {number},t{number % 20},p{number // 20}\n" for number in range(1, people + 1))
    path.write_text("id,name,team,manager\n" + "".join(lines), encoding="utf-8")
    return path


def import_list(url: str, data_dir: str, workspace: str, path: str) -> None:
    """As the server imports a list: read while others may write, then written."""
    office = Office(Database(url, pool_size=2), data_dir=Path(data_dir))
    actor = Actor(workspace, "", frozenset(SCOPES))
    with Path(path).open("rb") as file:
        upload = Upload(file, "csv")
        with office.reading(actor) as work:
            ready = plan_import(work, upload, from_day="2026-01-01")
        with office.writing(actor) as work:
            import_people(work, upload, ready=ready, from_day="2026-01-01")


def people_of(office: Office, actor: Actor) -> tuple[int, int, str]:
    """How many people there are, the revision and the hash."""
    with office.reading(actor) as work:
        revision = people_revision(work)
        count = sum(1 for _ in names_of_people(work.session, actor.workspace_id))
    return count, revision.number, revision.hash


def _queued(office: Office, actor: Actor, content: str) -> str:
    file = io.BytesIO(f"call,agent,at,wait,withdrawn\n{content}".encode())
    upload = take_in(office.data_dir, file, "calls.csv")
    with office.reading(actor) as work:
        prepared = prepare(work, office.data_dir, "calls", upload, Options())
    try:
        with office.writing(actor) as work:
            return begin(work, office.data_dir, prepared).id
    finally:
        discard(prepared)


def _call(number: int, wait: int) -> dict[str, Any]:
    return {"call": f"c{number}", "agent": f"u{number % 9}", "at": "2026-11-03 08:00:00", "wait": wait}


def _line(number: int, wait: int) -> str:
    call = _call(number, wait)
    return f"{call['call']},{call['agent']},{call['at']},{call['wait']},\n"
