"""The whole way of somebody in HR who has never seen YAML: from a template to an agent's card."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.console.test_data import OWN, choose, sheet
from tests.console.test_editor import open_metric
from tests.console.test_metrics import cell

RULES = "journey"
TODAY = datetime.now(UTC) + timedelta(hours=8)
"""Where the sample workspace's clock stands."""
NEXT = f"{TODAY.year + TODAY.month // 12}-{TODAY.month % 12 + 1:02d}"
FIGURES = {
    "工号": "j-1",
    "服务得分": 4.8,
    "询单人数": 500,
    "下单人数": 140,
    "成交额": 15000,
    "接待人数": 800,
    "退款率": 0.01,
    "投诉数": 0,
}


def test_from_a_template_to_a_card_in_english(page: Page) -> None:
    person = {
        "id": "j-1",
        "name": "纪星",
        "from": "2026-01-01",
        "attributes": {"role": "presales-agent", "shop": "三店"},
    }
    told = page.context.request.post("/v1/people", data={"people": [person]}, headers=OWN)
    assert told.ok, told.text()

    page.goto("/templates")
    page.locator("a[href='/templates/presales-agent']").first.click()
    page.get_by_role("button", name="使用此模板").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("方案名称").fill("三店售前")
    dialog.get_by_label("编号").fill(RULES)
    dialog.get_by_role("button", name="生成草稿").click()
    page.get_by_role("link", name="编辑草稿").click()
    expect(page.locator(".try-now")).to_contain_text("96.08")

    # a weight, and what then is wrong: a click on the problem leads there, a button mends it
    page.get_by_role("tab", name="指标与权重").click()
    cell(page, "conversion", "weight").fill("40")
    page.keyboard.press("Enter")
    problem = page.locator(".problems button", has_text="110%")
    problem.click()
    page.get_by_role("button", name="平衡").click()
    expect(page.get_by_text("没有发现问题")).to_be_visible()

    # a band, and the sample person who falls out of it
    open_metric(page, "conversion")
    before = page.locator(".try-now").inner_text()
    page.get_by_role("textbox", name="不低于", exact=True).first.fill("37%")
    expect(page.locator(".try-now")).not_to_have_text(before)
    expect(page.locator(".try-now")).not_to_contain_text("96.08")

    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(dialog).to_contain_text("个不通过，修正后才能发布")
    dialog.get_by_role("button", name="去编辑器修正").click()
    page.get_by_role("button", name="全部改为现在的结果").click()
    page.get_by_role("tooltip").get_by_role("button").last.click()
    expect(page.get_by_text("个用例全部通过")).to_be_visible()
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    dialog.get_by_role("textbox", name="修改说明").fill("转化更重")
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(dialog).to_contain_text("第 1 版自")
    dialog.get_by_role("button", name="关闭").last.click()

    page.goto(f"/data/import?use=figures&rule_set={RULES}&period={NEXT}")
    choose(page, sheet("下月.xlsx", list(FIGURES), list(FIGURES.values())))
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="检查数据").click()
    page.get_by_role("button", name="导入 1 行").click()
    expect(page.get_by_role("heading", name="导入完成")).to_be_visible()

    page.goto(f"/runs?start={RULES}&period={NEXT}")
    dialog.get_by_role("button", name="开始运行").click()
    expect(page.locator(".run-tags").get_by_text("已完成")).to_be_visible()
    page.get_by_label("按姓名或工号查找").fill("纪星")
    rows = page.locator(".run-results .ant-table-row")
    expect(rows).to_have_count(1)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Excel").click()
    assert taken.value.path().read_bytes().startswith(b"PK")
    rows.get_by_role("link").first.click()
    expect(page.locator(".score-card-head")).to_be_visible()
    page.get_by_text("English", exact=True).click()
    line = page.locator(".explanation details", has_text="enquiry conversion:").last
    line.locator("summary").first.click()
    expect(line).to_contain_text("people who ordered / people who enquired = 140 / 500")
