"""One step of a program as a column in its published form."""

from __future__ import annotations

from dataclasses import replace

from engine.columnar import sql
from engine.columnar.choices import choice
from engine.columnar.numbers import Num
from engine.columnar.ranges import narrowed, ranged
from engine.columnar.rounding import rounded
from engine.columnar.sheet import Sheet
from engine.columnar.translate import Translator
from engine.columnar.variables import Variable
from engine.columnar.zeros import without
from engine.formula.nodes import If, Node
from engine.formula.types import Kind
from engine.program import Step

NAMED = 10**15
"""A float names a decimal of fifteen digits and no other; rows with longer published values are odd."""


def publish(step: Step, at: Translator) -> Variable:
    """The step's variable, its column in the sheet. Raises :class:`~engine.columnar.translate.NoForm`."""
    if step.type.is_number or step.type.kind is Kind.DATE:
        return publish_number(step, _number(at, step.expr, step), at.sheet)
    part = at.text(step.expr) if step.type.is_text else at.condition(step.expr)
    if part.known is not None:
        return Variable(None, step.type, nullable=False, known=part.known)
    column = at.sheet.keep(step.id, part.sql)
    return Variable(column, step.type, nullable=part.needs != frozenset())


def _number(at: Translator, node: Node, step: Step) -> Num:
    """Every branch of a choice is rounded by itself, so that each keeps its own small denominator."""
    if isinstance(node, If):
        return choice(at, node, lambda inner, branch: _number(inner, branch, step))
    num = at.number(node)
    return num if step.decimals is None else narrowed(at, ranged(at, rounded(at, num, step.decimals)))


def publish_number(step: Step, num: Num, sheet: Sheet) -> Variable:
    """A number that is rounded already (or a part of a formula) as the step's variable."""
    if num.known is not None:
        return Variable(None, step.type, low=num.low, high=num.high, nullable=False, known=num.known)
    column = sheet.keep(step.id, num.n)
    if step.decimals and num.d > 1 and num.top >= NAMED:
        sheet.call_odd(sql.compare(">=", sql.absolute(column), sql.whole(NAMED)))
    found = Variable(column, step.type, num.d, num.low, num.high, num.nullable, wide=num.wide)
    if num.by is None:
        return found
    by = sheet.keep(f"{step.id} (divisor)", num.by)
    return replace(found, by=by, top=num.top, bottom=num.bottom)


def shown(variable: Variable, sheet: Sheet) -> sql.Sql:
    """The value itself: a number in its own unit, as the float nearest to it."""
    assert variable.column is not None
    if not (variable.type.is_number or variable.type.kind is Kind.DATE):
        return variable.column
    units = variable.column if variable.low > 0 else without(variable.column, sheet)
    return units if variable.scale == 1 else sql.div(units, sql.whole(variable.scale))
