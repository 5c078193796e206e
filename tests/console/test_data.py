"""Data and people: a month's spreadsheet is imported, a broken file is told of, and people are found."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import FilePayload, Page, expect

from tests.console.conftest import Visit

OWN = {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where the sample workspace's clock stands.
PERIOD = f"{datetime.now(UTC) + timedelta(hours=8):%Y-%m}"
ADDRESS = f"rule_set=shop-presales&period={PERIOD}"


def sheet(name: str, *rows: list[Any]) -> FilePayload:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return {"name": name, "mimeType": XLSX, "buffer": file.getvalue()}


def choose(page: Page, file: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=re.compile("把文件拖到这里|Drop a file here")).click()
    chooser.value.set_files(file)


@pytest.fixture
def people(page: Page) -> None:
    told = [
        {"id": "d-1", "name": "陶然", "attributes": {"role": "presales-agent", "team": "晚班"}, "manager": "d-9"},
        {"id": "d-2", "name": "Zoë <b>Hart</b>", "attributes": {"role": "presales-agent", "team": "早班"}},
        {"id": "d-9", "name": "主管王", "attributes": {"role": "lead"}},
    ]
    body = {"from": "2026-01-01", "people": told}
    answer = page.context.request.post("/v1/people", data=body, headers=OWN)
    assert answer.status == 200, answer.text()


def test_a_spreadsheet_of_figures_is_mapped_checked_and_imported(page: Page, people: None) -> None:
    page.goto(f"/data/import?use=figures&{ADDRESS}")
    rows = [["工号", "主管打分", "询单人数"], ["d-1", 4.5, 300], ["d-2", 9, 200], ["d-2", "好", 1], ["nobody", 4, 5]]
    choose(page, sheet("本月.xlsx", *rows))
    page.get_by_role("button", name="下一步").click()
    marks = page.locator("tr", has_text="主管打分")
    expect(marks).to_contain_text("4.5")
    expect(marks).to_contain_text("不导入")
    marks.get_by_role("combobox").click()
    page.get_by_title("服务得分 · 必需").click()
    page.get_by_label("以后还有同样的文件").fill("主管表")
    page.get_by_role("button", name="保存对应关系").click()
    expect(page.get_by_text("已保存“主管表”")).to_be_visible()
    page.get_by_role("button", name="检查数据").click()
    refused = page.get_by_role("region", name="被拒的行")
    expect(refused.locator("tbody tr")).to_have_count(3)
    expect(refused).to_contain_text("B 主管打分")
    expect(page.get_by_label("原因").get_by_role("button")).to_have_count(4)
    finish = page.get_by_role("button", name="导入 1 行")
    expect(finish).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载为 CSV").click()
    assert download.value.path().read_text("utf-8-sig").count("\n") == 4
    page.get_by_label("跳过它们").check()
    finish.click()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()
    page.get_by_role("button", name="查看期间还缺什么").click()
    cell = page.get_by_label("服务得分, 陶然", exact=True)
    expect(cell).to_have_value("4.5")

    # the sheet takes values cell by cell, and says which it does not take
    other = page.get_by_label(re.compile("^服务得分, Zoë"))
    other.fill("9")
    other.press("Enter")
    expect(other).to_have_attribute("aria-invalid", "true")
    other.fill("4.8")
    other.press("Enter")
    expect(other).to_have_class("figure-cell there")
    stored = page.context.request.get(f"/v1/figures/{PERIOD}/people/d-2").json()
    assert stored["values"]["service_score"]["value"] == "4.8"

    # the next file of this kind is read as this one was
    page.goto(f"/data/import?use=figures&{ADDRESS}")
    choose(page, sheet("下月.xlsx", ["工号", "主管打分", "询单人数"], ["d-1", 4, 9]))
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("已套用保存过的“主管表”")).to_be_visible()


def test_a_file_is_dropped_where_it_is_asked_for(page: Page, people: None) -> None:
    page.goto(f"/data/import?use=figures&{ADDRESS}")
    place = page.get_by_role("button", name=re.compile("把文件拖到这里"))
    dropped = page.evaluate_handle(
        """text => {
          const carried = new DataTransfer();
          carried.items.add(new File([text], "拖来的.csv", { type: "text/csv" }));
          return carried;
        }""",
        "工号,服务得分\nd-1,4.5\nd-2,4.1\n",
    )
    for what in ("dragenter", "dragover", "drop"):
        place.dispatch_event(what, {"dataTransfer": dropped})
    expect(page.get_by_text("拖来的.csv")).to_be_visible()
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("tr", has_text="服务得分").first).to_contain_text("4.5")


def test_a_broken_file_says_what_to_do(visit: Visit) -> None:
    with visit("en") as page:
        page.goto("/data/import?use=people")
        choose(page, {"name": "list.xlsx", "mimeType": XLSX, "buffer": b"PK\x03\x04 half a file"})
        page.get_by_role("button", name="Next").click()
        problem = page.get_by_role("alert")
        expect(problem).to_contain_text("This file cannot be imported yet")
        expect(problem).to_contain_text("See whether the file is whole")
        page.get_by_role("button", name="Another file").click()
        page.get_by_text("Paste cells").click()
        page.get_by_label("Copy cells in Excel").fill("id\tname\nd-7\tAnn\nd-8\t")
        page.get_by_role("button", name="Next").click()
        expect(page.locator("tr", has_text="d-7")).to_contain_text("d-8")
        # what is not finished is not left by accident
        page.locator("nav a").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("not finished")


def test_people_are_found_and_change_from_a_day_on(page: Page, people: None) -> None:
    page.goto("/people")
    search = page.get_by_role("searchbox", name="按姓名或工号查找")
    search.fill("ZOË")
    rows = page.locator(".long-table tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Zoë <b>Hart</b>")
    rows.get_by_role("link").first.click()
    page.get_by_role("button", name="登记变动").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="班组").fill("晚班")
    dialog.get_by_role("button", name="登记").click()
    expect(page.locator(".spell-changes").first).to_contain_text("早班 → 晚班")
    page.goto("/people?view=teams")
    page.locator("tr", has_text="晚班").get_by_role("link").click()
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("陶然")


def test_a_closed_period_asks_why_its_figures_change(page: Page, people: None) -> None:
    later = f"{datetime.now(UTC) + timedelta(days=70):%Y-%m}"
    answer = page.context.request.post(f"/v1/periods/{later}/close", data={"note": "paid"}, headers=OWN)
    assert answer.status == 200, answer.text()
    page.goto(f"/data?rule_set=shop-presales&period={later}")
    cell = page.get_by_label("服务得分, 陶然", exact=True)
    expect(page.get_by_text("数据只能为更正而修改")).to_be_visible()
    expect(cell).to_have_attribute("readonly", "")
    page.get_by_label("更正原因").fill("主管漏报")
    expect(cell).not_to_have_attribute("readonly", "")
    cell.fill("4.7")
    cell.press("Enter")
    expect(cell).to_have_class("figure-cell there")
    newest = page.context.request.get("/v1/audit?limit=1").json()["items"][0]
    assert (newest["object"], newest["detail"]["correction"]) == (f"figures/{later}", "主管漏报")

    # a file says what is in the way, and goes in once it says why
    page.goto(f"/data/import?use=figures&rule_set=shop-presales&period={later}")
    choose(page, sheet("补报.xlsx", ["工号", "服务得分"], ["d-2", 4.2]))
    page.get_by_label("更正原因").fill(" ")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="检查数据").click()
    expect(page.get_by_role("alert")).to_contain_text(f"{later} 已关账")
    page.goto(f"/data/import?use=figures&rule_set=shop-presales&period={later}")
    choose(page, sheet("补报.xlsx", ["工号", "服务得分"], ["d-2", 4.2]))
    page.get_by_label("更正原因").fill("主管漏报")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="检查数据").click()
    page.get_by_role("button", name="导入 1 行").click()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()

    # people change whenever they did, and the closed period is named
    page.goto("/people/d-1")
    page.get_by_role("button", name="登记变动").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="班组").fill("夜班")
    dialog.get_by_role("button", name="登记").click()
    expect(page.get_by_text(f"{later} 已关账，而其中 1 人的情况有变")).to_be_visible()


def test_an_import_is_stopped(page: Page) -> None:
    """The second of two large files waits for the first; both are stopped, the first while it is being read."""
    declared = {"subject": "agent", "time": "at", "id": "id", "columns": {"wait": "duration"}}
    asked = page.context.request.put("/v1/datasets/stopped", data=declared, headers={**OWN, "If-None-Match": "*"})
    assert asked.status == 201, asked.text()
    rows = "".join(f"e{number},d-1,2026-11-03 08:15:00,{number % 300}\n" for number in range(500_000))
    for name in ("first.csv", "second.csv"):
        sent = page.context.request.post(
            f"/v1/datasets/stopped/imports?file_name={name}",
            data=f"id,agent,at,wait\n{rows}",
            headers={**OWN, "Content-Type": "text/csv", "Idempotency-Key": f"stop-{name}"},
        )
        assert sent.status == 202, sent.text()
    page.goto("/data/datasets/stopped")
    for name in ("first.csv", "second.csv"):
        page.get_by_role("button", name=f"停止导入 {name}").click()
        page.get_by_role("tooltip").get_by_role("button", name="停止").click()
        expect(page.locator("tr", has_text=name)).to_contain_text("已停止")
    expect(page.locator("tr", has_text="已停止")).to_have_count(2)
    assert page.context.request.get("/v1/datasets/stopped").json()["events"] == 0


DECIDED = """scorewright: 1
id: decided
name: {zh: 由人决定, en: Decided by people}
applies_to: {role: decided}
period: month
currency: CNY
inputs: {marks: {type: rating, scale: [1, 5]}}
metrics: {m: {value: marks, weight: 100%, points: {curve: [[1, 0], [5, 100]]}}}
rewards:
  gift: {label: {zh: 救场奖, en: rescue}, discretionary: {min: 0, max: 500}}
"""


def test_a_discretionary_reward_is_decided_in_the_sheet(page: Page) -> None:
    asked = page.context.request
    yaml = {**OWN, "Content-Type": "application/yaml"}
    draft = asked.put("/v1/rule-sets/decided/draft", data=DECIDED, headers=yaml).json()
    sent = {**OWN, "If-Match": draft["etag"], "Idempotency-Key": "decided"}
    published = asked.post("/v1/rule-sets/decided/versions", data={"effective_from": "2026-01"}, headers=sent)
    assert published.status == 201, published.text()
    told = [{"id": "g-1", "name": "高远", "attributes": {"role": "decided"}}]
    assert asked.post("/v1/people", data={"from": "2026-01-01", "people": told}, headers=OWN).ok
    page.goto(f"/data?rule_set=decided&period={PERIOD}")
    cell = page.get_by_role("button", name="救场奖, 高远")
    cell.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("¥0.00 至 ¥500.00")
    dialog.get_by_label("金额").fill("600")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_contain_text("请填写")
    dialog.get_by_label("理由").fill("双十一连续支援")
    dialog.get_by_label("决定人").fill("王主管")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog.get_by_role("alert")).to_contain_text("500")
    dialog.get_by_label("金额").fill("300.50")
    dialog.get_by_role("button", name="保存").click()
    expect(dialog).to_have_count(0)
    expect(cell).to_have_text("300.50")
    expect(cell).to_have_attribute("title", "双十一连续支援（王主管）")
    held = asked.get(f"/v1/figures/{PERIOD}/people/g-1").json()["decisions"]["gift"]
    assert (held["amount"], held["reason"], held["author"]) == ("300.50", "双十一连续支援", "王主管")
    cell.click()
    expect(dialog.get_by_label("理由")).to_have_value("双十一连续支援")
    dialog.get_by_role("button", name="撤回决定").click()
    expect(cell).to_have_text("决定")
    assert asked.get(f"/v1/figures/{PERIOD}/people/g-1").json()["decisions"] == {}


def test_an_address_with_no_period_shows_one_and_what_is_not_there_is_named(page: Page) -> None:
    page.goto("/data?rule_set=shop-presales&period=abc")
    expect(page.get_by_role("textbox", name="期间", exact=True)).to_have_value(re.compile(r"\d{4}-\d\d"))
    page.goto("/runs/99999")
    expect(page.get_by_text("没有找到运行“99999”")).to_be_visible()
