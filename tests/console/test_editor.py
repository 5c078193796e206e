"""The scheme editor: what a form changes is saved, told, undone and kept apart from what others do."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

OWN = {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin"}
TEXT = """# 我们的方案
scorewright: 1
id: {id}
name: {{zh: 小方案, en: A small scheme}}
period: month
inputs:
  quality: {{type: rating, scale: [0, 5]}}   # 由质检组给出
  orders: {{type: count}}
metrics:
  # 质量最重要
  quality_points: {{value: quality, weight: 60%, points: {{curve: [[0, 0], [5, 100]]}}}}
  orders_points:
    value: max(orders, 0)   # 不会为负
    weight: 40%
    points: {{attainment: {{target: 100}}}}
"""


def stored(page: Page, rule_set: str) -> str:
    return page.context.request.get(f"/v1/rule-sets/{rule_set}/draft", headers={"Accept": "application/yaml"}).text()


def becomes(page: Page, rule_set: str, text: str) -> None:
    """The stored draft is this text, or a moment later: that it is saved may still be said of the change before."""
    comes_to_hold(page, rule_set, text)
    assert stored(page, rule_set) == text


def comes_to_hold(page: Page, rule_set: str, part: str) -> None:
    """The same of a part of the text."""
    until = time.monotonic() + 30
    while part not in (found := stored(page, rule_set)):
        assert time.monotonic() < until, found
        page.wait_for_timeout(100)


@pytest.fixture
def scheme(page: Page, request: pytest.FixtureRequest) -> Iterator[str]:
    """A rule set of one's own, open in the editor."""
    name = request.node.name.removeprefix("test_").replace("_", "-")[:40].strip("-")
    sent = {**OWN, "Content-Type": "application/yaml"}
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=TEXT.format(id=name), headers=sent)
    assert answer.status == 201, answer.text()
    page.goto(f"/rule-sets/{name}/edit")
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    yield name


def open_metric(page: Page, name: str) -> None:
    page.locator(f"[data-row={name}] .cell-open").click()


def test_change_is_saved_in_place_and_undone(page: Page, scheme: str) -> None:
    open_metric(page, "orders_points")
    page.get_by_role("textbox", name="权重", exact=True).fill("45%")
    expect(page.locator(".problems")).to_contain_text("105%")
    page.get_by_role("textbox", name="目标值", exact=True).fill("120")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    expected = TEXT.format(id=scheme).replace("weight: 40%", "weight: 45%").replace("target: 100", "target: 120")
    becomes(page, scheme, expected)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("textbox", name="权重", exact=True)).to_have_value("40%")
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    becomes(page, scheme, TEXT.format(id=scheme))


def test_problem_leads_to_its_field(page: Page, scheme: str) -> None:
    open_metric(page, "orders_points")
    page.get_by_role("textbox", name="取值", exact=True).fill("ordres * 2")
    page.get_by_role("tab", name="基本信息").click()
    page.locator(".problems button", has_text="ordres").click()
    field = page.get_by_role("textbox", name="取值", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_text("ordres * 2")
    expect(page.locator(".field-error")).to_contain_text("orders")


def test_text_and_forms_are_one_document(page: Page, scheme: str) -> None:
    page.get_by_role("tab", name="YAML").click()
    page.locator(".cm-line", has_text="target: 100").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type("missing: exc")
    page.keyboard.press("Escape")
    page.keyboard.type("lude")
    page.get_by_role("tab", name="指标与权重").click()
    open_metric(page, "orders_points")
    expect(page.get_by_role("textbox", name="缺数据时", exact=True)).to_have_value("exclude")
    page.get_by_role("textbox", name="缺数据时", exact=True).fill("60")
    page.get_by_role("tab", name="YAML").click()
    expect(page.locator(".cm-content")).to_contain_text("missing: 60")
    expect(page.locator(".cm-content")).to_contain_text("# 不会为负")


def test_text_that_cannot_be_read_is_said_and_mended(page: Page, scheme: str) -> None:
    page.get_by_role("tab", name="YAML").click()
    page.locator(".cm-line", has_text="period: month").click()
    page.keyboard.press("End")
    page.keyboard.type(": [")
    expect(page.locator(".problems .issue-list li").first).to_be_visible()
    page.get_by_role("tab", name="等级").click()
    expect(page.get_by_text("文本暂时读不懂")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("添加这一部分")).to_be_visible()


def test_two_windows_see_both_texts_and_choose(page: Page, scheme: str) -> None:
    other = page.context.new_page()
    other.goto(f"/rule-sets/{scheme}/edit")
    expect(other.get_by_text("没有发现问题")).to_be_visible()
    open_metric(page, "orders_points")
    page.get_by_role("textbox", name="目标值", exact=True).fill("150")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    open_metric(other, "orders_points")
    other.get_by_role("textbox", name="目标值", exact=True).fill("200")
    dialog = other.get_by_role("dialog")
    expect(dialog).to_contain_text("target: 150")
    expect(dialog).to_contain_text("target: 200")
    dialog.get_by_role("button", name="保留我的").click()
    expect(other.get_by_text("草稿已保存")).to_be_visible()
    becomes(page, scheme, TEXT.format(id=scheme).replace("target: 100", "target: 200"))
    page.get_by_role("textbox", name="目标值", exact=True).fill("170")
    page.get_by_role("dialog").get_by_role("button", name="采用对方的").click()
    expect(page.get_by_role("textbox", name="目标值", exact=True)).to_have_value("200")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("textbox", name="目标值", exact=True)).to_have_value("170")


def test_leaving_with_unsaved_changes_is_asked(page: Page, scheme: str) -> None:
    page.route("**/draft", lambda route: route.abort() if route.request.method == "PUT" else route.continue_())
    open_metric(page, "orders_points")
    page.get_by_role("textbox", name="目标值", exact=True).fill("150")
    expect(page.get_by_role("alert")).to_contain_text("连接不到服务器")
    page.get_by_role("link", name="首页", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="留下").click()
    page.unroute("**/draft")
    # it is tried again by itself, too, which may be sooner
    page.get_by_role("button", name="重试").or_(page.get_by_text("草稿已保存")).click()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("link", name="首页", exact=True).click()
    expect(page.locator(".home")).to_be_visible()


def test_tests_show_what_they_expect_and_what_comes_out(page: Page) -> None:
    tests = "tests:\n  - {name: 好的一月, given: {quality: 5, orders: 100}, expect: {score: 100, status: scored}}\n"
    text = TEXT.format(id="tests-shown") + tests
    sent = {**OWN, "Content-Type": "application/yaml"}
    assert page.context.request.put("/v1/rule-sets/tests-shown/draft", data=text, headers=sent).status == 201
    page.goto("/rule-sets/tests-shown/edit?section=tests")
    expect(page.get_by_role("alert")).to_contain_text("1 个用例全部通过")
    page.locator(".ant-collapse-header", has_text="好的一月").click()
    page.get_by_role("textbox", name="quality", exact=True).fill("4")
    expect(page.get_by_role("alert")).to_contain_text("1 个用例中有 1 个不通过")
    expect(page.get_by_role("row", name="综合得分")).to_contain_text("10088 不符")
    expect(page.get_by_role("row", name="状态")).to_contain_text("相符")
    expect(page.get_by_role("tab", name="验算")).to_contain_text("0/1")
    page.get_by_role("textbox", name="quality", exact=True).fill("quality")
    expect(page.get_by_role("row", name="综合得分")).to_have_count(0)
    expect(page.locator(".test-outcome")).to_contain_text("quality")
