"""The sandbox of the reference evaluator: simpleeval with our operators and functions, exact and three-valued.

A formula becomes a Python syntax tree that simpleeval walks; it is never compiled, and nothing but numbers, flags, texts
and the functions of the registry is in reach.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from simpleeval import SimpleEval

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
from engine.functions.declaration import Scope
from engine.functions.registry import FUNCTIONS
from engine.numbers import LIMIT
from engine.values import OutOfRange, Value

_ARITHMETIC: Mapping[str, ast.operator] = {
    "+": ast.Add(),
    "-": ast.Sub(),
    "*": ast.Mult(),
    "/": ast.Div(),
    "**": ast.Pow(),
}
_COMPARISON: Mapping[str, ast.cmpop] = {
    "==": ast.Eq(),
    "!=": ast.NotEq(),
    "<": ast.Lt(),
    "<=": ast.LtE(),
    ">": ast.Gt(),
    ">=": ast.GtE(),
}


def to_python(node: Node) -> ast.expr:
    """The node as a Python syntax tree for simpleeval; constants stay exact fractions."""
    match node:
        case Number(value):
            return _constant(value)
        case Text(value) | Flag(value):
            return _constant(value)
        case Absent():
            return _constant(None)
        case Name(id):
            return ast.Name(id=id, ctx=ast.Load())
        case Negate(operand):
            return ast.UnaryOp(op=ast.USub(), operand=to_python(operand))
        case Not(operand):
            return ast.UnaryOp(op=ast.Not(), operand=to_python(operand))
        case Binary(op, left, right):
            return ast.BinOp(left=to_python(left), op=_ARITHMETIC[op], right=to_python(right))
        case Compare(op, left, right):
            return ast.Compare(left=to_python(left), ops=[_COMPARISON[op]], comparators=[to_python(right)])
        case Logic(op, items):
            return ast.BoolOp(op=ast.And() if op == "and" else ast.Or(), values=[to_python(item) for item in items])
        case If(condition, then, other):
            return ast.IfExp(test=to_python(condition), body=to_python(then), orelse=to_python(other))
        case Call(function, args, named):
            keywords = [ast.keyword(arg=key, value=to_python(value)) for key, value in named]
            return ast.Call(
                func=ast.Name(id=function, ctx=ast.Load()), args=[to_python(arg) for arg in args], keywords=keywords
            )


def _constant(value: Value) -> ast.Constant:
    return ast.Constant(value=value)  # type: ignore[arg-type]  # never compiled, only walked


def _checked(work: Callable[[Any, Any], Fraction]) -> Callable[[Any, Any], Fraction | None]:
    def operate(left: Fraction | None, right: Fraction | None) -> Fraction | None:
        if left is None or right is None:
            return None
        result = work(left, right)
        if abs(result) >= LIMIT:
            raise OutOfRange
        return result

    return operate


def _divide(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None or right == 0:
        return None
    result = left / right
    if abs(result) >= LIMIT:
        raise OutOfRange
    return result


def _compared(work: Callable[[Any, Any], bool]) -> Callable[[Value, Value], bool | None]:
    def compare(left: Value, right: Value) -> bool | None:
        return None if left is None or right is None else work(left, right)

    return compare


_OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: _checked(operator.add),
    ast.Sub: _checked(operator.sub),
    ast.Mult: _checked(operator.mul),
    ast.Pow: _checked(lambda base, exponent: base ** int(exponent)),
    ast.Div: _divide,
    ast.USub: lambda operand: None if operand is None else -operand,
    ast.Not: lambda operand: None if operand is None else not operand,
    ast.Eq: _compared(operator.eq),
    ast.NotEq: _compared(operator.ne),
    ast.Lt: _compared(operator.lt),
    ast.LtE: _compared(operator.le),
    ast.Gt: _compared(operator.gt),
    ast.GtE: _compared(operator.ge),
}


def _strict(exact: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Value, **named: Value) -> Value:
        if any(arg is None for arg in args) or any(arg is None for arg in named.values()):
            return None
        result: Value = exact(*args, **named)
        if isinstance(result, Fraction) and abs(result) >= LIMIT:
            raise OutOfRange
        return result

    return call


def _functions() -> dict[str, Callable[..., Any]]:
    return {
        function.name: _strict(function.exact)
        for function in FUNCTIONS.values()
        if function.scope is Scope.PERSON and function.exact is not None and not function.lazy_missing
    }


_FUNCTIONS = _functions()


class Sandbox(SimpleEval):  # type: ignore[misc]
    """simpleeval with three-valued logic, lazy choice, and only our operators and functions in reach."""

    def __init__(self, names: Mapping[str, Value]):
        super().__init__(operators=_OPERATORS, functions=_FUNCTIONS, names=names)
        self.nodes = {
            ast.Constant: self._eval_constant,
            ast.Name: self._eval_name,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
            ast.BoolOp: self._three_valued,
            ast.Compare: self._compare,
            ast.IfExp: self._choose,
            ast.Call: self._call,
            ast.keyword: self._eval_keyword,
        }

    def value_of(self, tree: ast.expr) -> Value:
        """The exact value of a tree made by :func:`to_python`. Raises :class:`OutOfRange`."""
        value: Value = self._eval(tree)
        return value

    def _eval_constant(self, node: ast.Constant) -> Any:
        return node.value

    def _three_valued(self, node: ast.BoolOp) -> bool | None:
        decisive = isinstance(node.op, ast.Or)
        undecided = False
        for item in node.values:
            value = self._eval(item)
            if value is decisive:
                return decisive
            undecided = undecided or value is None
        return None if undecided else not decisive

    def _compare(self, node: ast.Compare) -> bool | None:
        compare = self.operators[type(node.ops[0])]
        return compare(self._eval(node.left), self._eval(node.comparators[0]))  # type: ignore[no-any-return]

    def _choose(self, node: ast.IfExp) -> Any:
        condition = self._eval(node.test)
        if condition is None:
            return None
        return self._eval(node.body if condition else node.orelse)

    def _call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)
        if node.func.id == "is_missing":
            return self._eval(node.args[0]) is None
        if node.func.id == "coalesce":
            for arg in node.args:
                value = self._eval(arg)
                if value is not None:
                    return value
            return None
        return self._eval_call(node)
