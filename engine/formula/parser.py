"""From formula text to nodes: Python's parser on the skeleton, then an allow-list walk. Never raises on bad input."""

from __future__ import annotations

import ast
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from engine.formula import codes
from engine.formula.nodes import (
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
    Span,
    Text,
)
from engine.formula.source import Source, Token
from engine.formula.text import MAX_DIGITS, read_text
from engine.functions.registry import OFFERED
from engine.issues import Code, Issue, Path, did_you_mean
from engine.numbers import in_range

LARGEST_EXPONENT = 6
_FINEST_WRITTEN = 100
"""Decimals that may be written, trailing zeros included."""

_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_COMPARISON: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


_KEPT = 2000
_LONGEST_KEPT = 200
"""Formulas that are remembered, and characters up to which one is: an editor sends the same ones with every letter."""


def parse_formula(text: str, path: Path) -> tuple[Node | None, list[Issue]]:
    """The formula as nodes, or None and every problem, with spans in the author's text."""
    node = _right(text) if len(text) <= _LONGEST_KEPT else None
    return _parsed(text, path) if node is None else (node, [])


@lru_cache(_KEPT)
def _right(text: str) -> Node | None:
    """The formula as nodes; None for one that has a problem."""
    return _parsed(text, ())[0]


def _parsed(text: str, path: Path) -> tuple[Node | None, list[Issue]]:
    source, issues = read_text(text, path)
    if source is None:
        return None, issues
    try:
        tree = ast.parse(source.python, mode="eval")
    except SyntaxError as error:
        return None, [_near(source, error.offset or 1, path)]
    reader = _Reader(source, path)
    node = reader.read(tree.body)
    return (None if reader.issues else node), reader.issues


def formula_of(value: object, path: Path) -> tuple[Node | None, list[Issue]]:
    """What stands in a document where a formula may stand: text, a number, or true/false."""
    match value:
        case bool():
            return Flag(value), []
        case str():
            return parse_formula(value, path)
        case int() if in_range(value):
            return Number(Fraction(value)), []
        case Decimal() if _is_plain(value):
            return Number(Fraction(value)), []
        case int() | Decimal():
            return None, [codes.NUMBER_RANGE.at(path, text="…")]
        case _:
            return None, [codes.FORMULA_KIND.at(path, found=type(value).__name__)]


def _is_plain(value: Decimal) -> bool:
    """In range and not too fine. Looks at the exponent first: a fraction of 1e-999999999 would fill the memory."""
    if not value.is_finite():
        return False
    exponent = value.as_tuple().exponent
    if value.adjusted() >= MAX_DIGITS or not isinstance(exponent, int) or exponent < -_FINEST_WRITTEN:
        return False
    finest: int = 10**MAX_DIGITS
    return finest % Fraction(value).denominator == 0


def _near(source: Source, offset: int, path: Path) -> Issue:
    place = 0
    for token in source.tokens:
        if place + len(token.python) >= offset:
            break
        place += len(token.python) + 1
    else:
        token = source.tokens[-1]
    return codes.SYNTAX.at(path, span=token.span, text=source.text[token.span[0] : token.span[1]][:40])


class _Reader:
    """Walks the Python tree and lets through what is on the list. Collects issues; a refused part becomes None."""

    def __init__(self, source: Source, path: Path):
        self.source = source
        self.path = path
        self.issues: list[Issue] = []

    def read(self, tree: ast.expr) -> Node | None:
        match tree:
            case ast.Name():
                return self._leaf(self.source.token(tree.id))
            case ast.UnaryOp():
                return self._unary(tree)
            case ast.BinOp():
                return self._binary(tree)
            case ast.BoolOp():
                items = self._all(tree.values)
                op = "and" if isinstance(tree.op, ast.And) else "or"
                return None if items is None else Logic(op, items, self._span(tree))
            case ast.Compare():
                return self._compare(tree)
            case ast.IfExp():
                parts = self._all([tree.test, tree.body, tree.orelse])
                return None if parts is None else If(parts[0], parts[1], parts[2], self._span(tree))
            case ast.Call():
                return self._call(tree)
            case ast.Starred():
                return self._refuse(codes.NO_STARRED, tree)
            case ast.Tuple():
                return self._refuse(codes.NO_COLLECTION, tree)
            case _:
                return self._refuse(codes.SYNTAX, tree, text=self._written(tree))

    def _all(self, trees: list[ast.expr]) -> tuple[Node, ...] | None:
        nodes = [self.read(tree) for tree in trees]
        whole = tuple(node for node in nodes if node is not None)
        return whole if len(whole) == len(nodes) else None

    def _leaf(self, token: Token) -> Node:
        value = token.value
        if isinstance(value, Fraction):
            return Number(value, token.unit, token.span)
        if isinstance(value, bool):
            return Flag(value, token.span)
        return Text(value, token.span) if token.kind == "text" else Name(value, token.span)

    def _unary(self, tree: ast.UnaryOp) -> Node | None:
        operand = self.read(tree.operand)
        if operand is None:
            return None
        span = self._span(tree)
        match tree.op, operand:
            case ast.Not(), _:
                return Not(operand, span)
            case ast.USub(), Number(value, unit):
                return Number(-value, unit, span)
            case ast.USub(), _:
                return Negate(operand, span)
            case ast.UAdd(), _:
                return operand
            case _:
                return self._refuse(codes.SYNTAX, tree, text=self._written(tree))

    def _binary(self, tree: ast.BinOp) -> Node | None:
        op = _ARITHMETIC.get(type(tree.op))
        if op is None:
            return self._refuse(codes.SYNTAX, tree, text=self._written(tree))
        sides = self._all([tree.left, tree.right])
        if sides is None:
            return None
        if op == "**" and not _is_small_whole(sides[1]):
            return self._refuse(codes.POWER_EXPONENT, tree.right)
        return Binary(op, sides[0], sides[1], self._span(tree))

    def _compare(self, tree: ast.Compare) -> Node | None:
        operands = self._all([tree.left, *tree.comparators])
        ops = [_COMPARISON.get(type(op)) for op in tree.ops]
        if operands is None:
            return None
        places = [self._span(part) for part in (tree.left, *tree.comparators)]
        pairs: list[Node] = []
        for index, op in enumerate(ops):
            if op is None:
                return self._refuse(codes.SYNTAX, tree, text=self._written(tree))
            span = (places[index][0], places[index + 1][1])
            pairs.append(Compare(op, operands[index], operands[index + 1], span))
        return pairs[0] if len(pairs) == 1 else Logic("and", tuple(pairs), self._span(tree))

    def _call(self, tree: ast.Call) -> Node | None:
        token = self.source.token(tree.func.id) if isinstance(tree.func, ast.Name) else None
        if token is None or token.kind != "function":
            return self._refuse(codes.NOT_A_FUNCTION, tree.func)
        name, span = str(token.value), self._span(tree)
        function = OFFERED.get(name)
        if function is None:
            known = (other.name for other in OFFERED.values() if not other.internal)
            self.issues.append(
                codes.UNKNOWN_FUNCTION.at(self.path, token.span, did_you_mean(name, known), name=name[:40])
            )
        args = self._all(tree.args)
        named = self._named(tree)
        if args is None or named is None or function is None:
            return None
        match name, len(args):
            case "if", 3:
                return If(args[0], args[1], args[2], span)
            case (("and" | "or"), count) if count >= 2:
                return Logic(name, args, span)
            case (("if" | "and" | "or"), count):
                expected = "3" if name == "if" else "2+"
                return self._refuse(
                    codes.ARGUMENT_COUNT, tree, signature=function.signature, expected=expected, found=count
                )
        return Call(name, args, named, span)

    def _named(self, tree: ast.Call) -> tuple[tuple[str, Node], ...] | None:
        """The named arguments; their names are placeholders too."""
        named: list[tuple[str, Node]] = []
        for keyword in tree.keywords:
            value = self.read(keyword.value)
            if keyword.arg is None:
                self._refuse(codes.NO_STARRED, keyword.value)
            elif value is not None:
                named.append((str(self.source.token(keyword.arg).value), value))
        return tuple(named) if len(named) == len(tree.keywords) else None

    def _span(self, tree: ast.expr) -> Span:
        return self.source.span(tree.col_offset, tree.end_col_offset or 0)

    def _written(self, tree: ast.expr) -> str:
        start, end = self._span(tree)
        return self.source.text[start:end][:40]

    def _refuse(self, code: Code, tree: ast.expr, **facts: object) -> Node | None:
        self.issues.append(code.at(self.path, self._span(tree), None, **facts))
        return None


def _is_small_whole(node: Node) -> bool:
    return (
        isinstance(node, Number)
        and node.unit == "plain"
        and node.value.denominator == 1
        and 0 <= node.value <= LARGEST_EXPONENT
    )
