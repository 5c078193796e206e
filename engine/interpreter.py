"""The reference evaluator: the program's steps, one after the other, in exact fractions, in the sandbox.

A new sandbox is made for every person, so an interpreter may be shared by threads.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.functions.declaration import Scope
from engine.history import history_value
from engine.program import Program, Step
from engine.sandbox import Sandbox, to_python
from engine.stages import Row, RowStage, Stopped, publish, run
from engine.values import Evaluation, OutOfRange, PeriodFacts, Person


class Interpreter:
    """A program made ready for reference evaluation. Holds nothing that changes."""

    def __init__(self, program: Program):
        self.program = program
        self._stages: list[RowStage | None] = []
        for stage in program.stages:
            cohort = stage[0].scope is Scope.COHORT
            self._stages.append(None if cohort else row_stage(stage))

    def evaluate(self, people: Sequence[Person], period: PeriodFacts) -> list[Evaluation]:
        """Everyone's published values, in the order given."""
        return run(self.program, people, period, self._stages)


def row_stage(stage: tuple[Step, ...]) -> RowStage:
    prepared = [(step, None if step.scope is Scope.HISTORY else to_python(step.expr)) for step in stage]

    def compute(row: Row, person: Person) -> None:
        sandbox = Sandbox(row)
        for step, tree in prepared:
            try:
                value = history_value(step.expr, row, person.history) if tree is None else sandbox.value_of(tree)
            except OutOfRange:
                raise Stopped(step.id, "out-of-range") from None
            row[step.id] = publish(step, value)

    return compute
