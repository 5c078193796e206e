"""How a program runs over people, whichever evaluator computes the rows: person by person, then the cohort, and on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from engine.formula.nodes import Call, Flag, Name, Number, Text
from engine.functions.registry import FUNCTIONS
from engine.issues import declare
from engine.numbers import in_range, round_half_away
from engine.program import Program, Step
from engine.values import Evaluation, PeriodFacts, Person, Trouble, Undecided, Value

OUT_OF_RANGE = declare(
    "out-of-range",
    zh="计算中出现了达到 10^15 的数，不能计分。",
    en="A number of 10^15 or beyond arose, so there is no result.",
    mend_zh="检查输入的单位和公式。",
    mend_en="Check the units of the inputs and the formula.",
)

Row = dict[str, Value]
RowStage = Callable[[Row, Person], None]
"""Computes the steps of one stage for one person, adding to the row; raises ``Stopped``."""


class Stopped(Exception):
    """One person cannot go on: the step and the code of the problem."""

    def __init__(self, step: str, code: str):
        super().__init__(step, code)
        self.trouble = Trouble(step, code)


def run(
    program: Program, people: Sequence[Person], period: PeriodFacts, row_stages: Sequence[RowStage | None]
) -> list[Evaluation]:
    """Run every stage over everyone. ``row_stages`` has one entry per stage of the program, None for cohort stages."""
    rows = [first_row(program, person, period) for person in people]
    troubles: list[Trouble | None] = [None] * len(rows)
    for stage, row_stage in zip(program.stages, row_stages, strict=True):
        if row_stage is None:
            run_cohort(program, stage[0], people, rows, troubles)
            continue
        for position, person in enumerate(people):
            if troubles[position] is None:
                try:
                    row_stage(rows[position], person)
                except Stopped as stopped:
                    troubles[position] = stopped.trouble
    return [
        Evaluation(person.id, row, trouble, person.history)
        for person, row, trouble in zip(people, rows, troubles, strict=True)
    ]


def first_row(program: Program, person: Person, period: PeriodFacts) -> Row:
    """The inputs as a row: what was given, else the declared default, and the facts of the period."""
    row: Row = {}
    for item in program.inputs:
        value = person.values.get(item.id)
        row[item.id] = item.default if value is None else value
    row["period.start"] = Fraction(period.start)
    row["period.end"] = Fraction(period.end)
    row["period.days"] = Fraction(period.days)
    row["period.index"] = Fraction(period.index)
    row["period.quarter"] = Fraction(period.quarter)
    row["period.year"] = Fraction(period.year)
    return row


def publish(step: Step, value: Value) -> Value:
    """The published form of a step's value: rounded once, in range. Raises :class:`Stopped` for a number too large."""
    if isinstance(value, Fraction):
        if step.decimals is not None:
            value = round_half_away(value, step.decimals)
        if not in_range(value):
            raise Stopped(step.id, OUT_OF_RANGE.name)
    return value


def run_cohort(
    program: Program, step: Step, people: Sequence[Person], rows: list[Row], troubles: list[Trouble | None]
) -> None:
    """Compute one cohort step, adding its value to every row (missing for who is not counted)."""
    call = step.expr
    assert isinstance(call, Call)
    eligible = program.outline.eligible
    within = [value for key, value in call.named if key == "within"]
    named = {key: _argument(value, {}) for key, value in call.named if key != "within"}
    counted: list[int] = []
    groups: list[tuple[Value, ...]] = []
    for position, row in enumerate(rows):
        row[step.id] = None
        group = tuple(_argument(name, row) for name in within)
        # who is not eligible, has stopped, or belongs to no known group is neither counted nor placed; while
        # eligibility itself is being computed, everyone counts
        entitled = eligible is None or eligible not in row or row[eligible] is True
        if troubles[position] is None and entitled and None not in group:
            counted.append(position)
            groups.append(group)
    columns = [[_argument(arg, rows[position]) for position in counted] for arg in call.args]
    function = FUNCTIONS[call.function]
    assert function.exact is not None
    ids = {"ids": [people[position].id for position in counted]} if function.internal else {}
    outcome: list[Value | Undecided] = function.exact(*columns, groups, **named, **ids)  # type: ignore[assignment]
    for position, value in zip(counted, outcome, strict=True):
        if isinstance(value, Undecided):
            troubles[position] = Trouble(step.id, value.code)
            continue
        try:
            rows[position][step.id] = publish(step, value)
        except Stopped as stopped:
            troubles[position] = stopped.trouble


def _argument(node: object, row: Row) -> Value:
    match node:
        case Name(id):
            return row[id]
        case Number(value):
            return value
        case Text(value) | Flag(value):
            return value
    raise TypeError(f"a cohort argument must be a name or a constant, not {node!r}")
