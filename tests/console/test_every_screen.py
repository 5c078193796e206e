"""What holds for every screen: readable by everybody, in both languages, on a tablet, with nothing from elsewhere."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from api.console import BUILT
from tests.console.conftest import Visit
from tests.console.dialogs import DIALOGS
from tests.console.screens import SCREENS, Screen, arrive
from tests.console.site import LANGUAGES, TABLET, WIDE, Console, heard, somebody, watched

SERIOUS = ("serious", "critical")
OVER = "[role=dialog]:visible, [role=tooltip]:visible, .ant-dropdown-menu:visible"
FIRST_LOAD = 500_000
"""Bytes of packed script until the first screen is there."""


@pytest.fixture(scope="module")
def readers(browser: Browser, console: Console) -> Iterator[Callable[[bool], Page]]:
    """One page for all screens, another for whoever is not signed in: what was loaded once is there."""
    with ExitStack() as stack:

        @cache
        def reader(signed_in: bool) -> Page:
            context = stack.enter_context(somebody(browser, console, LANGUAGES[0], signed_in=signed_in))
            return stack.enter_context(watched(context, console))

        yield reader


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("screen", (*SCREENS, *DIALOGS), ids=lambda screen: screen.name)
def test_no_serious_barrier_and_room_on_a_tablet(
    readers: Callable[[bool], Page], console: Console, screen: Screen
) -> None:
    """In the language that was last chosen, then in the other, chosen without loading anew.

    That no script, style or request went astray is seen to by every page.
    """
    page = readers(screen.signed_in)
    try:
        with heard(page, console):
            page.set_viewport_size(WIDE)
            arrive(page, screen)
            assert_for_everybody(page, stays_open=screen in DIALOGS)
    finally:
        page.unroute_all()


def test_no_serious_barrier_where_one_signs_in_again(visit: Visit) -> None:
    with visit() as page:
        page.goto("/")
        page.locator(".home").wait_for()
        # what is still asked would end the session before anything is clicked
        page.wait_for_load_state("networkidle")
        page.context.clear_cookies()
        page.locator("nav a").nth(1).click()
        page.get_by_role("dialog").wait_for()
        assert_for_everybody(page, stays_open=True)


def test_first_load_is_light(visit: Visit) -> None:
    with visit() as page:
        scripts: set[str] = set()
        page.on("request", lambda sent: scripts.add(sent.url) if sent.url.endswith(".js") else None)
        arrive(page, next(screen for screen in SCREENS if screen.name == "home"))
        names = [url.rpartition("/")[2] for url in scripts]
        assert names
        assert sum(len(gzip.compress((BUILT / "assets" / name).read_bytes())) for name in names) <= FIRST_LOAD


def test_keyboard_reaches_the_content_past_the_navigation(page: Page) -> None:
    page.goto("/")
    page.locator(".home").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.locator("nav a").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator(".gallery").wait_for()
    assert page.evaluate("document.activeElement.id") == "main"


def assert_for_everybody(page: Page, *, stays_open: bool) -> None:
    """``stays_open`` says that something lies over the screen in either language."""
    first = page.locator("html").get_attribute("lang")
    for language in sorted(LANGUAGES, key=lambda one: one != first):
        # a dialog may lie over the switch
        page.locator(f".ant-segmented-item:has(span[lang={language}]) input").evaluate("choice => choice.click()")
        page.locator(f"html[lang={language}]").wait_for()
        page.set_viewport_size(WIDE)
        assert not stays_open or page.locator(OVER).count() > 0
        assert barriers(page) == []
        page.set_viewport_size(TABLET)
        # what a question hangs on is in sight when it is asked
        for asking in page.locator(".ant-popover-open").all():
            asking.scroll_into_view_if_needed()
        assert_room(page)


def assert_room(page: Page) -> None:
    """Nothing stands out at the side, once drawings have taken their new size."""
    until = time.monotonic() + 10
    overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    while (found := page.evaluate(overhang)) > 0:
        assert time.monotonic() < until, found
        page.wait_for_timeout(100)
        # what hangs on a button goes where that went meanwhile
        page.evaluate("dispatchEvent(new Event('resize'))")


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {' '.join(node['html'].split())[:160]} – {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]
