"""What people paste is read as what they mean, and places lead back to their own text."""

from __future__ import annotations

import pytest

from engine.formula.parser import parse_formula
from engine.formula.text import MAX_CHARACTERS, MAX_DEPTH
from engine.formula.write import to_text


@pytest.mark.parametrize(
    ("pasted", "meaning"),
    [
        (
            "（电话呼入个数－处理客服投诉个数）／单位话务指标×100％",
            "(电话呼入个数 - 处理客服投诉个数) / 单位话务指标 * 100%",
        ),
        ("(a-b)/c*100%", "(a - b) / c * 100%"),
        ("ＭＡＸ（ａ，２）", "max(a, 2)"),
        ("1＋2－3×4÷5", "1 + 2 - 3 * 4 / 5"),
        ("a·b", "a * b"),
        ("a − b", "a - b"),
        ("a　＋\u00a0b", "a + b"),
        ("a≥1 and b≤2 and c≠3", "a >= 1 and b <= 2 and c != 3"),
        ("a＞＝1 OR b＜＞2", "a >= 1 or b != 2"),
        ("a = 1", "a = 1"),
        ("a == 1", "a = 1"),
        ("a ＝ 1", "a = 1"),
        ("kind = ‘复 杂’", "kind = '复 杂'"),
        ("kind = “it's”", 'kind = "it\'s"'),
        ("kind = '（，）'", "kind = '（，）'"),
        ("15s + 3min + 2h", "15s + 3min + 2h"),
        ("90s", "90s"),
        ("120s", "2min"),
        ("1.5min", "90s"),
        ("35%", "35%"),
        ("12.50%", "12.5%"),
        ("-5", "-5"),
        ("IF(a>1, b, c)", "if(a > 1, b, c)"),
        ("b if a > 1 else c", "if(a > 1, b, c)"),
        ("x if (a) else y", "if(a, x, y)"),
        ("if(a=0, 0, b/a)", "if(a = 0, 0, b / a)"),
        ("AND(a, b, c)", "a and b and c"),
        ("a and(b or c)", "a and (b or c)"),
        ("Or(a, Not(b))", "a or not b"),
        ("not (a) = b", "not a = b"),
        ("1 < x <= 3", "1 < x and x <= 3"),
        ("a and b or c and not d", "a and b or c and not d"),
        ("-2 ** 2", "-2 ** 2"),
        ("(-2) ** 2", "(-2) ** 2"),
        ("TRUE", "true"),
        ("rank(x, within=team, ties=average)", "rank(x, within=team, ties='average')"),
        ("streak(a > 1, gaps=break)", "streak(a > 1, gaps='break')"),
        ("count(within = 1)", "count(within = 1)"),
        ("ｶﾞｽ料金 + 1", "ガス料金 + 1"),
        ("cafe\u0301", "café"),
        ("class + from + pass", "class + from + pass"),
    ],
)
def test_pasted_forms(pasted: str, meaning: str) -> None:
    node, issues = parse_formula(pasted, ())
    assert [issue.message.en for issue in issues] == []
    assert node is not None
    assert to_text(node) == meaning


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "formula-empty", ""),
        ("  ", "formula-empty", "  "),
        ("单价 × 数量.值", "no-attributes", "."),
        ("a[1]", "no-subscripts", "["),
        ("7 % 3", "no-modulo", "%"),
        ("a % b", "no-modulo", "%"),
        ("7%(3)", "no-modulo", "7%"),
        ("7% 3", "no-modulo", "7%"),
        ("a // b", "no-floor-division", "//"),
        ("a ** b", "power-exponent", "b"),
        ("a ** 7", "power-exponent", "7"),
        ("a ** 50%", "power-exponent", "50%"),
        ("a ^ 2", "no-such-operator", "^"),
        ("a => 2", "no-such-operator", "=>"),
        ("a := 2", "no-assignment", ":="),
        ("a += 2", "no-assignment", "+="),
        ("10,000", "no-collections", ","),
        ("max(10,000)", "bad-number", "000"),
        ("1e5", "bad-number", "1e5"),
        ("0x1F", "bad-number", "0x1F"),
        ("1_000", "bad-number", "1_000"),
        (".5", "bad-number", ".5"),
        ("5.", "bad-number", "5."),
        ("5万", "bad-number", "5万"),
        ("1000000000000000", "formula-number-out-of-range", "1000000000000000"),
        ("0.0000000000000001", "formula-number-out-of-range", "0.0000000000000001"),
        ("999999999999h", "formula-number-out-of-range", "999999999999h"),
        ("'abc", "unclosed-text", "'"),
        ("f'x'", "text-form", "'x'"),
        ("'a' 'b'", "missing-operator", "'b'"),
        ("a b", "missing-operator", "b"),
        ("2(a)", "not-a-function", "2"),
        ("(a)(b)", "not-a-function", ")"),
        ("a +", "missing-operand", "+"),
        ("(a + )", "missing-operand", "+"),
        ("max(a,,b)", "missing-operand", ","),
        ("a - - -b", "double-sign", "- -"),
        ("(a", "unbalanced-parentheses", "("),
        ("a)", "unbalanced-parentheses", ")"),
        ("max(*a)", "no-starred", "*"),
        ("f(a)", "unknown-function", "f"),
        ("a is b", "no-identity", "is"),
        ("lambda: 1", "no-lambda", "lambda"),
        ("None", "no-none", "None"),
        ("_a", "bad-name", "_a"),
        ("if(a, b)", "argument-count", "if(a, b)"),
        ("a else b", "formula-syntax", "else"),
        ("ab\u200bc", "bad-character", "\u200b"),
        ("a\nb", "bad-character", "\n"),
        ("销售\u202e额", "bad-character", "\u202e"),
        ("x²", "bad-character", "²"),
        ("Ⅷ", "bad-character", "Ⅷ"),
        ("prize(a)", "unknown-function", "prize"),
    ],
)
def test_refusals_name_their_place(text: str, code: str, place: str) -> None:
    node, issues = parse_formula(text, ("score",))
    assert node is None
    assert issues[0].code == code
    assert issues[0].span is not None
    start, end = issues[0].span
    assert text[start:end] == place


def test_every_problem_is_reported_at_once() -> None:
    _, issues = parse_formula("a.b + 1e5 + c[0] + 'x\\n'", ())
    assert [issue.code for issue in issues] == [
        "no-attributes",
        "bad-number",
        "no-subscripts",
        "no-subscripts",
        "text-form",
    ]


def test_too_long() -> None:
    assert parse_formula("1" + " " * (MAX_CHARACTERS - 1), ())[0] is not None
    assert parse_formula("1" + " " * MAX_CHARACTERS, ())[1][0].code == "formula-too-long"


def test_too_many_parts() -> None:
    """A hundred summands are fine, however flat; one more value is not."""
    assert parse_formula("+".join(["a"] * 100), ())[0] is not None
    assert parse_formula("+".join(["a"] * 101), ())[1][0].code == "formula-too-large"


@pytest.mark.parametrize(
    "nested",
    [
        lambda depth: "(" * depth + "a" + ")" * depth,
        lambda depth: "abs(" * depth + "a" + ")" * depth,
        lambda depth: "not " * depth + "ok",
        lambda depth: "a if ok else " * depth + "b",
        lambda depth: "max(a,0-" * depth + "a" + ")" * depth,
    ],
)
def test_too_deep(nested: object) -> None:
    assert callable(nested)
    assert parse_formula(nested(MAX_DEPTH), ())[0] is not None
    assert [issue.code for issue in parse_formula(nested(MAX_DEPTH + 1), ())[1]] == ["formula-too-deep"]
