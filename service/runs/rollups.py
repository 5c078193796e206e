"""Results of one rule set as data of another (``scores_of``): a supervisor's score from those of the team.

What is read is pinned: the run that counts for the period, or without one what was recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import simplejson

from engine.formula.types import Kind, Type
from engine.issues import Issue, Refused, declare
from engine.measures.measure import SCORE_COLUMNS, Measure
from engine.program import Program
from rules.period import Period, parse_period
from service.doorway import load_lines
from service.duck import parquet, quoted
from service.runs.columns import STATUS, SUBJECT, Form, Layout
from service.runs.evaluating import input_columns
from service.runs.folder import run_folder
from service.runs.job import program_of_version
from service.runs.reading import MANAGER
from service.spells import line_of_managers
from service.work import Office, Work
from store.models import RecordedResult
from store.models.recorded_result import count_before, recorded_of_periods
from store.models.run import current_runs, run_by_number

SCORES_NEEDED = declare(
    "scores-needed",
    zh="“{rule_set}”在 {period} 还没有结果，而指标数据 {measures} 要用到",
    en="There are no results of '{rule_set}' for {period} yet, and {measures} are made of them",
    mend_zh="先运行“{rule_set}”，完成后再运行本方案",
    mend_en="Run '{rule_set}' first, and this rule set when that is done.",
)

Pins = Mapping[str, Any]


def pin_scores(work: Work, program: Program, period: Period) -> dict[str, object]:
    """For each rule set whose results are needed what they are at present, of all its periods that begin in this one.

    Raises :class:`Refused` where there are none.
    """
    pins: dict[str, object] = {}
    issues: list[Issue] = []
    for rule_set, measures in needed_scores(program).items():
        span = (rule_set, period.key, period.next.key)
        runs = {run.period: run.number for run in current_runs(work.session, work.workspace_id, *span)}
        recorded = count_before(work.session, work.workspace_id, *span)
        pins[rule_set] = {"runs": runs, "recorded": recorded}
        if not runs and not recorded:
            names = ", ".join(measure.id for measure in measures)
            issues.append(SCORES_NEEDED.at(("rule_set",), rule_set=rule_set, period=str(period), measures=names))
    if issues:
        raise Refused(issues)
    return pins


def load_scores(
    con: duckdb.DuckDBPyConnection,
    office: Office,
    work: Work,
    program: Program,
    period: Period,
    pins: Pins,
    until: datetime,
    scratch: Path,
) -> dict[str, str]:
    """Tables of results as :mod:`engine.measures.relations` wants them, by rule set, as they were at ``until``."""
    tables: dict[str, str] = {}
    for number, (rule_set, measures) in enumerate(needed_scores(program).items()):
        wanted: dict[str, Type] = {}
        for measure in measures:
            wanted |= {name: type for name, type in measure.columns.items() if name not in SCORE_COLUMNS}
        runs: Mapping[str, int] = pins[rule_set]["runs"]
        parts = [_of_run(con, office, work, run, wanted) for run in runs.values()]
        if pins[rule_set]["recorded"]:
            span = (rule_set, period.key, period.next.key)
            rows = recorded_of_periods(work.session, work.workspace_id, *span, until)
            others = [row for row in rows if row.period not in runs and row.status == "scored"]
            parts.append(_of_rows(con, work, others, wanted, f"recorded_{number}", scratch))
        tables[rule_set] = f"scores_{number}"
        con.execute(f"CREATE OR REPLACE TEMP TABLE scores_{number} AS {' UNION ALL BY NAME '.join(parts)}")
    return tables


def needed_scores(program: Program) -> dict[str, list[Measure]]:
    """The measures that are made of results of other rule sets, by rule set."""
    found: dict[str, list[Measure]] = {}
    for measure in program.measures:
        if measure.of_scores:
            found.setdefault(measure.source, []).append(measure)
    return found


def _of_run(con: duckdb.DuckDBPyConnection, office: Office, work: Work, number: int, wanted: Mapping[str, Type]) -> str:
    """A SELECT of what a run found."""
    run = run_by_number(work.session, work.workspace_id, number)
    assert run is not None
    program = program_of_version(work, run.rule_set_id, run.version).program
    layout, outline = Layout(program), program.outline
    folder = run_folder(office.data_dir, work.workspace_id, number)
    values, inputs = folder.existing(run.values_file), folder.existing(run.inputs_file)
    given = input_columns(con, program, inputs).names
    has_manager = any(row[0] == MANAGER for row in con.execute(f"DESCRIBE SELECT * FROM {parquet(inputs)}").fetchall())
    told = {
        "score": f"v.{layout.by_step[outline.score].sql}" if outline.score else "CAST(NULL AS DECIMAL(17, 2))",
        "tier": f"v.{layout.by_step[outline.tier].sql}" if outline.tier else "CAST(NULL AS VARCHAR)",
    }
    for name, type in wanted.items():
        step = next((step for step in (name, f"reward.{name}") if step in layout.by_step), None)
        if step is not None and layout.by_step[step].form is not Form.DATE:
            told[name] = f"v.{layout.by_step[step].sql}"
        elif name in given:
            told[name] = f"i.{quoted(given[name])}"
        else:
            told[name] = f"CAST(NULL AS {_sql_type(type)})"
    attributes = {id: name for id, name in given.items() if program.input_by_id[id].origin == "attribute"}
    told |= {id: f"i.{quoted(name)}" for id, name in attributes.items() if id not in told}
    columns = "".join(f", {value} AS {quoted(name)}" for name, value in told.items())
    manager = f"i.{quoted(MANAGER)}" if has_manager else "CAST(NULL AS VARCHAR)"
    return (
        f"SELECT v.{quoted(SUBJECT)} AS subject, {manager} AS manager{columns} FROM {parquet(values)} v "
        f"JOIN {parquet(inputs)} i USING ({quoted(SUBJECT)}) WHERE v.{quoted(STATUS)} = 'scored'"
    )


def _of_rows(
    con: duckdb.DuckDBPyConnection,
    work: Work,
    rows: Sequence[RecordedResult],
    wanted: Mapping[str, Type],
    table: str,
    scratch: Path,
) -> str:
    """A SELECT of what was recorded, each with the manager of the last day of its period."""
    managers: dict[str, Mapping[str, str]] = {}
    types = {"score": "DECIMAL(38, 8)", "tier": "VARCHAR", **{name: _sql_type(type) for name, type in wanted.items()}}
    lines = []
    for row in rows:
        day = parse_period(row.period).end.isoformat()
        if day not in managers:
            managers[day] = line_of_managers(work, day).managers
        values = simplejson.loads(row.named_values, use_decimal=True)
        told = [values.get(name, values.get(f"reward.{name}")) for name in types]
        texts = [None if value is None else _text(value) for value in told]
        lines.append([row.subject, managers[day].get(row.subject), *texts])
    load_lines(con, table, dict.fromkeys(["subject", "manager", *types], "VARCHAR"), lines, scratch)
    casts = "".join(f", CAST({quoted(name)} AS {type}) AS {quoted(name)}" for name, type in types.items())
    return f"SELECT subject, manager{casts} FROM {table}"


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _sql_type(type: Type) -> str:
    return "BOOLEAN" if type.kind is Kind.FLAG else "DECIMAL(38, 8)" if type.is_number else "VARCHAR"
