"""A plan as text for other people's databases, with what it expects and what it gives written above it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from engine.columnar.history import INDEX, QUARTER, YEAR, recorded_ids
from engine.columnar.inputs import Held
from engine.columnar.numbers import NoForm
from engine.columnar.plan import Plan, PlanColumn, plan_of, usual_bounds
from engine.columnar.sheet import ODD, SUBJECT
from engine.formula.types import Kind, Type
from engine.formula.write import decimal_text
from engine.issues import Refused, declare
from engine.program import ENGINE_VERSION, Program
from engine.values import Input, PeriodFacts, Value

NO_SQL_FORM = declare(
    "no-sql-form",
    zh="这个方案不能写成 SQL：“{what}”的精确结果超出数据库数字的范围。",
    en="This rule set cannot be written as SQL: '{what}' needs numbers that databases do not hold exactly.",
    mend_zh="通过接口或 scorewright score 计分；它们没有这个限制。",
    mend_en="Score by the API or with scorewright score, which have no such limit.",
)

_TYPES = {
    "duckdb": ("DOUBLE", "VARCHAR", "BIGINT"),
    "postgres": ("DOUBLE PRECISION", "TEXT", "BIGINT"),
    "spark": ("DOUBLE", "STRING", "BIGINT"),
}


@dataclass(frozen=True, slots=True)
class SqlText:
    """A program as SQL for one dialect: the text with its heading, and the plan that it was written from."""

    dialect: str
    text: str
    plan: Plan


def sql_text(program: Program, period: PeriodFacts, dialect: str) -> SqlText:
    """The program as one SELECT over a table ``people``.

    Raises :class:`~engine.issues.Refused` with ``no-sql-form`` where a step is beyond what databases compute exactly.
    """
    try:
        plan = plan_of(program, period, bounds=usual_bounds(program), widely=True)
    except NoForm as missing:
        raise Refused([NO_SQL_FORM.at((), what=missing.what)]) from None
    lines = _heading(program, period, dialect, plan)
    heading = "".join(f"-- {line}".rstrip() + "\n" for line in lines)
    return SqlText(dialect, f"{heading}{plan.sql(dialect)}\n", plan)


def _heading(program: Program, period: PeriodFacts, dialect: str, plan: Plan) -> Iterator[str]:
    yield f"{program.rule_set}, period {period.period}"
    yield f"rule set {program.hash}, engine {ENGINE_VERSION}"
    yield ""
    yield "Reads the table people, one row for each person; NULL is missing:"
    yield f"  {SUBJECT} {sql_type(None, dialect)}: different for everyone"
    for item in program.inputs:
        yield f"  {_line(plan.inputs[item.id], item, plan.held[item.id], dialect)}"
    if program.has_history:
        yield "and the table earlier, one row for each person and earlier period:"
        _, text, whole = _TYPES[dialect]
        yield f"  {SUBJECT} {text}, {INDEX} {whole}, {QUARTER} {whole}, {YEAR} {whole}: who and when"
        for id, type in recorded_ids(program).items():
            yield f"  {_one_line(id)} {sql_type(type, dialect)}: as it was published then"
        yield f"where {INDEX} counts periods; that of {period.period} is {period.index}."
    yield "Numbers may be decimals, too, as long as they have 15 digits at most."
    yield ""
    yield f"Gives one row for each person: {SUBJECT}, a column for each step, and {ODD}."
    for name, value in _constants(plan):
        yield f"  {name} is {value} for everyone and has no column."
    yield f"Where {ODD} is true, a value is outside the bounds above or a number is too large to be exact here; such a"
    yield "row has no meaning. Score that person by the API."
    if program.has_cohort:
        yield f"People are compared with each other, so while anybody's {ODD} is true, no row has a meaning."


def _line(name: str, item: Input, held: Held, dialect: str) -> str:
    told = f"{_one_line(name)} {sql_type(item.type, dialect)}: {item.type.kind}"
    if item.type.choices:
        told += f", one of {', '.join(_one_line(choice) for choice in item.type.choices)}"
    elif item.type.is_number:
        told += f", {_number(held.low)} to {_number(held.high)}"
        told += f", at most {held.decimals} decimals" if held.decimals else ", whole"
    return told


def sql_type(type: Type | None, dialect: str) -> str:
    """The type that a column should have; that of the subject for None."""
    number, text, _ = _TYPES[dialect]
    if type is None or type.is_text:
        return text
    if type.kind is Kind.FLAG:
        return "BOOLEAN"
    return "DATE" if type.kind is Kind.DATE else number


def _constants(plan: Plan) -> Iterator[tuple[str, str]]:
    for column in plan.columns.values():
        if column.name is None:
            yield _one_line(column.step), known_text(column)


def known_text(column: PlanColumn) -> str:
    """The value of a step that is the same for everyone."""
    value: Value = column.known
    return decimal_text(value) if isinstance(value, Fraction) else _one_line(str(value))


def _number(value: Fraction) -> str:
    return decimal_text(value)


def _one_line(text: str) -> str:
    """Nothing that would end a comment."""
    return "".join(character if character.isprintable() else "?" for character in text)
