"""The part of a program between one value and one of its steps, with the value as an input of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from engine.formula.nodes import Call, Name, Node, Number, rewrite
from engine.functions.declaration import Scope
from engine.interpreter import Interpreter
from engine.program import Outline, Program, Step
from engine.values import Input, PeriodFacts, Person, Value
from rules.plots.axis import ALONG, Axis
from rules.plots.walking import parts_of

Row = Mapping[str, Value]


@dataclass(frozen=True)
class Part:
    """Steps in order, the last one of which is drawn; ``held`` has everything that does not move. ``others`` are scored
    together with whoever is drawn, each with a value of their own."""

    program: Program
    held: Person
    period: PeriodFacts
    others: tuple[Person, ...] = ()

    @property
    def result(self) -> Step:
        return self.program.steps[-1]

    @cached_property
    def moving(self) -> frozenset[str]:
        """The value that is drawn along, and every step that depends on it."""
        found = {ALONG}
        for step in self.program.steps:
            if any(isinstance(part, Name) and part.id in found for part in parts_of(step.expr)):
                found.add(step.id)
        return frozenset(found)

    @cached_property
    def at_rest(self) -> Row:
        """The values of all that does not move."""
        (row,) = self.rows([None])
        known = {**self.held.values, **(row or {})}
        return {id: value for id, value in known.items() if id not in self.moving}

    @cached_property
    def smooth(self) -> Part:
        """The same with nothing rounded that moves: rounding would make stairs of every slope."""
        steps = tuple(replace(step, decimals=None) if step.id in self.moving else step for step in self.program.steps)
        return replace(self, program=replace(self.program, steps=steps))

    def rows(self, values: Sequence[Value], several: bool = False) -> list[Row | None]:
        """All steps at each of the values; None where there is no result. With ``several`` the values are those of
        people who are scored together."""
        people = [
            Person(f"{position:04}", {**self.held.values, ALONG: value}, self.held.history)
            for position, value in enumerate(values)
        ]
        if several:
            found = self._interpreter.evaluate(people, self.period)
        else:
            found = [self._interpreter.evaluate([person, *self.others], self.period)[0] for person in people]
        return [None if one.trouble is not None else one.values for one in found]

    @cached_property
    def _interpreter(self) -> Interpreter:
        return Interpreter(self.program)

    def results(self, values: Sequence[Value], several: bool = False) -> list[Value]:
        """The result at each of the values."""
        return [None if row is None else row[self.result.id] for row in self.rows(values, several)]

    @property
    def lacking(self) -> list[Input]:
        """Inputs that are needed but not known."""
        read = {part.id for step in self.program.steps for part in parts_of(step.expr) if isinstance(part, Name)}
        return [
            item
            for item in self.program.inputs
            if item.id != ALONG
            and item.id in read
            and item.missing == "fail"
            and item.default is None
            and self.held.values.get(item.id) is None
        ]

    @cached_property
    def size(self) -> int:
        """How many parts all expressions have together, for everybody: what one row takes."""
        return sum(1 for step in self.program.steps for _ in parts_of(step.expr)) * (1 + len(self.others))

    def among(self, others: Sequence[tuple[Person, Value]]) -> Part:
        """The same with people beside, each with the value that they have on the axis."""
        return replace(
            self,
            others=tuple(
                Person(f"other {place:04}", {**person.values, ALONG: value}, person.history)
                for place, (person, value) in enumerate(others)
            ),
        )

    @property
    def theirs(self) -> list[Fraction]:
        """The values of the others."""
        return [value for person in self.others if isinstance(value := person.values[ALONG], Fraction)]

    @property
    def constants(self) -> int:
        """How many numbers are written in the rule."""
        return sum(isinstance(part, Number) for step in self.program.steps for part in parts_of(step.expr))

    def in_one_group(self) -> Part:
        """The same for people of one group, whatever it is called."""
        calls = [step.expr for step in self.program.steps if isinstance(step.expr, Call)]
        groups = {name.id for call in calls for key, name in call.named if key == "within" and isinstance(name, Name)}
        known = {id: value for id, value in self.held.values.items() if value is not None}
        return replace(self, held=replace(self.held, values={**dict.fromkeys(groups, "-"), **known}))

    @property
    def among_others(self) -> frozenset[str]:
        """The functions by which other people count."""
        calls = (step.expr for step in self.program.steps if step.scope is Scope.COHORT)
        return frozenset(call.function for call in calls if isinstance(call, Call))


def part_between(program: Program, axis: Axis, result: str, held: Person, period: PeriodFacts) -> Part:
    """The steps that lead from the axis to ``result``, and those that these need besides."""
    steps = {step.id: replace(step, expr=_put_in(step.expr, axis)) for step in program.steps}
    wanted, needed = [result], set[str]()
    while wanted:
        id = wanted.pop()
        if id in needed or id not in steps:
            continue
        needed.add(id)
        wanted += [part.id for part in parts_of(steps[id].expr) if isinstance(part, Name)]
    kept = tuple(steps[step.id] for step in program.steps if step.id in needed and step.id != result)
    inputs = (*program.inputs, Input(ALONG, axis.type, missing="exclude", decimals=axis.decimals))
    cut = replace(program, inputs=inputs, steps=(*kept, steps[result]), outline=Outline())
    return Part(cut, held, period)


def _put_in(expr: Node, axis: Axis) -> Node:
    return rewrite(expr, lambda part: Name(ALONG) if part == axis.node else part)
