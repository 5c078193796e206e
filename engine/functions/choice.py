"""Choice, missing values and conditions. They look at missing values themselves, so evaluators treat them lazily."""

from __future__ import annotations

from engine.formula.types import FLAG, NUMBER, Type
from engine.functions.declaration import Example, Function, Parameter, Scope
from engine.functions.results import always, same
from engine.issues import Words


def _coalesce(*values: object) -> object:
    return next((value for value in values if value is not None), None)


def _if(condition: bool | None, then: object, other: object) -> object:
    return None if condition is None else then if condition else other


def _and(*conditions: bool | None) -> bool | None:
    if any(condition is False for condition in conditions):
        return False
    return None if any(condition is None for condition in conditions) else True


def _or(*conditions: bool | None) -> bool | None:
    if any(condition is True for condition in conditions):
        return True
    return None if any(condition is None for condition in conditions) else False


def _branch(types: tuple[Type, ...]) -> Type:
    return types[1] if len(types) > 1 else NUMBER


IF = Function(
    "if",
    Scope.PERSON,
    (Parameter("condition", "flag"), Parameter("then", "any"), Parameter("other", "any")),
    _branch,
    Words(
        "条件成立取第二个参数，否则取第三个；只计算用到的那个；条件缺失则结果缺失",
        "the second argument when the condition holds, else the third; only the one taken is computed; "
        "missing when the condition is missing",
    ),
    (Example("IF(3 > 2, 10, 1 / 0)", "10"), Example("if(2 > 3, 10, 20)", "20")),
    _if,
    lazy_missing=True,
)
AND = Function(
    "and",
    Scope.PERSON,
    (Parameter("a", "flag"), Parameter("b", "flag", repeats=True)),
    always(FLAG),
    Words(
        "所有条件都成立；有一个不成立就是假，即使别的缺失",
        "whether all conditions hold; one that does not makes it false even if others are missing",
    ),
    (Example("AND(1 < 2, 2 < 3)", "true"), Example("1 < 2 and 3 < 2", "false")),
    _and,
    lazy_missing=True,
)
OR = Function(
    "or",
    Scope.PERSON,
    (Parameter("a", "flag"), Parameter("b", "flag", repeats=True)),
    always(FLAG),
    Words(
        "至少一个条件成立；有一个成立就是真，即使别的缺失",
        "whether any condition holds; one that does makes it true even if others are missing",
    ),
    (Example("OR(1 > 2, 2 < 3)", "true"), Example("2 < 1 or 3 < 2", "false")),
    _or,
    lazy_missing=True,
)
NOT = Function(
    "not",
    Scope.PERSON,
    (Parameter("a", "flag"),),
    always(FLAG),
    Words("条件不成立；缺失仍是缺失", "whether the condition does not hold; missing stays missing"),
    (Example("NOT(1 > 2)", "true"), Example("not 2 > 1", "false")),
    lambda a: None if a is None else not a,
    lazy_missing=True,
)
COALESCE = Function(
    "coalesce",
    Scope.PERSON,
    (Parameter("a", "any"), Parameter("b", "any", repeats=True)),
    same,
    Words(
        "第一个不缺失的值；除以零也算缺失",
        "the first value that is not missing; a division by zero counts as missing",
    ),
    (Example("coalesce(1 / 0, 7)", "7"), Example("coalesce(3, 7)", "3")),
    _coalesce,
    lazy_missing=True,
    alike=True,
)
IS_MISSING = Function(
    "is_missing",
    Scope.PERSON,
    (Parameter("x", "any"),),
    always(FLAG),
    Words("是否缺失", "whether the value is missing"),
    (Example("is_missing(1 / 0)", "true"), Example("is_missing(0)", "false")),
    lambda x: x is None,
    lazy_missing=True,
)

CHOICE = (IF, AND, OR, NOT, COALESCE, IS_MISSING)
