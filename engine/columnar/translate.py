"""Checked expressions as SQL: conditions three-valued, numbers exact, NULL for what is missing.

Where a number could leave what floats hold exactly, or the range of the language, and that cannot be ruled out, its
rows are called odd.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from engine.columnar import sql
from engine.columnar.arithmetic import divided, multiplied, power, total
from engine.columnar.choices import choice, first_number, first_plain, plain_choice
from engine.columnar.conditions import compared, is_missing, logic
from engine.columnar.functions import CONDITION_FORMS, NUMBER_FORMS
from engine.columnar.numbers import NEVER, NoForm, Num, constant, joined, nothing, reduced
from engine.columnar.place import Place
from engine.columnar.plain import Plain
from engine.formula.kinds import is_condition, is_text
from engine.formula.nodes import (
    Absent,
    Binary,
    Call,
    Compare,
    Flag,
    If,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)


@dataclass(frozen=True)
class Translator(Place):
    """Writes SQL for an expression at its place."""

    def number(self, node: Node) -> Num:
        """A number or a date."""
        match node:
            case Number(value):
                return constant(value)
            case Name(id):
                num = self.variables[id].number()
                return replace(num, needs=self.missing(num.needs))
            case Negate(operand):
                return reduced(self.number(operand), Fraction(-1))
            case Binary("+" | "-" as op, left, right):
                return total(self, op, self.number(left), self.number(right))
            case Binary("*", left, right):
                return multiplied(self, self.number(left), self.number(right))
            case Binary("/", left, right):
                return divided(self, self.number(left), self.number(right))
            case Binary("**", base, Number(exponent)):
                return power(self, self.number(base), int(exponent))
            case If():
                return choice(self, node, Translator.number)
            case Call("coalesce", args):
                return first_number(self, [self.number(arg) for arg in args])
            case Call(function):
                form = NUMBER_FORMS.get(function)
                if form is None:
                    raise NoForm(function)
                return form(self, node)
            case Absent():
                return nothing()
        raise TypeError(f"not a number: {node!r}")

    def condition(self, node: Node) -> Plain:
        """A condition: TRUE, FALSE or NULL."""
        match node:
            case Flag(value):
                return Plain((sql.TRUE if value else sql.FALSE).copy(), NEVER, value)
            case Name() | If():
                return self.plain(node)
            case Not(operand):
                part = self.condition(operand)
                if isinstance(part.known, bool):
                    return self.condition(Flag(not part.known))
                return Plain(sql.opposite(part.sql), part.needs)
            case Compare(op, left, right):
                return self.comparison(op, left, right)
            case Logic(op, items):
                return logic(self, op, items)
            case Call("is_missing", (arg,)):
                return is_missing(self, arg)
            case Call("coalesce"):
                return self.plain(node)
            case Call(function):
                form = CONDITION_FORMS.get(function)
                if form is None:
                    raise NoForm(function)
                return form(self, node)
            case Absent():
                return Plain(sql.nothing("BOOLEAN"), None)
        raise TypeError(f"not a condition: {node!r}")

    def text(self, node: Node) -> Plain:
        match node:
            case Text(value):
                return Plain(sql.text(value), NEVER, value)
            case Absent():
                return Plain(sql.nothing("VARCHAR"), None)
        return self.plain(node)

    def plain(self, node: Node) -> Plain:
        """A flag or a text that is a name, a choice or the first of several."""
        write = self.condition if is_condition(node, self.variables) else self.text
        match node:
            case Name(id):
                variable = self.variables[id]
                if variable.column is None:
                    known = variable.known
                    return write(Flag(known) if isinstance(known, bool) else Text(str(known)))
                return Plain(variable.column, self.missing(variable.needs))
            case If():
                return plain_choice(self, node)
            case Call("coalesce", args):
                return first_plain(write(arg) for arg in args)
        return write(node)

    def comparison(self, op: str, left: Node, right: Node) -> Plain:
        """A comparison of two values of one kind."""
        for check, write in ((is_text, self.text), (is_condition, self.condition)):
            if check(left, self.variables) or check(right, self.variables):
                a, b = write(left), write(right)
                return Plain(sql.compare(op, a.sql, b.sql), joined(a.needs, b.needs))
        return compared(self, op, self.number(left), self.number(right))
