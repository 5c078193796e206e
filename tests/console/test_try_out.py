"""The try-out beside the forms: who is tried, what a change does to them, why, and what the version in force gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.console.test_editor import OWN, TEXT, open_metric


@pytest.fixture
def presales(page: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A rule set of one's own out of a template, its first version in force, open in the editor."""
    name = f"tried-{len(request.node.name)}"
    post = page.context.request.post
    install = {"rule_set": name, "name": "试算售前"}
    installed = post("/v1/templates/presales-agent/install", data=install, headers=OWN)
    assert installed.status == 201, installed.text()
    headers = {**OWN, "If-Match": installed.headers["etag"]}
    published = post(f"/v1/rule-sets/{name}/versions", data={"effective_from": "2026-01"}, headers=headers)
    assert published.status == 201, published.text()
    page.goto(f"/rule-sets/{name}/edit")
    expect(page.locator(".try-now")).to_contain_text("96.08")
    yield page


def test_a_change_is_scored_at_once_beside_the_version_in_force(presales: Page) -> None:
    page = presales
    panel = page.locator(".try-out")
    page.get_by_role("button", name="赵强").click()
    expect(panel.locator(".try-now")).to_contain_text("79.75")
    expect(panel.locator(".try-before")).to_contain_text("79.75")
    open_metric(page, "conversion")
    page.get_by_role("textbox", name="权重", exact=True).fill("35%")
    expect(panel.get_by_text("方案有错误，这是改错之前的结果。")).to_be_visible()
    open_metric(page, "refunds")
    page.get_by_role("textbox", name="权重", exact=True).last.fill("0%")
    expect(panel.locator(".try-now")).not_to_contain_text("79.75")
    expect(panel.locator(".try-before .try-change").first).to_be_visible()
    shares = panel.locator(".try-waterfall .figure").all_text_contents()
    assert len(shares) == 8
    with page.expect_request("**/v1/rule-sets/try") as asked:
        panel.get_by_role("button", name="询单转化率").click()
    assert asked.value.post_data_json["explain"] == "full"
    expect(panel.locator(".try-why")).to_contain_text("权重 35%")


def test_people_come_from_tests_and_by_hand_and_are_scored_together(presales: Page) -> None:
    page = presales
    panel = page.locator(".try-out")
    panel.get_by_role("button", name="添加人员").click()
    page.get_by_role("dialog").get_by_role("button", name="无人询单 / nobody enquired").click()
    expect(panel.locator(".try-trouble")).to_contain_text("权重由其余指标分摊")
    panel.get_by_role("button", name="添加人员").click()
    page.get_by_role("dialog").get_by_role("button", name="手工填写").click()
    expect(panel.locator(".try-trouble")).to_contain_text("没有提供")
    given = {
        "店铺": "旗舰店",
        "服务得分": "5",
        "询单人数": "100",
        "下单人数": "90",
        "成交额": "9000",
        "接待人数": "800",
    }
    for name, value in given.items():
        panel.get_by_label(name, exact=True).fill(value)
    panel.get_by_label("退款率", exact=True).fill("120")
    expect(panel.locator(".try-value-issue")).to_be_visible()
    panel.get_by_label("退款率", exact=True).fill("0")
    expect(panel.locator(".try-now")).to_contain_text("金牌")
    # Whoever converts better takes the first prize from the others.
    expect(panel.locator(".try-lines")).to_contain_text(["¥300.00"])
    panel.get_by_role("button", name="林娜").click()
    expect(panel.locator(".try-lines")).to_contain_text(["¥200.00"])


def test_a_rule_set_without_people_asks_for_somebody(page: Page) -> None:
    name = "tried-by-nobody"
    sent = {**OWN, "Content-Type": "application/yaml"}
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=TEXT.format(id=name), headers=sent)
    assert answer.status in (200, 201)
    page.set_viewport_size({"width": 820, "height": 1180})
    page.goto(f"/rule-sets/{name}/edit")
    page.get_by_role("button", name="试算").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="添加人员").click()
    page.get_by_role("button", name="手工填写").click()
    drawer.get_by_label("quality", exact=True).fill("5")
    drawer.get_by_label("orders", exact=True).fill("100")
    expect(drawer.locator(".try-now")).to_contain_text("100")
