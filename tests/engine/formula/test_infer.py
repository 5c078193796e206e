"""Names become ids, functions are checked at their place, and kinds and units travel through formulas."""

from __future__ import annotations

import pytest

from engine.formula.infer import expect, resolve
from engine.formula.nodes import names_in
from engine.formula.parser import parse_formula
from engine.formula.scope import Scope
from engine.formula.types import MONEY, Type
from engine.formula.write import to_text
from engine.issues import Issue
from tests.engine.formula.scopes import EVERYWHERE, PERSON, ROWS


def check(formula: str, scope: Scope = PERSON) -> tuple[str, Type | None, list[Issue]]:
    node, issues = parse_formula(formula, ())
    assert node is not None, issues
    node, type, issues = resolve(node, scope, ("here",))
    return to_text(node), type, issues


@pytest.mark.parametrize(
    ("formula", "kind", "powers"),
    [
        ("calls", "count", (0, 0)),
        ("calls + answered", "count", (0, 0)),
        ("calls + 1", "count", (0, 0)),
        ("answered / calls", "number", (0, 0)),
        ("answered / calls >= 85%", "flag", (0, 0)),
        ("answered / calls + rate", "percent", (0, 0)),
        ("rate * rate", "percent", (0, 0)),
        ("rate * calls", "number", (0, 0)),
        ("sales * rate", "money", (1, 0)),
        ("sales * 1%", "money", (1, 0)),
        ("sales / calls", "money", (1, 0)),
        ("sales / quota", "number", (0, 0)),
        ("sales / wait", "number", (1, -1)),
        ("sales / wait * 1h", "money", (1, 0)),
        ("wait / 1h", "number", (0, 0)),
        ("sales ** 2", "number", (2, 0)),
        ("sqrt(sales ** 2)", "money", (1, 0)),
        ("sqrt(sales)", "number", (0, 0)),
        ("sales ** 1", "money", (1, 0)),
        ("sales >= 10000", "flag", (0, 0)),
        ("sales >= target", "flag", (0, 0)),
        ("sales + 2 * target", "money", (1, 0)),
        ("wait <= 20", "flag", (0, 0)),
        ("wait <= 20s", "flag", (0, 0)),
        ("rate >= 1", "flag", (0, 0)),
        ("-rate", "percent", (0, 0)),
        ("round(sales, 2)", "money", (1, 0)),
        ("clamp(sales, 0, 100)", "money", (1, 0)),
        ("max(0, sales)", "money", (1, 0)),
        ("between(rate, 10%, 20%)", "flag", (0, 0)),
        ("coalesce(tier, 'none')", "text", (0, 0)),
        ("if(ok, sales, 0)", "money", (1, 0)),
        ("if(ok, calls, csat)", "number", (0, 0)),
        ("if(ok, calls, 0)", "count", (0, 0)),
        ("kind = 'simple' or tier != 'gold'", "flag", (0, 0)),
        ("ok = true", "flag", (0, 0)),
        ("hired > date(2026, 1, 31)", "flag", (0, 0)),
        ("days_between(hired, period_end()) / 365", "number", (0, 0)),
        ("points(conversion)", "points", (0, 0)),
        ("points(conversion) * 0.3 + 5", "number", (0, 0)),
        ("table(rates, tier)", "money", (1, 0)),
        ("is_missing(sales)", "flag", (0, 0)),
        ("（电话呼入个数-处理客服投诉个数）/单位话务指标×100%", "number", (0, 0)),
    ],
)
def test_types(formula: str, kind: str, powers: tuple[int, int]) -> None:
    _, type, issues = check(formula)
    assert [issue.message.en for issue in issues] == []
    assert type is not None
    assert (type.kind, type.dimension) == (kind, powers)


@pytest.mark.parametrize(
    ("formula", "code", "place"),
    [
        ("slaes", "unknown-name", "slaes"),
        ("late + 1", "used-before-defined", "late"),
        ("迟到的指标", "used-before-defined", "迟到的指标"),
        ("完成率 * 2", "ambiguous-label", "完成率"),
        ("max + 1", "unknown-name", "max"),
        ("points(sales)", "no-points", "sales"),
        ("points(late)", "used-before-defined", "late"),
        ("points(nothing)", "unknown-name", "nothing"),
        ("points(1)", "no-points", "1"),
        ("table(nothing, tier)", "unknown-table", "nothing"),
        ("sales + wait", "unit-mismatch", "sales + wait"),
        ("sales > wait", "unit-mismatch", "sales > wait"),
        ("sales + calls", "unit-mismatch", "sales + calls"),
        ("sales + 5%", "unit-mismatch", "sales + 5%"),
        ("max(sales, wait)", "unit-mismatch", "max(sales, wait)"),
        ("if(ok, sales, wait)", "unit-mismatch", "if(ok, sales, wait)"),
        ("calls + rate", "kind-mismatch", "calls + rate"),
        ("rate > csat", "kind-mismatch", "rate > csat"),
        ("rate >= 85", "percent-scale", "85"),
        ("85 < rate", "percent-scale", "85"),
        ("rate + 2", "percent-scale", "2"),
        ("min(rate, 85)", "percent-scale", "85"),
        ("between(rate, 10%, 85)", "percent-scale", "85"),
        ("not sales", "not-a-flag", "sales"),
        ("ok and calls", "not-a-flag", "calls"),
        ("if(calls, 1, 0)", "not-a-flag", "calls"),
        ("ok + 1", "not-a-number", "ok"),
        ("tier + 1", "not-a-number", "tier"),
        ("-tier", "not-a-number", "tier"),
        ("hired + 1", "not-a-number", "hired"),
        ("tier > 'a'", "not-comparable", "tier > 'a'"),
        ("tier = 1", "not-comparable", "tier = 1"),
        ("ok = 1", "not-comparable", "ok = 1"),
        ("hired > '2026-01-01'", "not-comparable", "hired > '2026-01-01'"),
        ("kind = 'comlex'", "unknown-choice", "'comlex'"),
        ("'Simple' != kind", "unknown-choice", "'Simple'"),
        ("kind = complex", "unknown-name", "complex"),
        ("if(ok, 1, 'a')", "branch-mismatch", "if(ok, 1, 'a')"),
        ("max(1)", "argument-count", "max(1)"),
        ("abs(1, 2)", "argument-count", "abs(1, 2)"),
        ("round(sales, calls)", "argument-literal", "calls"),
        ("round(sales, 9)", "argument-literal", "9"),
        ("round(sales, 1.5)", "argument-literal", "1.5"),
        ("round(sales, digits=2)", "unknown-argument", "digits=2"),
        ("round(sales, 2, n=2)", "repeated-argument", "2"),
        ("abs(tier)", "argument-kind", "tier"),
        ("year(sales)", "argument-kind", "sales"),
        ("date(2026, 2, 30)", "call-without-value", "date(2026, 2, 30)"),
        ("sqrt(-1)", "call-without-value", "sqrt(-1)"),
        ("mean(sales)", "function-not-here", "mean(sales)"),
        ("rank(sales)", "function-not-here", "rank(sales)"),
        ("previous(sales)", "function-not-here", "previous(sales)"),
    ],
)
def test_refusals(formula: str, code: str, place: str) -> None:
    _, type, issues = check(formula)
    assert type is None
    assert [issue.code for issue in issues] == [code]
    assert issues[0].path == ("here",)
    assert issues[0].span is not None
    start, end = issues[0].span
    assert formula[start:end] == place


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("rank(sales, within='team')", "argument-kind"),
        ("rank(sales, within=nothing)", "unknown-name"),
        ("rank(sales, ties=sometimes)", "argument-word"),
        ("rank(sales, ascending=ok)", "argument-literal"),
        ("rank(sales, team)", "argument-count"),
        ("previous(sales, 0)", "argument-literal"),
        ("previous(sales + 1)", "argument-kind"),
        ("streak(sales)", "argument-kind"),
        ("streak(ok, gaps=skip, gaps=break)", "repeated-argument"),
        ("late > 1", "used-before-defined"),
    ],
)
def test_refusals_among_people_and_periods(formula: str, code: str) -> None:
    _, type, issues = check(formula, EVERYWHERE)
    assert type is None
    assert [issue.code for issue in issues] == [code]


@pytest.mark.parametrize(
    ("formula", "canonical", "kind"),
    [
        ("rank(销售额, within=team)", "rank(sales, within=team)", "number"),
        ("rank(sales, ties=dense, within=team)", "rank(sales, within=team, ties='dense')", "number"),
        ("cohort_mean(sales)", "cohort_mean(sales)", "money"),
        ("percent_rank(sales) >= 80%", "percent_rank(sales) >= 80%", "flag"),
        ("previous(sales, n=2)", "previous(sales, 2)", "money"),
        ("previous(late)", "previous(late)", "number"),
        ("previous(points(late))", "previous(points(late))", "points"),
        ("streak(late >= 90, gaps=freeze)", "streak(late >= 90, gaps='freeze')", "count"),
        ("mean_of_last(sales, 3)", "mean_of_last(sales, 3)", "money"),
        ("接待量", "calls", "count"),
    ],
)
def test_people_and_periods(formula: str, canonical: str, kind: str) -> None:
    text, type, issues = check(formula, EVERYWHERE)
    assert issues == []
    assert type is not None
    assert (text, type.kind) == (canonical, kind)


@pytest.mark.parametrize(
    ("formula", "outcome"),
    [
        ("mean(wait)", "duration"),
        ("share(wait <= 20s)", "percent"),
        ("count()", "count"),
        ("count(resolved)", "count"),
        ("percentile(wait, 90) / 1min", "number"),
        ("sum(wait) / count()", "duration"),
        ("sum(wait - target)", "duration"),
        ("wait", "column-outside-aggregate"),
        ("wait - mean(wait)", "column-outside-aggregate"),
        ("mean(sum(wait))", "function-not-here"),
        ("percentile(wait, 90%)", "argument-literal"),
        ("percentile(wait, 101)", "argument-literal"),
        ("share(wait)", "argument-kind"),
    ],
)
def test_measures(formula: str, outcome: str) -> None:
    _, type, issues = check(formula, ROWS)
    assert (type.kind if type else issues[0].code) == outcome


def test_labels_become_ids() -> None:
    node, _ = parse_formula("（电话呼入个数-处理客服投诉个数）/单位话务指标×100%", ())
    assert node is not None
    node, _, issues = resolve(node, PERSON, ())
    assert issues == []
    assert names_in(node) == {"calls", "complaints", "volume_target"}
    assert to_text(node) == "(calls - complaints) / volume_target * 100%"


def test_every_problem_is_reported_at_once() -> None:
    _, _, issues = check("slaes + late * (rate >= 85) + max(1)")
    assert [issue.code for issue in issues] == [
        "unknown-name",
        "used-before-defined",
        "percent-scale",
        "not-a-number",
        "argument-count",
    ]


@pytest.mark.parametrize(
    ("formula", "hint"),
    [
        ("slaes", "Did you mean 'sales'?"),
        ("kind = complex", "Put it in quotation marks: 'complex'."),
        ("rate >= 85", "Write 85%."),
        ("max", "It is a function: write max(a, b, …)."),
        ("kind = 'simpel'", "Did you mean 'simple'?"),
    ],
)
def test_hints_name_the_remedy(formula: str, hint: str) -> None:
    _, _, issues = check(formula)
    assert issues[0].hint is not None
    assert issues[0].hint.en == hint


@pytest.mark.parametrize("formula", ["points(conversion) + 1", "period_days() * 2", "table(rates, tier) + 1", "销售额"])
def test_resolving_again_changes_nothing(formula: str) -> None:
    node, _ = parse_formula(formula, ())
    assert node is not None
    once, type, _ = resolve(node, PERSON, ())
    assert resolve(once, PERSON, ()) == (once, type, [])


@pytest.mark.parametrize(
    ("formula", "wanted", "fits"),
    [
        ("sales", "number", True),
        ("ok", "number", False),
        ("ok", "flag", True),
        ("sales", "money", True),
        ("10 * calls", "money", True),
        ("200", "money", True),
        ("rate", "money", False),
        ("wait", "money", False),
        ("tier", "text", True),
        ("kind", "text", True),
        ("hired", "date", True),
        ("sales", "text", False),
    ],
)
def test_expected_results(formula: str, wanted: str, fits: bool) -> None:
    _, type, _ = check(formula)
    issues = expect(type, wanted, ("here",))
    assert [issue.code for issue in issues] == ([] if fits else ["wrong-result"])


def test_a_wrong_formula_is_not_blamed_twice() -> None:
    assert expect(None, "flag", ()) == []
    assert expect(MONEY, "money", ()) == []
