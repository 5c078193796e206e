"""The door of the console: link, key, what is said when neither opens, and the way back after signing in."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.console.conftest import Visit
from tests.console.site import Console
from tests.console.test_editor import OWN, TEXT, comes_to_hold

OWN_YAML = {**OWN, "Content-Type": "application/yaml"}


def test_printed_link_signs_in_once_and_leaves_no_trace(visit: Visit, console: Console) -> None:
    with visit("en", signed_in=False) as page:
        page.goto(f"/sign-in?link={console.link}")
        expect(page.get_by_role("heading", name="Home")).to_be_visible()
        assert console.link not in page.evaluate("JSON.stringify([location.href, {...localStorage}, document.cookie])")
        page.go_back()
        assert console.link not in page.url
    with visit("en", signed_in=False) as page:
        page.goto(f"/sign-in?link={console.link}")
        expect(page.get_by_role("alert")).to_contain_text("used before, or has expired")
        expect(page.get_by_label("Access key")).to_be_visible()


def test_key_signs_in_and_leads_back_to_where_one_wanted_to_go(visit: Visit, console: Console) -> None:
    with visit("en", signed_in=False) as page:
        page.goto("/settings?tab=audit")
        page.get_by_label("Access key").fill("sw_wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("unknown, expired or revoked")
        page.get_by_label("Access key").fill(console.key)
        page.keyboard.press("Enter")
        expect(page.get_by_role("tab", name="Audit trail", selected=True)).to_be_visible()
        assert page.evaluate("document.cookie") == ""
        assert console.key not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_way_back_never_leads_to_another_site(visit: Visit, console: Console) -> None:
    with visit("en") as page:
        for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
            page.goto(f"/sign-in?next={elsewhere}")
            expect(page.locator(".shell")).to_be_visible()
            assert page.url.startswith(f"{console.address}/")


def test_signing_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="账户").click()
    page.get_by_text("退出登录").click()
    expect(page.get_by_label("访问密钥")).to_be_visible()
    page.goto("/templates")
    expect(page.get_by_label("访问密钥")).to_be_visible()


def test_ended_session_asks_for_a_key_in_place(visit: Visit, console: Console) -> None:
    with visit("zh-CN", signed_in=False) as page:
        asked = page.context.request
        sent = {"Authorization": f"Bearer {console.key}"}
        made = asked.post("/v1/keys", data={"name": "short", "scopes": ["read"]}, headers=sent).json()
        assert asked.post("/v1/session", data={"key": made["token"]}).status == 201
        page.goto("/")
        expect(page.locator(".home")).to_be_visible()
        assert asked.delete(f"/v1/keys/{made['key']['id']}", headers=sent).status == 204
        # the dialog may be there already: whatever asks the server first opens it
        page.get_by_role("link", name="模板库").dispatch_event("click")
        page.get_by_role("dialog").get_by_label("访问密钥").fill(console.key)
        page.keyboard.press("Enter")
        expect(page.locator(".gallery li").first).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.url.endswith("/templates")


def test_who_does_not_sign_in_again_leaves_by_the_door(visit: Visit, console: Console) -> None:
    with visit("en") as page:
        page.goto("/")
        expect(page.locator(".home")).to_be_visible()
        # what is still asked would end the session before anything is clicked
        page.wait_for_load_state("networkidle")
        page.context.clear_cookies()
        page.get_by_role("link", name="Templates", exact=True).click()
        page.get_by_role("button", name="Leave for the sign-in page").click()
        expect(page).to_have_url(f"{console.address}/sign-in?next=%2Ftemplates")
        expect(page.get_by_label("Access key")).to_be_visible()


def test_server_that_is_away_is_said_and_tried_again(page: Page) -> None:
    page.goto("/")
    expect(page.locator(".home")).to_be_visible()
    page.route("**/v1/templates", lambda route: route.abort("connectionrefused"))
    page.get_by_role("link", name="模板库").click()
    expect(page.get_by_role("alert")).to_contain_text("连接不到服务器")
    page.unroute("**/v1/templates")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".gallery li").first).to_be_visible()


def test_language_is_switched_everywhere_and_remembered(visit: Visit) -> None:
    with visit("en-GB") as page:
        page.goto("/settings")
        expect(page.get_by_role("heading", name="Settings")).to_be_visible()
        page.get_by_text("中文", exact=True).click()
        expect(page.get_by_role("heading", name="设置")).to_be_visible()
        expect(page.get_by_role("columnheader", name="上次使用")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="设置")).to_be_visible()


def test_session_that_ends_in_the_middle_of_a_word_loses_no_letter(page: Page, console: Console) -> None:
    """Each pause between letters is long enough for a request that meets the end of the session."""
    name, said = "ended-while-typing", "服务态度与响应"
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=TEXT.format(id=name), headers=OWN_YAML)
    assert answer.status == 201, answer.text()
    page.goto(f"/rule-sets/{name}/edit")
    field = page.locator('[data-cell="orders_points name"]')
    field.fill("")
    expect(page.get_by_text("草稿已保存")).to_be_visible()
    page.context.clear_cookies()
    ended = page.expect_response(lambda answer: answer.status == 401)
    with ended:
        field.press_sequentially(said, delay=400)
    expect(field).to_have_value(said)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("dialog").get_by_label("访问密钥").fill(console.key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(field).to_have_value(said)
    comes_to_hold(page, name, f"zh: {said}")
    # Whoever signed in goes on where they were.
    expect(field).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("速度")
    comes_to_hold(page, name, f"zh: {said}速度")
