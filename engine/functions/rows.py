"""Functions over the rows of a dataset. Each takes one column; missing values are passed over, order changes nothing
(save for ``first`` and ``last``, which follow the dataset's time)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from engine.formula.types import COUNT, NUMBER, PERCENT
from engine.functions.declaration import Example, Function, Parameter, Scope
from engine.functions.results import Result, always, same
from engine.issues import Words
from engine.numbers import square_root

Cell = Fraction | bool | str | None


def known(values: Sequence[Cell]) -> list[Fraction]:
    """The numbers among the values."""
    return [value for value in values if isinstance(value, Fraction)]


def count(values: Sequence[Cell]) -> Fraction:
    """How many values are neither missing nor false; for ``count()`` give one true value per row."""
    return Fraction(sum(1 for value in values if value is not None and value is not False))


def add_up(values: Sequence[Cell]) -> Fraction | None:
    numbers = known(values)
    return sum(numbers, Fraction(0)) if numbers else None


def mean(values: Sequence[Cell]) -> Fraction | None:
    numbers = known(values)
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def percentile(values: Sequence[Cell], p: Fraction) -> Fraction | None:
    """Linear interpolation between the two nearest ranks (SQL's PERCENTILE_CONT)."""
    numbers = sorted(known(values))
    if not numbers:
        return None
    place = p / 100 * (len(numbers) - 1)
    below = int(place)
    above = min(below + 1, len(numbers) - 1)
    return numbers[below] + (numbers[above] - numbers[below]) * (place - below)


def variance(numbers: Sequence[Fraction]) -> Fraction:
    """Population variance of at least one number."""
    middle = sum(numbers, Fraction(0)) / len(numbers)
    return sum(((number - middle) ** 2 for number in numbers), Fraction(0)) / len(numbers)


def stddev(values: Sequence[Cell]) -> Fraction | None:
    numbers = known(values)
    return square_root(variance(numbers)) if numbers else None


def variation(values: Sequence[Cell]) -> Fraction | None:
    spread, middle = stddev(values), mean(values)
    return None if spread is None or not middle else spread / middle


def share(values: Sequence[Cell]) -> Fraction | None:
    flags = [value for value in values if isinstance(value, bool)]
    return Fraction(sum(flags), len(flags)) if flags else None


def distinct(values: Sequence[Cell]) -> Fraction:
    return Fraction(len({value for value in values if value is not None}))


def first(values: Sequence[Cell]) -> Cell:
    return next((value for value in values if value is not None), None)


def last(values: Sequence[Cell]) -> Cell:
    return first(values[::-1])


def _over(
    name: str,
    zh: str,
    en: str,
    exact: Callable[..., object],
    *examples: tuple[str, str, tuple[str, ...]],
    result: Result = same,
    parameters: tuple[Parameter, ...] = (Parameter("x"),),
) -> Function:
    shown = tuple(Example(formula, gives, (("x", values),)) for formula, gives, values in examples)
    return Function(name, Scope.ROWS, parameters, result, Words(zh, en), shown, exact)


_FOUR = ("50", "100", "150", "200")
_NONE: tuple[str, ...] = ()
_TEN = tuple(str(number) for number in range(1, 11))

ROWS = (
    _over(
        "count",
        "行数；给出条件时是满足条件的行数，给出列时是该列不缺失的行数",
        "how many rows there are, meet the condition, or have a value in the column",
        count,
        ("count()", "4", _FOUR),
        ("count(x > 100)", "2", _FOUR),
        ("count(x)", "1", ("5", "missing")),
        ("count()", "0", _NONE),
        result=always(COUNT),
        parameters=(Parameter("x", "any", optional=True),),
    ),
    _over("sum", "合计；没有值时缺失", "the sum; missing when there is no value", add_up,
          ("sum(x)", "500", _FOUR), ("sum(x)", "5", ("5", "missing")), ("sum(x)", "missing", _NONE)),
    _over("mean", "平均值；没有值时缺失", "the mean; missing when there is no value", mean,
          ("mean(x)", "125", _FOUR), ("mean(x)", "5", ("5", "missing"))),
    _over("median", "中位数", "the median", lambda values: percentile(values, Fraction(50)),
          ("median(x)", "125", _FOUR), ("median(x)", "5", ("9", "5", "1"))),
    _over(
        "percentile",
        "第 p 百分位数，线性插值",
        "the p-th percentile, interpolated linearly",
        percentile,
        ("percentile(x, 90)", "9.1", _TEN),
        ("percentile(x, 0)", "1", _TEN),
        parameters=(
            Parameter("x"),
            Parameter("p", literal=True, bounds=(0, 100), doc=Words("0 到 100", "from 0 to 100")),
        ),
    ),
    _over("stddev", "标准差（总体）", "the standard deviation (of the population)", stddev,
          ("stddev(x)", "55.901699437495", _FOUR), ("stddev(x)", "0", ("7", "7"))),
    _over("cv", "离散系数：标准差除以平均值；平均值为 0 时缺失",
          "the coefficient of variation: standard deviation by mean; missing when the mean is 0", variation,
          ("cv(x)", "0.44721359549996", _FOUR), ("cv(x)", "missing", ("-1", "1")), result=always(NUMBER)),
    _over("minimum", "最小值", "the smallest value", lambda values: min(known(values), default=None),
          ("minimum(x)", "50", _FOUR)),
    _over("maximum", "最大值", "the largest value", lambda values: max(known(values), default=None),
          ("maximum(x)", "200", _FOUR), ("maximum(x)", "missing", _NONE)),
    _over("distinct", "不同值的个数", "how many different values there are", distinct,
          ("distinct(x)", "2", ("5", "7", "5", "missing")), result=always(COUNT),
          parameters=(Parameter("x", "any"),)),
    _over("share", "满足条件的行所占比例；条件缺失的行不算",
          "the share of rows that meet the condition; rows where it is missing are left out", share,
          ("share(x >= 100)", "0.75", _FOUR), ("share(x >= 100)", "0.5", ("50", "100", "missing")),
          ("share(x > 0)", "missing", _NONE),
          result=always(PERCENT), parameters=(Parameter("condition", "condition"),)),
    _over("first", "按时间最早的值", "the earliest value by time", first,
          ("first(x)", "50", _FOUR), ("first(x)", "5", ("missing", "5")), parameters=(Parameter("x", "any"),)),
    _over("last", "按时间最晚的值", "the latest value by time", last,
          ("last(x)", "200", _FOUR), parameters=(Parameter("x", "any"),)),
)  # fmt: skip
