"""Whoever reads files in the background: one follows another, and nothing is lost, twice or left behind. On both
databases."""

from __future__ import annotations

import gc
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.issues import Words
from service import import_work, imports
from service.datasets import get_dataset
from service.import_work import MOST_ATTEMPTS, perform, perform_next
from service.importing.__main__ import NOBODY_WAITS
from service.imports import ImportFacts, Options, list_imports, prepare
from service.runs.claiming import Terms
from service.runs.stored import Stored
from service.uploads import take_in
from service.work import Actor, Office
from service.worker import Worker
from store.models.dataset_import import import_for_update
from tests.service.sending import GOOD, HEADER, claimed, file, imported, large, left_behind, queued, state, told
from tests.service.test_datasets import declared, events, place, shown

__all__ = ["large", "place"]


@pytest.fixture(autouse=True)
def calls(place: Office, actor: Actor) -> None:
    declared(place, actor)


def all_done(office: Office) -> None:
    while perform_next(office):
        pass


def newest(office: Office, actor: Actor) -> ImportFacts:
    with office.reading(actor) as work:
        return list_imports(work, "calls").items[0]


@pytest.mark.usefixtures("large")
def test_workers_import_what_waits(place: Office, actor: Actor) -> None:
    facts = queued(place, actor, GOOD)
    assert facts.state == "queued"
    Worker(place, Stored(place.data_dir), Terms()).run_until_idle()
    assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]


@pytest.mark.usefixtures("large")
def test_a_worker_that_died_is_followed_by_another(place: Office, actor: Actor) -> None:
    """The first one claims the import and is never heard of again; nothing is lost and nothing there twice."""
    facts = queued(place, actor, GOOD)
    dead = claimed(place, actor, facts.id)
    perform(place, actor.workspace_id, facts.id)
    assert state(place, actor, facts.id) == "running", "the lease still holds"
    give_up_on(place, actor, facts.id)
    all_done(place)
    assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]
    # the dead one wakes up
    import_work._carry_out(place, dead)
    assert state(place, actor, facts.id) == "done"
    with place.reading(actor) as work:
        assert get_dataset(work, "calls").parts == 1


def give_up_on(office: Office, actor: Actor, import_id: str) -> None:
    """Whoever has it gave no sign of life for a day."""
    with office.writing(actor) as work:
        entry = import_for_update(work.session, actor.workspace_id, import_id)
        assert entry is not None
        entry.lease_until = work.now - timedelta(days=1)


def test_of_several_files_the_last_one_sent_holds(place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second worker does not take the correction while the first one reads what it corrects; nor is it done at once
    because it is small."""
    monkeypatch.setattr(imports, "SMALL", 0)
    first = queued(place, actor, GOOD)
    reading = claimed(place, actor, first.id)
    checked = queued(place, actor, GOOD, dry_run=True)
    monkeypatch.undo()
    second = queued(place, actor, GOOD.replace("12", "99"))
    assert second.state == "queued"
    all_done(place)
    assert [state(place, actor, one.id) for one in (first, second, checked)] == ["running", "queued", "done"]
    import_work._carry_out(place, reading)
    all_done(place)
    assert state(place, actor, second.id) == "done"
    assert [float(row[3]) for row in events(place, actor)] == [99, 20.5]


def test_nobody_reads_for_a_worker_that_is_gone(place: Office, tmp_path: Path) -> None:
    """Its process was ended before the one that reads could ask to end with it."""
    nobody = subprocess.Popen(["true"])
    nobody.wait()
    ended = subprocess.run([sys.executable, "-m", "service.importing", str(tmp_path), str(nobody.pid)], check=False)
    assert ended.returncode == NOBODY_WAITS and not list(tmp_path.glob("outcome*"))


@pytest.mark.usefixtures("large")
class TestNothingIsLeftBehind:
    """What was sent goes as soon as nobody can go on with it, not an hour later."""

    def test_a_process_that_breaks_down_fails_the_import(
        self, place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHONMALLOC", "nonsense")  # no interpreter starts with that
        with pytest.raises(import_work.Unfinished):
            imported(place, actor, GOOD)
        facts = newest(place, actor)
        assert facts.state == "failed" and told(facts) == [("import-failed", "")]
        assert shown(place, actor) == [] and left_behind(place) == []

    @pytest.mark.parametrize("dry_run", [False, True])
    def test_a_file_that_is_refused(self, place: Office, actor: Actor, dry_run: bool) -> None:
        facts = imported(place, actor, "who,when\nu1,2026-11-03\n", dry_run=dry_run)
        assert facts.state == "refused" and left_behind(place) == []
        facts = imported(place, actor, GOOD + "c3,,yesterday,NaN,hard\n", dry_run=dry_run)
        assert facts.state == "refused"
        assert left_behind(place) == [f"{facts.id}.refused"], "what is wrong with its rows can still be asked for"

    def test_what_ended_too_often(self, place: Office, actor: Actor) -> None:
        facts = queued(place, actor, GOOD)
        folder = next(place.data_dir.rglob("imports"))
        for attempt in range(MOST_ATTEMPTS):
            claimed(place, actor, facts.id, is_late=True)
            (folder / f"{facts.id}.{attempt + 1}").mkdir()
        assert left_behind(place) != []
        all_done(place)
        assert state(place, actor, facts.id) == "failed" and left_behind(place) == []

    def test_whoever_lost_it_leaves_it_to_the_other(
        self, place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Also when the one who lost it meets with a problem before it knows."""
        facts = queued(place, actor, GOOD)
        slow = claimed(place, actor, facts.id, is_late=True)
        path = next(place.data_dir.rglob(f"imports/{facts.id}"))
        real = import_work._elsewhere

        def overtaken(*given: Any) -> Any:
            """It breaks down while somebody else takes the import."""
            monkeypatch.setattr(import_work, "_elsewhere", real)
            claimed(place, actor, facts.id)
            raise import_work.Unfinished(Words("断", "it broke"), "")

        monkeypatch.setattr(import_work, "_elsewhere", overtaken)
        with pytest.raises(import_work.Unfinished):
            import_work._carry_out(place, slow)
        assert path.exists() and state(place, actor, facts.id) == "running"
        give_up_on(place, actor, facts.id)
        all_done(place)
        assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]
        assert [name for name in left_behind(place) if not name.endswith(".parquet")] == []


def test_what_was_read_at_once_and_never_stored(place: Office, actor: Actor) -> None:
    """As when the database is locked for too long just then."""
    upload = take_in(place.data_dir, file(HEADER), "calls.csv")
    with place.reading(actor) as work:
        prepared = prepare(work, place.data_dir, "calls", upload, Options())
    assert prepared.place is not None and prepared.place.path.is_dir()
    del prepared
    gc.collect()
    upload.path.unlink()
    assert left_behind(place) == []
