"""Files sent to a dataset in tests, through both halves and the background where there is need of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from service import import_work, imports
from service.import_work import perform
from service.imports import ImportFacts, Options, begin, discard, get_import, prepare
from service.uploads import take_in
from service.work import Actor, Office
from store.models.dataset_import import import_for_update

HEADER = "call_id,agent,started_at,wait,kind\n"
GOOD = HEADER + "c1,u1,2026-11-03 08:15:00,12,simple\nc2,u2,2026-11-03 09:15:00,20.5,complex\n"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is taken for one that is read in the background."""
    monkeypatch.setattr(imports, "SMALL", 0)


def file(content: str | bytes) -> io.BytesIO:
    return io.BytesIO(content if isinstance(content, bytes) else content.encode())


def queued(
    office: Office,
    actor: Actor,
    content: str | bytes,
    name: str = "calls.csv",
    dataset: str = "calls",
    **options: Any,
) -> ImportFacts:
    """Sent, and done when it is small enough to be read at once."""
    upload = take_in(office.data_dir, file(content), name, source=options.get("source"))
    with office.reading(actor) as work:
        prepared = prepare(work, office.data_dir, dataset, upload, Options(**options))
    try:
        with office.writing(actor) as work:
            return begin(work, office.data_dir, prepared)
    finally:
        discard(prepared)


def imported(
    office: Office,
    actor: Actor,
    content: str | bytes,
    name: str = "calls.csv",
    dataset: str = "calls",
    **options: Any,
) -> ImportFacts:
    """Sent, and read to its end."""
    facts = queued(office, actor, content, name, dataset, **options)
    if facts.state == "queued":
        perform(office, actor.workspace_id, facts.id)
    with office.reading(actor) as work:
        return get_import(work, dataset, facts.id)


def claimed(office: Office, actor: Actor, import_id: str, *, is_late: bool = False) -> import_work._Claimed:
    """What a worker gets who takes it; one that ``is_late`` gives no sign of life any more."""
    with office.writing(actor) as work:
        entry = import_for_update(work.session, actor.workspace_id, import_id)
        assert entry is not None
        taken = import_work._claim(office, work.session, entry)
        assert taken is not None
        if is_late:
            entry.lease_until = work.now - timedelta(days=1)
    return taken


def state(office: Office, actor: Actor, import_id: str) -> str:
    with office.reading(actor) as work:
        return get_import(work, "calls", import_id).state


def told(facts: ImportFacts) -> list[tuple[str, str]]:
    assert facts.report is not None
    return [(issue["code"], issue["path"]) for issue in facts.report["issues"]]


def report(facts: ImportFacts) -> Mapping[str, Any]:
    assert facts.report is not None
    return facts.report


def left_behind(office: Office) -> list[str]:
    """Files that no row names: of uploads, of imports, of parts."""
    paths = [*office.data_dir.rglob("imports/*"), *office.data_dir.rglob("datasets/*/*"), *uploads_of(office)]
    return sorted(path.name for path in paths)


def uploads_of(office: Office) -> list[Path]:
    return list((office.data_dir / ".uploads").iterdir())
