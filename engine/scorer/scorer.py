"""The compiled scorer: one Python code object per run of steps, exact on whole numbers.

Where the reference computes in fractions, generated code keeps every published value as a whole number of its last
decimal and every formula as one numerator over one denominator, so nothing is ever rounded but published values and
no tolerance is needed. What is rare — inputs beyond 10^9 or with unusually many decimals, a required value that is
missing, a number leaving the range — is handed to the reference evaluator, which also says what is wrong.
"""

from __future__ import annotations

import linecache
import weakref
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from engine.formula.nodes import names_in
from engine.formula.types import Kind
from engine.functions.declaration import Scope
from engine.interpreter import Interpreter, row_stage
from engine.program import Program, Step
from engine.scorer.generate import (
    PERIOD_VALUES,
    TooDeep,
    given_variable,
    input_variable,
    period_variable,
    write_steps,
)
from engine.scorer.translate import Variable
from engine.stages import Row, RowStage, run
from engine.values import Evaluation, PeriodFacts, Person


class Scorer:
    """A program compiled for single and small requests. Holds nothing that changes; share it between threads."""

    def __init__(self, program: Program):
        self.program = program
        self.reference = Interpreter(program)
        self._stages = [_stage(program, stage) for stage in program.stages]

    def evaluate(self, people: Sequence[Person], period: PeriodFacts) -> list[Evaluation]:
        """Everyone's published values, in the order given: what the reference gives, to the last digit."""
        return run(self.program, people, period, self._stages)


def _stage(program: Program, stage: tuple[Step, ...]) -> RowStage | None:
    """One stage: runs of ordinary steps are compiled, what lies between them is left to the reference."""
    if stage[0].scope is Scope.COHORT:
        return None
    runs: list[list[Step]] = []
    for step in stage:
        if _interpreted(step) or not runs or _interpreted(runs[-1][-1]):
            runs.append([])
        runs[-1].append(step)
    parts: list[RowStage] = []
    for steps in runs:
        parts += [row_stage(tuple(steps))] if _interpreted(steps[0]) else _parts(program, steps)
    if len(parts) == 1:
        return parts[0]

    def compute(row: Row, person: Person) -> None:
        for part in parts:
            part(row, person)

    return compute


def _interpreted(step: Step) -> bool:
    """Whether the step looks at history, or is an unrounded part of a formula, which has no whole number."""
    return step.scope is Scope.HISTORY or step.is_part


def _parts(program: Program, steps: list[Step]) -> list[RowStage]:
    """A run of ordinary steps, compiled as far as Python compiles it; a step that nests too deep is interpreted."""
    if not steps:
        return []
    try:
        return [_compiled(program, steps)]
    except TooDeep as deep:
        at = deep.position
        return [*_parts(program, steps[:at]), row_stage((steps[at],)), *_parts(program, steps[at + 1 :])]


def _compiled(program: Program, steps: list[Step]) -> RowStage:
    compute, needed, made = compile_steps(program, steps)
    reference = row_stage(tuple(steps))
    scales = [(id, _scale(variable)) for id, variable in needed]
    outputs = [(step.id, _scale(variable)) for step, variable in made]

    def stage(row: Row, person: Person) -> None:
        values: list[Any] = []
        for id, scale in scales:
            value: Any = row[id]
            if scale == EXACT:
                # an unrounded part of a formula comes as its numerator and denominator
                values += (None, 1) if value is None else (value.numerator, value.denominator)
                continue
            if scale is not None and value is not None:
                value, finer = divmod(value.numerator * scale, value.denominator)
                if finer:
                    reference(row, person)
                    return
            values.append(value)
        found = compute(*values)
        if found is None:
            reference(row, person)
            return
        for (id, scale), value in zip(outputs, found, strict=True):
            row[id] = value if scale is None or value is None else Fraction(value, scale)

    return stage


EXACT = 0
"""Stands for the scale of a number that is not rounded."""


def _scale(variable: Variable) -> int | None:
    """The units in which a number comes; None for flags and texts."""
    if variable.exact:
        return EXACT
    return variable.scale if variable.type.is_number or variable.type.kind is Kind.DATE else None


def compile_steps(
    program: Program, steps: Sequence[Step]
) -> tuple[Callable[..., tuple[Any, ...] | None], list[tuple[str, Variable]], list[tuple[Step, Variable]]]:
    """The function for a run of steps: its arguments are the values it needs from outside, scaled to whole numbers.

    It gives the published values of all steps, scaled, or None when this person is one for the reference.
    """
    own = {step.id for step in steps}
    needed = sorted({id for step in steps for id in names_in(step.expr)} - own)
    variables: dict[str, Variable] = {}
    for position, id in enumerate(needed):
        variables[id] = variable_of(program, id, f"v{position}")
    functions: dict[str, object] = {"Fraction": Fraction}
    body, known = write_steps(steps, variables, functions)
    arguments = [(id, variables[id]) for id in needed]
    guards = [line for _, variable in arguments for line in guard_lines(variable)]
    results = ", ".join(result_of(known[step.id]) for step in steps)
    names = [name for _, variable in arguments for name in _argument_names(variable)]
    source = [f"def compute({', '.join(names)}):", *guards, *body]
    source.append(f"    return ({results},)")
    function = load_function(f"<scorewright {program.rule_set}@{program.hash[:19]} {steps[0].id}>", source, functions)
    return function, arguments, [(step, known[step.id]) for step in steps]


def variable_of(program: Program, id: str, local: str) -> Variable:
    """How a value from outside a run of steps appears in its code."""
    if id in program.input_by_id:
        return input_variable(program.input_by_id[id], local)
    if id in PERIOD_VALUES:
        return period_variable(id, local)
    return given_variable(program.step_by_id[id], local)


def _argument_names(variable: Variable) -> list[str]:
    return [variable.local, str(variable.denominator)] if variable.exact else [variable.local]


def guard_lines(variable: Variable) -> list[str]:
    """Leave to the reference what the code does not expect: a required value that is missing, a magnitude beyond."""
    lines = []
    if not variable.nullable:
        lines.append(f"    if {variable.local} is None: return None")
    if _scale(variable) and variable.high is not None:
        edge = int(variable.high * variable.scale)
        low = 0 if variable.positive else -edge
        test = f"not {low} <= {variable.local} <= {edge}"
        lines.append(
            f"    if {variable.local} is not None and {test}: return None"
            if variable.nullable
            else f"    if {test}: return None"
        )
    return lines


def result_of(variable: Variable) -> str:
    """The variable, or the constant that it is."""
    return variable.local if variable.known is None else str(int(variable.known * variable.scale))


def load_function(
    name: str, source: list[str], functions: Mapping[str, object]
) -> Callable[..., tuple[Any, ...] | None]:
    """Compile generated source under a name of its own, so that a traceback or debugger shows its lines."""
    text = "\n".join(source) + "\n"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    namespace: dict[str, Any] = dict(functions)
    exec(compile(text, name, "exec", optimize=2), namespace)  # text written by this package alone, from checked nodes
    compute: Callable[..., tuple[Any, ...] | None] = namespace["compute"]
    weakref.finalize(compute, linecache.cache.pop, name, None)
    return compute
