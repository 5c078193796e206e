"""One server and one browser for all tests of the console, on one worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.console.shop import Shop
from tests.console.site import WIDE, Console, chromium, heard, lacking, serving, somebody, visiting

HERE = Path(__file__).parent
# Beside other tests a save or a check may wait its turn; what never comes still ends the test.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = lacking()
    for item in items:
        if reason is not None and item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Console]:
    with serving(tmp_path_factory.mktemp("console")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright, chromium(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def shop(console: Console) -> Shop:
    """People, figures and finished runs of two months."""
    told = Shop(console.address, console.key)
    told.furnish()
    return told


Visit = Callable[..., AbstractContextManager[Page]]


@pytest.fixture
def visit(browser: Browser, console: Console) -> Visit:
    """Opens a page for a new visitor: ``with visit("en") as page``."""
    return partial(visiting, browser, console)


@pytest.fixture(scope="session")
def reader(browser: Browser, console: Console) -> Iterator[Page]:
    """A page that stays open, for what it has loaded need not be loaded again."""
    with somebody(browser, console, "zh-CN", signed_in=False) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page


@pytest.fixture
def page(reader: Page, console: Console) -> Iterator[Page]:
    """The page of somebody signed in who reads Chinese and was never here before."""
    reader.context.clear_cookies()
    reader.goto("/openapi.json")
    reader.evaluate("localStorage.clear(), sessionStorage.clear()")
    reader.set_viewport_size(WIDE)
    answer = reader.context.request.post("/v1/session", data={"key": console.key})
    assert answer.status == 201, answer.text()
    with heard(reader, console):
        yield reader
    reader.unroute_all()
    reader.goto("about:blank")
