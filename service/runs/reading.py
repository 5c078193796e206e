"""What a finished run found, read from its columns: pages of results, one person's result with its explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from engine.issues import Refused, Words, declare, did_you_mean
from engine.program import Program
from engine.result import Json, build_result
from engine.values import Trouble
from rules.period import parse_period
from rules.score import Scored, facts
from service.duck import parquet, quoted, reading
from service.errors import Conflict, NotFound
from service.names import name_order
from service.runs.columns import REFUSED, STATUS, SUBJECT, TROUBLE_CODE, TROUBLE_STEP, Column, Layout
from service.runs.evaluating import InputColumns, input_columns, issues_from
from service.runs.folder import run_folder
from service.runs.job import program_of_version
from service.scoring import answer_of, refused_body
from service.work import Office, Page, Work
from store.models import Run, RunDifference
from store.models.person import persons
from store.models.run import run_by_number
from store.models.run_result import differences_after

NAME = "@name"
"""What the person is called, where the inputs know."""
MANAGER = "@manager"
REASON = "@reason:"
"""Before the id of a measure: why it has no value."""

UNKNOWN_ORDER = declare(
    "unknown-order",
    zh="不能按“{name}”排序或排名",
    en="Results cannot be ordered by '{name}'",
    mend_zh="可用：{known}",
    mend_en="Possible are: {known}.",
)
UNKNOWN_ATTRIBUTE = declare(
    "unknown-attribute",
    zh="本次运行没有属性“{name}”",
    en="This run has no attribute '{name}'",
    mend_zh="可用：{known}",
    mend_en="It has: {known}.",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which results: ``where`` are attribute and value, ``search`` a part of id or name, ``sort`` is
    ``subject``, ``name`` or one of :meth:`View.orders`, with ``-`` before it for the largest first."""

    status: str | None = None
    tier: str | None = None
    where: tuple[str, str] | None = None
    search: str | None = None
    sort: str = "subject"


@dataclass(frozen=True)
class View:
    """A finished run, open for reading."""

    con: duckdb.DuckDBPyConnection
    run: Run
    program: Program
    values: Path
    inputs: Path

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.program)

    @cached_property
    def given(self) -> InputColumns:
        return input_columns(self.con, self.program, self.inputs)

    @cached_property
    def columns_of_inputs(self) -> frozenset[str]:
        return columns_of(self.con, self.inputs)

    @cached_property
    def columns_of_values(self) -> frozenset[str]:
        return columns_of(self.con, self.values)

    @property
    def has_names(self) -> bool:
        return NAME in self.columns_of_inputs

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """The column of each measure that says why it has no value."""
        told = {measure.id: REASON + measure.id for measure in self.program.measures}
        return {id: name for id, name in told.items() if name in self.columns_of_inputs}

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """The columns of people's attributes, by id."""
        return {id: name for id, name in self.given.names.items() if self.program.input_by_id[id].origin == "attribute"}

    @cached_property
    def orders(self) -> Mapping[str, Column]:
        """Everything that results can be ordered and ranked by."""
        outline, by_step = self.program.outline, self.layout.by_step
        found = {"score": outline.score, "net": outline.payout.net if outline.payout else None}
        found |= {f"metric:{line.id}": line.points for line in outline.metrics}
        found |= {f"value:{line.id}": line.value for line in outline.metrics}
        found |= {f"reward:{line.id}": line.amount for line in outline.rewards}
        numbers = {name: by_step[step] for name, step in found.items() if step is not None}
        return {name: column for name, column in numbers.items() if column.type.startswith("DECIMAL")}

    @property
    def joined(self) -> str:
        """Values ``v`` and inputs ``i`` as one table."""
        return f"{parquet(self.values)} v JOIN {parquet(self.inputs)} i ON v.{quoted(SUBJECT)} = i.{quoted(SUBJECT)}"

    @property
    def name_sql(self) -> str:
        return f"i.{quoted(NAME)}" if self.has_names else "NULL"

    def order(self, name: str, place: str) -> Column:
        """Raises :class:`Refused` for a name that is not one of :attr:`orders`."""
        if name not in self.orders:
            known = ", ".join(list(self.orders)[:30])
            hint = did_you_mean(name, list(self.orders))
            raise Refused([UNKNOWN_ORDER.at((place,), hint=hint, name=name[:60], known=known)])
        return self.orders[name]

    def attribute(self, name: str, place: str) -> str:
        """The column of an attribute as SQL; raises :class:`Refused` for one that the run has not."""
        if name not in self.attributes:
            known = ", ".join(self.attributes) or "–"
            hint = did_you_mean(name, list(self.attributes))
            raise Refused([UNKNOWN_ATTRIBUTE.at((place,), hint=hint, name=name[:60], known=known)])
        return f"i.{quoted(self.attributes[name])}"

    def results(
        self, condition: str, order: str, limit: int, offset: int, values: Sequence[Any], level: str
    ) -> list[Json]:
        """Results as they are given out, in ``order``."""
        names = [SUBJECT, TROUBLE_STEP, TROUBLE_CODE, REFUSED, *(column.name for column in self.layout.columns)]
        # A file that was written before sentences needed a step has no column for it: it is missing.
        told = ", ".join(f"v.{quoted(name)}" if name in self.columns_of_values else "NULL" for name in names)
        reasons = "".join(f", i.{quoted(name)}" for name in self.reasons.values())
        given = "".join(f", i.{quoted(name)}" for name in self.given.names.values())
        rows = self.con.execute(
            f"SELECT {told}, {self.name_sql}{reasons}, i.{quoted(SUBJECT)}{given} FROM {self.joined} "
            f"WHERE {condition} ORDER BY {order} LIMIT {limit} OFFSET {offset}",
            list(values),
        ).fetchall()
        split = len(names)
        behind = split + 1 + len(self.reasons)
        return [
            self._result(
                dict(zip(names, row[:split], strict=True)), row[split], row[split + 1 : behind], row[behind:], level
            )
            for row in rows
        ]

    def _result(
        self, row: Mapping[str, Any], name: str | None, reasons: Sequence[str | None], given: Sequence[Any], level: str
    ) -> Json:
        person, _ = self.given.person(given)
        told = {
            id: _plain(value) for id, value in zip(self.given.names, given[1:], strict=True) if id in self.attributes
        }
        shown: Json = {"subject": person.id, "name": name, "attributes": told}
        if row[REFUSED] is not None:
            body = refused_body(Scored(person.id, None, None))
            return {**shown, "result": {**body, "problem": {"code": "bad-input", "issues": issues_from(row[REFUSED])}}}
        trouble = Trouble(row[TROUBLE_STEP], row[TROUBLE_CODE]) if row[TROUBLE_CODE] else None
        period = facts(parse_period(self.run.period))
        evaluation = self.layout.evaluation(person, period, row, trouble)
        # Who has no row at all among the measured ones had nothing to be measured by.
        measured = {id: reason or "no-rows" for id, reason in zip(self.reasons, reasons, strict=True)}
        scored = Scored(person.id, build_result(self.program, evaluation, measured), evaluation)
        return {**shown, "result": answer_of(self.program, scored, level)}


@contextmanager
def opened(office: Office, work: Work, number: int) -> Iterator[View]:
    """A run that is done. NotFound when there is none, Conflict ``run-unfinished`` when it is not. Needs ``read``."""
    work.actor.require("read")
    run = run_by_number(work.session, work.workspace_id, number)
    if run is None:
        raise NotFound("run", str(number))
    refuse_unfinished(run)
    with open_view(office, work, run) as view:
        yield view


@contextmanager
def open_view(office: Office, work: Work, run: Run) -> Iterator[View]:
    with reading() as con:
        yield view_of(con, office, work, run)


def view_of(con: duckdb.DuckDBPyConnection, office: Office, work: Work, run: Run) -> View:
    """The run read through ``con``, as others may be: making a connection takes longer than reading a person."""
    folder = run_folder(office.data_dir, work.workspace_id, run.number)
    values, inputs = folder.existing(run.values_file), folder.existing(run.inputs_file)
    return View(con, run, program_of_version(work, run.rule_set_id, run.version).program, values, inputs)


def list_results(view: View, wanted: Wanted, *, offset: int = 0, limit: int = 50, level: str = "none") -> Page[Json]:
    """Results that meet every condition, those without a value to sort by last. What does not change can be counted
    off: the position is how many came before."""
    conditions, values = ["true"], []
    for field, value in ((STATUS, wanted.status), (_tier(view), wanted.tier)):
        if value is not None:
            conditions.append(f"v.{quoted(field)} = ?" if field else "false")
            values += [value] if field else []
    if wanted.tier is not None:
        conditions.append(f"v.{quoted(STATUS)} = 'scored'")
    if wanted.where is not None:
        name, value = wanted.where
        conditions.append(f"CAST({view.attribute(name, 'where')} AS VARCHAR) = ?")
        values.append(value)
    if wanted.search is not None:
        conditions.append(
            f"(contains(lower(v.{quoted(SUBJECT)}), lower(?)) OR contains(lower({view.name_sql}::VARCHAR), lower(?)))"
        )
        values += [wanted.search, wanted.search]
    order = f"v.{quoted(SUBJECT)}"
    name = wanted.sort.removeprefix("-")
    down = "DESC" if wanted.sort.startswith("-") else "ASC"
    if name == "name" and view.has_names:
        order = f"{name_order(view.name_sql)} {down} NULLS LAST, {order}"
    elif name not in ("subject", "name"):
        column = f"v.{view.order(name, 'sort').sql}"
        column = f"CASE WHEN v.{quoted(STATUS)} = 'scored' THEN {column} END" if name in ("score", "net") else column
        order = f"{column} {down} NULLS LAST, {order}"
    else:
        order += f" {down}"
    rows = view.results(" AND ".join(conditions), order, limit + 1, offset, values, level)
    return Page(tuple(rows[:limit]), (offset + limit,) if len(rows) > limit else None)


def one_result(view: View, subject: str, level: str = "full") -> Json:
    """One person's result. NotFound when the person took no part."""
    rows = view.results(f"v.{quoted(SUBJECT)} = ?", "1", 1, 0, [subject], level)
    if not rows:
        raise NotFound("result", f"{view.run.number}/{subject}")
    return rows[0]


def list_differences(
    work: Work, number: int, *, after: str | None = None, limit: int = 50
) -> Page[tuple[RunDifference, str | None]]:
    """What is different from the run that a run supersedes, by person, with their name. Needs scope ``read``."""
    work.actor.require("read")
    run = run_by_number(work.session, work.workspace_id, number)
    if run is None:
        raise NotFound("run", str(number))
    refuse_unfinished(run)
    rows = differences_after(work.session, work.workspace_id, number, after, limit + 1)
    known = persons(work.session, work.workspace_id, [row.subject for row in rows[:limit]])
    items = [(row, known[row.subject].name if row.subject in known else None) for row in rows[:limit]]
    return Page(tuple(items), (rows[limit - 1].subject,) if len(rows) > limit else None)


def refuse_unfinished(run: Run) -> None:
    if run.state != "done":
        words = Words(
            f"第 {run.number} 次运行还没有结果（{run.state}）", f"Run {run.number} has no results: it is {run.state}"
        )
        raise Conflict("run-unfinished", words)


def columns_of(con: duckdb.DuckDBPyConnection, file: Path) -> frozenset[str]:
    return frozenset(row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {parquet(file)}").fetchall())


def _tier(view: View) -> str:
    tier = view.program.outline.tier
    return view.layout.by_step[tier].name if tier else ""


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
