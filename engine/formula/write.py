"""Nodes back to formula text: one canonical spelling, which reads back as the same nodes."""

from __future__ import annotations

from fractions import Fraction

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
from engine.functions.dates import PERIOD_NAMES

_OR, _AND, _NOT, _COMPARE, _ADD, _MULTIPLY, _SIGN, _POWER, _ATOM = range(1, 10)
_BINARY = {"+": _ADD, "-": _ADD, "*": _MULTIPLY, "/": _MULTIPLY, "**": _POWER}
_LOGIC = {"and": _AND, "or": _OR}
_FACTS = {name: f"{function}()" for function, name in PERIOD_NAMES.items()}


def to_text(node: Node) -> str:
    """The formula as text. The absent value, which no author can write, is shown as ``missing``."""
    return _write(node)[0]


def decimal_text(value: Fraction) -> str:
    """A fraction as a decimal number, or as ``a / b`` when its decimals never end."""
    numerator, denominator = value.numerator, value.denominator
    twos, fives = _times(denominator, 2), _times(denominator, 5)
    if denominator != 2**twos * 5**fives:
        return f"{numerator} / {denominator}"
    decimals = max(twos, fives)
    digits = str(abs(numerator) * 10**decimals // denominator).rjust(decimals + 1, "0")
    sign = "-" if numerator < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def _times(number: int, factor: int) -> int:
    count = 0
    while number % factor == 0:
        number //= factor
        count += 1
    return count


def _write(node: Node) -> tuple[str, int]:
    """The text and how tightly it binds."""
    match node:
        case Number():
            return _number(node)
        case Text(value):
            return (f'"{value}"' if "'" in value or "‘" in value or "’" in value else f"'{value}'"), _ATOM
        case Flag(value):
            return ("true" if value else "false"), _ATOM
        case Absent():
            return "missing", _ATOM
        case Name(id):
            points = f"points({id.removesuffix('.points')})" if id.endswith(".points") else id
            return _FACTS.get(id, points), _ATOM
        case Negate(operand):
            return f"-{_inside(operand, _POWER)}", _SIGN
        case Not(operand):
            return f"not {_inside(operand, _COMPARE)}", _NOT
        case Binary("**", left, right):
            return f"{_inside(left, _ATOM)} ** {_inside(right, _ATOM)}", _POWER
        case Binary(op, left, right):
            level = _BINARY[op]
            return f"{_inside(left, level)} {op} {_inside(right, level + 1)}", level
        case Compare(op, left, right):
            sign = "=" if op == "==" else op
            return f"{_inside(left, _ADD)} {sign} {_inside(right, _ADD)}", _COMPARE
        case Logic(op, items):
            level = _LOGIC[op]
            return f" {op} ".join(_inside(item, level + 1) for item in items), level
        case If(condition, then, other):
            return f"if({', '.join(to_text(part) for part in (condition, then, other))})", _ATOM
        case Call(function, args, named):
            given = [to_text(arg) for arg in args] + [f"{name}={to_text(value)}" for name, value in named]
            return f"{function}({', '.join(given)})", _ATOM


def _inside(node: Node, level: int) -> str:
    text, own = _write(node)
    return text if own >= level else f"({text})"


def _number(node: Number) -> tuple[str, int]:
    if node.unit == "percent":
        text = decimal_text(node.value * 100)
        text = f"({text}) * 1%" if "/" in text else f"{text}%"
    elif node.unit == "duration":
        text = _duration(node.value)
    else:
        text = decimal_text(node.value)
    if "/" in text:
        return text, _MULTIPLY
    return text, _SIGN if node.value < 0 else _ATOM


def _duration(value: Fraction) -> str:
    for seconds, unit in ((3600, "h"), (60, "min")):
        if value and value % seconds == 0:
            return f"{value // seconds}{unit}"
    text = decimal_text(value)
    return f"({text}) * 1s" if "/" in text else f"{text}s"
