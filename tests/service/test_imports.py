"""Imports: files become events, all or none; what is refused is told by row and column. On both databases."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from engine.issues import Refused
from service import import_work, imports
from service.audit import list_entries
from service.datasets import get_dataset
from service.errors import Conflict, Forbidden, NotFound
from service.import_work import perform, perform_next
from service.importing.__main__ import NOBODY_WAITS
from service.imports import ImportFacts, Options, begin, cancel_import, discard, get_import, prepare
from service.mappings import get_mapping, put_mapping
from service.records import append
from service.runs.claiming import Terms
from service.runs.stored import Stored
from service.uploads import take_in
from service.work import Actor, Office
from service.worker import Worker
from store.models.dataset_import import import_for_update
from tests.service.desk import codes_of
from tests.service.test_datasets import call, declared, events, pinned, place, shown

__all__ = ["place"]

HEADER = "call_id,agent,started_at,wait,kind\n"
GOOD = HEADER + "c1,u1,2026-11-03 08:15:00,12,simple\nc2,u2,2026-11-03 09:15:00,20.5,complex\n"


def file(content: str | bytes) -> io.BytesIO:
    return io.BytesIO(content if isinstance(content, bytes) else content.encode())


def imported(
    office: Office, actor: Actor, content: str | bytes, name: str = "calls.csv", **options: Any
) -> ImportFacts:
    """Through both halves, and the background where there is need of it."""
    upload = take_in(office.data_dir, file(content), name)
    with office.reading(actor) as work:
        prepared = prepare(work, office.data_dir, "calls", upload, Options(**options))
    try:
        with office.writing(actor) as work:
            facts = begin(work, office.data_dir, prepared)
    finally:
        discard(prepared)
    if facts.state == "queued":
        perform(office, actor.workspace_id, facts.id)
    with office.reading(actor) as work:
        return get_import(work, "calls", facts.id)


def told(facts: ImportFacts) -> list[tuple[str, str]]:
    assert facts.report is not None
    return [(issue["code"], issue["path"]) for issue in facts.report["issues"]]


def report(facts: ImportFacts) -> Mapping[str, Any]:
    assert facts.report is not None
    return facts.report


@pytest.fixture(params=["at once", "in the background"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same whether a file is small or not."""
    if request.param == "in the background":
        monkeypatch.setattr(imports, "SMALL", 0)


@pytest.mark.usefixtures("size")
def test_a_good_file(place: Office, actor: Actor) -> None:
    declared(place, actor)
    facts = imported(place, actor, GOOD)
    assert (facts.state, report(facts)["added"], report(facts)["rows"]) == ("done", 2, 2)
    assert [(row[0], row[1], float(row[3]), row[4]) for row in events(place, actor)] == [
        ("c1", "u1", 12, "simple"), ("c2", "u2", 20.5, "complex"),
    ]  # fmt: skip
    assert report(facts)["columns"]["wait"] == "wait"
    assert [code for code, _ in told(facts)].count("event-person-unknown") == 2
    again = imported(place, actor, GOOD)
    assert (report(again)["added"], report(again)["unchanged"]) == (0, 2)
    with place.reading(actor) as work:
        assert get_dataset(work, "calls").parts == 1
        actions = [entry.action for entry in list_entries(work).items]
    assert actions.count("dataset.imported") == 2
    assert not list((place.data_dir / ".uploads").iterdir())
    assert not list(place.data_dir.rglob("imports/*"))


@pytest.mark.usefixtures("size")
def test_wrong_rows_are_refused_as_the_caller_chose(place: Office, actor: Actor) -> None:
    declared(place, actor)
    wrong = GOOD + 'c3,u1,2026-11-03 10:00:00,"1,234",simple\nc4,,yesterday,NaN,hard\n'
    problems = [
        ("input-type", "rows[4].wait"), ("event-without", "rows[5].agent"), ("time-text", "rows[5].started_at"),
        ("input-type", "rows[5].wait"), ("input-choice", "rows[5].kind"),
    ]  # fmt: skip
    facts = imported(place, actor, wrong)
    assert facts.state == "refused" and shown(place, actor) == []
    assert [found for found in told(facts) if found[1].startswith("rows")] == problems
    assert report(facts)["refused"] == 2 and ("rows-refused", "") in told(facts)
    facts = imported(place, actor, wrong, keep_rest=True)
    assert facts.state == "done" and shown(place, actor) == ["c1", "c2"]
    assert [found for found in told(facts) if found[1].startswith("rows")] == problems
    assert {issue["line"] for issue in report(facts)["issues"] if issue["path"] == "rows[5].wait"} == {5}
    assert {issue["column"] for issue in report(facts)["issues"] if issue["path"] == "rows[5].wait"} == {4}


@pytest.mark.usefixtures("size")
def test_a_dry_run_shows_and_keeps_nothing(place: Office, actor: Actor) -> None:
    declared(place, actor)
    facts = imported(place, actor, GOOD + "c3,u1,never,1,simple\n", dry_run=True, keep_rest=True)
    assert facts.state == "done" and report(facts)["refused"] == 1
    first, _, third = report(facts)["preview"]
    assert first["values"] == {
        "call_id": "c1", "agent": "u1", "started_at": "2026-11-03T00:15:00Z", "wait": "12", "kind": "simple",
    }  # fmt: skip
    assert third["values"] is None and third["issues"][0]["code"] == "time-text"
    with place.reading(actor) as work:
        assert get_dataset(work, "calls").parts == 0
        assert all("import" not in entry.action for entry in list_entries(work).items)


def test_the_mapping_that_is_kept_is_used(place: Office, actor: Actor) -> None:
    declared(place, actor)
    mapping = {
        "columns": {
            "call_id": {"join": ["坐席", "开始"]},
            "started_at": {"column": "开始", "format": "DD/MM/YYYY HH:mm"},
            "wait": {"column": "排队", "format": "mm:ss"},
            "kind": {"column": "类型", "values": {"简单": "simple", "复杂": "complex"}},
            "resolved": {"column": "解决", "format": "是的/没有"},
            "note": {"value": "imported"},
        },
        "time_zone": "UTC",
    }
    with place.writing(actor) as work:
        kept = put_mapping(work, "calls", mapping, None)
        assert get_mapping(work, "calls").etag == kept.etag
    content = "坐席,开始,排队,类型,解决\nu1,03/11/2026 08:15,2:05,简单,是的\nu1,03/11/2026 08:20,0:30,复杂,没有\n"
    facts = imported(place, actor, content.encode("gb18030"))
    assert facts.state == "done", report(facts)["issues"]
    assert [(row[0], row[2].isoformat(), int(row[3]), row[4]) for row in events(place, actor)] == [
        ("u1|03/11/2026 08:15", "2026-11-03T08:15:00", 125, "simple"),
        ("u1|03/11/2026 08:20", "2026-11-03T08:20:00", 30, "complex"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mapping", "codes"),
    [
        ({"columns": {"waiting": "x"}}, ["mapping-unknown"]),
        ({"columns": {"wait": {"column": "x", "format": "DD/MM"}}}, ["mapping-format"]),
        ({"columns": {"wait": {"column": "x", "value": "1"}}}, ["mapping-setting"]),
        ({"time_zone": "Asia/Shanghia", "encoding": "klingon", "delimiter": ",,"}, ["mapping-setting"] * 3),
        ({"colums": {}}, ["unknown-key"]),
        ({"encoding": "base64"}, ["mapping-setting"]),
    ],
)
def test_mappings_that_cannot_be(place: Office, actor: Actor, mapping: Any, codes: list[str]) -> None:
    declared(place, actor)
    with place.writing(actor) as work, pytest.raises(Refused) as refused:
        put_mapping(work, "calls", mapping, None)
    assert codes_of(refused.value) == codes


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("who,when\nu1,2026-11-03\n", "import-column-missing"),
        (HEADER, "file-without-rows"),
        ("", "file-empty"),
        ("call_id,agent,agent,started_at\n1,2,3,4\n", "column-twice"),
        (GOOD.replace("wait", "queue"), None),
    ],
)
def test_headers(place: Office, actor: Actor, content: str, code: str | None) -> None:
    declared(place, actor)
    facts = imported(place, actor, content)
    assert facts.state == ("done" if code is None else "refused")
    found = [found for found, _ in told(facts)]
    assert (code or "import-column-unused") in found


def test_what_a_file_says_of_time(place: Office, actor: Actor) -> None:
    declared(place, actor)
    rows = ["c1,u1,2026-10-31 23:59:59", "c2,u1,2026-11-01", "c3,u1,2026-11-30T23:59:59.5", "c4,u1,2026-12-01 00:00"]
    content = "call_id,agent,started_at\n" + "\n".join(rows) + "\n"
    facts = imported(place, actor, content, period="2026-11", keep_rest=True)
    assert [found for found in told(facts) if found[1].startswith("rows")] == [
        ("event-outside-period", "rows[2].started_at"),
        ("event-in-future", "rows[4].started_at"),
        ("event-outside-period", "rows[5].started_at"),
    ]
    assert shown(place, actor) == ["c2", "c3"]


def test_repeated_ids_in_one_file(place: Office, actor: Actor) -> None:
    declared(place, actor)
    row = "c1,u1,2026-11-03 08:15:00,12,simple\n"
    facts = imported(place, actor, HEADER + row + row.replace("12", "13") + row + row)
    assert (report(facts)["added"], report(facts)["repeated"]) == (1, 3)
    assert report(facts)["codes"]["event-twice"] == 1 and report(facts)["codes"]["event-repeated"] == 1
    assert [int(row[3]) for row in events(place, actor)] == [12]


def test_corrections_and_withdrawals_come_by_file_too(place: Office, actor: Actor) -> None:
    declared(place, actor)
    imported(place, actor, GOOD)
    with place.writing(actor) as work:
        append(work, place.data_dir, "calls", [call(1, wait=99)])
    facts = imported(
        place, actor, "call_id,agent,started_at,wait,withdrawn\nc1,u1,2026-11-03 08:15:00,7,\nc2,,,,TRUE\n"
    )
    assert (report(facts)["corrected"], report(facts)["withdrawn"]) == (1, 1)
    assert [(row[0], int(row[3])) for row in events(place, actor)] == [("c1", 7)]


def test_a_worker_that_died_is_followed_by_another(
    place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one claims the import and is never heard of again; nothing is lost and nothing there twice."""
    monkeypatch.setattr(imports, "SMALL", 0)
    declared(place, actor)
    upload = take_in(place.data_dir, file(GOOD), "calls.csv")
    with place.reading(actor) as work:
        prepared = prepare(work, place.data_dir, "calls", upload, Options())
    with place.writing(actor) as work:
        facts = begin(work, place.data_dir, prepared)
    dead = replace(place)
    with place.writing(actor) as work:
        entry = import_for_update(work.session, actor.workspace_id, facts.id)
        assert entry is not None
        claimed = import_work._claim(dead, work.session, entry)
    assert claimed is not None
    perform(place, actor.workspace_id, facts.id)
    assert state(place, actor, facts.id) == "running", "the lease still holds"
    with place.database.writing() as session:
        session.execute(text("UPDATE dataset_import SET lease_until = created_at WHERE id = :id"), {"id": facts.id})
    while perform_next(place):
        pass
    assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]
    # the dead one wakes up
    import_work._carry_out(dead, claimed)
    assert state(place, actor, facts.id) == "done"
    with place.reading(actor) as work:
        assert get_dataset(work, "calls").parts == 1


def state(office: Office, actor: Actor, import_id: str) -> str:
    with office.reading(actor) as work:
        return get_import(work, "calls", import_id).state


def test_a_process_that_breaks_down_fails_the_import(
    place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "SMALL", 0)
    monkeypatch.setenv("PYTHONMALLOC", "nonsense")  # no interpreter starts with that
    declared(place, actor)
    with pytest.raises(import_work.Unfinished):
        imported(place, actor, GOOD)
    with place.reading(actor) as work:
        (facts,) = imports.list_imports(work, "calls").items
    assert facts.state == "failed" and told(facts) == [("import-failed", "")]
    assert shown(place, actor) == []


def left_behind(office: Office) -> list[str]:
    """Files that no row names: of uploads, of imports, of parts."""
    paths = [*office.data_dir.rglob("imports/*"), *office.data_dir.rglob("datasets/*/*"), *uploads_of(office)]
    return sorted(path.name for path in paths)


def uploads_of(office: Office) -> list[Path]:
    return list((office.data_dir / ".uploads").iterdir())


def queued(office: Office, actor: Actor, content: str, *, dry_run: bool = False) -> ImportFacts:
    upload = take_in(office.data_dir, file(content), "calls.csv")
    with office.reading(actor) as work:
        prepared = prepare(work, office.data_dir, "calls", upload, Options(dry_run))
    try:
        with office.writing(actor) as work:
            return begin(work, office.data_dir, prepared)
    finally:
        discard(prepared)


def cancelled(office: Office, actor: Actor, import_id: str) -> ImportFacts:
    with office.writing(actor) as work:
        return cancel_import(work, office.data_dir, "calls", import_id)


class TestCancelling:
    @pytest.fixture(autouse=True)
    def large(self, place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(imports, "SMALL", 0)
        declared(place, actor)

    def test_what_waits_is_never_read(self, place: Office, actor: Actor, stranger: Actor) -> None:
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

    def test_what_is_not_committed_is_not_stopped(self, place: Office, actor: Actor) -> None:
        facts = queued(place, actor, GOOD)
        with pytest.raises(RuntimeError), place.writing(actor) as work:
            cancel_import(work, place.data_dir, "calls", facts.id)
            raise RuntimeError
        perform(place, actor.workspace_id, facts.id)
        assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]

    def test_what_has_ended_stays(self, place: Office, actor: Actor) -> None:
        facts = imported(place, actor, GOOD)
        with pytest.raises(Conflict):
            cancelled(place, actor, facts.id)
        assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]

    def test_a_file_being_read_is_let_go_within_seconds(self, place: Office, actor: Actor) -> None:
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

    def test_what_a_dead_worker_left_is_removed(self, place: Office, actor: Actor) -> None:
        facts = queued(place, actor, GOOD)
        with place.writing(actor) as work:
            entry = import_for_update(work.session, actor.workspace_id, facts.id)
            assert entry is not None
            claimed = import_work._claim(place, work.session, entry)
            assert claimed is not None
            entry.lease_until = work.now - timedelta(days=1)
        folder = next(place.data_dir.rglob("imports"))
        (folder / f"{facts.id}.1").mkdir()
        cancelled(place, actor, facts.id)
        assert left_behind(place) == []
        # the dead one wakes up
        import_work._carry_out(place, claimed)
        assert state(place, actor, facts.id) == "cancelled" and left_behind(place) == []


def test_nobody_reads_for_a_worker_that_is_gone(place: Office, tmp_path: Path) -> None:
    """Its process was ended before the one that reads could ask to end with it."""
    nobody = subprocess.Popen(["true"])
    nobody.wait()
    ended = subprocess.run([sys.executable, "-m", "service.importing", str(tmp_path), str(nobody.pid)], check=False)
    assert ended.returncode == NOBODY_WAITS and not list(tmp_path.glob("outcome*"))


def test_others_see_nothing_of_it(place: Office, actor: Actor, stranger: Actor) -> None:
    declared(place, actor)
    facts = imported(place, actor, GOOD)
    declared(place, stranger)
    with place.reading(stranger) as work, pytest.raises(NotFound):
        get_import(work, "calls", facts.id)
    assert shown(place, stranger) == []


def test_what_is_no_table_is_not_taken_in(place: Office) -> None:
    for name, content in (("a.pdf", b"%PDF-1.4"), ("a.xls", b"\xd0\xcf\x11\xe0x"), ("../../etc/passwd.exe", b"MZ")):
        try:
            upload = take_in(place.data_dir, file(content), name)
        except Refused as refused:
            assert codes_of(refused) == ["file-kind"]
        else:
            assert upload.kind == "xlsx" and upload.name == "a.xls"
            upload.path.unlink()
    assert not list((place.data_dir / ".uploads").iterdir())


def test_json_of_reports_is_plain(place: Office, actor: Actor) -> None:
    declared(place, actor)
    facts = imported(place, actor, GOOD)
    assert json.loads(json.dumps(report(facts))) == report(facts)
    assert facts.finished_at is not None and facts.finished_at - facts.created_at < timedelta(minutes=1)
    assert pinned(place, actor).datasets["calls"].events == 2
    assert isinstance(place.data_dir, Path)


def test_workers_import_what_waits(place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "SMALL", 0)
    declared(place, actor)
    upload = take_in(place.data_dir, file(GOOD), "calls.csv")
    with place.reading(actor) as work:
        prepared = prepare(work, place.data_dir, "calls", upload, Options())
    with place.writing(actor) as work:
        facts = begin(work, place.data_dir, prepared)
    assert facts.state == "queued"
    Worker(place, Stored(place.data_dir), Terms()).run_until_idle()
    assert state(place, actor, facts.id) == "done" and shown(place, actor) == ["c1", "c2"]


def test_of_several_files_the_last_one_sent_holds(place: Office, actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second worker does not take the correction while the first one reads what it corrects; nor is it done at once
    because it is small."""
    declared(place, actor)
    monkeypatch.setattr(imports, "SMALL", 0)
    first = queued(place, actor, GOOD)
    with place.writing(actor) as work:
        entry = import_for_update(work.session, actor.workspace_id, first.id)
        assert entry is not None
        claimed = import_work._claim(place, work.session, entry)
    assert claimed is not None
    checked = queued(place, actor, GOOD, dry_run=True)
    monkeypatch.undo()
    second = queued(place, actor, GOOD.replace("12", "99"))
    assert second.state == "queued"
    while perform_next(place):
        pass
    assert [state(place, actor, one.id) for one in (first, second, checked)] == ["running", "queued", "done"]
    import_work._carry_out(place, claimed)
    while perform_next(place):
        pass
    assert state(place, actor, second.id) == "done"
    assert [float(row[3]) for row in events(place, actor)] == [99, 20.5]


@pytest.mark.slow
def test_a_million_rows_of_which_three_are_wrong(place: Office, actor: Actor, tmp_path: Path) -> None:
    declared(place, actor)
    path = tmp_path / "calls.csv"
    wrong = {17: '"1,234"', 400_000: "NaN", 999_999: "long"}
    with path.open("w", encoding="gb18030") as out:
        out.write("call_id,坐席,started_at,wait,kind\n")
        for row in range(2, 1_000_002):
            out.write(f"c{row},u{row % 500},2026-11-03 08:{row % 60:02}:00,{wrong.get(row, row % 300)},simple\n")
    facts = imported(place, actor, path.read_bytes(), keep_rest=True)
    assert (facts.state, report(facts)["added"], report(facts)["refused"]) == ("done", 999_997, 3)
    assert [found for found in told(facts) if found[0] == "input-type"] == [
        ("input-type", f"rows[{row}].wait") for row in sorted(wrong)
    ]
    assert len(events(place, actor)) == 999_997
