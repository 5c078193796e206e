"""Matching the arguments of a call with the parameters of its function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.formula import codes
from engine.formula.nodes import Call, Flag, Name, Node
from engine.formula.parser import parse_formula
from engine.formula.types import FLAG, NUMBER, Kind, Type
from engine.formula.units import written_value
from engine.functions.declaration import Function, Parameter
from engine.functions.registry import FUNCTIONS
from engine.issues import Issue, Path, Words, did_you_mean

Given = list[tuple[Parameter, Node]]


def arrange(call: Call, function: Function, path: Path) -> tuple[Call, Given | None, list[Issue]]:
    """The call in canonical form, with its arguments in the order of the declaration.

    Named arguments move to their place where they may stand there (``previous(x, n=2)`` is ``previous(x, 2)``).
    The list is None when arguments are missing, repeated or unknown.
    """
    issues: list[Issue] = []
    places = [parameter for parameter in function.parameters if not parameter.named_only]
    repeats = bool(places) and places[-1].repeats
    least = sum(1 for parameter in places if not parameter.optional)
    # a repeating argument stands for one or more
    most = None if repeats else len(places)
    named: dict[str, Node] = {}
    for name, value in call.named:
        parameter = next((item for item in function.parameters if item.name == name), None)
        if parameter is None or not parameter.may_be_named:
            hint = did_you_mean(name, (item.name for item in function.parameters if item.may_be_named))
            issues.append(
                codes.UNKNOWN_ARGUMENT.at(
                    path, value.span, hint, function=function.name, name=name, signature=function.signature
                )
            )
        elif name in named or parameter in places[: len(call.args)]:
            issues.append(codes.REPEATED_ARGUMENT.at(path, value.span, function=function.name, name=name))
        else:
            named[name] = value
    args = list(call.args)
    if not repeats:
        for parameter in places[len(args) :]:
            if parameter.name not in named:
                break
            args.append(named.pop(parameter.name))
    if len(args) < least or (most is not None and len(args) > most):
        expected = f"{least}+" if most is None else str(least) if least == most else f"{least}–{most}"
        issues.append(
            codes.ARGUMENT_COUNT.at(path, call.span, signature=function.signature, expected=expected, found=len(args))
        )
    if issues:
        return call, None, issues
    last = len(places) - 1
    given: Given = [(places[min(index, last)], value) for index, value in enumerate(args)]
    rest = [(parameter, named[parameter.name]) for parameter in function.parameters if parameter.name in named]
    ordered = tuple((parameter.name, value) for parameter, value in rest)
    return replace(call, args=tuple(args), named=ordered), given + rest, []


def accepts(parameter: Parameter, value: Node, type: Type) -> bool:
    """Whether a parameter takes a value of this type."""
    match parameter.accepts:
        case "number":
            return type.is_number
        case "flag" | "condition":
            return type.kind is Kind.FLAG
        case "text":
            return type.is_text
        case "date":
            return type.kind is Kind.DATE
        case "name":
            return isinstance(value, Name)
        case _:
            return True


def literal_type(parameter: Parameter, value: Node) -> Type | None:
    """The type of a constant that is written out; None when it is none, or out of its bounds."""
    if parameter.accepts == "flag":
        return FLAG if isinstance(value, Flag) else None
    number = written_value(value)
    if number is None or (parameter.whole and number.denominator != 1):
        return None
    low, high = parameter.bounds or (number, number)
    return NUMBER if low <= number <= high else None


def literal_words(parameter: Parameter) -> Words:
    """Which constants a parameter takes."""
    if parameter.accepts == "flag":
        return Words("true 或 false", "true or false")
    zh, en = ("整数", "a whole number") if parameter.whole else ("数字", "a number")
    if parameter.bounds is None:
        return Words(zh, en)
    low, high = parameter.bounds
    return Words(f"{low} 到 {high} 的{zh}", f"{en} from {low} to {high}")


def arguments(call: Call) -> Mapping[str, Node]:
    """The arguments of a resolved call by parameter name, declared defaults filled in. A repeating last parameter
    keeps its first value only: read ``call.args`` for those."""
    function = FUNCTIONS[call.function]
    found: dict[str, Node] = {}
    for parameter, value in zip(function.parameters, call.args, strict=False):
        found[parameter.name] = value
    found.update(call.named)
    for parameter in function.parameters:
        if parameter.name not in found and parameter.default is not None:
            default, _ = parse_formula(parameter.default, ())
            assert default is not None
            found[parameter.name] = default
    return found
