"""What people do again and again, done with mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from playwright.sync_api import Locator, Page

from bench.console.centre import WIDE
from bench.console.clock import Waits, keys_waited, waited

AT_ONCE = 100
TRIED = 300
HOVER = 150
"""Milliseconds that the mouse rests on what it is about to click; people take longer."""
TYPING = 130
"""Milliseconds between two keys of somebody who types fast."""
LOOK = 1000
"""Milliseconds that somebody looks at a score before the next number is changed."""
WRITTEN = 90
"""Milliseconds after which what is shown is known to be the answer to the letter before; no score comes sooner."""
FIRST_ROW = ".run-results .ant-table-row"
ON_ITS_WAY = ".run-results.on-its-way"
LOOKED_FOR = ("王", "李伟", "e0123", "赵", "e00001", "张敏", "zzz")


def with_results(page: Page, run: int, people: int) -> Iterator[Waits]:
    """The table of a run's results."""
    page.goto(f"/runs/{run}")
    page.locator(FIRST_ROW).first.wait_for()
    page.wait_for_load_state("networkidle")
    heads = page.locator(".run-results th.ant-table-column-has-sorters")
    places = range(1, min(8, heads.count()))
    sorts = [clicked(page, heads.nth(at), waiting=ON_ITS_WAY) for at in (*places, *places)]
    yield Waits(f"sort {people:,} results by a column", AT_ONCE, sorts)
    search = page.get_by_label("按姓名或工号查找")
    search.click()
    found = []
    for text in LOOKED_FOR:
        for key in text:
            found.append(waited(page, partial(typed, page, key), waiting=ON_ITS_WAY))
        search.fill("")
        page.wait_for_load_state("networkidle")
    yield Waits("look for a name among them, after each letter", AT_ONCE, found)
    tiers = [chosen(page, "按等级筛选", at) for at in (0, 1, 2)]
    page.get_by_label("按等级筛选").press("Backspace")
    teams = [chosen(page, "按班组筛选", at) for at in (0, 3, 5)]
    yield Waits("select a tier or a team among them", AT_ONCE, tiers + teams)
    cards = []
    for at in range(6):
        cards.append(clicked(page, page.locator(f"{FIRST_ROW} a").nth(at), ".score-card-head"))
        page.go_back()
        page.locator(FIRST_ROW).first.wait_for()
        page.wait_for_load_state("networkidle")
    yield Waits("open a score card", AT_ONCE, cards)


def with_metrics(page: Page, metrics: int) -> Iterator[Waits]:
    """The editor of a rule set of many metrics, a person beside it."""
    page.goto(f"/rule-sets/{WIDE}/edit")
    page.locator(".try-now").wait_for()
    page.wait_for_load_state("networkidle")
    opened = [clicked(page, page.locator(f"[data-row=m{at}] .cell-open"), ".opened") for at in (1, 2, 3, 4, 5)]
    yield Waits(f"open one of {metrics} metrics with its drawing", AT_ONCE, opened)
    page.get_by_role("button", name="收起", exact=True).last.click()
    keys = []
    for at in (1, 4, 7):
        page.locator(f'[data-cell="m{at} name"]').click()
        page.keyboard.press("End")
        keys += keys_waited(page, partial(_typed_fast, page, " in time and whole"))
    yield Waits("type into a field, each key", AT_ONCE, keys)
    page.wait_for_load_state("networkidle")
    once = [tried(page, at, "End", "5") for at in (0, 3, 6, 9, 12, 15)]
    yield Waits("change a target by one digit, until the new score", TRIED, once)
    # the curve and the bands have no target to type; of the others each digit gives another score
    typed_on = [tried(page, at, "Control+a", "125") for at in (18, 21, 24, 27, 30, 33)]
    yield Waits("type a target of three digits, until the score by the last", TRIED, typed_on)


def tried(page: Page, metric: int, first: str, digits: str) -> float:
    """Until the score by a metric's target with further digits, counted from the last of them."""
    # whoever changes the next number has looked at the score of this one
    page.wait_for_timeout(LOOK)
    page.locator(f'[data-cell="m{metric} target"]').click()
    page.keyboard.press(first)
    for digit in digits[:-1]:
        page.keyboard.press(digit)
        page.wait_for_timeout(TYPING)
    return waited(page, partial(page.keyboard.press, digits[-1]), ".try-now", ".try-stale", WRITTEN)


def clicked(page: Page, what: Locator, seen: str = "", waiting: str = "") -> float:
    what.hover()
    page.wait_for_timeout(HOVER)
    return waited(page, lambda: (page.mouse.down(), page.mouse.up()), seen, waiting)


def chosen(page: Page, label: str, at: int) -> float:
    """One of the choices of a field, picked by mouse."""
    page.get_by_label(label).click()
    option = page.locator(".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option").nth(at)
    option.wait_for()
    return clicked(page, option, waiting=ON_ITS_WAY)


def typed(page: Page, key: str) -> None:
    if key.isascii():
        page.keyboard.press(key)
    else:
        page.keyboard.insert_text(key)


def _typed_fast(page: Page, text: str) -> int:
    page.keyboard.type(text, delay=TYPING)
    return len(text)
