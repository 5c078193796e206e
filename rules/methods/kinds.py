"""Whether values and the thresholds they meet are of one kind: what a formula would be refused for, a method is too."""

from __future__ import annotations

from collections.abc import Mapping

from engine.formula import codes
from engine.formula.infer import expect
from engine.formula.nodes import Number
from engine.formula.types import Kind, Type
from engine.formula.units import joined, least_value
from engine.formula.words import kind_words
from engine.formula.write import decimal_text
from engine.issues import Path, Words
from rules.model import Formula
from rules.reader import Reader

_COMPARED = Words("比较", "compared")


def fits(own: Mapping[str, Type], wanted: str, path: Path, reader: Reader) -> bool:
    """Whether the metric's own value is ``number`` or ``flag``, as its method needs; said at its ``value:`` if not."""
    issues = expect(own.get("value"), wanted, (*path[:-1], "value"))
    reader.add(*issues)
    return not issues


def comparable(type: Type, limit: Formula | None, reader: Reader) -> bool:
    """Whether a value of this type may be compared with the limit; said at the limit if not.

    A bare number takes the unit of what it is compared with, but a percentage is never compared with 85. Money by a
    target without unit is still money to the checker, so a difference of units is told only where it is certain.
    """
    if limit is None or not (type.is_number and limit.type.is_number):
        return True
    facts = {"left": kind_words(type), "right": kind_words(limit.type), "action": _COMPARED}
    if type.dimension != limit.type.dimension:
        written = isinstance(limit.node, Number) and limit.node.unit == "duration"
        if not written or type.kind is Kind.NUMBER:
            return True
        reader.add(codes.UNIT_MISMATCH.at(limit.path, limit.node.span, **facts))
        return False
    if joined(type, limit.type, False, False) is None:
        reader.add(codes.KIND_MISMATCH.at(limit.path, limit.node.span, **facts))
        return False
    value = least_value(limit.node, reader.params, reader.names)
    if type.kind is Kind.PERCENT and value is not None and abs(value) > 1:
        reader.add(codes.PERCENT_SCALE.at(limit.path, limit.node.span, value=decimal_text(value)))
        return False
    return True
