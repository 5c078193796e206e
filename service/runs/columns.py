"""The file of a run's values: one row per person, one column per step of the program, exact.

What a formula lifts out of itself and does not round (a part) is not kept when it is a matter of one person: it is
computed again when somebody asks. A part that looks at other people or earlier periods is kept as a fraction in text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from engine.formula.types import Kind
from engine.functions.declaration import Scope
from engine.interpreter import row_stage
from engine.program import Program, Step
from engine.result import money
from engine.stages import Stopped, first_row
from engine.values import Evaluation, PeriodFacts, Person, Trouble, Value
from service.duck import quoted

SUBJECT = "@subject"
STATUS = "@status"
TROUBLE_STEP = "@trouble_step"
TROUBLE_CODE = "@trouble_code"
REFUSED = "@refused"
"""JSON of the issues for whoever was refused at the door."""
HEAD = (SUBJECT, TROUBLE_STEP, TROUBLE_CODE, REFUSED)


class Form(Enum):
    """How a value is kept."""

    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    TEXT = "text"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class Column:
    """One step's column: ``name`` in the file, ``decimals`` of a number."""

    step: str
    name: str
    form: Form
    decimals: int

    @property
    def sql(self) -> str:
        return quoted(self.name)

    @property
    def type(self) -> str:
        match self.form:
            case Form.NUMBER:
                return f"DECIMAL({min(38, 15 + self.decimals)}, {self.decimals})"
            case Form.DATE:
                return "BIGINT"
            case Form.FLAG:
                return "BOOLEAN"
        return "VARCHAR"


class Layout:
    """The columns of a program's values."""

    def __init__(self, program: Program):
        self.program = program
        kept = [step for step in program.steps if not (step.is_part and step.scope is Scope.PERSON)]
        names = distinct_names([step.id for step in kept])
        self.columns = tuple(_column(step, names[step.id]) for step in kept)
        self.by_step = {column.step: column for column in self.columns}
        self.has_fractions = any(column.form is Form.FRACTION for column in self.columns)

    def texts(self, evaluation: Evaluation) -> list[str | None]:
        """A person's values as the texts that casting to the columns' types reads back exactly."""
        values = evaluation.values
        return [_text(column, values.get(column.step)) for column in self.columns]

    def evaluation(
        self, person: Person, period: PeriodFacts, row: Mapping[str, Any], trouble: Trouble | None
    ) -> Evaluation:
        """What the evaluator gave for a person, from the person's inputs and the row of the file."""
        values = first_row(self.program, person, period)
        for step in self.program.steps:
            if trouble is not None and step.id == trouble.step:
                break
            column = self.by_step.get(step.id)
            if column is not None:
                values[step.id] = _value(column, row[column.name])
                continue
            try:
                row_stage((step,))(values, person)
            except Stopped:
                break
        return Evaluation(person.id, values, trouble)


def distinct_names(ids: Sequence[str]) -> dict[str, str]:
    """A column name for each id. DuckDB's names ignore case, ours do not: a second one gets a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id in ids:
        name, again = id, 1
        while name.casefold() in taken:
            again += 1
            name = f"{id}~{again}"
        taken.add(name.casefold())
        names[id] = name
    return names


def status_sql(layout: Layout) -> str:
    """A person's status as SQL over the row of values: what ``build_result`` says."""
    outline = layout.program.outline
    missing = [outline.score] if outline.score else []
    missing += [line.amount for line in outline.rewards if line.amount is not None]
    missing += [outline.payout.net] if outline.payout else []
    cases = [f"WHEN {quoted(REFUSED)} IS NOT NULL OR {quoted(TROUBLE_CODE)} IS NOT NULL THEN 'problem'"]
    if outline.eligible is not None:
        eligible = layout.by_step[outline.eligible].sql
        cases += [f"WHEN {eligible} IS FALSE THEN 'not_eligible'", f"WHEN {eligible} IS NULL THEN 'incomplete'"]
    cases += [f"WHEN {layout.by_step[step].sql} IS NULL THEN 'incomplete'" for step in dict.fromkeys(missing)]
    return f"CASE {' '.join(cases)} ELSE 'scored' END"


def _column(step: Step, name: str) -> Column:
    if step.is_part:
        return Column(step.id, name, Form.FRACTION, 0)
    if step.type.is_number:
        return Column(step.id, name, Form.NUMBER, max(0, step.decimals or 0))
    if step.type.kind is Kind.DATE:
        return Column(step.id, name, Form.DATE, 0)
    return Column(step.id, name, Form.FLAG if step.type.kind is Kind.FLAG else Form.TEXT, 0)


def _text(column: Column, value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    match column.form:
        case Form.NUMBER:
            return money(value, column.decimals)
        case Form.DATE:
            return str(int(value))
    return f"{value.numerator}/{value.denominator}"


def _value(column: Column, kept: Any) -> Value:
    if kept is None or column.form in (Form.FLAG, Form.TEXT):
        return kept  # type: ignore[no-any-return]
    return Fraction(kept)
