"""Building a program: steps in order, with cohort, history and table calls lifted into steps of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from engine.formula.naming import Naming, is_of_the_program
from engine.formula.nodes import (
    Absent,
    Call,
    Compare,
    Flag,
    If,
    Name,
    Node,
    Number,
    Text,
    names_in,
    number,
    rewrite,
)
from engine.formula.types import DATE, FLAG, NUMBER, Type
from engine.functions.declaration import Scope
from engine.functions.registry import FUNCTIONS
from engine.issues import Path, Words
from engine.numbers import round_half_away
from engine.program import Step
from engine.sentences import formula_words, written_words
from engine.values import Input
from rules.model import Formula

_PERIOD_CALLS = {"period_start": "period.start", "period_end": "period.end", "period_days": "period.days"}

VALUE_DECIMALS = 6
POINTS_DECIMALS = 4
PARAMETER_DECIMALS = 8


@dataclass
class Builder:
    """The program under construction. ``parameters`` are ids that history conditions may read as they are today."""

    money_decimals: int
    tables: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    parameters: set[str] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    types: dict[str, Type] = field(default_factory=dict)
    rename: dict[str, str] = field(default_factory=dict)
    """Names that stand for another step at this point, such as ``score`` for the score so far."""
    labels: Mapping[str, Words] = field(default_factory=dict)
    tiers: Mapping[str, Words] = field(default_factory=dict)
    """What values and tiers are called in the sentences of explanations."""
    parts: dict[str, Words] = field(default_factory=dict)
    """What is said in place of the steps that formulas were cut into."""

    @property
    def naming(self) -> Naming:
        return Naming(self.labels, self.tiers, self.parts)

    def written(self, formula: Formula) -> Words:
        """The formula as its author wrote it, with labels."""
        return written_words(formula.text, formula.node, self.naming)

    def input(self, item: Input) -> None:
        self.inputs.append(item)
        self.types[item.id] = item.type

    def step(
        self, id: str, expr: Node, type: Type, decimals: int | None = None, path: Path = (), label: Words | None = None
    ) -> Name:
        """Add a step whose expression is ready, and return a reference to it."""
        if type.is_number and decimals is None:
            decimals = VALUE_DECIMALS
        return self._add(id, expr, type, decimals if type.is_number else None, path, label)

    def _add(self, id: str, expr: Node, type: Type, decimals: int | None, path: Path, label: Words | None) -> Name:
        scope = FUNCTIONS[expr.function].scope if isinstance(expr, Call) else Scope.PERSON
        self.steps.append(Step(id, expr, type, decimals, scope, path, label))
        self.types[id] = type
        if label is not None and is_of_the_program(id):
            self.parts[id] = label
        return Name(id)

    def formula(self, formula: Formula, owner: str) -> Node:
        """The formula's tree, ready to stand in a step of ``owner``."""
        return self.prepare(formula.node, owner, formula.path)

    def prepare(self, node: Node, owner: str, path: Path = ()) -> Node:
        """Rewrite what evaluators do not know: period functions, tables, cohort and history calls."""

        def change(part: Node) -> Node:
            if isinstance(part, Name):
                return Name(self.rename.get(part.id, part.id), part.span)
            if not isinstance(part, Call):
                return part
            if part.function in _PERIOD_CALLS:
                return Name(_PERIOD_CALLS[part.function])
            if part.function == "table":
                return self._table(part)
            scope = FUNCTIONS[part.function].scope
            if scope is Scope.COHORT:
                return self.lift(part, owner, path)
            if scope is Scope.HISTORY:
                return self.lift(self._fix_parameters(part), owner, path)
            return part

        return rewrite(node, change)

    def parameter(self, id: str) -> Node | None:
        """What a parameter is made of, every value as it is published; None when there is no parameter of that name."""

        def published(part: Node) -> Node:
            return (
                replace(part, value=round_half_away(part.value, PARAMETER_DECIMALS))
                if isinstance(part, Number)
                else part
            )

        if id not in self.parameters:
            return None
        return next(rewrite(step.expr, published) for step in self.steps if step.id == id)

    def lift(
        self,
        call: Call,
        owner: str,
        path: Path = (),
        type: Type = NUMBER,
        decimals: int | None = None,
        label: Words | None = None,
    ) -> Name:
        """Give a cohort or history call a step of its own; arguments of a cohort call become names first.

        It is a part of a formula, inside which nothing is rounded; with ``decimals`` it is a published value.
        The same call of the same owner has one step, so that an explanation refers to what the amount was made of.
        """
        if FUNCTIONS[call.function].scope is Scope.COHORT:
            args = tuple(self.named(arg, owner, path) for arg in call.args)
            call = replace(call, args=args)
        if label is None and not FUNCTIONS[call.function].internal:
            label = formula_words(call, self.naming)
        return self._own(owner, call) or self._add(self._next(owner), call, type, decimals, path, label)

    def named(self, node: Node, owner: str, path: Path = (), type: Type = NUMBER) -> Node:
        """The node itself when it is a name or constant, else the name of a new step that holds it."""
        if isinstance(node, (Name, Number, Text, Flag)):
            return node
        label = formula_words(node, self.naming)
        return self._own(owner, node) or self._add(self._next(owner), node, type, None, path, label)

    def _own(self, owner: str, node: Node) -> Name | None:
        """The step of ``owner`` that holds this node already."""
        for step in self.steps:
            if step.expr == node and step.id.startswith(f"{owner}#"):
                return Name(step.id)
        return None

    def _next(self, owner: str) -> str:
        return f"{owner}#{sum(1 for step in self.steps if step.id.startswith(owner + '#')) + 1}"

    def _fix_parameters(self, call: Call) -> Call:
        used = sorted(names_in(call) & self.parameters)
        return replace(call, named=(*call.named, *(("fixed", Name(id)) for id in used)))

    def _table(self, call: Call) -> Node:
        name, key = call.args
        assert isinstance(name, Text)
        table = self.tables[name.value]
        choice: Node = number(table["otherwise"]) if "otherwise" in table else Absent()
        for text, value in reversed([item for item in table.items() if item[0] != "otherwise"]):
            choice = If(Compare("==", key, Text(text)), number(value), choice)
        return choice


def met(condition: Node) -> Node:
    """A condition as it decides: missing is not met."""
    return Call("coalesce", (condition, Flag(False)))


def limited(node: Node, low: Node | None, high: Node | None) -> Node:
    """The node kept between two limits, either of which may be absent."""
    if low is not None:
        node = Call("max", (node, low))
    if high is not None:
        node = Call("min", (node, high))
    return node


__all__ = ["DATE", "FLAG", "PARAMETER_DECIMALS", "POINTS_DECIMALS", "VALUE_DECIMALS", "Builder", "limited", "met"]
