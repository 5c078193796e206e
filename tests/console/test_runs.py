"""Runs: asked for, watched, read from every side; a person's card, its explanation and its sheet of paper."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError

import pytest
from playwright.sync_api import Page, Route, expect

from service.runs.codes import RUN_WORKER_LOST
from tests.console.conftest import Visit
from tests.console.shop import AGENTS, METRICS, ROLE, RULES, Shop
from tests.console.site import LANGUAGES, Console

PAGES = re.compile(rb"/Type\s*/Page[^s]")


def test_from_the_question_to_a_card_in_english(page: Page, shop: Shop) -> None:
    shop.enter(shop.now, {"lin": {"complaints": 1}})
    page.goto(f"/runs?start={RULES}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("期间").fill(shop.now)
    expect(dialog.get_by_text("6 人参加，其中 5 人数据已齐")).to_be_visible()
    expect(dialog.get_by_text("接待人数：缺 1 人")).to_be_visible()
    dialog.get_by_role("button", name="开始运行").click()
    expect(page.locator(".run-tags").get_by_text("已完成")).to_be_visible()
    expect(page.get_by_text("没有提供“接待人数”：1 人")).to_be_visible()
    rows = page.locator(".run-results .ant-table-row")
    expect(rows).to_have_count(6)
    expect(rows.first).to_contain_text("林娜")
    page.get_by_label("按姓名或工号查找").fill("<B>HADD")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("Omar <b>Haddad</b>")
    page.get_by_label("按姓名或工号查找").fill("")
    page.locator(".run-results th", has_text="姓名").click()
    expect(rows.nth(1)).to_contain_text("吴敏")
    in_order = ["林娜", "吴敏", "于洋", "赵强", "Kate O'Neil", "Omar <b>Haddad</b>"]
    shown = [" ".join(name.split()) for name in rows.get_by_role("link").all_inner_texts()]
    assert shown == [f"{name} {id}" for name in in_order for id, told in AGENTS.items() if told == name]
    page.get_by_role("tab", name="排行榜").click()
    expect(page.get_by_text("第 2 名（并列）")).to_have_count(2)
    page.get_by_role("tab", name="与上次的差异").click()
    changed = page.locator("[role=tabpanel] tbody tr.ant-table-row")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text("96.63 → 91.63")
    changed.get_by_role("link").click()
    expect(page.locator(".score-card-head")).to_be_visible()
    page.get_by_role("button", name="上一期").click()
    expect(page.get_by_role("link", name=f"第 {shop.first} 次运行")).to_be_visible()
    page.get_by_text("English", exact=True).click()
    line = page.locator(".explanation details", has_text="enquiry conversion:").last
    line.locator("summary").first.click()
    expect(line).to_contain_text("people who ordered / people who enquired = 240 / 600")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_of_many_metrics_is_one_sheet_of_paper(visit: Visit, shop: Shop, language: str) -> None:
    with visit(language) as page:
        page.goto("/people/long/statement")
        expect(page.locator(".statement .score-card-metrics tbody tr")).to_have_count(METRICS)
        page.wait_for_function(
            "() => { const box = (name) => document.querySelector(name).getBoundingClientRect();"
            " return box('.statement footer').bottom < box('.statement').bottom; }"
        )
        assert len(PAGES.findall(page.pdf(prefer_css_page_size=True))) == 1


def test_results_are_taken_along(page: Page, shop: Shop, tmp_path: Path) -> None:
    page.goto(f"/runs/{shop.run}")
    for name, start in (("Excel", b"PK"), ("CSV", b"\xef\xbb\xbf"), ("Parquet", b"PAR1")):
        with page.expect_download() as taken:
            page.get_by_role("button", name=name).click()
        assert taken.value.suggested_filename.startswith(f"run-{shop.run}-{shop.now}.")
        file = tmp_path / name
        taken.value.save_as(file)
        assert file.read_bytes().startswith(start)


def test_progress_is_watched_stopped_and_gone_on_with(page: Page, shop: Shop) -> None:
    """A run of six people is over before anybody could look: here the browser is told that it takes longer."""
    run = shop.ask(f"/v1/runs/{shop.run}")
    told = {**run, "state": "running", "stage": "score", "people": {"total": 6000, "done": 1500}, "counts": None}

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            told["state"] = "cancelled" if route.request.url.endswith("/cancel") else "done"
        elif told["people"]["done"] < 4500:
            told["people"] = {"total": 6000, "done": told["people"]["done"] + 1500}
        route.fulfill(json=run if told["state"] == "done" else told)

    page.route(re.compile(rf"/v1/runs/{shop.run}(/cancel|/resume)?$"), answer)
    page.goto(f"/runs/{shop.run}")
    expect(page.get_by_text("4,500 / 6,000 人")).to_be_visible()
    expect(page.get_by_role("progressbar", name="进度")).to_have_attribute("aria-valuenow", "75")
    page.get_by_role("button", name="取消运行").click()
    page.get_by_role("tooltip").get_by_role("button", name="取消运行").click()
    expect(page.get_by_text("之前有效的结果不变")).to_be_visible()
    page.get_by_role("button", name="继续").click()
    expect(page.locator(".run-results .ant-table-row").first).to_be_visible()


def test_a_hidden_tab_asks_nothing_and_goes_on_when_seen(visit: Visit, shop: Shop) -> None:
    run = shop.ask(f"/v1/runs/{shop.run}")
    told = {**run, "state": "running", "stage": "score", "people": {"total": 6000, "done": 1500}, "counts": None}
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json=told)

    # its clock is never put right again, so the page is its own
    with visit() as page:
        page.route(re.compile(rf"/v1/runs/{shop.run}$"), answer)
        page.clock.install()
        page.goto(f"/runs/{shop.run}")
        expect(page.get_by_text("1,500 / 6,000 人")).to_be_visible()
        with page.expect_response(re.compile(rf"/v1/runs/{shop.run}$")):
            page.clock.fast_forward(10_000)
        see(page, "hidden")
        before = len(asked)
        for _ in range(3):
            page.clock.fast_forward(60_000)
            # whatever the page wants to ask is asked by now
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done(fetch('/healthz'))))")
        assert len(asked) == before
        told.update(run)
        see(page, "visible")
        page.clock.fast_forward(10_000)
        expect(page.locator(".run-results .ant-table-row").first).to_be_visible()


def see(page: Page, state: str) -> None:
    """The tab comes to be seen or hidden, as far as the page can tell."""
    page.evaluate(
        """state => {
          Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        }""",
        state,
    )


def test_a_role_is_run_and_what_it_lacks_is_told_beforehand(page: Page, shop: Shop) -> None:
    page.goto(f"/runs?start={RULES}")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("期间").fill(shop.now)
    dialog.get_by_text("一个岗位的全部方案").click()
    dialog.get_by_label("岗位", exact=True).fill("nobody's role")
    expect(dialog.get_by_text("没有方案适用于这个岗位")).to_be_visible()
    dialog.get_by_label("岗位", exact=True).fill(ROLE)
    expect(dialog.locator(".run-planned li")).to_have_count(1)
    expect(dialog.get_by_text("6 人参加，其中 5 人数据已齐")).to_be_visible()
    expect(dialog.get_by_text("接待人数：缺 1 人")).to_be_visible()
    dialog.get_by_role("button", name="开始运行").click()
    expect(page.locator(".run-tags").get_by_text("已完成")).to_be_visible()
    expect(page.locator(".run-results .ant-table-row")).to_have_count(6)


def test_what_is_no_period_does_not_run_the_one_before(page: Page, shop: Shop) -> None:
    page.goto(f"/runs?start={RULES}")
    dialog = page.get_by_role("dialog")
    period = dialog.get_by_label("期间", exact=True)
    expect(period).not_to_have_value("")
    period.fill("2026-13")
    dialog.get_by_role("button", name="开始运行").click()
    expect(dialog.get_by_text("请填写一个期间")).to_be_visible()
    expect(dialog.get_by_text("写成 2026-11 这样")).to_be_visible()
    expect(period).to_have_value("2026-13")
    # letter by letter, a month is never taken for a year
    period.press("Control+a")
    period.press_sequentially(f"{shop.now[:4]}年{int(shop.now[5:])}月")
    expect(dialog.get_by_text("6 人参加，其中 5 人数据已齐")).to_be_visible()


def test_a_failed_run_is_retried_to_its_end(page: Page, shop: Shop, console: Console) -> None:
    run = failed_run(shop, console)
    page.goto(f"/runs/{run}")
    expect(page.get_by_text("运行失败")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("处理本次运行的进程接连 5 次中断")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".run-tags").get_by_text("已完成")).to_be_visible()
    expect(page.locator(".run-results .ant-table-row")).to_have_count(6)
    assert shop.ask(f"/v1/runs/{run}")["problem"] is None


def failed_run(shop: Shop, console: Console) -> int:
    """A run that was stopped in time, and then is said to have lost its worker."""
    for chats in range(501, 521):
        shop.enter(shop.before, {"kate": {"chats": chats}})
        run = shop.start(shop.before, RULES, version=1)
        try:
            shop.ask(f"/v1/runs/{run}/cancel", {})
        except HTTPError as over:
            assert over.code == 409
            continue
        issue = RUN_WORKER_LOST.at((), tries=5, stage="score").to_json()
        with (
            closing(sqlite3.connect(next(console.folder.glob("var/scorewright.sqlite")), timeout=30)) as database,
            database,
        ):
            database.execute(
                "UPDATE run SET state = 'failed', problem = ? WHERE number = ?", (json.dumps([issue]), run)
            )
        return run
    raise AssertionError("no run could be stopped in time")


def test_a_closed_period_is_corrected_with_a_reason(page: Page, shop: Shop) -> None:
    shop.ask(f"/v1/periods/{shop.before}/close", {"note": "paid"})
    try:
        shop.enter(shop.before, {"kate": {"orders": 120}}, correction=True, reason="漏了二十单")
        page.goto(f"/runs?start={RULES}&period={shop.before}")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("版本").fill("1")
        dialog.get_by_role("button", name="开始运行").click()
        expect(dialog.get_by_text("请写明更正的原因")).to_be_visible()
        dialog.get_by_label("更正原因").fill("漏了二十单")
        dialog.get_by_role("button", name="开始运行").click()
        expect(page.locator(".run-tags")).to_contain_text("漏了二十单")
        expect(page.locator(".run-tags").get_by_text("已完成")).to_be_visible()
    finally:
        shop.ask(f"/v1/periods/{shop.before}/reopen", {"reason": "a test"})
