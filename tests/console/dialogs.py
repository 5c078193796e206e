"""Every dialog, question and menu that opens over a screen, beyond those that :mod:`tests.console.screens` opens."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from playwright.sync_api import Locator, Page, Route

from tests.console.screens import CHANGE, OWN, Act, Screen, change_draft, map_columns, open_dialog, open_entry
from tests.console.shop import CHATS

CHANGED = "call-centre-three-formulas"
"""The rule set whose draft the screens change."""
SMALL = """scorewright: 1
id: {id}
name: {{zh: 很小, en: very small}}
applies_to: {{role: {id}}}
period: month
inputs: {{orders: {{type: count}}}}
metrics: {{orders_points: {{value: orders, weight: 100%, points: {{attainment: {{target: 100}}}}}}}}
"""


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def press(words: str, shows: str = "[role=dialog]") -> Act:
    """Presses the first button of this name, in either language; ``shows`` is what opens."""

    def act(page: Page) -> None:
        page.get_by_role("button", name=re.compile(words)).first.click()
        page.locator(shows).first.wait_for()

    return act


def ask_whether(words: str) -> Act:
    return press(words, "[role=tooltip] button")


def meet_another_draft(page: Page) -> None:
    """Somebody else saves while the draft is changed here."""
    asked, address = page.context.request, f"/v1/rule-sets/{CHANGED}/draft"
    draft = asked.get(address, headers={"Accept": "application/yaml"})
    theirs = draft.text().removesuffix(CHANGE) if draft.text().endswith(CHANGE) else f"{draft.text()}{CHANGE}"
    sent = {**OWN, "Content-Type": "application/yaml", "If-Match": draft.headers["etag"]}
    answer = asked.put(address, data=theirs, headers=sent)
    assert answer.ok, answer.text()
    page.locator("[data-cell$=' name']").first.fill("改了名 renamed")
    dialog(page).locator(".cm-content").first.wait_for()


def leave_halfway(page: Page) -> None:
    map_columns(page)
    page.locator("nav a").first.click()
    dialog(page).wait_for()


def rename_entry(page: Page) -> None:
    open_entry(page)
    press("改编号|Change the id")(page)


def remove_entry(page: Page) -> None:
    open_entry(page)
    ask_whether("^(delete )?(删除|Remove)$")(page)


def add_setting(page: Page) -> None:
    open_entry(page)
    page.locator(".fields-add").first.click()
    page.locator(".ant-dropdown-menu").wait_for()


def publish_small(page: Page) -> None:
    """A rule set of its own goes all the way."""
    name = f"small-{uuid4().hex[:8]}"
    sent = {**OWN, "Content-Type": "application/yaml"}
    answer = page.context.request.put(f"/v1/rule-sets/{name}/draft", data=SMALL.format(id=name), headers=sent)
    assert answer.ok, answer.text()
    page.goto(f"/rule-sets/{name}/versions")
    press("^(发布|Publish)")(page)
    dialog(page).locator(".ant-modal-footer .ant-btn-primary:enabled").click()
    dialog(page).get_by_role("status").wait_for()


def decide(page: Page) -> None:
    """A rule set of its own with a reward that somebody decides on."""
    name, asked = f"decided-{uuid4().hex[:8]}", page.context.request
    text = SMALL.format(id=name) + "rewards: {gift: {label: {zh: 救场奖, en: rescue}, discretionary: {max: 500}}}\n"
    draft = asked.put(f"/v1/rule-sets/{name}/draft", data=text, headers={**OWN, "Content-Type": "application/yaml"})
    sent = {**OWN, "If-Match": draft.headers["etag"], "Idempotency-Key": name}
    answers = [
        asked.post(f"/v1/rule-sets/{name}/versions", data={"effective_from": "2026-01"}, headers=sent),
        asked.post(
            "/v1/people",
            data={"from": "2026-01-01", "people": [{"id": name, "name": "高远", "attributes": {"role": name}}]},
            headers=OWN,
        ),
    ]
    assert all(answer.ok for answer in answers), [answer.text() for answer in answers]
    page.goto(f"/data?rule_set={name}&period=2026-10")
    press("^(救场奖|rescue)")(page)


def restore_over_changes(page: Page) -> None:
    change_draft(page)
    press("恢复到草稿|Restore into the draft")(page)


def make_key(page: Page) -> None:
    open_dialog(page)
    dialog(page).locator("#name").fill("axe")
    dialog(page).locator(".ant-modal-footer .ant-btn-primary").click()
    dialog(page).locator(".code").wait_for()


def still_going(address: str, told: Callable[[dict[str, object]], None], act: Act) -> Act:
    """The browser is told that something takes longer than it does, for nobody could look at it in time."""

    def answer(route: Route) -> None:
        body = route.fetch().json()
        told(body)
        route.fulfill(json=body)

    def acted(page: Page) -> None:
        page.route(re.compile(address), answer)
        page.reload()
        act(page)

    return acted


def run_going(run: dict[str, object]) -> None:
    run.update(state="running", stage="score", people={"total": 6000, "done": 1500}, counts=None)


def import_going(page: dict[str, object]) -> None:
    for one in page["items"]:  # type: ignore[attr-defined]
        one.update(state="running", report=None)


DIALOGS = (
    Screen("account", "/", ".home", press("账户|Account", ".ant-dropdown-menu")),
    Screen("conflict", f"/rule-sets/{CHANGED}/edit", ".metric-table [data-row]", meet_another_draft),
    Screen("leave", "/data/import?use=people", ".import-uses", leave_halfway),
    Screen("rename", "/rule-sets/shop-presales/edit", ".metric-table [data-row]", rename_entry),
    Screen("remove", "/rule-sets/shop-presales/edit", ".metric-table [data-row]", remove_entry),
    Screen("add-setting", "/rule-sets/shop-presales/edit", ".metric-table [data-row]", add_setting),
    Screen("published", "/rule-sets", "tbody tr.ant-table-row", publish_small),
    Screen("restore", f"/rule-sets/{CHANGED}/versions", ".versions li", restore_over_changes),
    Screen("retire", f"/rule-sets/{CHANGED}/versions", ".versions li", press("^(停用|Retire) ")),
    Screen("key-made", "/settings", "tbody tr.ant-table-row", make_key),
    Screen("revoke", "/settings", "tbody tr.ant-table-row", ask_whether("^(撤销|Revoke) ")),
    Screen("close-period", "/data?rule_set=shop-presales", "[role=tabpanel]", press("关账|Close the period")),
    Screen("decide", "/data", "[role=tabpanel]", decide),
    Screen("declare", "/data?tab=datasets", "tbody tr.ant-table-row", press("声明|Declare")),
    Screen(
        "stop-import",
        f"/data/datasets/{CHATS}",
        ".dataset-columns tbody tr.ant-table-row",
        still_going(r"/imports\b", import_going, ask_whether("停止导入|Stop importing")),
    ),
    Screen(
        "cancel-run",
        "/runs/2",
        ".run-results .ant-table-row",
        still_going(r"/v1/runs/2$", run_going, ask_whether("取消运行|Cancel the run")),
    ),
    Screen("add-person", "/people", ".long-table", press("添加人员|Add a person")),
    Screen("change-person", "/people/lin", ".spell-head", press("登记变动|Tell a change")),
    Screen("end-person", "/people/lin", ".spell-head", press("办理离开|Tell that they leave")),
    Screen("remove-person", "/people/lin", ".spell-head", ask_whether("撤回此人|Take back")),
)
