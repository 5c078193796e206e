"""Why a value is missing: the inputs that were not given, the division by zero, the rule that did not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.formula.nodes import Absent, Binary, Call, If, Name, Node, children
from engine.functions.declaration import Scope
from engine.program import Program
from engine.sandbox import Sandbox, to_python
from engine.values import OutOfRange, Value

NOTHING_MEASURED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """One root cause: the id of the input or step where it arose, and its constant code.

    ``not-given`` an input without value · ``division-by-zero`` · ``no-rule-fits`` (no band, no table row) ·
    ``nothing-to-weigh`` every metric was left out · ``no-history`` · ``not-comparable`` no place among the others ·
    ``undefined`` a function has no result for these values. A measure without value has its own reason:
    ``no-rows`` · ``too-few-rows`` · ``too-few-raters`` · ``out-of-range`` · ``undefined``.
    """

    id: str
    code: str


def why_missing(
    program: Program, id: str, values: Mapping[str, Value], measured: Mapping[str, str] = NOTHING_MEASURED
) -> tuple[Reason, ...]:
    """The root causes for which the value ``id`` is missing; empty when it is there.

    ``measured`` are the reasons of measures that came to nothing; other inputs were not given.
    """
    found: dict[Reason, None] = {}
    _of_name(program, id, values, found, set())
    return tuple(Reason(one.id, measured.get(one.id, one.code)) if one.code == "not-given" else one for one in found)


def _of_name(program: Program, id: str, values: Mapping[str, Value], found: dict[Reason, None], seen: set[str]) -> None:
    if id in seen or values.get(id) is not None:
        return
    seen.add(id)
    step = program.step_by_id.get(id)
    if step is None:
        found[Reason(id, "not-given")] = None
    elif step.scope is Scope.HISTORY:
        found[Reason(id.split("#")[0], "no-history")] = None
    else:
        before = len(found)
        _of_node(program, step.expr, id, values, found, seen)
        if len(found) == before and step.scope is Scope.COHORT:
            found[Reason(id.split("#")[0], "not-comparable")] = None
        elif len(found) == before and not (seen & set(_names(step.expr))):
            found[Reason(id.split("#")[0], "undefined")] = None


def _names(node: Node) -> list[str]:
    return [node.id] if isinstance(node, Name) else [id for child in children(node) for id in _names(child)]


def _of_node(
    program: Program, node: Node, owner: str, values: Mapping[str, Value], found: dict[Reason, None], seen: set[str]
) -> None:
    """Follow only what was evaluated and came out missing."""
    match node:
        case Name(id):
            _of_name(program, id, values, found, seen)
        case Absent():
            found[Reason(owner.split(".")[0], "no-rule-fits")] = None
        case If(condition, then, other):
            taken = _value(condition, values)
            for part in (condition,) if taken is None else (then if taken else other,):
                _of_node(program, part, owner, values, found, seen)
        case Binary("/", left, right) if _value(right, values) == 0 and _value(left, values) is not None:
            code = "nothing-to-weigh" if owner == "score.base" or owner.startswith("group.") else "division-by-zero"
            found[Reason(owner.split("#")[0], code)] = None
        case Call("is_missing"):
            return
        case _:
            for part in children(node):
                if _value(part, values) is None:
                    _of_node(program, part, owner, values, found, seen)


def _value(node: Node, values: Mapping[str, Value]) -> Value:
    try:
        return Sandbox(values).value_of(to_python(node))
    except (OutOfRange, LookupError, ValueError):
        return None
