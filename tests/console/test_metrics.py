"""The table of metrics: changed where its lines stand, put in order by mouse, balanced, filled from a spreadsheet."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

OWN = {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/yaml"}
INPUTS = """scorewright: 1
id: {id}
name: {{zh: 指标表, en: A table}}
period: month
inputs:
  quality: {{type: rating, scale: [0, 100]}}
  orders: {{type: count}}
"""
TEXT = (
    INPUTS
    + """metrics:
  # 质量最重要
  quality_points: {{value: quality, weight: 60%, points: as_is}}   # 由质检组给出
  orders_points:
    value: max(orders, 0)   # 不会为负
    weight: 40%
    points: {{attainment: {{target: 100}}}}
"""
)
GROUPED = (
    INPUTS
    + """groups:
  result: {{weight: 60%, label: {{zh: 结果, en: result}}}}
  way: {{weight: 40%, label: {{zh: 过程, en: way}}}}
metrics:
  a: {{value: quality, weight: 50%, group: result, points: as_is}}   # 甲
  b: {{value: quality, weight: 100%, group: way, points: as_is}}
  c: {{value: orders, weight: 50%, group: result, points: as_is}}
"""
)


def opened(page: Page, name: str, text: str = TEXT) -> str:
    """The rule set's text, once its editor shows it."""
    text = text.format(id=name)
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=text, headers=OWN)
    assert answer.status == 201, answer.text()
    page.goto(f"/rule-sets/{name}/edit")
    expect(page.locator(".metric-table")).to_be_visible()
    return text


def cell(page: Page, row: str, column: str) -> Locator:
    return page.locator(f'[data-cell="{row} {column}"]')


def saved(page: Page, name: str, change: str) -> str:
    """The stored text, once ``change`` is in it."""
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    found = page.context.request.get(f"/v1/rule-sets/{name}/draft", headers={"Accept": "application/yaml"}).text()
    assert change in found, found
    return found


def order(page: Page) -> list[str | None]:
    return [row.get_attribute("data-row") for row in page.locator(".metric-table [data-row]").all()]


def drag(page: Page, row: str, below: str) -> None:
    page.locator(f'[data-cell="{row} handle"]').hover()
    page.mouse.down()
    box = page.locator(f"[data-row={below}]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 4, steps=4)
    expect(page.locator(".drop-line")).to_be_visible()
    page.mouse.up()


def test_weights_are_changed_in_the_table_and_balanced(page: Page) -> None:
    text = opened(page, "table-weights")
    cell(page, "orders_points", "weight").fill("45")
    cell(page, "quality_points", "name").fill("质量")
    expect(page.locator(".metrics-sum")).to_contain_text("合计 105% · 多 5%")
    expect(cell(page, "orders_points", "weight")).to_have_value("45%")
    page.get_by_role("button", name="平衡：全部指标").click()
    expect(page.locator(".metrics-sum")).to_contain_text("合计 100%")
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    expected = text.replace("weight: 60%, points: as_is", "weight: 57%, points: as_is, label: {zh: 质量}")
    assert saved(page, "table-weights", "57%") == expected.replace("weight: 40%", "weight: 43%")
    for _ in range(3):
        page.keyboard.press("Control+z")
    expect(cell(page, "orders_points", "weight")).to_have_value("40%")
    assert saved(page, "table-weights", "40%") == text


def test_order_is_changed_by_mouse_and_by_keyboard(page: Page) -> None:
    text = opened(page, "table-order", GROUPED)
    assert order(page) == ["a", "c", "b"]
    drag(page, "a", below="c")
    expect(page.locator("[data-row]").first).to_have_attribute("data-row", "c")
    assert order(page) == ["c", "a", "b"]
    page.keyboard.press("Control+z")
    drag(page, "a", below="b")
    expect(page.locator(".metric-table [data-row]").last).to_have_attribute("data-row", "a")
    expect(page.locator(".group-line").first).to_contain_text("合计 50% · 差 50%")
    cell(page, "a", "weight").click()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".group-line").first).to_contain_text("合计 100%")
    expect(cell(page, "a", "weight")).to_be_focused()
    assert order(page) == ["c", "a", "b"]
    assert "group: result, points: as_is}   # 甲" in saved(page, "table-order", "# 甲")
    assert len(saved(page, "table-order", "")) == len(text)


def test_few_of_many_lines_are_drawn(page: Page) -> None:
    inputs = "".join(f"  in_{at}: {{{{type: count}}}}\n" for at in range(195))
    metrics = "".join(f"  m_{at}: {{{{value: in_{at}, weight: 0.5%, points: as_is}}}}\n" for at in range(195))
    opened(page, "table-long", f"{INPUTS}{inputs}metrics:\n{metrics}")
    rows = page.locator(".metric-table [data-row]")
    expect(rows.first).to_be_visible()
    assert rows.count() < 45
    cell(page, "m_3", "weight").click()
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    expect(cell(page, "m_33", "weight")).to_be_focused()
    page.locator(".metric-scroll").evaluate("box => box.scrollTop = box.scrollHeight")
    expect(page.locator("[data-row=m_194]")).to_be_visible()
    assert rows.count() < 45


def test_block_from_a_spreadsheet_fills_the_table(page: Page) -> None:
    text = opened(page, "table-paste")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clip(page, "70\r\n３０％\r\n")
    cell(page, "quality_points", "weight").click()
    page.keyboard.press("Control+v")
    expect(cell(page, "quality_points", "weight")).to_have_value("70%")
    assert saved(page, "table-paste", "70%") == text.replace("60%", "70%").replace("weight: 40%", "weight: 30%")
    clip(page, '考核指标\t公式\t权重（％）\t目标\r\n订单\torders\t20\t1,200\r\n"<b>x</b>"\t#N/A\t多\t\r\n')
    cell(page, "orders_points", "name").click()
    page.keyboard.press("Control+v")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 格不能用")
    expect(dialog).to_contain_text("<b>x</b>")
    dialog.get_by_role("button", name="新增 1 个、修改 1 个指标").click()
    expect(cell(page, "b_x_b", "name")).to_have_value("<b>x</b>")
    found = saved(page, "table-paste", "b_x_b")
    assert "    value: orders   # 不会为负\n    weight: 20%\n    points: {attainment: {target: 1200}}\n" in found
    page.keyboard.press("Control+z")
    expect(cell(page, "b_x_b", "name")).to_have_count(0)


def test_chosen_lines_are_copied_and_come_back(page: Page) -> None:
    text = opened(page, "table-copy")
    page.get_by_role("checkbox", name="选择quality_points").click()
    page.get_by_role("button", name="复制 1 行").click()
    page.get_by_role("button", name="粘贴表格").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").press("Control+v")
    expect(dialog.get_by_role("textbox")).to_have_value(
        "名称\t编号\t取值\t计分方法\t目标值\t权重\t所属组\n\tquality_points\tquality\t直接取值\t\t60%\t"
    )
    expect(dialog.get_by_role("button", name="新增 0 个、修改 0 个指标")).to_be_disabled()
    dialog.get_by_role("textbox").fill("编号\t权重\nquality_points\t55%")
    dialog.get_by_role("button", name="新增 0 个、修改 1 个指标").click()
    expect(cell(page, "quality_points", "weight")).to_have_value("55%")
    assert saved(page, "table-copy", "55%") == text.replace("60%", "55%")


def test_block_from_a_spreadsheet_fills_a_list(page: Page) -> None:
    bands = "{{bands: [{{at_least: 90, points: 100}}, {{otherwise: 30}}]}}"
    text = opened(page, "list-paste", TEXT.replace("points: as_is", f"points: {bands}"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clip(page, "得分\t不低于\n100\t95\n85\t８０\n")
    page.locator("[data-row=quality_points] .cell-open").click()
    page.get_by_role("textbox", name="不低于", exact=True).click()
    page.keyboard.press("Control+v")
    expect(page.get_by_role("textbox", name="不低于", exact=True)).to_have_count(2)
    filled = "bands: [{at_least: 95, points: 100}, {at_least: 80, points: 85}, {otherwise: 30}]"
    expected = text.replace("bands: [{at_least: 90, points: 100}, {otherwise: 30}]", filled)
    assert saved(page, "list-paste", filled) == expected


def test_bands_are_pasted_as_schemes_write_them(page: Page) -> None:
    bands = "{{bands: [{{at_least: 90, points: 100}}, {{at_least: 50, points: 80}}, {{otherwise: 30}}]}}"
    text = opened(page, "band-paste", TEXT.replace("points: as_is", f"points: {bands}"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[data-row=quality_points] .cell-open").click()
    field = page.get_by_role("textbox", name="不低于", exact=True).first
    clip(page, "区间\t得分\n≥95\t100\n大约80\t60\n")
    field.click()
    page.keyboard.press("Control+v")
    expect(page.get_by_text("没有写入")).to_be_visible()
    assert saved(page, "band-paste", "at_least: 90") == text
    clip(page, "服务得分\t分数\r\n≥９５分\t100\r\n80分~95分\t85\r\n60-80\t60\r\n60分以下\t0\r\n其余\t10\r\n")
    field.click()
    page.keyboard.press("Control+v")
    expect(page.get_by_role("textbox", name="低于", exact=True)).to_have_count(3)
    filled = "[{at_least: 95, points: 100}, {at_least: 80, below: 95, points: 85}"
    found = saved(page, "band-paste", filled)
    assert f"{filled}, {{at_least: 60, below: 80, points: 60}}, {{below: 60, points: 0}}, {{otherwise: 10}}]" in found
    page.get_by_role("button", name="撤销").click()
    expect(field).to_have_value("90")
    expect(page.get_by_role("button", name="撤销")).to_be_disabled()


def clip(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
