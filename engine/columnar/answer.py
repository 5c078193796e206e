"""A row of the plan as an evaluation, from which results and explanations are built as from any other evaluator's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from engine.columnar.plan import PlanColumn
from engine.door import read_value
from engine.formula.types import Kind
from engine.issues import Issue
from engine.program import Program
from engine.stages import first_row
from engine.values import Evaluation, PeriodFacts, Person, Trouble, Value


@dataclass(frozen=True, slots=True)
class Refusal:
    """A person whose values the door refused, with the issues as JSON."""

    person: str
    issues: tuple[Mapping[str, object], ...]


def evaluation_of(
    program: Program,
    period: PeriodFacts,
    columns: Mapping[str, PlanColumn],
    inputs: Mapping[str, object],
    row: Mapping[str, object],
) -> Evaluation | Refusal:
    """The evaluation of one person. ``inputs`` are its values by input id, ``row`` its row of the plan by column.

    Unrounded parts of formulas are there only if the plan was asked for them or the row is odd.
    """
    subject = str(row["subject"])
    exact = row.get("exact")
    if isinstance(exact, str):
        return _from_exact(program, subject, json.loads(exact))
    given: dict[str, Value] = {}
    for item in program.inputs:
        raw = inputs.get(item.id)
        value = None if raw is None else read_value(item, raw, ("inputs", item.id))
        assert not isinstance(value, Issue), "a row that the door refuses is odd"
        given[item.id] = value
    values = first_row(program, Person(subject, given), period)
    for step in program.steps:
        column = columns.get(step.id)
        if column is not None:
            values[step.id] = value_in(column, row)
    return Evaluation(subject, values)


def value_in(column: PlanColumn, row: Mapping[str, object]) -> Value:
    """The exact value of one step in a row that is not odd."""
    if column.name is None:
        return column.known
    found = row[column.name]
    if found is None or isinstance(found, (bool, str)):
        return found
    if isinstance(found, date):
        return Fraction(found.toordinal())
    number = _number(found)
    if column.divisor is not None:
        divisor = row[column.divisor]
        return None if divisor is None else number / column.scale / _number(divisor)
    return number / column.scale


def _number(value: object) -> Fraction:
    """A float counts as the shortest decimal that names it."""
    assert isinstance(value, (int, float, Decimal))
    return Fraction(Decimal(repr(value)) if isinstance(value, float) else value)


def _from_exact(program: Program, subject: str, exact: Mapping[str, object]) -> Evaluation | Refusal:
    refused = exact.get("refused")
    if isinstance(refused, list):
        return Refusal(subject, tuple(refused))
    told = exact["values"]
    assert isinstance(told, dict)
    types = {item.id: item.type for item in program.inputs} | {step.id: step.type for step in program.steps}
    values: dict[str, Value] = {}
    for id, value in told.items():
        type = types.get(id)
        number = isinstance(value, str) and (type is None or type.is_number or type.kind is Kind.DATE)
        values[id] = Fraction(value) if number else value
    trouble = exact.get("trouble")
    stopped = Trouble(trouble["step"], trouble["code"]) if isinstance(trouble, dict) else None
    return Evaluation(subject, values, stopped)
