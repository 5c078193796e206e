"""Every screen and how it is known to have arrived: for accessibility, for screenshots."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from playwright.sync_api import Page

from tests.console.shop import CHATS, ROLE
from tests.console.site import TABLET


class Act(Protocol):
    def __call__(self, page: Page, /) -> None: ...


def nothing(page: Page) -> None:
    """The screen as it opens."""


@dataclass(frozen=True, slots=True)
class Screen:
    """``shows`` selects what is there once the screen has arrived; ``act`` opens what opens by a click."""

    name: str
    address: str
    shows: str
    act: Act = field(default=nothing)
    signed_in: bool = True


def open_dialog(page: Page) -> None:
    page.locator("main button.ant-btn-primary, [role=main] button.ant-btn-primary").first.click()
    page.get_by_role("dialog").wait_for()


def map_columns(page: Page) -> None:
    text = "工号,姓名,班组,备注\nu1,张三,夜班,好\n,李四,,\n".encode()
    page.locator("input[type=file]").set_input_files({"name": "名单.csv", "mimeType": "text/csv", "buffer": text})
    page.locator(".import-foot .ant-btn-primary:enabled").click()
    page.locator(".import-values").first.wait_for()


def check_rows(page: Page) -> None:
    map_columns(page)
    page.locator(".import-foot .ant-btn-primary:enabled").click()
    page.locator(".refused").wait_for()


def open_entry(page: Page) -> None:
    page.locator(".metric-table .cell-open").first.click()
    page.locator(".kind-select").first.wait_for()
    page.locator(".drawing").first.wait_for()


def open_reward(page: Page) -> None:
    page.locator(".ant-collapse-header").first.click()
    page.locator(".drawing").first.wait_for()


OWN = {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin"}
CHANGE = "why: {zh: 与上月相比更看重质量, en: Quality matters more than before}\n"


def change_draft(page: Page) -> None:
    """Something in the draft of a rule set is not published."""
    asked, address = page.context.request, "/v1/rule-sets/call-centre-three-formulas/draft"
    draft = asked.get(address, headers={"Accept": "application/yaml"})
    sent = {**OWN, "Content-Type": "application/yaml", "If-Match": draft.headers["etag"]}
    answer = asked.put(address, data=f"{draft.text().removesuffix(CHANGE)}{CHANGE}", headers=sent)
    assert answer.ok, answer.text()
    page.reload()


def compare_draft(page: Page) -> None:
    change_draft(page)
    page.locator(".differences").wait_for()


def open_publishing(page: Page) -> None:
    change_draft(page)
    page.locator("[role=main] button.ant-btn-primary:not(:disabled)").last.click()
    page.locator(".check-line").first.wait_for()


def open_drawer(page: Page) -> None:
    page.set_viewport_size(TABLET)
    page.locator(".try-opener").click()
    page.locator(".ant-drawer .try-nobody, .ant-drawer .try-now").first.wait_for()


def add_people(page: Page) -> None:
    page.locator(".try-nobody button, .try-people > .ant-btn").click()
    page.locator(".try-add section").first.wait_for()


def paste_metrics(page: Page) -> None:
    page.get_by_role("button", name=re.compile("粘贴表格|Paste a table")).click()
    page.get_by_role("dialog").get_by_role("textbox").fill("名称\t权重\n服务\t20%\n#N/A\t多\n")
    page.locator(".paste-preview").wait_for()


def choose_role(page: Page) -> None:
    page.locator("#period").fill(f"{datetime.now(UTC):%Y-%m}")
    page.get_by_role("dialog").locator(".ant-segmented-item").nth(1).click()
    page.locator("#role").fill(ROLE)
    page.locator(".run-planned .ant-alert").first.wait_for()


def open_test(page: Page) -> None:
    page.locator(".ant-collapse-header").first.click()
    page.locator(".test-outcome").wait_for()


SCREENS = (
    Screen("sign-in", "/sign-in", "form", signed_in=False),
    Screen("home", "/", ".home tbody tr.ant-table-row"),
    Screen("templates", "/templates", ".gallery li"),
    Screen("template", "/templates/presales-agent", ".score-card-metrics"),
    Screen("install", "/templates/presales-agent", ".score-card-metrics", open_dialog),
    Screen("rule-sets", "/rule-sets", "tbody tr.ant-table-row"),
    Screen("rule-set", "/rule-sets/shop-presales", "tbody tr.ant-table-row"),
    Screen("versions", "/rule-sets/call-centre-three-formulas/versions", ".versions li", compare_draft),
    Screen("version", "/rule-sets/shop-presales/versions/1", ".metric-table [data-row]"),
    Screen("publish", "/rule-sets/call-centre-three-formulas", "tbody tr.ant-table-row", open_publishing),
    Screen("editor", "/rule-sets/shop-presales/edit", ".metric-table [data-row]", open_entry),
    Screen("try-out", "/rule-sets/shop-presales/edit", ".metric-table [data-row]", open_drawer),
    Screen("add-people", "/rule-sets/shop-presales/edit", ".try-out", add_people),
    Screen("paste-metrics", "/rule-sets/shop-presales/edit", ".metric-table [data-row]", paste_metrics),
    Screen("editor-tiers", "/rule-sets/shop-presales/edit?section=tiers", ".ladder"),
    Screen("editor-rewards", "/rule-sets/shop-presales/edit?section=rewards", ".ant-collapse-item", open_reward),
    Screen("editor-tests", "/rule-sets/shop-presales/edit?section=tests", ".tests-summary", open_test),
    Screen("editor-yaml", "/rule-sets/shop-presales/edit?section=yaml", ".cm-content"),
    Screen("runs", "/runs", "tbody tr.ant-table-row"),
    Screen("start-run", "/runs?start=shop-presales", "[role=dialog] .ant-alert"),
    Screen("start-run-role", "/runs?start=shop-presales", "[role=dialog] .ant-alert", choose_role),
    Screen("run", "/runs/2", ".run-results .ant-table-row"),
    Screen("run-spread", "/runs/2?tab=spread", "[role=tabpanel] svg"),
    Screen("run-places", "/runs/2?tab=places", "[role=tabpanel] tbody tr.ant-table-row"),
    Screen("run-teams", "/runs/2?tab=teams", "[role=tabpanel] svg"),
    Screen("person-results", "/people/lin?tab=results", ".explanation summary"),
    Screen("statement", "/people/lin/statement", ".statement .score-card-metrics"),
    Screen("data", "/data", ".ant-tabs-content .state-box, .period-numbers"),
    Screen("datasets", "/data?tab=datasets", ".ant-tabs-content .state-box, tbody tr.ant-table-row"),
    Screen("dataset", f"/data/datasets/{CHATS}", ".dataset-columns tbody tr.ant-table-row"),
    Screen("import", "/data/import?use=figures", ".import-purpose"),
    Screen("import-columns", "/data/import?use=people", ".import-uses", map_columns),
    Screen("import-check", "/data/import?use=people", ".import-uses", check_rows),
    Screen("people", "/people", ".ant-tabs-content .state-box, .long-table"),
    Screen("person", "/people/lin", ".spell-head"),
    Screen("teams", "/people?view=teams", ".ant-tabs-content .state-box, .ant-segmented"),
    Screen("keys", "/settings", "tbody tr.ant-table-row"),
    Screen("new-key", "/settings", "tbody tr.ant-table-row", open_dialog),
    Screen("workspace", "/settings?tab=workspace", "main form, [role=main] form"),
    Screen("audit", "/settings?tab=audit", "tbody tr.ant-table-row"),
    Screen("not-found", "/rule-sets/none/of/this", ".state-box"),
)


def arrive(page: Page, screen: Screen) -> None:
    page.goto(screen.address)
    page.locator(screen.shows).first.wait_for()
    screen.act(page)
