"""The functions of the language in SQL, by name. What stands here is exact; what does not has a reason to be absent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.arithmetic import divided, multiplied, total
from engine.columnar.conditions import compared
from engine.columnar.dates import date_of, day, month, months_between, weekday, year
from engine.columnar.extremes import extreme, kept_between
from engine.columnar.numbers import NEVER, Num
from engine.columnar.plain import Plain
from engine.columnar.ranges import ranged
from engine.columnar.roots import root
from engine.columnar.rounding import ceiled, floored, rounded
from engine.columnar.shares import split_share
from engine.formula.nodes import Call, Number

if TYPE_CHECKING:
    from engine.columnar.translate import Translator

NumberForm = Callable[["Translator", Call], Num]
ConditionForm = Callable[["Translator", Call], Plain]


def _numbers(at: Translator, call: Call) -> list[Num]:
    return [at.number(arg) for arg in (*call.args, *(value for _, value in call.named))]


def _min(at: Translator, call: Call) -> Num:
    found = _between_constants(at, call, "max")
    return extreme(at, "<", _numbers(at, call)) if found is None else found


def _max(at: Translator, call: Call) -> Num:
    found = _between_constants(at, call, "min")
    return extreme(at, ">", _numbers(at, call)) if found is None else found


def _between_constants(at: Translator, call: Call, inner: str) -> Num | None:
    """``min(max(x, low), high)`` and its like over constants, which take one CASE."""
    match call.args:
        case (Call(function, (x, first)), second) if function == inner:
            edges = at.number(first).known, at.number(second).known
            if edges[0] is None or edges[1] is None:
                return None
            low, high = sorted(edge for edge in edges if edge is not None)
            # the outer limit holds where the limits cross
            crossed = edges[0] > edges[1] if inner == "max" else edges[0] < edges[1]
            return None if crossed else kept_between(at, at.number(x), low, high)
    return None


def _abs(at: Translator, call: Call) -> Num:
    num = at.number(call.args[0])
    if num.positive:
        return num
    if num.known is not None:
        return at.number(Number(abs(num.known)))
    return replace(num, n=sql.absolute(num.n), low=Fraction(0), high=num.most)


def _round(at: Translator, call: Call) -> Num:
    places = dict(call.named).get("n") or (call.args[1] if len(call.args) > 1 else Number(Fraction(0)))
    decimals = at.number(places).known
    assert decimals is not None
    return ranged(at, rounded(at, at.number(call.args[0]), int(decimals)))


def _floor(at: Translator, call: Call) -> Num:
    return ranged(at, floored(at, at.number(call.args[0])))


def _ceil(at: Translator, call: Call) -> Num:
    return ranged(at, ceiled(at, at.number(call.args[0])))


def _clamp(at: Translator, call: Call) -> Num:
    x, low, high = _numbers(at, call)
    return extreme(at, "<", [extreme(at, ">", [x, low]), high])


def _between(at: Translator, call: Call) -> Plain:
    x, low, high = (at.short(num) for num in _numbers(at, call))
    first, second = compared(at, "<=", low, x), compared(at, "<=", x, high)
    if any(num.nullable for num in (x, low, high)):
        # false beats missing in AND, but here a missing bound makes the answer missing
        there = [sql.opposite(at.absent(num)) for num in (low, high) if num.nullable]
        both = sql.both(first.sql, second.sql)
        return Plain(sql.case([(sql.both(*there), both)]) if there else both, None)
    return Plain(sql.both(first.sql, second.sql), NEVER)


def _mod(at: Translator, call: Call) -> Num:
    a, b = (at.short(num) for num in _numbers(at, call))
    return total(at, "-", a, multiplied(at, b, floored(at, divided(at, a, b))))


NUMBER_FORMS: Mapping[str, NumberForm] = MappingProxyType(
    {
        "min": _min,
        "max": _max,
        "abs": _abs,
        "round": _round,
        "floor": _floor,
        "ceil": _ceil,
        "clamp": _clamp,
        "mod": _mod,
        "date": date_of,
        "days_between": lambda at, call: total(at, "-", at.number(call.args[1]), at.number(call.args[0])),
        "months_between": months_between,
        "year": year,
        "month": month,
        "day": day,
        "weekday": weekday,
        "sqrt": root,
        "split_share": split_share,
    }
)
"""Functions that give a number or a date."""

CONDITION_FORMS: Mapping[str, ConditionForm] = MappingProxyType({"between": _between})
"""Functions that give a condition."""

IN_EXPRESSIONS = frozenset({"if", "and", "or", "not", "coalesce", "is_missing"})
"""Functions that evaluators treat as parts of the language."""

RESOLVED = frozenset({"points", "table", "period_start", "period_end", "period_days"})
"""Functions that a compiler replaces; none is left in a program."""
