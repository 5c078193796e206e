"""One server and one browser for all tests of the console, on one worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.console.shop import Shop
from tests.console.site import Console, chromium, lacking, serving, visiting

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


@pytest.fixture
def page(visit: Visit) -> Iterator[Page]:
    """The page of somebody signed in who reads Chinese."""
    with ExitStack() as stack:
        yield stack.enter_context(visit())
