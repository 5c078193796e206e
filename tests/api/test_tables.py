"""Tables looked at before they are imported, and mappings saved for those that come again."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML
from tests.api.test_datasets import CALLS
from tests.api.test_figures import DOCUMENT

CSV = {"Content-Type": "text/csv"}
XLSX = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pytest.fixture(scope="module", autouse=True)
def furnished(site: Site) -> None:
    stored = site.here.put("/v1/rule-sets/care/draft", DOCUMENT.format(id="care"), headers=YAML)
    headers = {"If-Match": stored.headers["ETag"]}
    published = site.here.post("/v1/rule-sets/care/versions", {"effective_from": "2026-01"}, headers=headers)
    assert published.status_code == 201
    assert site.here.put("/v1/datasets/looked_at", CALLS).status_code == 201


def preview(site: Site, body: str | bytes, status: int = 200, headers: dict[str, str] = CSV, **query: str) -> Any:
    response = site.here.post("/v1/tables/preview", body, headers=headers, query_string=query)
    assert response.status_code == status, response.text
    return exact(response)


def targets(found: Any) -> list[str | None]:
    return [column["target"] for column in found["columns"]]


def test_a_list_of_people(site: Site) -> None:
    text = "员工名册,,,\n工号,姓名,班组,备注\nu1,张三,夜班,\nu2,李四,,x\n"
    found = preview(site, text, use="people")
    assert (found["kind"], found["header_row"], found["sheets"]) == ("csv", 2, [])
    assert targets(found) == ["@id", "@name", "team", None]
    assert [column["values"] for column in found["columns"]] == [["u1", "u2"], ["张三", "李四"], ["夜班"], ["x"]]
    offered = {target["id"]: target for target in found["targets"]}
    assert offered["@id"]["needed"] and offered["team"]["label"]["zh"] == "班组"
    assert offered["wage"]["about"] == "attribute"
    assert site.here.get("/v1/people/u1").status_code == 404, "nothing is stored"
    nothing_known = preview(site, "Nr;Farbe\n1;rot\n", use="people")
    assert targets(nothing_known) == [None, None]
    twice = preview(site, "id,员工编号\n1,2\n", use="people")
    assert [note["code"] for note in twice["notes"]] == ["column-twice"]


def test_a_workbook_of_figures(site: Site) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        percent = book.add_format({"num_format": "0%"})
        book.add_worksheet("说明").write_row(0, 0, ["看第二页"])
        sheet = book.add_worksheet("十一月")
        sheet.write_row(0, 0, ["工号", "服务得分", "Rate", "decision.gift.amount"])
        sheet.write_row(1, 0, [1001, 4.5])
        sheet.write_number(1, 2, 0.5, percent)
    found = preview(
        site, file.getvalue(), headers=XLSX, use="figures", rule_set="care", period="2026-11", sheet="十一月"
    )
    assert (found["kind"], found["sheet"], found["sheets"]) == ("xlsx", "十一月", ["说明", "十一月"])
    assert targets(found) == ["@person", "marks", "rate", "decision.gift.amount"]
    assert [column["values"] for column in found["columns"]] == [["1001"], ["4.5"], ["50%"], []]
    offered = {target["id"]: target for target in found["targets"]}
    assert (offered["marks"]["kind"], offered["marks"]["needed"]) == ("rating", True)
    assert (offered["rate"]["needed"], offered["decision.gift.amount"]["about"]) == (False, "decision")
    assert offered["decision.gift.amount"]["label"]["en"].endswith("gift: amount")
    lacking = preview(site, "id\n1\n", 422, use="figures")
    assert [issue["path"] for issue in lacking["issues"]] == ["period", "rule_set"]
    assert preview(site, "id\n1\n", 404, use="figures", rule_set="none", period="2026-11")["code"] == "not-found"


def test_a_file_of_events(site: Site) -> None:
    text = "通话编号,坐席,时间,排队,类型\nc1,u1,03/11/2026 08:15,0:12,简单\n"
    found = preview(site, text, use="dataset", dataset="looked_at")
    assert targets(found) == ["call_id", "agent", "started_at", None, None]
    offered = {target["id"]: target for target in found["targets"]}
    assert "mm:ss" in offered["wait"]["formats"] and offered["kind"]["choices"] == ["simple", "complex"]
    kept = {"columns": {"wait": {"column": "排队", "format": "mm:ss"}}}
    assert site.here.put("/v1/datasets/looked_at/mapping", kept).status_code == 201
    assert targets(preview(site, text, use="dataset", dataset="looked_at"))[3] == "wait"
    assert preview(site, text, 404, use="dataset", dataset="none")["code"] == "not-found"
    assert preview(site, text, 422, use="dataset")["issues"][0]["code"] == "field-required"


def test_what_is_no_table(site: Site) -> None:
    for body in (b"\x89PNG\r\n\x1a\n", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0"):
        response = site.here.post("/v1/tables/preview", body, headers=CSV, query_string={"use": "people"})
        assert response.status_code == 422, response.text
        assert exact(response)["issues"][0]["hint"]["zh"]
    other = site.here.post("/v1/tables/preview?use=people", b"x", headers={"Content-Type": "image/png"})
    assert other.status_code == 415


def test_mappings_are_saved_replaced_and_deleted(site: Site) -> None:
    body = {"use": "people", "name": " 月度花名册 ", "mapping": {"columns": {"Squad": "team", "Notes": None}}}
    made = site.here.post("/v1/mappings", body)
    assert made.status_code == 201 and exact(made)["name"] == "月度花名册"
    changed = {**body, "mapping": {"columns": {"Squad": "role"}, "header_row": 2}}
    again = site.here.post("/v1/mappings", changed)
    assert (again.status_code, exact(again)["id"]) == (200, exact(made)["id"])
    events = {"use": "dataset", "about": "looked_at", "name": "电话", "mapping": {"columns": {"wait": "排队"}}}
    assert site.here.post("/v1/mappings", events).status_code == 201
    assert site.here.post("/v1/mappings", {**events, "about": "none"}).status_code == 404
    wrong = site.here.post("/v1/mappings", {**events, "mapping": {"columns": {"weight": "排队"}}})
    assert exact(wrong)["issues"][0]["path"] == "mapping.columns.weight"
    assert site.here.post("/v1/mappings", {**body, "mapping": {"columns": {"a": 1}}}).status_code == 422
    first = exact(site.here.get("/v1/mappings?limit=1"))
    second = exact(site.here.get(f"/v1/mappings?limit=1&cursor={first['next']}"))
    assert [item["use"] for item in (*first["items"], *second["items"])] == ["dataset", "people"]
    assert second["items"][0]["mapping"] == changed["mapping"] and second["next"] is None
    assert exact(site.here.get("/v1/mappings?use=figures"))["items"] == []
    address = f"/v1/mappings/{exact(made)['id']}"
    assert site.there.delete(address).status_code == 404
    assert site.here.delete(address).status_code == 204
    assert site.here.delete(address).status_code == 404
