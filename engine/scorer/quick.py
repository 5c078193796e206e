"""The quick door: one generated function from the values as a caller sends them to the published values.

It takes the ordinary person only: every name known, every value of the usual Python type and size. For anyone else it
gives None, and the full door and the reference say what there is to say. A program with cohort or history steps has
none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.formula.nodes import names_in
from engine.formula.types import Kind
from engine.functions.declaration import Scope
from engine.program import Program
from engine.scorer.generate import (
    PERIOD_VALUES,
    TooDeep,
    input_decimals,
    input_variable,
    period_variable,
    write_steps,
)
from engine.scorer.scorer import load_function, result_of
from engine.scorer.translate import Variable
from engine.values import Input, PeriodFacts, Value

Scaled = tuple[Any, ...]


class QuickDoor:
    """The quick door of a program: ``scored`` gives scaled values of all steps, ``values`` turns them into a row."""

    def __init__(self, program: Program):
        self.program = program
        function = _Function(program)
        inputs = [function.variables[item.id].local for item in program.inputs]
        steps = [result_of(function.known[step.id]) for step in program.steps]
        self.scored: Callable[[Mapping[str, object], PeriodFacts], Scaled | None] = function.load(
            "whole", [*inputs, *steps]
        )
        self._columns = [(item.id, _scale(function.variables[item.id])) for item in program.inputs]
        self._columns += [(step.id, 10**step.decimals if step.decimals is not None else None) for step in program.steps]
        self.position = {id: n for n, (id, _) in enumerate(self._columns)}

    def values(self, scaled: Scaled, facts: PeriodFacts) -> dict[str, Value]:
        """The published values by id, as every evaluator gives them."""
        row: dict[str, Value] = {
            id: value if scale is None or value is None else Fraction(value, scale)
            for (id, scale), value in zip(self._columns, scaled, strict=True)
        }
        for id in PERIOD_VALUES:
            row[id] = Fraction(getattr(facts, id.split(".")[1]))
        return row


def quick_door(program: Program) -> QuickDoor | None:
    """The quick door, where the program has only ordinary steps that Python can compile."""
    if not _is_ordinary(program):
        return None
    try:
        return QuickDoor(program)
    except TooDeep:
        return None


def number_door(
    program: Program, steps: Sequence[str]
) -> Callable[[Mapping[str, object], PeriodFacts], tuple[int | float | str | bool | None, ...] | None] | None:
    """The quick door for who wants a few published values as plain Python numbers: those of ``steps``, in their order.

    A number is the float nearest to the published value (an int where it has no decimals), a missing value None. The
    function gives None for a person who is not ordinary. None for a program without a quick door.
    """
    if not _is_ordinary(program):
        return None
    try:
        function = _Function(program, steps)
    except TooDeep:
        return None
    return function.load("numbers", [_plain_result(function.known[id]) for id in steps])


class _Function:
    """The source of one function over a person's raw values; ``wanted`` leaves out the steps that nobody reads."""

    def __init__(self, program: Program, wanted: Sequence[str] | None = None):
        self.program = program
        self.variables = {item.id: input_variable(item, f"v{n}") for n, item in enumerate(program.inputs)}
        period = {id: period_variable(id, "p_" + id.split(".")[1]) for id in PERIOD_VALUES}
        self._functions: dict[str, object] = {"Fraction": Fraction, "Decimal": Decimal, "whole": _whole}
        needed = {id for step in program.steps for id in names_in(step.expr)}
        lines = ["def compute(given, facts):", "    get = given.get", "    absent = 0"]
        required = [item for item in program.inputs if _required(item, self.variables[item.id])]
        if required:
            lines += [
                "    try:",
                *(f"        {self.variables[item.id].local} = given[{item.id!r}]" for item in required),
            ]
            lines += ["    except KeyError: return None"]
        for item in program.inputs:
            lines += _read(item, self.variables[item.id], self._functions)
        lines.append(f"    if len(given) + absent != {len(program.inputs)}: return None")
        lines += [f"    {period[id].local} = facts.{id.split('.')[1]}" for id in PERIOD_VALUES if id in needed]
        body, self.known = write_steps(program.steps, {**self.variables, **period}, self._functions, wanted)
        self._lines = [*lines, *body]

    def load(self, what: str, results: Sequence[str]) -> Callable[..., tuple[Any, ...] | None]:
        """The function that gives these expressions."""
        name = f"<scorewright {self.program.rule_set}@{self.program.hash[:19]} {what}>"
        end = f"    return ({', '.join(results)}{',' if results else ''})"
        return load_function(name, [*self._lines, end], self._functions)


def _is_ordinary(program: Program) -> bool:
    return not any(step.scope is not Scope.PERSON or step.is_part for step in program.steps)


def _plain_result(variable: Variable) -> str:
    """A step's value as a plain number: what it stands for in whole units, divided once."""
    if variable.scale == 1 or not variable.type.is_number:
        return result_of(variable)
    if variable.known is not None:
        return repr(float(variable.known))
    number = f"{variable.local} / {variable.scale}"
    return f"None if {variable.local} is None else {number}" if variable.nullable else number


def _scale(variable: Variable) -> int | None:
    return variable.scale if variable.type.is_number or variable.type.kind is Kind.DATE else None


def _read(item: Input, variable: Variable, functions: dict[str, object]) -> list[str]:
    """Lines that bring one input in: its type tested, scaled to a whole number, held to its bounds."""
    x = variable.local
    if _required(item, variable):
        return _typed(item, variable, "    ", functions)  # null is of no type, so it is refused there
    lines = [f"    {x} = get({item.id!r})", f"    if {x} is None:", f"        if {item.id!r} not in given: absent += 1"]
    if not variable.nullable:
        default = _default(item, variable)
        lines.append("        return None" if default is None else f"        {x} = {default}")
    return [*lines, "    else:", *_typed(item, variable, "        ", functions)]


def _required(item: Input, variable: Variable) -> bool:
    """Whether the code goes on only with this input."""
    return not variable.nullable and item.missing != "value"


def _default(item: Input, variable: Variable) -> str | None:
    """The declared value in scaled form; None for one that the code does not expect."""
    scale = _scale(variable)
    if scale is None:
        return repr(item.default)
    scaled = Fraction(item.default or 0) * scale
    assert variable.high is not None
    low = 0 if variable.positive else -variable.high * scale
    return str(scaled.numerator) if scaled.denominator == 1 and low <= scaled <= variable.high * scale else None


def _typed(item: Input, variable: Variable, at: str, functions: dict[str, object]) -> list[str]:
    x, kind = variable.local, item.type.kind
    if kind is Kind.FLAG:
        return [f"{at}if {x} is not True and {x} is not False: return None"]
    if item.type.is_text:
        if item.type.choices:
            functions[f"choices_{x}"] = frozenset(item.type.choices)
            return [f"{at}if type({x}) is not str or {x} not in choices_{x}: return None"]
        return [f"{at}if type({x}) is not str or len({x}) > 500 or not {x}.isprintable(): return None"]
    if kind is Kind.DATE:
        return [f"{at}return None"]
    low, high = _bounds(item, variable)
    # two plain comparisons are quicker than a chained one
    edge = [f"{at}if not ({x} >= {low} and {x} <= {high}): return None"]
    scale = variable.scale
    if scale == 1:
        return [f"{at}if not (type({x}) is int and {x} >= {low} and {x} <= {high}): return None"]
    # a float counts as the shortest decimal that names it: dividing back tells whether that is this one, as long as
    # floats lie closer together than decimals
    most_float = min(9 * 10**9, 2 ** (53 - scale.bit_length()))
    smallest, largest = max(low / scale, -most_float), min(high / scale, most_float)
    return [
        f"{at}if type({x}) is float:",
        f"{at}    if not ({x} >= {smallest!r} and {x} <= {largest!r}): return None",
        f"{at}    w = round({x} * {scale}.0)",
        f"{at}    if w / {scale}.0 != {x}: return None",
        f"{at}    {x} = w",
        f"{at}else:",
        f"{at}    if type({x}) is int: {x} *= {scale}",
        f"{at}    elif type({x}) is Decimal:",
        f"{at}        {x} = whole({x}, {input_decimals(item.type)})",
        f"{at}        if {x} is None: return None",
        f"{at}    else: return None",
        *(f"    {line}" for line in edge),
    ]


def _whole(value: Decimal, decimals: int) -> int | None:
    """The decimal in units of 10^-decimals; None when it is finer, or far from usual."""
    # the fraction of a number with a large exponent would fill the memory
    if not -30 < value.adjusted() < 12 or not value.is_finite():
        return None
    numerator, denominator = value.as_integer_ratio()
    units, finer = divmod(numerator * 10**decimals, denominator)
    return None if finer else units


def _bounds(item: Input, variable: Variable) -> tuple[int, int]:
    """The inclusive bounds in scaled form: declared ones, held within what the code expects."""
    assert variable.high is not None
    most = variable.high
    if item.type.kind is Kind.PERCENT:
        # a bare number above 1 is not a share, unless the input says that more is usual
        most = max(Fraction(1), item.high or Fraction(0))
    high = most if item.high is None else min(most, item.high)
    low = -most if item.low is None else max(-most, item.low)
    return -int(-low * variable.scale // 1), int(high * variable.scale // 1)
