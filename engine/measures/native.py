"""Number columns read as they are: where it is enough to compare, add up or pick their values, none is converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.inputs import Held
from engine.columnar.plain import Plain
from engine.columnar.translate import Translator
from engine.formula.nodes import Call, Compare, If, Name, Node, Number, children, names_in

AS_THEY_ARE = frozenset({"count", "sum", "mean", "minimum", "maximum", "distinct", "first", "last"})
"""Row functions that take a column of exact numbers as it is."""

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Native:
    """A column of whole numbers or decimals with so many ``places``."""

    column: exp.Column
    places: int
    held: Held


@dataclass(frozen=True)
class RowTranslator(Translator):
    """Compares ``natives`` with written numbers as they are."""

    natives: Mapping[str, Native] = field(default_factory=dict)

    def comparison(self, op: str, left: Node, right: Node) -> Plain:
        for one, other, way in ((left, right, op), (right, left, _TURNED[op])):
            if isinstance(one, Name) and one.id in self.natives and isinstance(other, Number):
                column = self.natives[one.id].column
                return Plain(sql.compare(way, column, sql.decimal(other.value)), frozenset({column.name}))
        return super().comparison(op, left, right)


def in_units(conditions: Sequence[Node], calls: Sequence[Call], places: Mapping[str, int]) -> set[str]:
    """The columns that formulas calculate with, so that they must be read in units. ``places`` are those of columns of
    exact numbers; a comparison with a written number of no more places, and some functions, take them as they are."""
    found: set[str] = set()
    for node in conditions:
        found |= _calculated(node, places)
    for call in calls:
        if call.function in AS_THEY_ARE and len(call.args) == 1 and isinstance(call.args[0], Name):
            continue
        for arg in call.args:
            found |= _calculated(arg, places)
    return found & set(places)


def _calculated(node: Node, places: Mapping[str, int]) -> set[str]:
    match node:
        case Name(id):
            return {id}
        case If():
            # what a condition tells of a number is used in its branches
            return set(names_in(node))
        case Compare(_, Name(id), Number(value)) | Compare(_, Number(value), Name(id)) if _fits(value, id, places):
            return set()
    return {name for child in children(node) for name in _calculated(child, places)}


def _fits(value: Fraction, id: str, places: Mapping[str, int]) -> bool:
    return id in places and (value * 10 ** places[id]).denominator == 1
