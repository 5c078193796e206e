"""Whether values and the thresholds they meet are of one kind: what a formula would be refused for, a method is too."""

from __future__ import annotations

from collections.abc import Mapping

from engine.formula import codes
from engine.formula.infer import expect
from engine.formula.scope import Scope
from engine.formula.types import Kind, Type
from engine.formula.units import is_plain, joined, written_value
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

    A bare number takes the unit of what it is compared with, but a percentage is never compared with 85.
    """
    if limit is None or not (type.is_number and limit.type.is_number):
        return True
    scope = Scope(names=reader.names, params=reader.params)
    if joined(type, limit.type, False, is_plain(limit.node, scope)) is None:
        units = type.dimension != limit.type.dimension
        code = codes.UNIT_MISMATCH if units else codes.KIND_MISMATCH
        facts = {"left": kind_words(type), "right": kind_words(limit.type), "action": _COMPARED}
        reader.add(code.at(limit.path, limit.node.span, **facts))
        return False
    value = written_value(limit.node)
    if type.kind is Kind.PERCENT and value is not None and abs(value) > 1:
        reader.add(codes.PERCENT_SCALE.at(limit.path, limit.node.span, value=decimal_text(value)))
        return False
    return True
