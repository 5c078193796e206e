"""Whether a checked expression gives a condition, a text, or neither, which is a number or a date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from engine.formula.nodes import Call, Compare, Flag, If, Logic, Name, Node, Not, Text
from engine.formula.types import FLAG, Type
from engine.functions.registry import FUNCTIONS


class Typed(Protocol):
    """A value that expressions mention by name."""

    @property
    def type(self) -> Type: ...


def is_condition(node: Node, variables: Mapping[str, Typed]) -> bool:
    """Whether the expression is true, false or missing."""
    match node:
        case Flag() | Compare() | Logic() | Not() | Call("is_missing"):
            return True
        case Name(id):
            return variables[id].type == FLAG
        case If(_, then, other):
            return is_condition(then, variables) or is_condition(other, variables)
        case Call("coalesce", args):
            return any(is_condition(arg, variables) for arg in args)
        case Call(function):
            return FUNCTIONS[function].result(()) == FLAG
    return False


def is_text(node: Node, variables: Mapping[str, Typed]) -> bool:
    """Whether the expression gives a text or a choice."""
    match node:
        case Text():
            return True
        case Name(id):
            return variables[id].type.is_text
        case If(_, then, other):
            return is_text(then, variables) or is_text(other, variables)
        case Call("coalesce", args):
            return any(is_text(arg, variables) for arg in args)
    return False
