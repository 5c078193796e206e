"""Drawings of the editor: they follow what is typed, and a curve's corners can be taken by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.test_editor import OWN, becomes, comes_to_hold, open_metric

TEXT = """scorewright: 1
id: {id}
name: 画图
period: month
inputs:
  response: {{type: duration}}
  sales: {{type: money}}
metrics:
  quick:
    value: response   # 首次响应
    weight: 60%
    points: {{curve: [[10s, 100], [30s, 80], [1min, 0]]}}   # 由班组商定
  sold:
    value: sales
    weight: 40%
    points: {{bands: [{{at_least: 5000, points: 100}}, {{otherwise: 40}}]}}
tiers: [{{id: gold, label: 金牌, at_least: 90}}, {{id: silver, label: 银牌, at_least: 60}}]
rewards:
  commission: {{whole: {{of: sales, brackets: [{{up_to: 10000, rate: 5%}}, {{rate: 2%}}]}}}}
tests:
  - {{name: 小林, given: {{response: 20s, sales: 12000}}, expect: {{score: 94}}}}
"""


MOVED = (
    "横轴：quick。0 秒 到 10 秒：100 分；10 秒 到 35 秒：由 100 分 到 75 分；"
    "35 秒 到 1 分：由 75 分 到 0 分；1 分 到 1 分 25 秒：0 分"
)


@pytest.fixture
def scheme(page: Page, request: pytest.FixtureRequest) -> Iterator[str]:
    name = request.node.name.removeprefix("test_").replace("_", "-")[:40].strip("-")
    sent = {**OWN, "Content-Type": "application/yaml"}
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=TEXT.format(id=name), headers=sent)
    assert answer.status == 201, answer.text()
    page.goto(f"/rule-sets/{name}/edit")
    yield name


def plot(page: Page) -> Locator:
    return page.locator(".plot > svg")


def test_a_drawing_follows_what_is_typed(page: Page, scheme: str) -> None:
    open_metric(page, "sold")
    expect(plot(page)).to_have_attribute("aria-label", "横轴：sold。¥0 到 ¥5,000：40 分；¥5,000 到 ¥10,000：100 分")
    page.get_by_role("textbox", name="不低于", exact=True).fill("6000")
    expect(plot(page)).to_have_attribute("aria-label", "横轴：sold。¥0 到 ¥6,000：40 分；¥6,000 到 ¥12,000：100 分")
    # A weight that is not right yet has nothing to do with it.
    page.get_by_role("textbox", name="权重", exact=True).fill("30%")
    page.get_by_role("textbox", name="其余", exact=True).fill("50")
    expect(plot(page)).to_have_attribute("aria-label", "横轴：sold。¥0 到 ¥6,000：50 分；¥6,000 到 ¥12,000：100 分")


def test_a_corner_is_dragged_in_one_step(page: Page, scheme: str) -> None:
    open_metric(page, "quick")
    corner = page.get_by_role("slider", name="第 2 个拐点")
    expect(corner).to_have_attribute("aria-valuetext", "30 秒 得 80 分")
    expect(page.get_by_label("第 2 行 · 取值")).to_have_value("30s")
    expect(page.get_by_label("第 2 行 · 得分")).to_have_value("80")
    first, last = (page.get_by_role("slider", name=f"第 {n} 个拐点").bounding_box() for n in (1, 3))
    middle = corner.bounding_box()
    assert first and last and middle
    half = 12
    page.mouse.move(middle["x"] + half, middle["y"] + half)
    page.mouse.down()
    # half-way from 10 s to 60 s, and a quarter of the way down from 100 points
    across, down = (first["x"] + last["x"]) / 2 + half, first["y"] + (last["y"] - first["y"]) / 4 + half
    page.mouse.move(across - 30, down + 40, steps=4)
    page.mouse.move(across, down, steps=4)
    expect(corner).to_have_attribute("aria-valuetext", "35 秒 得 75 分")
    page.mouse.up()
    expect(plot(page)).to_have_attribute("aria-label", MOVED)
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    becomes(page, scheme, TEXT.format(id=scheme).replace("[30s, 80]", "[35s, 75]"))
    page.get_by_role("button", name="撤销").click()
    expect(corner).to_have_attribute("aria-valuetext", "30 秒 得 80 分")
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()


def test_a_band_is_moved_by_mouse(page: Page, scheme: str) -> None:
    open_metric(page, "sold")
    edge = page.get_by_role("slider", name="第 1 个界线")
    expect(edge).to_have_attribute("aria-valuetext", "¥5,000 得 100 分")
    box = edge.bounding_box()
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=4)
    page.mouse.up()
    expect(page.locator(".plot-handle-held")).to_have_count(0)
    moved = edge.get_attribute("aria-valuenow")
    expect(page.get_by_role("textbox", name="不低于", exact=True)).to_have_value(str(moved))
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    comes_to_hold(page, scheme, f"{{at_least: {moved}, points: ")
    page.get_by_role("button", name="撤销").click()
    expect(edge).to_have_attribute("aria-valuetext", "¥5,000 得 100 分")


def test_corners_by_keyboard(page: Page, scheme: str) -> None:
    open_metric(page, "quick")
    page.get_by_role("slider", name="第 3 个拐点").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("slider", name="第 3 个拐点")).to_have_attribute("aria-valuetext", "1 分 10 秒 得 1 分")
    page.get_by_role("button", name="加一个拐点").click()
    expect(page.get_by_role("slider", name="第 3 个拐点")).to_be_focused()
    expect(page.get_by_role("slider", name="第 3 个拐点")).to_have_attribute("aria-valuetext", "50 秒 得 41 分")
    page.get_by_role("slider", name="第 2 个拐点").press("Delete")
    expect(page.get_by_role("slider")).to_have_count(3)
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    moved = "[[10s, 100], [50s, 41], [70s, 1]]"
    becomes(page, scheme, TEXT.format(id=scheme).replace("[[10s, 100], [30s, 80], [1min, 0]]", moved))


def test_cliffs_ladders_and_the_sample_person(page: Page, scheme: str) -> None:
    open_metric(page, "quick")
    expect(page.locator(".drawing-note")).to_have_text("小林：20 秒 → 90 分")
    page.get_by_role("tab", name="奖惩").click()
    page.locator(".ant-collapse-header", has_text="commission").click()
    cliff = page.locator(".plot-jumps li")
    expect(cliff).to_contain_text("sales一超过 ¥10,000，就少拿 ¥300.00（¥500.00 → ¥200.00）")
    expect(cliff).to_contain_text("多做反而少拿")
    page.get_by_role("tab", name="等级").click()
    rows = page.locator(".ladder tr")
    expect(rows.nth(1)).to_contain_text("银牌60 ≤ 得分 < 90")
    expect(rows.nth(2)).to_contain_text("没有等级得分 < 60")
    page.get_by_role("textbox", name="不低于", exact=True).nth(1).fill("70")
    expect(rows.nth(1)).to_contain_text("70 ≤ 得分 < 90")
    expect(page.locator(".drawing-note")).to_have_text("小林：94 → 金牌")


def test_a_limit_of_the_tiers_is_dragged_and_moved_by_keys(page: Page, scheme: str) -> None:
    page.get_by_role("tab", name="等级").click()
    limit = page.get_by_role("slider", name="银牌的下限")
    expect(limit).to_have_attribute("aria-valuetext", "60")
    top = page.get_by_role("slider", name="金牌的下限")
    here, there = limit.bounding_box(), top.bounding_box()
    assert here and there
    half = 12
    page.mouse.move(here["x"] + half, here["y"] + half)
    page.mouse.down()
    # past the next limit, then half-way to it
    page.mouse.move(there["x"] + 40, there["y"] + half, steps=4)
    expect(limit).to_have_attribute("aria-valuetext", "89")
    page.mouse.move((here["x"] + there["x"]) / 2 + half, there["y"] + half, steps=4)
    expect(limit).to_have_attribute("aria-valuetext", "75")
    page.mouse.up()
    rows = page.locator(".ladder tr")
    expect(rows.nth(1)).to_contain_text("75 ≤ 得分 < 90")
    top.press("ArrowLeft")
    top.press("Shift+ArrowRight")
    expect(rows.nth(0)).to_contain_text("99 ≤ 得分")
    expect(page.get_by_role("textbox", name="不低于", exact=True).first).to_have_value("99")
    comes_to_hold(page, scheme, "id: silver, label: 银牌, at_least: 75}")
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="撤销").click()
    expect(limit).to_have_attribute("aria-valuetext", "60")
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()


PAID = """scorewright: 1
id: {id}
name: 奖惩图
period: month
inputs:
  sold: {{type: count}}
  complaints: {{type: count, missing: 0}}
metrics: {{m: {{value: sold, weight: 100%, points: {{attainment: {{target: 100}}}}}}}}
tiers: [{{id: gold, label: 金牌, at_least: 90}}, {{id: other, label: 普通}}]
rewards:
  medal: {{label: 奖牌, by_tier: {{gold: 1000}}}}
  by_score: {{label: 按分, amount: score * 2}}
  calm: {{label: 投诉扣款, package: {{of: complaints, size: 3, amount: -50, free: 2}}}}
"""


def test_all_rewards_are_drawn_together_and_each_beside(page: Page) -> None:
    name = "drawn-together"
    sent = {**OWN, "Content-Type": "application/yaml"}
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=PAID.format(id=name), headers=sent)
    assert answer.status == 201, answer.text()
    page.goto(f"/rule-sets/{name}/edit?section=rewards")
    together = page.get_by_role("figure", name="全部奖惩合计随“得分”的变化")
    expect(together.locator(".plot-legend li")).to_have_text([" 合计", " 奖牌", " 按分", " 投诉扣款"])
    expect(together.locator(".plot > svg")).to_have_attribute(
        "aria-label", re.compile("^横轴：得分。0 到 90：由 ¥0(.00)? 到 ¥180(.00)?；90 到 [0-9]+：由 ¥1,180")
    )
    expect(together).to_contain_text("▲ 得分一到 90，多拿 ¥1,000.00（¥180.00 → ¥1,180.00）")
    expect(together.locator(".plot .plot-beside")).to_have_count(3)

    # blocks of complaints: what is free, how large a block is and what it costs are taken by hand
    page.locator(".ant-collapse-header", has_text="投诉扣款").click()
    own = page.get_by_role("figure", name="金额随“complaints”的变化")
    block = own.get_by_role("slider", name="第 2 个界线")
    expect(block).to_have_attribute("aria-valuenow", "5")
    block.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("textbox", name="每包数量", exact=True)).to_have_value("4")
    page.keyboard.press("ArrowDown")
    expect(block).to_have_attribute("aria-valuetext", re.compile("^6 得 -¥5[1-9]|^6 得 -¥[67]"))
    own.get_by_role("slider", name="第 1 个界线").focus()
    page.keyboard.press("ArrowLeft")
    expect(block).to_have_attribute("aria-valuenow", "5")
    comes_to_hold(page, name, "free: 1")
    comes_to_hold(page, name, "size: 4")
