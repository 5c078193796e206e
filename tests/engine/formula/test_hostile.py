"""Every hostile or misleading expression is refused with a typed issue, or is plainly legal, within tight bounds."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from engine.formula.division import may_divide_by_zero
from engine.formula.infer import expect, resolve
from engine.formula.nodes import Node
from engine.formula.parser import parse_formula
from engine.formula.scope import Scope
from engine.formula.types import COUNT, MONEY, NUMBER, TEXT
from engine.formula.write import to_text
from engine.issues import CODES, Issue

CASES = Path(__file__).parents[2] / "data" / "security" / "expressions.tsv"
SCOPE = Scope({"sales": MONEY, "quota": MONEY, "calls": COUNT, "score": NUMBER, "tier": TEXT})
SECONDS = 0.005
BYTES = 4 * 2**20

# What stays legal, and how it is understood: full-width forms, signs and percentages of the language, divisions
# by zero (a missing value, found by `may_divide_by_zero`), and arithmetic that only looks odd.
LEGAL = {
    "5 × 3": "5 * 3",
    "6 ÷ 2": "6 / 2",
    "85%": "85%",
    "＋1": "1",
    "（1）": "1",
    "0.0/0.0": "0 / 0",
    "sales/0": "sales / 0",
    "1/(1-1)": "1 / (1 - 1)",
    "max(1,1/0)": "max(1, 1 / 0)",
    "5 - -3": "5 - -3",
    "5--3": "5 - -3",
    "+0": "0",
    "+5": "5",
    "7/2": "7 / 2",
    "round(2.5)": "round(2.5)",
    "round(12345.678,-2)": "round(12345.678, -2)",
    "ceil(-0.5)": "ceil(-0.5)",
    "abs(-0.0)": "abs(0)",
    "clamp(5,10,1)": "clamp(5, 10, 1)",
    "IF(sales>1,1,0)": "if(sales > 1, 1, 0)",
    "0/-1": "0 / -1",
    "if(sales>0, 1, 1/0)": "if(sales > 0, 1, 1 / 0)",
    "if(quota=0, 0, sales/quota)": "if(quota = 0, 0, sales / quota)",
    "coalesce(sales, 1/0)": "coalesce(sales, 1 / 0)",
}


def load() -> list[tuple[str, str]]:
    """The expressions with their category; ``@@py`` lines are Python that writes the expression."""
    cases = []
    for line in CASES.read_text(encoding="utf-8").split("\n"):
        text, _, category = line.rpartition("\t")
        if text:
            made = eval(text[5:], {"__builtins__": {}}) if text.startswith("@@py ") else text
            cases.append((made, category))
    return cases


EXPRESSIONS = load()


def check(text: str) -> tuple[Node | None, list[Issue]]:
    """The formula as a number, or everything that is wrong with it."""
    node, issues = parse_formula(text, ("metrics", "m", "value"))
    if node is None:
        return None, issues
    node, type, issues = resolve(node, SCOPE, ("metrics", "m", "value"))
    return node, issues + expect(type, "number", ("metrics", "m", "value"), node)


@pytest.mark.parametrize(("text", "category"), EXPRESSIONS, ids=lambda value: ascii(value)[:50])
def test_refused_or_plainly_legal(text: str, category: str) -> None:
    node, issues = check(text)
    if text in LEGAL:
        assert not issues
        assert node is not None
        assert to_text(node) == LEGAL[text]
        return
    assert issues
    for issue in issues:
        assert issue.code in CODES
        assert issue.path == ("metrics", "m", "value")
        assert issue.message.zh and issue.message.en and issue.hint
        issue.message.zh.encode("utf-8")
        assert len(issue.message.en) < 400
        assert issue.span is None or 0 <= issue.span[0] <= issue.span[1] <= len(text)


def test_bounded_in_time_and_memory() -> None:
    """No expression, however long, takes more than 5 ms or 4 MiB to be understood or refused."""
    slow, large = [], []
    for text, _ in EXPRESSIONS:
        times = []
        for _ in range(3):
            begin = time.perf_counter()
            check(text)
            times.append(time.perf_counter() - begin)
        if min(times) > SECONDS:
            slow.append((text[:50], min(times)))
        tracemalloc.start()
        check(text)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if peak > BYTES:
            large.append((text[:50], peak))
    assert not slow
    assert not large


@pytest.mark.parametrize("text", [text for text, category in EXPRESSIONS if category == "div-zero/error"])
def test_divisions_by_zero_are_seen(text: str) -> None:
    node, issues = check(text)
    assert issues or (node is not None and may_divide_by_zero(node))


@pytest.mark.parametrize(
    ("text", "legal"),
    [("sales <> quota", True), ("1 == 1 == 1", True), ("0.1*3 <= 0.3", True), ("TRUE", True), ("sales", False)],
)
def test_conditions_where_a_condition_is_asked_for(text: str, legal: bool) -> None:
    node, _ = parse_formula(text, ())
    assert node is not None
    node, type, issues = resolve(node, SCOPE, ())
    assert not issues
    assert (expect(type, "flag", (), node) == []) is legal
