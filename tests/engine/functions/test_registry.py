"""Every function is declared once, completely, and does what its examples say."""

from __future__ import annotations

from fractions import Fraction

import pytest

from engine.formula.infer import resolve
from engine.formula.parser import parse_formula
from engine.formula.scope import Scope
from engine.formula.text import RESERVED
from engine.formula.types import DATE, NUMBER, TEXT
from engine.functions.dates import as_date
from engine.functions.declaration import Example, Function
from engine.functions.declaration import Scope as Reach
from engine.functions.registry import FUNCTIONS, OFFERED, by_name
from tests.engine.functions.evaluate import column, one

# Their meaning lies in the document or in earlier periods, so an example over constants says nothing.
WITHOUT_EXAMPLES = {
    "period_start", "period_end", "period_days", "points", "table",
    "previous", "streak", "mean_of_last", "sum_of_last",
}  # fmt: skip

PROMISED = {
    "min", "max", "abs", "round", "floor", "ceil", "clamp", "if", "coalesce", "is_missing", "between", "mod",
    "sqrt", "count", "sum", "mean", "median", "percentile", "stddev", "cv", "minimum", "maximum", "distinct",
    "share", "first", "last", "rank", "percent_rank", "cohort_mean", "cohort_sum", "cohort_count",
    "cohort_stddev", "zscore", "previous", "streak", "mean_of_last", "sum_of_last", "points", "table", "date",
    "days_between", "months_between", "year", "month", "day", "weekday", "period_start", "period_end",
    "period_days",
}  # fmt: skip

EXAMPLES = [
    pytest.param(function, example, id=f"{example.formula} over {len(example.columns)}")
    for function in OFFERED.values()
    for example in function.examples
]


def read(text: str) -> object:
    return None if text == "missing" else Fraction(text)


def shown(value: object) -> str:
    """A value the way examples write it."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@pytest.mark.parametrize(("function", "example"), EXAMPLES)
def test_examples_hold(function: Function, example: Example) -> None:
    names = {name: TEXT if name == "team" else NUMBER for name, _ in example.columns}
    node, issues = parse_formula(example.formula, ())
    assert node is not None, issues
    node, type, issues = resolve(node, Scope(names, reach=frozenset(Reach)), ())
    assert issues == [] and type is not None
    columns = {name: tuple(values if name == "team" else map(read, values)) for name, values in example.columns}
    if function.scope is Reach.COHORT:
        wanted = [read(part) for part in example.gives.split(", ")]
        size = len(wanted)
        assert column(node, {name: values[:size] for name, values in columns.items()}, size) == wanted
        return
    value = column(node, columns, len(columns["x"]))[0] if example.columns else one(node, {})
    if type == DATE:
        assert isinstance(value, Fraction)
        assert as_date(value).isoformat() == example.gives
    elif isinstance(value, Fraction):
        assert value == Fraction(example.gives)
    else:
        assert shown(value) == example.gives


@pytest.mark.parametrize("function", OFFERED.values(), ids=lambda function: function.name)
def test_declarations_are_complete(function: Function) -> None:
    assert function.doc.zh and function.doc.en
    assert bool(function.examples) is (function.name not in WITHOUT_EXAMPLES)
    for parameter in function.parameters[:-1]:
        assert not parameter.repeats
    for parameter in function.parameters:
        assert (parameter.accepts == "word") is bool(parameter.words)
        if parameter.default is not None:
            assert parse_formula(parameter.default, ())[1] == []
        assert parameter.optional or parameter.default is None
    assert function.name == function.name.lower()


def test_authors_reach_everything_the_language_promises() -> None:
    assert set(OFFERED) >= PROMISED


def test_declaring_a_function_twice_fails() -> None:
    with pytest.raises(ValueError, match="declared twice: min"):
        by_name([FUNCTIONS["min"], FUNCTIONS["max"], FUNCTIONS["min"]])


def test_internal_functions_cannot_be_written() -> None:
    internal = set(FUNCTIONS) - set(OFFERED)
    assert internal
    for name in internal:
        assert parse_formula(f"{name}(1)", ())[1][0].code == "unknown-function"


def test_no_argument_is_named_like_a_reserved_word() -> None:
    for function in OFFERED.values():
        assert not {parameter.name for parameter in function.parameters if parameter.may_be_named} & RESERVED
