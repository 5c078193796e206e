"""Uploads of people and figures: columns found by name, dry runs, every refused row with its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import xlsxwriter

from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML
from tests.api.test_figures import DOCUMENT
from tests.rules.document.hostile import DATA

LINES = (DATA / "cells.txt").read_text("utf-8").splitlines()
CELLS = [line.replace("\\r", "\r").replace("\\n", "\n") for line in LINES if line.strip() and not line.startswith("# ")]
CSV = {"Content-Type": "text/csv"}
XLSX = {"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@pytest.fixture(scope="module", autouse=True)
def furnished(site: Site) -> Iterator[None]:
    stored = site.here.put("/v1/rule-sets/care/draft", DOCUMENT.format(id="care"), headers=YAML)
    headers = {"If-Match": stored.headers["ETag"]}
    assert (
        site.here.post("/v1/rule-sets/care/versions", {"effective_from": "2026-01"}, headers=headers).status_code == 201
    )
    people(site, "id,role,wage\ni1,agent,5000\ni2,agent,6000\n", **{"from": "2026-01-01"})
    yield


def people(site: Site, text: str | bytes, status: int = 200, headers: dict[str, str] = CSV, **query: str) -> Any:
    response = site.here.post("/v1/people/imports", text, headers=headers, query_string=query)
    assert response.status_code == status, response.text
    return exact(response)


def figures(site: Site, period: str, text: str | bytes, status: int = 200, **query: str) -> Any:
    query = {"rule_set": "care", **query}
    response = site.here.post(f"/v1/figures/{period}/imports", text, headers=CSV, query_string=query)
    assert response.status_code == status, response.text
    return exact(response)


def workbook(*rows: list[object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


class TestPeople:
    def test_a_chinese_list_in_gb18030(self, site: Site) -> None:
        text = "工号,姓名,岗位,班组,上级,备注\ngb1,张三,agent,夜班,gb2,x\ngb2,李四,lead,白班,,\n".encode("gb18030")
        tried = people(site, text, **{"from": "2026-01-01", "dry_run": "true"})
        assert (tried["dry_run"], tried["rows"], tried["new"], tried["refused"]) == (True, 2, 2, 0)
        assert tried["columns"] == [
            {"column": "工号", "target": "@id"},
            {"column": "姓名", "target": "@name"},
            {"column": "岗位", "target": "role"},
            {"column": "班组", "target": "team"},
            {"column": "上级", "target": "@manager"},
            {"column": "备注", "target": None},
        ]
        assert tried["first"][0] == {
            "row": 2,
            "id": "gb1",
            "name": "张三",
            "from": "2026-01-01",
            "attributes": {"role": "agent", "team": "夜班"},
            "manager": "gb2",
            "ended": None,
        }
        assert [note["code"] for note in tried["notes"]] == ["sheet-columns-unused"]
        assert site.here.get("/v1/people/gb1").status_code == 404
        done = people(site, text, **{"from": "2026-01-01", "file_name": "名单.csv"})
        assert (done["new"], done["revision"] > tried["revision"]) == (2, True)
        assert exact(site.here.get("/v1/people/gb1"))["attributes"] == {"role": "agent", "team": "夜班"}
        assert exact(site.here.get("/v1/audit?limit=1"))["items"][0]["detail"]["source"] == "名单.csv"
        assert people(site, text, **{"from": "2026-05-01"})["unchanged"] == 2

    def test_a_workbook_with_days_and_numbers(self, site: Site) -> None:
        rows: list[list[object]] = [
            ["id", "valid from", "team", "wage", "last day"],
            [1001, "2026/1/5", "day", 5000.5, ""],
            [1001, "2026年11月16日", "night", 6000, "2026-11-30"],
        ]
        done = people(site, workbook(*rows), headers=XLSX)
        assert (done["rows"], done["new"], done["refused"]) == (2, 1, 0)
        spells = exact(site.here.get("/v1/people/1001"))["spells"]
        assert [(one["from"], one["to"], str(one["attributes"]["wage"]), one["ended"]) for one in spells] == [
            ("2026-01-05", "2026-11-15", "5000.5", False),
            ("2026-11-16", "2026-11-30", "6000", False),
            ("2026-12-01", None, "6000", True),
        ]

    def test_what_is_assumed_about_a_file_is_told(self, site: Site) -> None:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            for name in ("十月", "十一月"):
                sheet = book.add_worksheet(name)
                sheet.write_row(0, 0, ["工号", "姓名", "评分"])
                sheet.write_row(1, 0, ["sheets1", "甲", 4])
        tried = people(site, file.getvalue(), headers=XLSX, **{"from": "2026-01-01"})
        assert [note["code"] for note in tried["notes"]] == ["sheets-unread", "sheet-columns-unused"]
        cut = people(site, "id,name\nsheets1,甲", **{"from": "2026-01-01"})
        assert [note["code"] for note in cut["notes"]] == ["file-ends-open"]
        refused = people(site, "id,name\n", 422, **{"from": "2026-01-01"})
        assert [issue["code"] for issue in refused["issues"]] == ["file-without-rows"]

    def test_what_is_assumed_about_a_sheet_of_figures_is_told(self, site: Site) -> None:
        tried = figures(site, "2026-03", "id,marks\ni1,4", dry_run="true")
        assert [note["code"] for note in tried["notes"]] == ["file-ends-open"]
        refused = figures(site, "2026-03", "id,marks\n", 422, dry_run="true")
        assert [issue["code"] for issue in refused["issues"]] == ["file-without-rows"]

    def test_ids_of_a_workbook_are_those_that_it_shows(self, site: Site) -> None:
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
            sheet, four = book.add_worksheet(), book.add_format({"num_format": "0000"})
            sheet.write_row(0, 0, ["工号", "姓名", "上级"])
            sheet.write_row(1, 0, [27, "甲"], four)
            sheet.write_row(2, 0, [28, "乙", 27], four)
            sheet.write_row(3, 0, [12345678901234567, "丙"])
            sheet.write_formula(4, 0, '=VLOOKUP("丁",A:B,2,0)', None, "#N/A")
            sheet.write(4, 1, "丁")
        done = people(site, file.getvalue(), headers=XLSX, **{"from": "2026-01-01", "on_refused": "keep_rest"})
        assert (done["new"], done["refused"]) == (2, 2)
        assert [(issue["code"], issue["path"]) for issue in done["issues"]] == [
            ("cell-digits", "rows[4].A"), ("cell-error", "rows[5].A"),
        ]  # fmt: skip
        assert exact(site.here.get("/v1/people/0028"))["manager"] == "0027"
        assert site.here.get("/v1/people/28").status_code == 404

    def test_each_refused_row_is_told(self, site: Site) -> None:
        text = (
            "id,name,team,manager,ended,from\n"
            "bad1,,x,bad1,,2026-01-01\n"
            ",无号,x,,,2026-01-01\n"
            "bad3,ok,#REF!,,,2026-01-01\n"
            "bad4,ok,x,,maybe,2026-13-01\n"
            "bad5,ok,x,,no,\n"
            "fine,ok,x,,no,2026-01-01\n"
            "short,ok\n"
        )
        told = [
            ("manager-circle", "rows[2].D"),
            ("row-without-person", "rows[3].A"),
            ("cell-error", "rows[4].C"),
            ("bad-day", "rows[5].F"),
            ("ended-text", "rows[5].E"),
            ("day-needed", "rows[6].F"),
            ("row-cut", "rows[8]"),
        ]
        refused = people(site, text, 422)
        assert sorted((issue["code"], issue["path"]) for issue in refused["issues"]) == sorted(told)
        assert [issue["line"] for issue in refused["issues"]] == [2, 3, 4, 5, 5, 6, 8]
        tried = people(site, text, dry_run="true")
        assert (tried["rows"], tried["refused"], tried["new"]) == (7, 6, 1)
        assert [(issue["code"], issue["path"]) for issue in tried["issues"]] == told
        assert site.here.get("/v1/people/fine").status_code == 404
        kept = people(site, text, on_refused="keep_rest")
        assert (kept["new"], kept["refused"]) == (1, 6)
        assert site.here.get("/v1/people/fine").status_code == 200

    def test_columns_are_mapped(self, site: Site) -> None:
        text = "Nr,Squad,城市\nmap1,blue,上海\n"
        assert people(site, text, 422, **{"from": "2026-01-01"})["issues"][0]["code"] == "sheet-column-needed"
        wrong = people(site, text, 422, mapping='{"Nr":"@idd","Squat":"team","城市":"1x"}', **{"from": "2026-01-01"})
        assert [issue["code"] for issue in wrong["issues"]] == ["sheet-target-unknown", "sheet-column-absent"]
        assert people(site, text, 422, mapping="[]")["issues"][0]["code"] == "field-value"
        people(site, text, mapping='{"Nr":"@id","Squad":"team","城市":"城市"}', **{"from": "2026-01-01"})
        assert exact(site.here.get("/v1/people/map1"))["attributes"] == {"team": "blue", "城市": "上海"}

    def test_empty_cells_say_nothing_or_take_away(self, site: Site) -> None:
        people(site, "id,team,manager\ne1,x,m\n", **{"from": "2026-01-01"})
        assert people(site, "id,team,manager\ne1,,\n", **{"from": "2026-02-01"})["unchanged"] == 1
        people(site, "id,team,manager\ne1,,\n", empty="clear", **{"from": "2026-02-01"})
        person = exact(site.here.get("/v1/people/e1"))
        assert (person["attributes"], person["manager"]) == ({}, None)

    def test_a_form_as_browsers_send_it(self, site: Site) -> None:
        form = (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\nid,team\nform1,x\n\r\n--x--\r\n"
        )
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        assert people(site, form, headers=headers, **{"from": "2026-01-01"})["new"] == 1
        assert exact(site.here.get("/v1/audit?limit=1"))["items"][0]["detail"]["source"] == "list.csv"

    def test_a_mapping_beside_the_file(self, site: Site) -> None:
        """Where there are many columns it would be too long for an address."""

        def sent(mapping: str, status: int = 200) -> Any:
            form = (
                '--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\nNr,Squad\nform2,x\n'
                f'\r\n--x\r\nContent-Disposition: form-data; name="mapping"\r\n\r\n{mapping}\r\n--x--\r\n'
            )
            headers = {"Content-Type": "multipart/form-data; boundary=x"}
            return people(site, form, status, headers, dry_run="true", **{"from": "2026-01-01"})

        assert [one["target"] for one in sent('{"Nr": "@id", "Squad": null}')["columns"]] == ["@id", None]
        refused = sent('{"Nr": 1}', 422)
        assert (refused["issues"][0]["code"], refused["issues"][0]["path"]) == ("field-value", "mapping")

    def test_json_as_other_systems_export_it(self, site: Site) -> None:
        text = '[{"工号": "js1", "底薪": 5000.50}, {"工号": "js2", "班组": {"name": "x"}}]'
        headers = {"Content-Type": "application/json"}
        report = people(site, text, headers=headers, on_refused="keep_rest", **{"from": "2026-01-01"})
        assert (report["new"], [issue["code"] for issue in report["issues"]]) == (1, ["row-nested"])
        assert "5000.50" in site.here.get("/v1/people/js1").text

    def test_no_table_at_all(self, site: Site) -> None:
        for body in (b"\x89PNG", b"", b"\xff\xfe\x00", b"PK\x03\x04junk", b"PAR1junkPAR1"):
            response = site.here.post("/v1/people/imports", body, headers=CSV)
            assert response.status_code == 422, (body, response.text)


class TestManyRefusedRows:
    """They are counted by reason, and told a thousand at a time."""

    def test_of_people(self, site: Site) -> None:
        rows = "".join(f"many{number},{'x' * 600 if number % 2 else 'x'}\n" for number in range(2, 2402))
        text = f"id,team\n{rows},x\n"
        first = people(site, text, dry_run="true", **{"from": "2026-01-01"})
        assert first["codes"] == {"row-without-person": 1, "value-text": 1200}
        assert (first["refused"], len(first["issues"]), first["more"]) == (1201, 1000, 201)
        rest = people(site, text, dry_run="true", skip_issues="1000", **{"from": "2026-01-01"})
        assert (len(rest["issues"]), rest["more"]) == (201, 0)
        lines = [issue["line"] for issue in (*first["issues"], *rest["issues"])]
        assert lines == sorted(set(lines)) and lines[-1] == 2402

    def test_of_figures(self, site: Site) -> None:
        text = "id,marks,rate\n" + "i1,9,85\n" * 600
        first = figures(site, "2026-07", text, dry_run="true")
        assert first["codes"] == {"input-percent": 600, "input-range": 600} and first["more"] == 200
        rest = figures(site, "2026-07", text, dry_run="true", skip_issues="1000")
        assert (len(rest["issues"]), rest["more"]) == (200, 0)


class TestHostileCells:
    """Cells that a spreadsheet would take for formulas, dates or something else stay the texts they are."""

    def test_they_come_back_as_they_were_or_are_refused(self, site: Site) -> None:
        rows = [(f"cell-{number}", cell) for number, cell in enumerate(CELLS)]
        text = io.StringIO()
        csv.writer(text).writerows([("id", "team"), *rows])
        report = people(site, text.getvalue(), on_refused="keep_rest", **{"from": "2026-01-01"})
        refused = {issue["line"] for issue in report["issues"]}
        assert report["rows"] == len(rows) and len(refused) == report["refused"] < len(rows) / 3
        for line, (id, cell) in enumerate(rows, start=2):
            response = site.here.get(f"/v1/people/{id}")
            assert (response.status_code == 404) == (line in refused), (cell, report["issues"])
            if response.status_code == 200:
                assert exact(response)["attributes"]["team"] == cell


class TestFigures:
    def test_the_months_spreadsheet(self, site: Site) -> None:
        gift = "decision.gift.amount,decision.gift.reason,decision.gift.author"
        text = f"工号,服务得分,Rate,{gift}\ni1,4.5,85%,100,好,王\ni2,,,,,\n"
        tried = figures(site, "2026-03", text, dry_run="true")
        assert (tried["rows"], tried["changed"], tried["refused"]) == (2, 3, 0)
        assert [column["target"] for column in tried["columns"]][:3] == ["@person", "marks", "rate"]
        assert exact(site.here.get("/v1/figures/2026-03/people/i1"))["values"] == {}
        done = figures(site, "2026-03", text, file_name="三月.csv")
        assert (done["changed"], done["unchanged"]) == (3, 0)
        held = exact(site.here.get("/v1/figures/2026-03/people/i1"))
        assert (held["values"]["rate"]["value"], held["values"]["rate"]["source"]) == ("85%", "三月.csv")
        assert held["decisions"]["gift"]["author"] == "王"
        assert figures(site, "2026-03", text)["unchanged"] == 3

    def test_cells_are_checked_as_scoring_would(self, site: Site) -> None:
        text = "id,marks,rate\ni1,9,85%\ni2,4,85\nghost,3,1%\ni1,4,1%\n,4,\n"
        told = [
            ("input-range", "rows[2].B"),
            ("input-percent", "rows[3].C"),
            ("figure-person-unknown", "rows[4].A"),
            ("row-without-person", "rows[6].A"),
        ]
        refused = figures(site, "2026-04", text, 422)
        assert [(issue["code"], issue["path"]) for issue in refused["issues"]] == told
        kept = figures(site, "2026-04", text, on_refused="keep_rest")
        assert (kept["rows"], kept["refused"], kept["changed"]) == (5, 4, 2)

    def test_unknown_people_are_added_when_asked(self, site: Site) -> None:
        text = "id,姓名,role,marks\nnew1,新人,agent,4\ni1,张,agent,3\n"
        assert figures(site, "2026-05", text, 422)["issues"][0]["code"] == "figure-person-unknown"
        tried = figures(site, "2026-05", text, unknown_people="create", dry_run="true")
        assert (tried["new"], tried["changed"], tried["refused"]) == (1, 2, 0)
        assert site.here.get("/v1/people/new1").status_code == 404
        figures(site, "2026-05", text, unknown_people="create")
        person = exact(site.here.get("/v1/people/new1?as_of=2026-05-01"))
        assert (person["name"], person["attributes"], person["spells"][0]["from"]) == (
            "新人",
            {"role": "agent"},
            "2026-05-01",
        )
        scorer = site.with_scopes("score")
        asked = scorer.post(
            "/v1/figures/2026-05/imports",
            text,
            headers=CSV,
            query_string={"rule_set": "care", "unknown_people": "create"},
        )
        assert asked.status_code == 403

    def test_a_sheet_about_something_else(self, site: Site) -> None:
        assert figures(site, "2026-06", "id,weather\ni1,sunny\n", 422)["issues"][0]["code"] == "figures-no-input-column"
        assert figures(site, "2026-06", "id,marks\ni1,3\n", 404, rule_set="none")["code"] == "not-found"
