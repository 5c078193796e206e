"""Functions on plain numbers: limits, rounding, remainder, root."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from engine.formula.types import FLAG
from engine.functions.declaration import Example, Function, Parameter, Scope
from engine.functions.results import always, root, same
from engine.issues import Words
from engine.numbers import round_half_away, square_root

_X = Parameter("x", doc=Words("任意数值", "any number"))
_LOW = Parameter("low", doc=Words("下限，含", "the lowest value, included"))
_HIGH = Parameter("high", doc=Words("上限，含", "the highest value, included"))


def _round(x: Fraction, n: Fraction = Fraction(0)) -> Fraction:
    return round_half_away(x, int(n))


def _clamp(x: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(x, low), high)


def _mod(a: Fraction, b: Fraction) -> Fraction | None:
    return None if b == 0 else a - b * floor(a / b)


MIN = Function(
    "min",
    Scope.PERSON,
    (Parameter("a"), Parameter("b", repeats=True)),
    same,
    Words("几个数中最小的一个", "the smallest of several numbers"),
    (Example("min(3, 5, 4)", "3"), Example("min(35%, 0.3)", "0.3")),
    lambda *values: min(values),
    alike=True,
)
MAX = Function(
    "max",
    Scope.PERSON,
    (Parameter("a"), Parameter("b", repeats=True)),
    same,
    Words("几个数中最大的一个", "the largest of several numbers"),
    (Example("MAX(3, 5, 4)", "5"), Example("max(-2, 0)", "0")),
    lambda *values: max(values),
    alike=True,
)
ABS = Function(
    "abs",
    Scope.PERSON,
    (_X,),
    same,
    Words("绝对值", "the number without its sign"),
    (Example("abs(-3.5)", "3.5"), Example("abs(4)", "4")),
    abs,
)
ROUND = Function(
    "round",
    Scope.PERSON,
    (
        _X,
        Parameter(
            "n",
            optional=True,
            literal=True,
            whole=True,
            bounds=(-6, 8),
            default="0",
            doc=Words("保留几位小数；负数表示到十位、百位", "decimals to keep; negative for tens, hundreds"),
        ),
    ),
    same,
    Words("四舍五入（恰好一半时远离零）", "the nearest number with n decimals, halves away from zero"),
    (
        Example("round(2.5)", "3"),
        Example("round(-2.5)", "-3"),
        Example("round(1.005, 2)", "1.01"),
        Example("round(12345.678, -2)", "12300"),
    ),
    _round,
)
FLOOR = Function(
    "floor",
    Scope.PERSON,
    (_X,),
    same,
    Words("不大于它的最大整数", "the largest whole number not above it"),
    (Example("floor(7 / 2)", "3"), Example("floor(-0.5)", "-1")),
    lambda x: Fraction(floor(x)),
)
CEIL = Function(
    "ceil",
    Scope.PERSON,
    (_X,),
    same,
    Words("不小于它的最小整数", "the smallest whole number not below it"),
    (Example("ceil(7 / 2)", "4"), Example("ceil(-0.5)", "0")),
    lambda x: Fraction(ceil(x)),
)
CLAMP = Function(
    "clamp",
    Scope.PERSON,
    (_X, _LOW, _HIGH),
    same,
    Words(
        "把数值限制在下限与上限之间；下限大于上限时得上限",
        "the number kept between low and high; high, when low is above it",
    ),
    (Example("clamp(130, 0, 120)", "120"), Example("clamp(-3, 0, 120)", "0"), Example("clamp(5, 10, 1)", "1")),
    _clamp,
    alike=True,
)
BETWEEN = Function(
    "between",
    Scope.PERSON,
    (_X, _LOW, _HIGH),
    always(FLAG),
    Words("是否在下限与上限之间（两端都算）", "whether the number lies between low and high, both included"),
    (Example("between(60, 60, 80)", "true"), Example("between(80.01, 60, 80)", "false")),
    lambda x, low, high: low <= x <= high,
    alike=True,
)
MOD = Function(
    "mod",
    Scope.PERSON,
    (Parameter("a"), Parameter("b", doc=Words("除数", "the divisor"))),
    same,
    Words(
        "a 除以 b 的余数，符号与 b 相同；b 为 0 时缺失",
        "the remainder of a divided by b, with the sign of b; missing when b is 0",
    ),
    (Example("mod(7, 3)", "1"), Example("mod(-7, 3)", "2"), Example("mod(7, -3)", "-2")),
    _mod,
    alike=True,
)
SQRT = Function(
    "sqrt",
    Scope.PERSON,
    (_X,),
    root,
    Words(
        "平方根，四舍五入到 12 位小数；负数没有平方根，得缺失",
        "the square root, rounded to 12 decimals; missing for a negative number",
    ),
    (Example("sqrt(144)", "12"), Example("sqrt(2)", "1.414213562373")),
    square_root,
)

ARITHMETIC = (MIN, MAX, ABS, ROUND, FLOOR, CEIL, CLAMP, BETWEEN, MOD, SQRT)
