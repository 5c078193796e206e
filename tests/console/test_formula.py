"""Writing a formula: names are found by their label, functions explain their arguments, mistakes are marked."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.console.test_editor import OWN, comes_to_hold, open_metric

TEXT = """\
scorewright: 1
id: said
name: {zh: 会说话的方案, en: A scheme that speaks}
period: month
inputs:
  orders: {type: count, label: {zh: 下单人数, en: people who ordered}}
  inquiries: {type: count, label: {zh: 询单人数, en: people who enquired}}
metrics:
  conversion:
    label: {zh: 询单转化率, en: enquiry conversion}
    value: orders
    missing: exclude
    weight: 100%
    points: {attainment: {target: 100}}
adjustments:
  bonus: {add: 5}
"""


def test_a_formula_is_written_by_labels_and_said_in_words(page: Page) -> None:
    sent = {**OWN, "Content-Type": "application/yaml"}
    assert page.context.request.put("/v1/rule-sets/said/draft", data=TEXT, headers=sent).status == 201
    page.goto("/rule-sets/said/edit")
    open_metric(page, "conversion")
    field = page.get_by_role("textbox", name="取值", exact=True)
    expect(page.get_by_text("询单转化率 = 下单人数", exact=True)).to_be_visible()
    field.click()
    expect(page.locator(".formula-line .cm-content")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("下单")
    expect(page.get_by_role("option")).to_contain_text(["下单人数"])
    page.keyboard.press("Enter")
    expect(field).to_have_text("orders")
    page.keyboard.type(" / max(")
    expect(page.locator(".formula-signature strong")).to_have_text("a")
    page.keyboard.type("enq")
    expect(page.get_by_role("option")).to_contain_text(["询单人数"])
    page.keyboard.press("Enter")
    page.keyboard.type(", 1")
    expect(page.locator(".formula-signature strong")).to_have_text("b, …")
    expect(field).to_have_text("orders / max(inquiries, 1)")
    expect(page.get_by_text("询单转化率 = 下单人数 ÷ （询单人数、1 中最大的）")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(".formula-line")).to_have_count(0)
    expect(field).to_have_value("orders / max(inquiries, 1)")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    comes_to_hold(page, "said", "value: orders / max(inquiries, 1)")

    field.fill("orders / inquiriez")
    expect(page.locator(".formula-mark-error")).to_have_text("inquiriez")
    expect(page.locator(".field-error")).to_contain_text("inquiries")
    page.keyboard.press("Control+z")
    expect(field).to_have_text("orders / max(inquiries, 1)")

    page.get_by_role("tab", name="加减分").click()
    page.locator(".ant-collapse-header").click()
    adding = page.get_by_role("textbox", name="加（减）分", exact=True)
    adding.fill("转化")
    expect(page.locator(".formula-line .cm-content")).to_be_focused()
    page.keyboard.press("Control+Space")
    options = page.get_by_role("option")
    expect(options).to_contain_text(["询单转化率", "询单转化率的得分"])
    options.last.click()
    expect(page.get_by_text("综合得分加上 询单转化率的得分")).to_be_visible()
