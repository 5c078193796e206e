"""Versions: what differs, what publishing would change for people and money, and the way back."""

from __future__ import annotations

import re
import time
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import APIRequestContext, Page, Route, expect

from tests.console.conftest import Visit
from tests.console.site import Console
from tests.console.test_editor import OWN, becomes, comes_to_hold, open_metric

PERIOD = "2026-10"
TEXT = """scorewright: 1
id: {id}
name: {{zh: 版本方案, en: Versions}}
applies_to: {{role: {id}}}
period: month
currency: CNY
inputs:
  quality: {{type: rating, scale: [0, 5]}}   # 由质检组给出
metrics:
  quality_points:
    {{label: {{zh: 质量, en: quality}}, value: quality, weight: 100%, points: {{attainment: {{target: 5}}}}}}
tiers:
  - {{id: gold, at_least: 90, label: {{zh: 金牌, en: gold}}}}
  - {{id: other, label: {{zh: 普通, en: ordinary}}}}
rewards:
  bonus: {{by_tier: {{gold: 1000}}}}
tests:
  - {{name: full marks, given: {{quality: 5}}, expect: {{tier: gold}}}}
"""
DONE = (
    "id => fetch('/v1/runs?rule_set=' + id).then(answer => answer.json()).then(page => page.items[0].state === 'done')"
)


class Asked:
    """The API, asked as a program would."""

    def __init__(self, page: Page, console: Console):
        self.request: APIRequestContext = page.context.request
        self.headers = {"Authorization": f"Bearer {console.key}"}

    def send(self, method: str, address: str, data: object, **headers: str) -> dict[str, object]:
        sent = {**self.headers, "Idempotency-Key": str(uuid4()), **headers}
        answer = self.request.fetch(address, method=method, data=data, headers=sent)
        assert answer.ok, answer.text()
        return answer.json()

    def publish(self, rule_set: str, text: str, start: str) -> None:
        yaml = {"Content-Type": "application/yaml"}
        present = self.request.get(f"/v1/rule-sets/{rule_set}/draft", headers=self.headers)
        if present.ok:
            yaml["If-Match"] = present.headers["etag"]
        draft = self.send("PUT", f"/v1/rule-sets/{rule_set}/draft", text, **yaml)
        body = {"effective_from": start, "note": f"from {start}"}
        self.send("POST", f"/v1/rule-sets/{rule_set}/versions", body, **{"If-Match": str(draft["etag"])})


@pytest.fixture
def asked(page: Page, console: Console) -> Asked:
    return Asked(page, console)


def run(asked: Asked, page: Page, rule_set: str) -> None:
    """Ann 96 points and Bob 94 in a month that was run."""
    people = {"ann": ("安然", "4.8"), "bob": ("博文", "4.7")}
    attributes = {"role": rule_set}
    told = [
        {"id": f"{rule_set}-{id}", "from": "2026-01-01", "name": name, "attributes": attributes}
        for id, (name, _) in people.items()
    ]
    asked.send("POST", "/v1/people", {"people": told})
    figures = [{"person": f"{rule_set}-{id}", "values": {"quality": quality}} for id, (_, quality) in people.items()]
    asked.send("POST", f"/v1/figures/{PERIOD}", {"people": figures})
    asked.send("POST", "/v1/runs", {"period": PERIOD, "rule_set": rule_set})
    page.goto(f"/rule-sets/{rule_set}")
    page.wait_for_function(DONE, arg=rule_set, polling=300, timeout=60_000)


def next_month() -> str:
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    return f"{today.year + today.month // 12}年{today.month % 12 + 1}月"


def test_publish_for_next_month_with_its_effect(page: Page, asked: Asked) -> None:
    asked.publish("effect", TEXT.format(id="effect"), "2026-01")
    run(asked, page, "effect")
    page.goto("/rule-sets/effect/edit")
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    # 4.8 / 5.2 = 92.31 and 4.7 / 5.2 = 90.38; the line for gold goes up in between
    changed = TEXT.format(id="effect").replace("target: 5}", "target: 5.2}").replace("at_least: 90", "at_least: 92")
    page.get_by_role("tab", name="YAML").click()
    page.locator(".cm-line", has_text="at_least: 90").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(changed)
    page.get_by_role("tab", name="指标与权重").click()
    page.get_by_role("button", name="发布", exact=True).click()
    becomes(page, "effect", changed)
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".effect")).to_contain_text("2 人中有 2 人的结果会变")
    expect(dialog.locator(".effect")).to_contain_text("1 人（升 0，降 1）")
    expect(dialog.locator(".effect")).to_contain_text("¥2,000.00 → ¥1,000.00 (-¥1,000.00)")
    expect(dialog.locator("tr", has_text="博文")).to_contain_text("94 → 90.38")
    # 5 / 5.2 = 96.15, so the draft's own test still holds
    expect(dialog).to_contain_text("1 个验算全部通过")
    dialog.get_by_role("textbox", name="修改说明").fill("线提高")
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text(f"第 2 版自 {next_month()} 起生效")
    page.get_by_role("dialog").get_by_role("button", name="关闭").last.click()
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    open_metric(page, "quality_points")
    page.get_by_role("textbox", name="目标值", exact=True).fill("5.1")
    expect(page.get_by_role("button", name="发布", exact=True)).to_be_enabled()
    comes_to_hold(page, "effect", "target: 5.1")


def test_what_cannot_be_published_is_said(page: Page, asked: Asked) -> None:
    text = TEXT.format(id="refused")
    asked.publish("refused", text, "2026-01")
    etag = page.context.request.get("/v1/rule-sets/refused/draft").headers["etag"]
    yaml = {"Content-Type": "application/yaml"}
    broken = text.replace("quality: 5}", "quality: 1}")
    saved = asked.send("PUT", "/v1/rule-sets/refused/draft", broken, **yaml, **{"If-Match": etag})
    page.goto("/rule-sets/refused/versions")
    page.get_by_role("button", name="发布", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 个验算中有 1 个不通过")
    expect(dialog).to_contain_text("还没有完成过运行")
    expect(dialog.get_by_role("button", name="发布", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="取消").click()
    saved = asked.send(
        "PUT", "/v1/rule-sets/refused/draft", text + "# two\n", **yaml, **{"If-Match": str(saved["etag"])}
    )
    page.get_by_role("button", name="发布", exact=True).click()
    expect(dialog).to_contain_text("验算全部通过")
    # meanwhile somebody else saves
    asked.send("PUT", "/v1/rule-sets/refused/draft", text + "# three\n", **yaml, **{"If-Match": str(saved["etag"])})
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("别人修改了草稿")
    dialog.get_by_role("button", name="重新查看草稿").click()
    expect(dialog.get_by_role("alert")).to_have_count(0)
    dialog.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("已发布第 2 版")


def test_versions_side_by_side_restored_and_retired(page: Page, asked: Asked) -> None:
    first = TEXT.format(id="aside")
    second = first.replace("gold: 1000", "gold: 1200 + points(quality_points)").replace("at_least: 90", "at_least: 92")
    asked.publish("aside", first, "2026-01")
    asked.publish("aside", second, "2026-03")
    page.goto("/rule-sets/aside/versions")
    timeline = page.get_by_role("list", name="草稿与全部版本")
    expect(timeline.locator("li", has_text="第 2 版").last).to_contain_text("生效中")
    expect(timeline.locator("li", has_text="第 1 版").last).to_contain_text("2026年1月 至 2026年2月")
    tiers = page.get_by_role("region", name="等级")
    expect(tiers.locator("tbody tr")).to_contain_text(re.compile("金牌的分数线.*90.*92", re.DOTALL))
    expect(page.get_by_role("region", name="奖惩")).to_contain_text("1200 + points(质量)")
    page.get_by_text("按文本").click()
    expect(page.locator(".texts .cm-content").first).to_contain_text("at_least: 90")
    expect(page.locator(".texts .cm-content").last).to_contain_text("at_least: 92")

    publishing = page.get_by_role("button", name="发布", exact=True)
    expect(publishing).to_be_disabled()
    page.get_by_role("button", name="恢复到草稿 第 1 版").click()
    page.get_by_role("dialog").get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("草稿已是第 1 版的内容")
    becomes(page, "aside", first)
    page.get_by_role("dialog").get_by_role("button", name="撤回").click()
    expect(page.get_by_role("dialog")).to_contain_text("草稿已恢复原样")
    becomes(page, "aside", second)
    page.get_by_role("dialog").get_by_role("button", name="关闭").last.click()

    page.get_by_role("button", name="停用 第 2 版").click()
    expect(page.get_by_role("dialog")).to_contain_text("自 2026年3月 起，第 1 版将接着生效")
    page.get_by_role("dialog").get_by_role("textbox").fill("金额有误")
    page.get_by_role("dialog").get_by_role("button", name="停用").click()
    retired = timeline.locator("li", has_text="已停用")
    expect(retired).to_contain_text("金额有误")
    # what was retired, as what was restored, may be published again as it is
    expect(publishing).to_be_enabled()
    expect(timeline.locator("li", has_text="第 1 版").last).to_contain_text("生效中")
    retired.get_by_role("link", name="查看").click()
    expect(page.get_by_role("heading", name="版本方案 · 第 2 版")).to_be_visible()
    open_metric(page, "quality_points")
    expect(page.get_by_role("textbox", name="目标值", exact=True)).not_to_be_editable()
    page.get_by_role("tab", name="YAML").click()
    expect(page.locator(".cm-content")).to_contain_text("gold: 1200")
    expect(page.locator(".cm-content")).to_have_attribute("aria-readonly", "true")


def test_revoked_key_in_the_middle_of_an_edit_loses_nothing(page: Page, asked: Asked, console: Console) -> None:
    text = TEXT.format(id="revoked")
    asked.publish("revoked", text, "2026-01")
    made = asked.send("POST", "/v1/keys", {"name": "临时", "scopes": ["read", "edit"]})
    signed_in = page.context.request.post("/v1/session", data={"key": made["token"]}, headers=OWN)
    assert signed_in.status == 201
    page.goto("/rule-sets/revoked/edit")
    expect(page.get_by_text("没有发现问题")).to_be_visible()
    open_metric(page, "quality_points")
    page.wait_for_load_state("networkidle")
    asked.request.delete(f"/v1/keys/{made['key']['id']}", headers=asked.headers)  # type: ignore[index]
    page.get_by_role("textbox", name="目标值", exact=True).fill("6")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("密钥“临时”已过期或已被撤销")
    dialog.get_by_label("访问密钥").fill(str(made["token"]))
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("密钥无效")
    assert stored_with(asked, "revoked") == text
    dialog.get_by_label("访问密钥").fill(console.key)
    page.keyboard.press("Enter")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    expect(page.get_by_role("textbox", name="目标值", exact=True)).to_have_value("6")
    assert stored_with(asked, "revoked") == text.replace("target: 5}", "target: 6}")


def stored_with(asked: Asked, rule_set: str) -> str:
    headers = {**asked.headers, "Accept": "application/yaml"}
    return asked.request.get(f"/v1/rule-sets/{rule_set}/draft", headers=headers).text()


def test_server_that_was_away_gets_the_draft_by_itself(visit: Visit, asked: Asked) -> None:
    text = TEXT.format(id="away")
    asked.publish("away", text, "2026-01")
    # its clock is never put right again, so the page is its own
    with visit() as page:
        page.clock.install()
        page.goto("/rule-sets/away/edit")
        expect(page.get_by_text("没有发现问题")).to_be_visible()
        open_metric(page, "quality_points")
        page.route(
            "**/draft", lambda route: route.fulfill(status=503) if route.request.method == "PUT" else route.continue_()
        )
        page.get_by_role("textbox", name="目标值", exact=True).fill("6")
        expect(page.get_by_role("alert")).to_contain_text("未保存：服务器暂时不可用")
        page.unroute("**/draft")
        page.clock.fast_forward(16_000)
        expect(page.get_by_text("草稿已保存")).to_be_visible()
        becomes(page, "away", text.replace("target: 5}", "target: 6}"))


def test_publishing_waits_for_the_save_that_is_under_way(page: Page, asked: Asked) -> None:
    asked.publish("hurried", TEXT.format(id="hurried"), "2026-01")
    page.goto("/rule-sets/hurried/edit")
    held: list[Route] = []
    page.route(
        "**/hurried/draft", lambda route: held.append(route) if route.request.method == "PUT" else route.fallback()
    )
    open_metric(page, "quality_points")
    target = page.get_by_role("textbox", name="目标值", exact=True)
    button = page.get_by_role("button", name="发布", exact=True)
    target.fill("5.1")
    with page.expect_request(lambda sent: sent.method == "PUT"):
        button.click()
    expect(page.get_by_text("正在保存…")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    taken(page, held).continue_()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("发布新版本")
    expect(dialog.get_by_role("button", name="发布", exact=True)).to_be_enabled()
    comes_to_hold(page, "hurried", "target: 5.1")
    dialog.get_by_role("button", name="取消").click()
    target.fill("5.2")
    with page.expect_request(lambda sent: sent.method == "PUT"):
        button.click()
    taken(page, held).abort()
    expect(page.get_by_role("alert")).to_contain_text("未保存")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.unroute("**/hurried/draft")
    button.click()
    expect(dialog).to_contain_text("发布新版本")
    comes_to_hold(page, "hurried", "target: 5.2")


def taken(page: Page, held: list[Route]) -> Route:
    """The request that is held back, once it has arrived."""
    until = time.monotonic() + 30
    while not held:
        assert time.monotonic() < until
        page.wait_for_timeout(20)
    return held.pop()
