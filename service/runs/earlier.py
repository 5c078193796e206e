"""Earlier periods of the people of a run, for ``previous``, ``streak`` and the like.

For one person and period the run that counts says what was; where it has nothing, or there is no run, what ``POST
/v1/scores`` recorded. Only results of people who were scored count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import simplejson

from engine.columnar.history import INDEX, QUARTER, YEAR, recorded_ids
from engine.formula.nodes import names_in
from engine.formula.types import Kind, Type
from engine.functions.declaration import Scope
from engine.program import Program
from engine.values import Input, Record, Value
from rules.period import FIRST_YEAR, Period, parse_period
from service import results
from service.doorway import load_lines
from service.duck import computing, literal, parquet, quoted
from service.programs import Compiled
from service.runs.columns import STATUS, SUBJECT, Layout
from service.runs.evaluating import input_columns
from service.runs.folder import run_folder
from service.runs.job import program_of_version
from service.work import Actor, Office, Work
from store.models import Run
from store.models.recorded_result import count_before, recorded_of_periods
from store.models.run import current_runs, run_by_number

TABLE = "earlier"
PERIODS = 60
"""How far back formulas look."""

Pins = Mapping[str, object]


def pin_earlier(work: Work, program: Program, rule_set: str, period: Period) -> Pins:
    """What earlier periods say at present: the runs that count, and how much was recorded, which only grows."""
    if not program.has_history:
        return {}
    first = earliest(period)
    runs = current_runs(work.session, work.workspace_id, rule_set, first.key, period.key)
    return {
        "runs": {run.period: run.number for run in runs if parse_period(run.period).kind is period.kind},
        "recorded": count_before(work.session, work.workspace_id, rule_set, first.key, period.key),
    }


def earliest(period: Period) -> Period:
    first = Period(period.kind, FIRST_YEAR, 1)
    return period.back(min(PERIODS, period.index - first.index))


def earlier_of(
    office: Office, work: Work, program: Program, rule_set: str, period: Period, subjects: Sequence[str]
) -> dict[str, tuple[Record, ...]]:
    """The earlier periods of a few people, sorted by id, as they are at present."""
    pins = pin_earlier(work, program, rule_set, period)
    if not subjects or not pins.get("runs"):
        return results.history(work, rule_set, subjects, period, PERIODS)
    earlier = Earlier(office, work.actor, program, rule_set, period, pins, None)
    with computing("256MB", 1) as con:
        return earlier(con, subjects)


def names_of_earlier(program: Program) -> frozenset[str]:
    """The values that some formula reads from earlier periods."""
    found: set[str] = set()
    for step in program.steps:
        if step.scope is Scope.HISTORY:
            found |= names_in(step.expr)
    return frozenset(found)


class Earlier:
    """The earlier periods as ``pins`` has them, for one rule set; ``until`` is when they were pinned, None for now."""

    def __init__(
        self,
        office: Office,
        actor: Actor,
        program: Program,
        rule_set: str,
        period: Period,
        pins: Pins,
        until: datetime | None,
    ):
        self._office, self._actor = office, actor
        self._rule_set, self._period, self._until = rule_set, period, until
        self._names = names_of_earlier(program)
        self._files: list[_File] = []
        runs = pins.get("runs")
        assert isinstance(runs, dict)
        with office.reading(actor) as work:
            for number in runs.values():
                run = run_by_number(work.session, work.workspace_id, number)
                assert run is not None
                ready = program_of_version(work, rule_set, run.version)
                self._files.append(_File(work, office.data_dir, run, ready))

    def __call__(self, con: duckdb.DuckDBPyConnection, subjects: Sequence[str]) -> dict[str, tuple[Record, ...]]:
        """Each person's records, oldest first. ``subjects`` are sorted."""
        # A transaction of its own each time: scoring may take longer than the database lets one stay idle.
        with self._office.reading(self._actor) as work:
            recorded = results.history(work, self._rule_set, subjects, self._period, PERIODS, until=self._until)
        found = {subject: {record.index: record for record in records} for subject, records in recorded.items()}
        for file in self._files:
            for subject, record in file.records(con, self._names, subjects):
                if subject in found:
                    found[subject][record.index] = record
        return {subject: tuple(of[index] for index in sorted(of)) for subject, of in found.items()}

    def load(self, con: duckdb.DuckDBPyConnection, program: Program, scratch: Path) -> None:
        """The table :data:`TABLE`, as :mod:`engine.columnar.history` reads it: everybody's records of all periods."""
        types = {id: _column_type(type) for id, type in recorded_ids(program).items()}
        parts = [file.select(con, program, types) for file in self._files]
        parts.append(self._recorded(con, types, scratch))
        # What a run found comes first; of the others, only what no run has of the same person and period.
        con.execute(f"CREATE OR REPLACE TABLE {TABLE} AS {' UNION ALL BY NAME '.join(parts[:-1] or parts)}")
        if len(parts) > 1:
            con.execute(
                f"INSERT INTO {TABLE} BY NAME SELECT * FROM ({parts[-1]}) o WHERE NOT EXISTS "
                f'(SELECT 1 FROM {TABLE} e WHERE e.subject = o.subject AND e."index" = o."index")'
            )

    def _recorded(self, con: duckdb.DuckDBPyConnection, types: Mapping[str, str], scratch: Path) -> str:
        first, before = earliest(self._period).key, self._period.key
        lines = []
        with self._office.reading(self._actor) as work:
            until = self._until or work.now
            span = (self._rule_set, first, before)
            for row in recorded_of_periods(work.session, work.workspace_id, *span, until):
                period = parse_period(row.period)
                if period.kind is self._period.kind and row.status == "scored":
                    values = simplejson.loads(row.named_values, use_decimal=True)
                    told = [_told(values.get(id)) for id in types]
                    lines.append([row.subject, str(period.index), str(period.quarter), str(period.year), *told])
        heads = ["subject", INDEX, QUARTER, YEAR]
        load_lines(con, "recorded_lines", dict.fromkeys([*heads, *types], "VARCHAR"), lines, scratch)
        casts = [f'CAST("{head}" AS BIGINT) AS "{head}"' for head in heads[1:]]
        casts += [f"TRY_CAST({quoted(id)} AS {type}) AS {quoted(id)}" for id, type in types.items()]
        return f"SELECT subject, {', '.join(casts)} FROM recorded_lines"


class _File:
    """One earlier run's values and inputs."""

    def __init__(self, work: Work, data_dir: Path, run: Run, ready: Compiled):
        self.period = parse_period(run.period)
        self.layout, self.program = Layout(ready.program), ready.program
        folder = run_folder(data_dir, work.workspace_id, run.number)
        self.values, self.inputs = folder.existing(run.values_file), folder.existing(run.inputs_file)

    def records(
        self, con: duckdb.DuckDBPyConnection, names: frozenset[str], subjects: Sequence[str]
    ) -> list[tuple[str, Record]]:
        columns = {id: f"v.{self.layout.by_step[id].sql}" for id in names if id in self.layout.by_step}
        given = input_columns(con, self.program, self.inputs).names
        columns |= {id: f"i.{quoted(given[id])}" for id in names if id in given and id not in columns}
        selected = "".join(f", {column}" for column in columns.values())
        rows = con.execute(
            f"SELECT v.{quoted(SUBJECT)}{selected} FROM {parquet(self.values)} v "
            f"JOIN {parquet(self.inputs)} i USING ({quoted(SUBJECT)}) "
            f"WHERE v.{quoted(STATUS)} = 'scored' AND v.{quoted(SUBJECT)} BETWEEN ? AND ? "
            f"AND v.{quoted(SUBJECT)} IN (SELECT unnest(?::VARCHAR[]))",
            [subjects[0], subjects[-1], list(subjects)],
        ).fetchall()
        period = self.period
        return [
            (row[0], Record(str(period), period.index, period.quarter, period.year, self._values(columns, row[1:])))
            for row in rows
        ]

    def select(self, con: duckdb.DuckDBPyConnection, program: Program, types: Mapping[str, str]) -> str:
        """Everybody's record as a query. A value that was of another kind then counts as not recorded."""
        given = input_columns(con, self.program, self.inputs).names
        period, told = self.period, []
        for id, type in types.items():
            item = self.program.input_by_id.get(id)
            value = "NULL"
            if id in self.layout.by_step:
                value = f"v.{self.layout.by_step[id].sql}"
            elif item is not None:
                value = f"i.{quoted(given[id])}" if id in given else "NULL"
                if item.default is not None and item.type.kind is not Kind.DATE:
                    value = f"coalesce({value}, {literal(_told(item.default) or '')})"
            told.append(f"TRY_CAST({value} AS {type}) AS {quoted(id)}")
        return (
            f"SELECT v.{quoted(SUBJECT)} AS subject, CAST({period.index} AS BIGINT) AS {INDEX}, "
            f"CAST({period.quarter} AS BIGINT) AS {QUARTER}, CAST({period.year} AS BIGINT) AS {YEAR}"
            f"{''.join(f', {one}' for one in told)} FROM {parquet(self.values)} v "
            f"JOIN {parquet(self.inputs)} i USING ({quoted(SUBJECT)}) WHERE v.{quoted(STATUS)} = 'scored'"
        )

    def _values(self, columns: Mapping[str, str], row: Sequence[Any]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for id, kept in zip(columns, row, strict=True):
            item = self.program.input_by_id.get(id)
            default = item.default if isinstance(item, Input) else None
            values[id] = default if kept is None else kept if isinstance(kept, str | bool) else _number(kept)
        return values


def _column_type(type: Type) -> str:
    if type.kind is Kind.FLAG:
        return "BOOLEAN"
    return "VARCHAR" if type.is_text else "DECIMAL(38, 8)"


def _told(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}" if isinstance(value, Fraction) else str(value)


def _number(kept: Any) -> Fraction:
    return Fraction(kept.toordinal()) if hasattr(kept, "toordinal") else Fraction(kept)
