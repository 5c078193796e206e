"""The nodes of a checked formula: the whole vocabulary that evaluators must understand.

Scoring methods, adjustments, tiers and rewards are written in the same nodes, so no evaluator knows of them.
Nodes are data; behaviour lives in the passes over them. Every numeric value is an exact fraction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

Span = tuple[int, int]
"""Offsets of the first character and behind the last one, in the formula text as the author wrote it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A numeric constant. ``unit`` tells how it was written: ``percent`` (``35%``), ``duration`` or ``plain``."""

    value: Fraction
    unit: str = "plain"
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text constant: the value of a choice or text, or a word such as ``'break'`` for a named argument."""

    value: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``."""

    value: bool
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Absent:
    """The missing value itself. Never written by an author; methods use it where nothing was declared."""

    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A reference to an input, attribute or earlier step by id (``conversion.points`` for a metric's points)."""

    id: str
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """``-operand``."""

    operand: Node
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Arithmetic: ``op`` is one of ``+ - * / **``. The exponent of ``**`` is a small whole :class:`Number`."""

    op: str
    left: Node
    right: Node
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """``op`` is one of ``== != < <= > >=``. Chains (``a < b < c``) have become a :class:`Logic` of pairs."""

    op: str
    left: Node
    right: Node
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """``op`` is ``and`` or ``or``, three-valued: false beats missing in ``and``, true beats missing in ``or``."""

    op: str
    items: tuple[Node, ...]
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """``not operand``; missing stays missing."""

    operand: Node
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class If:
    """Lazy choice: only the branch taken is evaluated. A missing condition gives a missing value."""

    condition: Node
    then: Node
    other: Node
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the registry, its canonical lower-case name, positional and named arguments."""

    function: str
    args: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] = ()
    span: Span | None = field(default=None, compare=False)


Node = Number | Text | Flag | Absent | Name | Negate | Binary | Compare | Logic | Not | If | Call


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of a node, in the order in which they are written."""
    match node:
        case Negate(operand) | Not(operand):
            return (operand,)
        case Binary(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Logic(_, items):
            return items
        case If(condition, then, other):
            return (condition, then, other)
        case Call(_, args, named):
            return args + tuple(value for _, value in named)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first. Depth is limited when a formula is read, so this may recurse."""
    yield node
    for child in children(node):
        yield from walk(child)


def names_in(node: Node) -> frozenset[str]:
    """Every id the node refers to."""
    return frozenset(part.id for part in walk(node) if isinstance(part, Name))


def rewrite(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with ``change`` applied to every part, innermost first."""
    match node:
        case Negate(operand, span):
            node = Negate(rewrite(operand, change), span)
        case Not(operand, span):
            node = Not(rewrite(operand, change), span)
        case Binary(op, left, right, span):
            node = Binary(op, rewrite(left, change), rewrite(right, change), span)
        case Compare(op, left, right, span):
            node = Compare(op, rewrite(left, change), rewrite(right, change), span)
        case Logic(op, items, span):
            node = Logic(op, tuple(rewrite(item, change) for item in items), span)
        case If(condition, then, other, span):
            node = If(rewrite(condition, change), rewrite(then, change), rewrite(other, change), span)
        case Call(function, args, named, span):
            node = Call(
                function,
                tuple(rewrite(arg, change) for arg in args),
                tuple((key, rewrite(value, change)) for key, value in named),
                span,
            )
        case _:
            pass
    return change(node)


def number(value: int | Fraction | str) -> Number:
    """A plain constant."""
    return Number(Fraction(value))


def total(items: Sequence[Node]) -> Node:
    """The sum of the items; 0 for none. Balanced, so that hundreds of items stay shallow."""
    if not items:
        return number(0)
    if len(items) == 1:
        return items[0]
    middle = len(items) // 2
    return Binary("+", total(items[:middle]), total(items[middle:]))
