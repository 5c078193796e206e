"""Functions that name another part of the document: a metric's points, a table's entry."""

from __future__ import annotations

from engine.formula.types import NUMBER, POINTS
from engine.functions.declaration import Function, Parameter, Scope
from engine.functions.results import always
from engine.issues import Words

POINTS_OF = Function(
    "points",
    Scope.PERSON,
    (Parameter("metric", "name"),),
    always(POINTS),
    Words("一个指标的得分（指标名本身是它的值）", "the points of a metric (its name alone is its value)"),
    (),
    None,
)
TABLE = Function(
    "table",
    Scope.PERSON,
    (Parameter("name", "name"), Parameter("key", "any")),
    always(NUMBER),
    Words("对照表中某个键对应的值；没有这个键则缺失", "the entry of a table under a key; missing when it has none"),
    (),
    None,
)

LOOKUPS = (POINTS_OF, TABLE)
