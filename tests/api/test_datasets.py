"""Datasets, records and imports over HTTP, on both databases."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from service.import_work import perform_next
from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML, named

NUMBERS = iter(range(1, 10_000))
CALLS: dict[str, Any] = {
    "subject": "agent", "time": "started_at", "id": "call_id",
    "columns": {"wait": "duration", "kind": {"choice": ["simple", "complex"]}, "note": "text"},
}  # fmt: skip
CSV = "call_id,agent,started_at,wait,kind\nc1,u1,2026-11-03 08:15:00,12,simple\nc2,u2,2026-11-03 09:15,20.5,complex\n"


def keyed(**more: str) -> dict[str, str]:
    return {"Idempotency-Key": f"key-{next(NUMBERS)}", **more}


@pytest.fixture
def calls(site: Site) -> str:
    """The address of a new dataset."""
    address = f"/v1/datasets/calls_{next(NUMBERS)}"
    assert site.here.put(address, CALLS).status_code == 201
    return address


def test_declaring(site: Site, calls: str) -> None:
    found = site.here.get(calls)
    etag = found.headers["ETag"]
    assert exact(found)["declaration"] == CALLS and exact(found)["events"] == 0
    assert site.here.put(calls, CALLS).status_code == 428
    assert site.here.put(calls, CALLS, headers={"If-None-Match": "*"}).status_code == 412
    assert site.here.put(calls, CALLS, headers={"If-Match": '"old"'}).status_code == 412
    assert site.here.put(calls, {**CALLS, "columns": {}}, headers={"If-Match": etag}).status_code == 200
    wrong = site.here.put(calls, {**CALLS, "columns": {"wait": "seconds"}}, headers={"If-Match": "*"})
    assert wrong.status_code == 422 and exact(wrong)["issues"][0]["path"] == "columns.wait"
    assert site.here.delete(calls, headers={"If-Match": "*"}).status_code == 204
    assert site.here.get(calls).status_code == 404


def test_records(site: Site, calls: str) -> None:
    records = [
        {"call_id": "c1", "agent": "u1", "started_at": "2026-11-03T08:15:00", "wait": 12.5, "note": "=1+1"},
        {"call_id": 2, "agent": "u2", "started_at": "2026-11-03T08:15:00Z", "kind": "simple"},
    ]
    address = f"{calls}/records"
    assert site.here.post(address, {"records": records}).status_code == 422, "without a key nobody could send it again"
    headers = keyed()
    first = site.here.post(address, {"records": records}, headers=headers)
    assert exact(first) == {"accepted": 2, "repeated": 0, "waiting": 2, "refused": [], "notes": []}
    again = site.here.post(address, {"records": records}, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true" and again.text == first.text
    assert site.here.post(address, {"records": records[:1]}, headers=headers).status_code == 422
    page = exact(site.here.get(f"{address}?limit=1"))
    assert page["items"] == [
        {"call_id": "c1", "agent": "u1", "started_at": "2026-11-03T00:15:00Z", "wait": 12.5, "note": "=1+1"}
    ]
    following = exact(site.here.get(f"{address}?limit=1&cursor={page['next']}"))
    assert [item["call_id"] for item in following["items"]] == ["2"] and following["next"] is None
    found = exact(site.here.get(f"{address}?subject=u2&since=2026-11-03T16:00:00&until=2026-11-04"))
    assert [item["call_id"] for item in found["items"]] == ["2"]
    assert site.here.get(f"{address}?since=yesterday").status_code == 422
    wrong = {"records": [{"call_id": "c3"}, {**records[0], "wait": "1,234"}, {"call_id": "2", "withdrawn": True}]}
    refused = site.here.post(address, wrong, headers=keyed())
    assert refused.status_code == 422
    assert [issue["path"] for issue in exact(refused)["issues"]] == [
        "records[0].agent", "records[0].started_at", "records[1].wait",
    ]  # fmt: skip
    kept = exact(site.here.post(address, {**wrong, "on_refused": "keep_rest"}, headers=keyed()))
    assert (kept["accepted"], [item["index"] for item in kept["refused"]]) == (1, [0, 1])
    assert [item["call_id"] for item in exact(site.here.get(address))["items"]] == ["c1"]
    assert site.here.post(address, {"records": [{}] * 5001}, headers=keyed()).status_code == 422
    assert site.with_scopes("read").post(address, {"records": records}, headers=keyed()).status_code == 403


def test_importing_a_small_file_at_once(site: Site, calls: str) -> None:
    headers = keyed(**{"Content-Type": "text/csv"})
    done = site.here.post(f"{calls}/imports?file_name=november.csv", CSV, headers=headers)
    assert done.status_code == 201, done.text
    body = exact(done)
    assert (body["state"], body["report"]["added"], body["file_name"]) == ("done", 2, "november.csv")
    again = site.here.post(f"{calls}/imports?file_name=november.csv", CSV, headers=headers)
    assert exact(again)["id"] == body["id"]
    other = site.here.post(f"{calls}/imports?file_name=november.csv", CSV + "\n", headers=headers)
    assert exact(other)["code"] == "idempotency-mismatch"
    assert exact(site.here.get(done.headers["Location"]))["report"]["rows"] == 2
    assert [item["id"] for item in exact(site.here.get(f"{calls}/imports"))["items"]] == [body["id"]]
    facts = exact(site.here.get(calls))
    assert (facts["events"], facts["parts"], facts["first_time"]) == (2, 1, "2026-11-03T00:15:00Z")


def test_a_dry_run_in_a_form_with_a_mapping(site: Site, calls: str) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "坐席", "时间", "等待"])
        sheet.write_row(1, 0, ["c1", "u1", "03/11/2026 08:15", "2:05"])
        sheet.write_row(2, 0, ["c2", "u1", "2026-11-03", "2:05"])
    columns = {
        "started_at": {"column": "时间", "format": "DD/MM/YYYY HH:mm"},
        "wait": {"column": "等待", "format": "mm:ss"},
    }
    form = {"file": (io.BytesIO(file.getvalue()), "十一月.xlsx"), "mapping": json.dumps({"columns": columns})}
    sent = keyed(**{"Content-Type": "multipart/form-data"})
    tried = site.here.call("POST", f"{calls}/imports?dry_run=true&on_refused=keep_rest", None, sent, data=form)
    assert tried.status_code == 201, tried.text
    report = exact(tried)["report"]
    assert (report["rows"], report["refused"]) == (2, 1)
    assert report["preview"][0]["values"] == {
        "call_id": "c1", "agent": "u1", "started_at": "2026-11-03T00:15:00Z", "wait": "125",
    }  # fmt: skip
    assert [issue["path"] for issue in report["issues"] if issue["severity"] == "error"] == ["rows[3].started_at"]
    assert exact(site.here.get(calls))["events"] == 0
    for fields in ({"mapping": "{}"}, {"file": (io.BytesIO(b"a"), "a.csv"), "more": "1"}):
        sent = keyed(**{"Content-Type": "multipart/form-data"})
        assert site.here.call("POST", f"{calls}/imports", None, sent, data=fields).status_code == 422
    unreadable = {"file": (io.BytesIO(CSV.encode()), "a.csv"), "mapping": "{"}
    sent = keyed(**{"Content-Type": "multipart/form-data"})
    assert site.here.call("POST", f"{calls}/imports", None, sent, data=unreadable).status_code == 400


def test_a_large_file_waits_for_a_worker(site: Site, calls: str) -> None:
    rows = "".join(f"c{number},u1,2026-11-03 08:15:00,{number % 300},simple\n" for number in range(9_000))
    content = CSV.splitlines(keepends=True)[0] + rows + "bad,u1,never,1,simple\n"
    headers = keyed(**{"Content-Type": "text/csv"})
    queued = site.here.post(f"{calls}/imports?on_refused=keep_rest", content, headers=headers)
    assert queued.status_code == 202 and exact(queued)["state"] == "queued"
    while perform_next(site.office):
        pass
    done = exact(site.here.get(queued.headers["Location"]))
    assert (done["state"], done["seen"], done["report"]["added"], done["report"]["refused"]) == (
        "done",
        9_001,
        9_000,
        1,
    )
    assert [issue["line"] for issue in done["report"]["issues"] if issue["code"] == "time-text"] == [9_002]


def test_an_import_is_stopped(site: Site, calls: str) -> None:
    rows = "".join(f"x{number},u1,2026-11-03 08:15:00,1,simple\n" for number in range(9_000))
    content = CSV.splitlines(keepends=True)[0] + rows
    queued = site.here.post(f"{calls}/imports", content, headers=keyed(**{"Content-Type": "text/csv"}))
    address = queued.headers["Location"]
    stopped = site.here.post(f"{address}/cancel")
    assert stopped.status_code == 200 and exact(stopped)["state"] == "cancelled"
    while perform_next(site.office):
        pass
    assert exact(site.here.get(address))["state"] == "cancelled"
    again = site.here.post(f"{address}/cancel")
    assert (again.status_code, exact(again)["code"]) == (409, "import-state")
    assert site.here.post(f"{calls}/imports/none/cancel").status_code == 404


def test_the_mapping_is_kept(site: Site, calls: str) -> None:
    address = f"{calls}/mapping"
    assert site.here.get(address).status_code == 404
    mapping = {"columns": {"wait": {"column": "等待", "format": "mm:ss"}}}
    assert site.here.put(address, mapping).status_code == 201
    found = site.here.get(address)
    assert exact(found) == mapping
    assert site.here.put(address, {}).status_code == 428
    assert site.here.put(address, {}, headers={"If-Match": found.headers["ETag"]}).status_code == 200
    assert site.here.put(address, {"columns": {"nein": "x"}}, headers={"If-Match": "*"}).status_code == 422
    assert site.here.delete(address, headers={"If-Match": "*"}).status_code == 204


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b"", "text/csv", 422, "body-missing"),
        (b"x" * (9 * 1024 * 1024), "text/csv", 413, "body-too-large"),
        (b"%PDF", "application/pdf", 415, "unsupported-media-type"),
        (b"not a form", "multipart/form-data", 422, "field-required"),
    ],
)
def test_files_that_are_not_taken_in(
    site: Site, calls: str, content: bytes, media: str, status: int, code: str
) -> None:
    answer = site.here.post(f"{calls}/imports", content, headers=keyed(**{"Content-Type": media}))
    assert answer.status_code == status
    assert code in {exact(answer)["code"], *(issue["code"] for issue in exact(answer)["issues"])}
    assert not [file for file in (site.office.data_dir / ".uploads").glob("*") if file.is_file()]


def test_an_xlsx_bomb_is_refused(site: Site, calls: str) -> None:
    bomb = b"PK\x03\x04" + b"x" * 100
    answer = site.here.post(f"{calls}/imports", bomb, headers=keyed(**{"Content-Type": "application/octet-stream"}))
    assert exact(answer)["state"] == "refused" and exact(answer)["kind"] == "xlsx"


def test_hostile_names_and_cells(site: Site, calls: str) -> None:
    """Whatever is in a text stays text; whatever is no name of a dataset answers 404 or is refused."""
    shared = [
        "=cmd|'/c calc'!A1", "+1+1", "@SUM(1+1)", " =1+1", "＝1+1", "\ufeff=1+1", "<script>alert(1)</script>",
        "{{7*7}}", "'; DROP TABLE dataset; --", "../../etc/passwd", "a%2fb", "İstanbul", "x" * 200, "%s%s%n", "${7*7}",
    ]  # fmt: skip
    records = [
        {"call_id": text, "agent": text, "started_at": f"2026-11-03T08:{number:02}:00", "note": text}
        for number, text in enumerate(shared)
    ]
    assert site.here.post(f"{calls}/records", {"records": records}, headers=keyed()).status_code == 200
    items = exact(site.here.get(f"{calls}/records"))["items"]
    assert [item["note"] for item in items] == shared
    assert [item["agent"] for item in items] == [text.strip() for text in shared]
    for text in shared:
        wrong = {"records": [{"call_id": "n", "agent": "u", "started_at": "2026-11-03", "wait": text}]}
        assert site.here.post(f"{calls}/records", wrong, headers=keyed()).status_code == 422
    for name in ("..", "../calls", "a b", "<script>", "a%2fb", "calls\u202e", "x" * 101, "nul.txt", "C:\\x"):
        answer = site.here.put(f"/v1/datasets/{name}", CALLS)
        assert answer.status_code in (404, 422), name
    folder: Path = site.office.data_dir
    assert {path.name for path in folder.iterdir()} <= {"here", ".uploads"}
    assert {path.name for path in folder.glob("here/*")} <= {"datasets", "imports", "runs"}


def test_publishing_declares_what_is_read(site: Site) -> None:
    text = named("reads-calls") + (
        "datasets:\n  calls_read: {subject: agent, time: at, id: call, columns: {wait: duration}}\n"
        "measures:\n  asa: {dataset: calls_read, value: mean(wait)}\n"
    )
    stored = site.here.put("/v1/rule-sets/reads-calls/draft", text, headers=YAML)
    declared = site.here.post("/v1/datasets/from-rule-set", {"rule_set": "reads-calls"})
    assert exact(declared) == {"datasets": ["calls_read"], "changed": ["calls_read"]}
    published = site.here.post(
        "/v1/rule-sets/reads-calls/versions",
        {"effective_from": "2026-11"},
        headers={"If-Match": stored.headers["ETag"]},
    )
    assert published.status_code == 201, published.text
    assert exact(site.here.get("/v1/datasets/calls_read"))["declaration"]["columns"] == {"wait": "duration"}
    draft = site.here.get("/v1/rule-sets/reads-calls/draft")
    other = text.replace("wait: duration", "wait: number")
    stored = site.here.put(
        "/v1/rule-sets/reads-calls/draft", other, headers={**YAML, "If-Match": draft.headers["ETag"]}
    )
    refused = site.here.post(
        "/v1/rule-sets/reads-calls/versions",
        {"effective_from": "2026-12"},
        headers={"If-Match": stored.headers["ETag"]},
    )
    assert refused.status_code == 422
    assert exact(refused)["issues"][0]["path"] == "datasets.calls_read.columns.wait"


def test_the_workspace(site: Site) -> None:
    found = site.here.get("/v1/workspace")
    assert exact(found)["time_zone"] == "Asia/Shanghai"
    etag = {"If-Match": found.headers["ETag"]}
    assert site.here.call("PATCH", "/v1/workspace", {"time_zone": "UTC"}).status_code == 428
    assert site.here.call("PATCH", "/v1/workspace", {"time_zone": "Mars/Base"}, etag).status_code == 422
    changed = site.here.call("PATCH", "/v1/workspace", {"time_zone": "Europe/London", "name": "伦敦"}, etag)
    assert exact(changed)["time_zone"] == "Europe/London" and exact(changed)["currency"] == "CNY"
    assert site.here.call("PATCH", "/v1/workspace", {"time_zone": "UTC"}, etag).status_code == 412
    assert exact(site.there.get("/v1/workspace"))["time_zone"] == "Asia/Shanghai"
    back = {"If-Match": changed.headers["ETag"]}
    assert (
        site.here.call("PATCH", "/v1/workspace", {"time_zone": "Asia/Shanghai", "name": "Here"}, back).status_code
        == 200
    )


def test_events_are_counted_by_month(site: Site, calls: str) -> None:
    text = CSV + "c3,u1,2026-10-31 23:59:59,1,simple\nc4,u1,2026-11-30 23:59:59,1,simple\n"
    address = f"{calls}/imports"
    headers = keyed(**{"Content-Type": "text/csv"})
    assert site.here.post(address, text, headers=headers).status_code == 201
    # the workspace's clock is eight hours ahead: this is December there
    late = {"call_id": "c5", "agent": "u2", "started_at": "2026-11-30T16:00:00Z"}
    withdrawn = {"call_id": "c2", "withdrawn": True}
    assert site.here.post(f"{calls}/records", {"records": [late, withdrawn]}, headers=keyed()).status_code == 200
    assert exact(site.here.get(f"{calls}/periods"))["items"] == [
        {"period": "2026-12", "events": 1, "people": 1},
        {"period": "2026-11", "events": 2, "people": 1},
        {"period": "2026-10", "events": 1, "people": 1},
    ]


def test_columns_are_left_out(site: Site, calls: str) -> None:
    headers = keyed(**{"Content-Type": "multipart/form-data; boundary=x"})
    form = (
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        f"{CSV}\r\n--x\r\n"
        'Content-Disposition: form-data; name="mapping"\r\n\r\n{"leave_out": ["kind", "absent"]}\r\n--x--\r\n'
    )
    report = exact(site.here.post(f"{calls}/imports?dry_run=true", form.encode(), headers=headers))["report"]
    assert "kind" not in report["columns"] and report["columns"]["wait"] == "wait"


@pytest.mark.parametrize("rows", [1500, 9000], ids=["at once", "by a worker"])
def test_every_refused_row_is_told(site: Site, calls: str, rows: int) -> None:
    text = "call_id,agent,started_at,wait\n" + "".join(f"r{row},u1,2026-11-03,{'x' * 20}\n" for row in range(rows))
    headers = keyed(**{"Content-Type": "text/csv"})
    made = exact(site.here.post(f"{calls}/imports?dry_run=true", text, headers=headers))
    if made["state"] == "queued":
        assert perform_next(site.office)
    address = f"{calls}/imports/{made['id']}/refused"
    seen: list[int] = []
    cursor = None
    while True:
        query = {"limit": "800", **({"cursor": cursor} if cursor else {})}
        page = exact(site.here.get(address, query_string=query))
        seen += [issue["line"] for issue in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == list(range(2, rows + 2))
    for kept in site.office.data_dir.glob("here/imports/*.refused"):
        kept.unlink()
    after = exact(site.here.get(address))
    assert len(after["items"]) == 1000 and after["next"] is None, "the report has them still"
