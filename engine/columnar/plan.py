"""The columnar plan: a program as one SELECT over a relation of people.

Every value is a whole number of its last decimal, held in a 64-bit float that never loses a digit (see ``numbers``),
so the plan gives what exact fractions give. Rows that it could not compute exactly, or that the door would refuse,
have ``odd`` true, and the scorer computes them instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from sqlglot import exp

from engine.columnar.cohort import COHORT_FORMS
from engine.columnar.dialects import render
from engine.columnar.history import HISTORY_FORMS, PEOPLE_AND_EARLIER, Earlier
from engine.columnar.inputs import Held, declared, read_input, usual
from engine.columnar.lookup import Lookup
from engine.columnar.numbers import NoForm
from engine.columnar.publish import publish, publish_number, shown
from engine.columnar.ranges import narrowed, ranged
from engine.columnar.rounding import rounded
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.translate import Translator
from engine.columnar.variables import Variable
from engine.formula.nodes import Call
from engine.formula.types import COUNT, Type
from engine.functions.declaration import Scope
from engine.program import Program, Step
from engine.values import PeriodFacts, Value

PERIOD_VALUES = ("start", "end", "days", "index", "quarter", "year")

MOST_PEOPLE = 10**8
"""So many people are expected to be scored together at most, unless the caller knows better."""

__all__ = ["NoForm", "Plan", "PlanColumn", "plan_of"]


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """Where a step's value is found: in a column, or it is ``known`` and the same for everyone.

    A number is the float nearest to the published value, which has at most ``decimals``. An unrounded part of a formula
    has its numerator in ``name`` and its denominator in ``divisor``, or the constant ``scale``.
    """

    step: str
    name: str | None
    type: Type
    decimals: int | None = None
    scale: int = 1
    divisor: str | None = None
    known: Value = None

    @property
    def is_part(self) -> bool:
        """Whether it is an unrounded part of a formula."""
        return self.decimals is None and self.type.is_number


@dataclass(frozen=True)
class Plan:
    """A program as one SELECT. ``columns`` says by step where its value is, ``inputs`` how input columns are called."""

    program: Program
    tree: exp.Select
    columns: Mapping[str, PlanColumn]
    inputs: Mapping[str, str]
    held: Mapping[str, Held]

    def sql(self, dialect: str = "duckdb", *, pretty: bool = True) -> str:
        """The text for ``duckdb``, ``postgres`` or ``spark``."""
        return render(self.tree, dialect, pretty=pretty)

    @cached_property
    def has_cohort(self) -> bool:
        """Whether rows look at each other, so that all people must be in the relation and none may be odd."""
        return self.program.has_cohort


def plan_of(
    program: Program,
    period: PeriodFacts,
    *,
    bounds: Mapping[str, Held] | None = None,
    source: str = "people",
    parts: bool = False,
    widely: bool = False,
    only: Collection[str] | None = None,
    people: int = MOST_PEOPLE,
    earlier: str = "earlier",
) -> Plan:
    """The plan of a program for one period. Raises :class:`NoForm` when a function has no form in SQL.

    ``bounds`` is what is known of the data in the input columns; without it the declared and usual bounds hold, and
    rows beyond them are odd. ``source`` is the relation's name. With ``parts`` unrounded parts of formulas are
    columns, too. With ``widely`` numbers that floats may not hold are computed in the database's widest whole
    numbers, which is slow; without it their rows are odd. ``people`` is how many people are in the relation at most.
    ``earlier`` is the relation of earlier periods, see :mod:`engine.columnar.history`; only programs that look back
    on them read it.
    """
    sheet = Sheet()
    names = input_names(program)
    held = {item.id: (bounds or {}).get(item.id) or declared(item) for item in program.inputs}
    variables: dict[str, Variable] = {}
    for item in program.inputs:
        variables[item.id] = read_input(item, held[item.id], names[item.id], sheet)
    for fact in PERIOD_VALUES:
        known = _fact(period, fact)
        variables[f"period.{fact}"] = known
    lookup = Lookup(program, variables, sheet, people, Earlier(program, period))
    for step in program.steps:
        variables[step.id] = _step(step, lookup, widely)
    columns: dict[str, PlanColumn] = {}
    wanted: list[tuple[str, Sql]] = []
    used: set[str] = set()
    for step in program.steps:
        variable = variables[step.id]
        if variable.column is None:
            columns[step.id] = PlanColumn(step.id, None, step.type, step.decimals, known=variable.known)
            continue
        if (step.is_part and not parts) or (only is not None and step.id not in only):
            continue
        name = _free(step.id, used)
        wanted.append((name, shown(variable, sheet) if not step.is_part else variable.column))
        column = PlanColumn(step.id, name, step.type, step.decimals)
        if step.is_part:
            below = None if variable.by is None else _free(f"{step.id} (divisor)", used)
            if below is not None and variable.by is not None:
                wanted.append((below, variable.by))
            column = PlanColumn(step.id, name, step.type, None, variable.scale, below)
        columns[step.id] = column
    if not lookup.earlier.figures:
        return Plan(program, sheet.select(source, wanted), columns, names, held)
    tree = lookup.earlier.join(sheet.select(PEOPLE_AND_EARLIER, wanted), source, earlier)
    return Plan(program, tree, columns, names, held)


def usual_bounds(program: Program) -> dict[str, Held]:
    """What holds for ordinary data: usual magnitudes and usual decimals, for plans that are made without the data."""
    return {item.id: usual(item) for item in program.inputs}


def plain_columns(program: Program, only: Collection[str] | None = None) -> dict[str, PlanColumn]:
    """A column for every published step, as a plan would have them if it knew nothing beforehand."""
    used: set[str] = set()
    found = {}
    for step in program.steps:
        if not step.is_part and (only is None or step.id in only):
            found[step.id] = PlanColumn(step.id, _free(step.id, used), step.type, step.decimals)
    return found


def input_names(program: Program) -> dict[str, str]:
    """How the column of each input is called in the relation of people: by its id, where databases allow that."""
    sheet = Sheet()
    return {item.id: sheet.name(item.id) for item in program.inputs}


def _fact(period: PeriodFacts, name: str) -> Variable:
    return Variable(None, COUNT, nullable=False, known=Fraction(getattr(period, name)))


def _step(step: Step, lookup: Lookup, widely: bool) -> Variable:
    at = Translator(lookup.variables, lookup.sheet, step.id, widely=widely)
    if step.scope is Scope.PERSON:
        return publish(step, at)
    call = step.expr
    assert isinstance(call, Call)
    forms = COHORT_FORMS if step.scope is Scope.COHORT else HISTORY_FORMS
    form = forms.get(call.function)
    if form is None:
        raise NoForm(call.function)
    found = form(step, call, lookup, at)
    if isinstance(found, Variable):
        return found
    if step.type.is_number:
        num = found if step.decimals is None else narrowed(at, ranged(at, rounded(at, found, step.decimals)))
        return publish_number(step, num, lookup.sheet)
    raise TypeError(f"not a number: {step.id}")


def _free(wanted: str, used: set[str]) -> str:
    """A free name for a column of the result."""
    sheet = Sheet()
    for name in used:
        sheet.name(name)
    found = sheet.name(wanted)
    used.add(found)
    return found
