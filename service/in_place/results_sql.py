"""The columns of results in SQL, for everybody whom the plan proves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.plan import PlanColumn
from engine.columnar.sql import Sql
from engine.program import Program
from service.in_place.results import INCOMPLETE, NOT_ELIGIBLE, SCORED, ResultColumn, columns_of


def select_results(program: Program, columns: Mapping[str, PlanColumn], source: Sql) -> exp.Select:
    """The results out of the rows of a plan; ``columns`` says where it has its values, ``odd`` comes last."""
    status = _status(program, columns)
    complete = sql.compare("==", status, sql.text(SCORED))
    found: list[Sql] = []
    for column in columns_of(program):
        if column.name == "subject":
            value: Sql = sql.column("subject")
        elif column.name == "status":
            value = status
        elif column.name == "problem":
            value = _typed(sql.NULL.copy(), column)
        elif column.name == "outcomes":
            value = _outcomes(program, columns, complete)
        elif column.step is None:
            value = sql.TRUE.copy()
        else:
            value = _typed(_value(columns[column.step]), column)
        if column.complete:
            value = sql.case([(complete, value)])
        found.append(exp.alias_(value, column.name, quoted=True))
    return exp.Select(expressions=[*found, sql.column("odd")]).from_(source)


def _value(column: PlanColumn) -> Sql:
    if column.name is not None:
        return sql.column(column.name)
    known = column.known
    if isinstance(known, bool):
        return (sql.TRUE if known else sql.FALSE).copy()
    if isinstance(known, Fraction):
        return sql.decimal(known) if known >= 0 else sql.negated(sql.decimal(-known))
    return sql.NULL.copy() if known is None else sql.text(str(known))


def _typed(value: Sql, column: ResultColumn) -> Sql:
    return exp.Cast(this=value, to=exp.DataType.build(column.type))


def _status(program: Program, columns: Mapping[str, PlanColumn]) -> Sql:
    """As :func:`engine.result.build_result` has it, for people without a problem."""
    outline = program.outline
    branches: list[tuple[Sql, Sql]] = []
    if outline.eligible is not None:
        eligible = _value(columns[outline.eligible])
        branches.append((sql.opposite(eligible), sql.text(NOT_ELIGIBLE)))
        branches.append((sql.is_null(eligible.copy()), sql.text(INCOMPLETE)))
    needed = [outline.score, *(reward.amount for reward in outline.rewards)]
    if outline.payout is not None:
        needed.append(outline.payout.net)
    missing = [sql.is_null(_value(columns[step])) for step in needed if step is not None]
    if missing:
        branches.append((sql.either(*missing), sql.text(INCOMPLETE)))
    return sql.case(branches, sql.text(SCORED)) if branches else sql.text(SCORED)


def _outcomes(program: Program, columns: Mapping[str, PlanColumn], complete: Sql) -> Sql:
    """The ids of the outcomes that are met, with spaces between them; NULL without any."""
    told: Sql = sql.text("")
    for line in program.outline.outcomes:
        one = sql.case([(sql.both(complete, _value(columns[line.met])), sql.text(f" {line.id}"))], sql.text(""))
        told = exp.DPipe(this=told, expression=one)
    return sql.nullif(exp.Trim(this=told), sql.text(""))
