"""Keys and the audit trail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Visit

NAMES = [
    line
    for line in (Path(__file__).parents[1] / "data" / "security" / "names.txt").read_text("utf-8").splitlines()
    if line
]


def test_key_is_shown_once_and_revoked(page: Page) -> None:
    page.goto("/settings")
    page.get_by_role("button", name="新建密钥").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="新建").click()
    expect(dialog.get_by_text("请填写名称")).to_be_visible()
    dialog.get_by_label("名称").fill("CRM 系统")
    dialog.get_by_label("计分").check()
    dialog.get_by_role("button", name="新建").click()
    token = dialog.locator(".code").inner_text()
    assert token.startswith("sw_")
    dialog.get_by_role("button", name="我已保存").click()
    row = page.locator("tr", has_text="CRM 系统")
    expect(row).to_contain_text("查看 · 计分")
    assert token not in page.content()
    row.get_by_role("button", name="撤销").click()
    page.get_by_role("tooltip").get_by_role("button", name="撤销").click()
    expect(row).to_contain_text("已撤销")


def test_workspace_is_changed_unless_somebody_else_just_did(page: Page) -> None:
    page.goto("/settings?tab=workspace")
    name = page.get_by_label("工作区名称")
    name.fill("华东客服中心")
    page.get_by_label("币种").fill("cny")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".ant-form-item", has=page.get_by_label("币种"))).to_contain_text("三位大写字母")
    page.get_by_label("币种").fill("CNY")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".shell-head")).to_contain_text("华东客服中心")
    etag = page.context.request.get("/v1/workspace").headers["etag"]
    other = {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin", "If-Match": etag}
    assert page.context.request.patch("/v1/workspace", data={"name": "华南"}, headers=other).status == 200
    name.fill("华北")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("别人刚刚改过")).to_be_visible()
    expect(name).to_have_value("华南")
    name.fill("Demo 演示")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".shell-head")).to_contain_text("Demo 演示")


def test_audit_is_filtered(page: Page) -> None:
    page.goto("/settings?tab=audit")
    rows = page.locator("tbody tr.ant-table-row")
    page.get_by_role("combobox", name="操作", exact=True).click()
    page.locator(".ant-select-item-option", has_text="发布版本").click()
    expect(rows.first).to_contain_text("发布版本")
    expect(page.get_by_text("draft.written")).to_have_count(0)
    page.get_by_role("combobox", name="对象种类").click()
    page.locator(".ant-select-item-option", has_text="方案").click()
    page.get_by_role("textbox", name="对象编号").fill("shop-presales")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("action=version.published&object=rule-set%2Fshop-presales"))
    expect(rows).to_have_count(1)
    page.goto(f"{page.url}&until=2020-01-01")
    expect(page.get_by_text("没有符合条件的记录")).to_be_visible()
    expect(page.get_by_role("textbox", name="结束日期")).to_have_value("2019-12-31")
    page.get_by_role("button", name="清除筛选").click()
    expect(page.get_by_text("登录控制台").first).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_hostile_names_are_shown_as_text(visit: Visit, language: str) -> None:
    """As names of keys: what the API takes is shown letter by letter, and runs nothing."""
    with visit(language) as page:
        own = {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin"}
        taken = [
            name
            for name in NAMES
            if page.context.request.post("/v1/keys", data={"name": name, "scopes": ["read"]}, headers=own).status == 201
        ]
        assert taken
        page.goto("/settings")
        expect(page.locator("tbody tr.ant-table-row").first).to_be_visible()
        shown = page.locator("tbody").inner_text()
        assert [name for name in taken if " ".join(name.split()) not in " ".join(shown.split())] == []
