"""Imports: files become events, all or none; what is refused is told by row and column. On both databases."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engine.issues import Refused
from service.audit import list_entries
from service.datasets import get_dataset
from service.errors import NotFound
from service.imports import get_import
from service.mappings import get_mapping, put_mapping
from service.records import append
from service.uploads import take_in
from service.work import Actor, Office
from tests.service.desk import codes_of
from tests.service.sending import GOOD, HEADER, file, imported, large, report, told
from tests.service.test_datasets import call, declared, events, pinned, place, shown

__all__ = ["large", "place"]


@pytest.fixture(params=["at once", "in the background"])
def size(request: pytest.FixtureRequest) -> None:
    """The same whether a file is small or not."""
    if request.param == "in the background":
        request.getfixturevalue("large")


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


def test_what_a_workbook_lost_is_refused_and_what_it_shows_is_read(place: Office, actor: Actor) -> None:
    declared(place, actor)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet, five = book.add_worksheet(), book.add_format({"num_format": "00000"})
        sheet.write_row(0, 0, ["call_id", "agent", "started_at", "wait", "remark"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"c{row}", "u1", "2026-11-03 08:15", row])
        sheet.write_formula(1, 4, "=NA()", None, "#N/A")
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 1, "=NA()", None, "#N/A")
        sheet.write_number(4, 0, 12345678901234567)
        sheet.write_row(5, 0, [7, 17, "2026-11-03 08:15", 9], five)
    facts = imported(place, actor, content.getvalue(), "calls.xlsx", keep_rest=True)
    assert [found for found in told(facts) if found[1].startswith("rows")] == [
        ("cell-error", "rows[3].wait"), ("cell-error", "rows[4].agent"), ("cell-digits", "rows[5].call_id"),
    ]  # fmt: skip
    assert [(row[0], row[1], float(row[3])) for row in events(place, actor)] == [
        ("00007", "00017", 9), ("c1", "u1", 1),
    ]  # fmt: skip


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
