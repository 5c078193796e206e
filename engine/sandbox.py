"""The sandbox of the reference evaluator: simpleeval with our operators and functions, exact and three-valued.

A formula becomes a Python syntax tree that simpleeval walks; it is never compiled, and nothing but numbers, flags,
texts and the functions of the registry is in reach.
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
    walk,
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


def _checked(work: Callable[..., Any]) -> Callable[..., Any]:
    """The operation with its result in range: every intermediate number is held to the limit."""

    def operate(*operands: Any) -> Any:
        result = work(*operands)
        if isinstance(result, Fraction) and abs(result) >= LIMIT:
            raise OutOfRange
        return result

    return operate


_OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: _checked(operator.add),
    ast.Sub: _checked(operator.sub),
    ast.Mult: _checked(operator.mul),
    ast.Pow: _checked(lambda base, exponent: base ** int(exponent)),
    ast.Div: _checked(lambda left, right: None if right == 0 else left / right),
    ast.USub: lambda operand: None if operand is None else -operand,
    ast.Not: lambda operand: None if operand is None else not operand,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _functions() -> dict[str, Callable[..., Any]]:
    return {
        function.name: _checked(function.exact)
        for function in FUNCTIONS.values()
        if function.scope is Scope.PERSON and function.exact is not None and not function.lazy_missing
    }


_FUNCTIONS = _functions()


def value_of(node: Node, names: Mapping[str, Value]) -> Value:
    """What one expression gives; missing where a number is too large, or a name has no value yet."""
    if any(isinstance(part, Name) and part.id not in names for part in walk(node)):
        return None
    try:
        return Sandbox(names).value_of(to_python(node))
    except OutOfRange:
        return None


class Sandbox(SimpleEval):  # type: ignore[misc]
    """simpleeval with three-valued logic, lazy choice, and only our operators and functions in reach."""

    def __init__(self, names: Mapping[str, Value]):
        super().__init__(operators=_OPERATORS, functions=_FUNCTIONS, names=names)
        self.nodes = {
            ast.Constant: self._eval_constant,
            ast.Name: self._eval_name,
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._operate,
            ast.BoolOp: self._three_valued,
            ast.Compare: self._compare,
            ast.IfExp: self._choose,
            ast.Call: self._call,
        }

    def value_of(self, tree: ast.expr) -> Value:
        """The exact value of a tree made by :func:`to_python`. Raises :class:`OutOfRange`."""
        value: Value = self._eval(tree)
        return value

    def _eval_constant(self, node: ast.Constant) -> Any:
        return node.value

    def _three_valued(self, node: ast.BoolOp) -> bool | None:
        decisive: bool = isinstance(node.op, ast.Or)
        undecided: bool = False
        for item in node.values:
            value = self._eval(item)
            if value is decisive:
                return isinstance(node.op, ast.Or)
            if value is None:
                undecided = True
        return None if undecided else not decisive

    def _operate(self, node: ast.BinOp) -> Any:
        return self._both(node.left, type(node.op), node.right)

    def _compare(self, node: ast.Compare) -> Any:
        return self._both(node.left, type(node.ops[0]), node.comparators[0])

    def _both(self, left: ast.expr, op: type, right: ast.expr) -> Any:
        """From left to right, and no further than the first missing operand: every evaluator keeps this order."""
        first = self._eval(left)
        if first is None:
            return None
        second = self._eval(right)
        return None if second is None else self.operators[op](first, second)

    def _choose(self, node: ast.IfExp) -> Any:
        """A long chain of choices (hundreds of bands, a large table) is followed without going deeper for each."""
        branch: ast.expr = node
        while isinstance(branch, ast.IfExp):
            condition = self._eval(branch.test)
            if condition is None:
                return None
            branch = branch.body if condition else branch.orelse
        return self._eval(branch)

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
        args: list[Any] = []
        for arg in (*node.args, *(keyword.value for keyword in node.keywords)):
            value = self._eval(arg)
            if value is None:
                return None
            args.append(value)
        named = {str(keyword.arg): value for keyword, value in zip(node.keywords, args[len(node.args) :], strict=True)}
        return self.functions[node.func.id](*args[: len(node.args)], **named)
