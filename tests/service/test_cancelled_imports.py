"""Imports that are stopped: nothing of them counts, and nothing of them stays. On both databases."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from service import import_work
from service.audit import list_entries
from service.errors import Conflict, Forbidden, NotFound
from service.import_work import perform, perform_next
from service.imports import ImportFacts, cancel_import
from service.work import Actor, Office
from tests.service.sending import GOOD, HEADER, claimed, imported, large, left_behind, queued, state
from tests.service.test_datasets import declared, place, shown

__all__ = ["large", "place"]

pytestmark = pytest.mark.usefixtures("large")


def cancelled(office: Office, actor: Actor, import_id: str) -> ImportFacts:
    with office.writing(actor) as work:
        return cancel_import(work, office.data_dir, "calls", import_id)


@pytest.fixture(autouse=True)
def calls(place: Office, actor: Actor) -> None:
    declared(place, actor)


def test_what_waits_is_never_read(place: Office, actor: Actor, stranger: Actor) -> None:
    facts = queued(place, actor, GOOD)
    with pytest.raises(NotFound):
        cancelled(place, stranger, facts.id)
    reader = replace(actor, scopes=frozenset({"read"}))
    with pytest.raises(Forbidden):
        cancelled(place, reader, facts.id)
    assert cancelled(place, actor, facts.id).state == "cancelled"
    while perform_next(place):
        pass
    assert state(place, actor, facts.id) == "cancelled" and shown(place, actor) == []
    assert left_behind(place) == []
    with place.reading(actor) as work:
        newest = list_entries(work).items[0]
    assert (newest.action, newest.detail["import"]) == ("dataset.import-cancelled", facts.id)
    with pytest.raises(Conflict) as again:
        cancelled(place, actor, facts.id)
    assert again.value.code == "import-state"
    assert imported(place, actor, GOOD).state == "done", "the same file can be sent again"


def test_what_is_not_committed_is_not_stopped(place: Office, actor: Actor) -> None:
    facts = queued(place, actor, GOOD)
    with pytest.raises(RuntimeError), place.writing(actor) as work:
        cancel_import(work, place.data_dir, "calls", facts.id)
        raise RuntimeError
    perform(place, actor.workspace_id, facts.id)
    assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]


def test_what_has_ended_stays(place: Office, actor: Actor) -> None:
    facts = imported(place, actor, GOOD)
    with pytest.raises(Conflict):
        cancelled(place, actor, facts.id)
    assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]


def test_a_file_being_read_is_let_go_within_seconds(place: Office, actor: Actor) -> None:
    rows = "".join(f"c{number},u1,2026-11-03 08:15:00,{number % 300},simple\n" for number in range(400_000))
    facts = queued(place, actor, HEADER + rows)
    reader = threading.Thread(target=perform, args=(place, actor.workspace_id, facts.id))
    reader.start()
    while not list(place.data_dir.rglob("imports/*/progress")):
        assert reader.is_alive(), "it ended before it could be stopped"
        time.sleep(0.01)
    assert cancelled(place, actor, facts.id).report is not None
    stopped = time.monotonic()
    reader.join()
    assert time.monotonic() - stopped < 5
    assert state(place, actor, facts.id) == "cancelled" and shown(place, actor) == []
    assert left_behind(place) == []


def test_what_a_dead_worker_left_is_removed(place: Office, actor: Actor) -> None:
    facts = queued(place, actor, GOOD)
    dead = claimed(place, actor, facts.id, is_late=True)
    folder = next(place.data_dir.rglob("imports"))
    (folder / f"{facts.id}.1").mkdir()
    cancelled(place, actor, facts.id)
    assert left_behind(place) == []
    # the dead one wakes up
    import_work._carry_out(place, dead)
    assert state(place, actor, facts.id) == "cancelled" and left_behind(place) == []
