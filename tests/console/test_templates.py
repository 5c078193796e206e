"""From the gallery to a draft."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.console.conftest import Visit


def test_search_finds_in_both_languages_at_once(visit: Visit) -> None:
    with visit("en") as page:
        page.goto("/templates")
        search = page.get_by_role("textbox", name="Search names")
        for words in ("外呼", "outbound", "ＯＵＴＢＯＵＮＤ call"):
            search.fill(words)
            expect(page.locator(".gallery li", has_text="After-sales")).to_have_count(0)
            expect(page.locator(".gallery li", has_text="Outbound centre")).to_have_count(1)
        search.fill("nothing is called so")
        expect(page.get_by_text("No template matches")).to_be_visible()


def test_sample_card_is_scored_by_the_template(page: Page) -> None:
    page.goto("/templates/presales-agent")
    # 林娜: service 96 × 35% + conversion 100 × 30% + basket 85 × 20% + volume 113.75 × 10% + refunds 82 × 5%
    expect(page.locator(".score-card-head")).to_contain_text("96.08")
    expect(page.locator(".score-card-head")).to_contain_text("金牌")
    expect(page.locator(".score-card-head")).to_contain_text("¥1,824.40")


def test_template_becomes_a_draft_with_its_own_values(page: Page) -> None:
    page.goto("/templates/presales-agent")
    page.get_by_role("button", name="使用此模板").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("方案名称").fill("北区售前")
    dialog.get_by_label("编号").fill("north-presales")
    dialog.get_by_label("月接待量目标").fill("900")
    dialog.get_by_label("客件数").check()
    dialog.get_by_role("button", name="生成草稿").click()
    expect(page.get_by_role("heading", name="北区售前")).to_be_visible()
    assert page.url.endswith("/rule-sets/north-presales")
    draft = page.context.request.get("/v1/rule-sets/north-presales/draft").json()
    assert draft["parameters"]["chats_target"]["value"] == 900
    assert draft["metrics"]["basket"]["value"] == "items / orders"
    page.get_by_role("link", name="首页", exact=True).click()
    expect(page.locator(".attention")).to_contain_text("北区售前 从未发布")


def test_refusals_stand_at_their_fields(page: Page) -> None:
    page.goto("/templates/presales-agent")
    page.get_by_role("button", name="使用此模板").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("编号").fill("-not an id-")
    dialog.get_by_role("button", name="生成草稿").click()
    field = dialog.locator(".ant-form-item", has=page.get_by_label("编号"))
    expect(field.locator(".ant-form-item-explain-error")).to_be_visible()


def test_no_other_value_takes_the_place_of_what_was_typed(page: Page) -> None:
    page.goto("/templates/presales-growth")
    page.get_by_role("button", name="使用此模板").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("编号").fill("growth-of-wide-digits")
    target, factor = dialog.get_by_label("月成交额目标（元）"), dialog.get_by_label("业绩部分系数")
    target.fill("0")
    factor.fill("150")
    dialog.get_by_role("button", name="生成草稿").click()
    expect(dialog.locator(".ant-form-item-explain-error")).to_have_text(["不小于 1", "不大于 100%"])
    expect(target).to_have_value("0")
    expect(factor).to_have_value("150")
    target.fill("２５，０００")
    factor.fill("50")
    dialog.get_by_role("button", name="生成草稿").click()
    page.wait_for_url("**/rule-sets/growth-of-wide-digits")
    draft = page.context.request.get("/v1/rule-sets/growth-of-wide-digits/draft").json()
    assert draft["parameters"]["takings_target"]["value"] == 25000
    assert draft["parameters"]["commission_factor"]["value"] == "50%"


def test_double_click_asks_once_and_is_told_what_is_wrong(page: Page) -> None:
    page.goto("/templates/presales-growth")
    page.get_by_role("button", name="使用此模板").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("编号").fill("not an id")
    asked: list[str] = []
    page.on(
        "request", lambda sent: asked.append(sent.url) if sent.method == "POST" and "/install" in sent.url else None
    )
    dialog.get_by_role("button", name="生成草稿").dblclick()
    field = dialog.locator(".ant-form-item", has=page.get_by_label("编号"))
    expect(field.locator(".ant-form-item-explain-error")).to_be_visible()
    assert len(asked) == 1
    # and what was mended is sent
    dialog.get_by_label("编号").fill("growth-after-all")
    dialog.get_by_role("button", name="生成草稿").dblclick()
    page.wait_for_url("**/rule-sets/growth-after-all")


def test_draft_of_somebody_else_is_not_replaced(page: Page) -> None:
    page.goto("/templates/presales-agent")
    page.get_by_role("button", name="使用此模板").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("编号").fill("shop-aftersales")
    dialog.get_by_role("button", name="生成草稿").click()
    expect(dialog.get_by_role("alert")).to_contain_text("请换一个编号")
