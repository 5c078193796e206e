"""A program run over a relation by DuckDB: the plan for everyone it can prove, the scorer for the others.

What comes out has one row for each person, sorted by subject if the relation was:

- ``subject``, then one column for each published step: numbers as the float nearest to the published value, which names
  it exactly as long as the row is not odd; flags and texts as they are.
- ``odd``: whether the scorer computed the row instead of the plan.
- ``exact``: for odd rows the values to the last digit, and what went wrong, as JSON (see ``answer``); NULL for others.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import duckdb

from engine.columnar.handing import handed, places
from engine.columnar.held import FIRST, column_types, expected_in, held_in, quoted
from engine.columnar.plan import NoForm, Plan, PlanColumn, input_names, plain_columns, plan_of
from engine.columnar.recorded import Recorded, recorded_in, sql_type, with_all_recorded
from engine.columnar.sheet import EXACT
from engine.door import read_value
from engine.formula.types import Kind
from engine.issues import Issue
from engine.program import Program
from engine.scorer import Scorer
from engine.values import Evaluation, Input, PeriodFacts, Person, Value

BATCH = 10_000
"""People that the scorer is given at once, where a program lets people stand alone."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A way to make the plan; with one odd row in ``many`` the next one is taken."""

    expected: bool = False
    sample: bool = True
    widely: bool = False
    many: int = 50


_ATTEMPTS = (_Attempt(expected=True, many=1000), _Attempt(), _Attempt(widely=True), _Attempt(sample=False, widely=True))
"""By what the first rows let expect, without reading all before; by the bounds of all rows and the decimals that the
first ones have; with numbers wider than floats; with all decimals."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What was done: for how many people, how many of them by the scorer, and where each step's value stands.

    ``reason`` says why there was no plan, so that the scorer took everyone: the name of a function or of a step without
    a form in SQL, or of an input whose column has another type; or what ended the query.
    """

    people: int
    odd: int
    columns: Mapping[str, PlanColumn]
    reason: str | None = None


def run(
    con: duckdb.DuckDBPyConnection,
    program: Program,
    period: PeriodFacts,
    relation: str,
    *,
    table: str | None = None,
    parquet: str | None = None,
    earlier: str | None = None,
    recorded: Recorded | None = None,
    scorer: Scorer | None = None,
    parts: bool = False,
    only: Collection[str] | None = None,
    first: int = FIRST,
) -> Ran:
    """Score the people of ``relation`` (a table, a view or ``read_parquet('…')``) into a new table or a Parquet file.

    The relation has a column ``subject``, different for everyone, and one for each input, called as
    :func:`~engine.columnar.plan.input_names` says; NULL is missing, and so is an input without column. Programs
    that look back on earlier periods find them in the relation ``earlier`` (not a temporary one), see
    :mod:`engine.columnar.history`; with ``recorded`` instead, the scorer takes everyone. With
    ``parts`` unrounded parts of formulas are stored, too. ``only`` names the steps that are stored. Where there are
    more people than ``first``, so many tell what to expect of all.
    """
    if (table is None) == (parquet is None):
        raise ValueError("give a table or a Parquet file to write to")
    target = _Table(table) if table is not None else _File(str(parquet))
    con.execute(f"CREATE OR REPLACE TEMP VIEW {PEOPLE} AS {_with_all_inputs(con, program, relation)}")
    if program.has_history and earlier is not None:
        complete = with_all_recorded(con, program, earlier)
        con.execute(f"CREATE OR REPLACE TEMP VIEW {EARLIER} AS {complete}")
        recorded = recorded or recorded_in(con, program, f"({complete})")
    try:
        return _Run(con, program, period, target, earlier is not None, recorded, scorer, parts, only, first).run()
    finally:
        con.execute(f"DROP VIEW IF EXISTS {EARLIER}")
        con.execute(f"DROP VIEW IF EXISTS {PEOPLE}")
        con.execute(f"DROP TABLE IF EXISTS {ODD_ROWS}")


def _with_all_inputs(con: duckdb.DuckDBPyConnection, program: Program, relation: str) -> str:
    """The relation with a column for every input; one that was not there holds nothing."""
    names, types = input_names(program), column_types(con, relation)
    absent = [item for item in program.inputs if names[item.id] not in types]
    added = "".join(f", CAST(NULL AS {_type_of(item)}) AS {quoted(names[item.id])}" for item in absent)
    return f"SELECT *{added} FROM {relation}"


@dataclass(frozen=True, slots=True)
class _Table:
    name: str

    def write(self, select: str) -> str:
        return f"CREATE OR REPLACE TABLE {quoted(self.name)} AS {select}"

    @property
    def rows(self) -> str:
        return quoted(self.name)


@dataclass(frozen=True, slots=True)
class _File:
    path: str

    def write(self, select: str) -> str:
        return f"COPY ({select}) TO {literal(self.path)} (FORMAT parquet)"

    @property
    def rows(self) -> str:
        return f"read_parquet({literal(self.path)})"


class _Run:
    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        program: Program,
        period: PeriodFacts,
        target: _Table | _File,
        has_earlier: bool,
        recorded: Recorded | None,
        scorer: Scorer | None,
        parts: bool,
        only: Collection[str] | None,
        first: int,
    ):
        self.con, self.program, self.period, self.parts, self.only = con, program, period, parts, only
        self.target, self.has_earlier, self.recorded, self.scorer = target, has_earlier, recorded, scorer
        self.first = first
        self.types = column_types(con, PEOPLE)
        self.names = input_names(program)
        found = con.execute(f"SELECT COUNT(*) FROM {PEOPLE}").fetchone()
        assert found is not None
        self.people = int(found[0])

    def run(self) -> Ran:
        misfit = next((item.id for item in self.program.inputs if not self._fits(item)), None)
        if misfit is not None:
            return self._all_by_scorer(misfit)
        reason = None
        for attempt in _ATTEMPTS:
            if attempt.expected and (self.people <= self.first or self.program.has_cohort):
                continue
            try:
                plan = self._plan(attempt)
            except NoForm as missing:
                reason = missing.what
                continue
            try:
                people, odd = self._write(plan)
            except duckdb.DataError as failure:
                # a value that is odd enough to end the query where it is computed
                reason = str(failure)
                continue
            if odd and self.program.has_cohort:
                # whoever is odd has a place among the others, too
                continue
            if odd * attempt.many <= people or attempt is _ATTEMPTS[-1]:
                if odd:
                    self._replace_odd(plan)
                return Ran(people, odd, plan.columns)
        return self._all_by_scorer(reason)

    def _plan(self, attempt: _Attempt) -> Plan:
        if self.program.has_history and not self.has_earlier:
            raise NoForm(EARLIER)
        if attempt.expected:
            held = expected_in(self.con, PEOPLE, self.program, self.types, self.first)
        else:
            held = held_in(self.con, PEOPLE, self.program, self.types, sample=attempt.sample)
        return plan_of(
            self.program,
            self.period,
            bounds=held,
            source=PEOPLE,
            parts=self.parts,
            widely=attempt.widely,
            only=self.only,
            people=max(1, self.people),
            earlier=EARLIER,
        )

    def _write(self, plan: Plan) -> tuple[int, int]:
        """Store what the plan gives; how many people there are, and how many odd ones."""
        text = f"SELECT *, CAST(NULL AS VARCHAR) AS {EXACT} FROM ({plan.sql(pretty=False)})"
        if self.program.has_cohort or self.program.has_history:
            # looking at others loses the order of the people
            text += " ORDER BY subject"
        self.con.execute(self.target.write(text))
        found = self.con.execute(f"SELECT COUNT(*), COUNT(*) FILTER (WHERE odd) FROM {self.target.rows}").fetchone()
        assert found is not None
        return int(found[0]), int(found[1])

    def _fits(self, item: Input) -> bool:
        """Whether the input's column has a type that a plan can read."""
        type = self.types[self.names[item.id]]
        kind = item.type.kind
        if kind is Kind.FLAG:
            return type == "BOOLEAN"
        if kind is Kind.DATE:
            return type == "DATE"
        if item.type.is_text:
            return type == "VARCHAR" or type.startswith("ENUM")
        return type in _NUMBERS or type.startswith("DECIMAL")

    def _replace_odd(self, plan: Plan) -> None:
        """Store the rows again, odd ones as the scorer computes them."""
        columns = [column for column in plan.columns.values() if column.name is not None]
        columns += [replace(column, name=column.divisor) for column in columns if column.divisor is not None]
        self._new_odd_table(columns)
        for batch in self._people(f"WHERE subject IN (SELECT subject FROM {self.target.rows} WHERE odd)"):
            self._score(batch, columns)
        chosen = "".join(
            f"CASE WHEN p.odd THEN o.{name} ELSE p.{name} END AS {name}, "
            for name in (quoted(str(column.name)) for column in columns)
        )
        self.con.execute(
            self.target.write(
                f"SELECT p.subject, {chosen}p.odd, o.{EXACT} FROM ({plan.sql(pretty=False)}) AS p "
                f"LEFT JOIN {ODD_ROWS} AS o ON p.odd AND p.subject = o.subject ORDER BY p.subject"
            )
        )

    def _all_by_scorer(self, reason: str | None) -> Ran:
        by_step = plain_columns(self.program, self.only)
        columns = list(by_step.values())
        self._new_odd_table(columns)
        people = 0
        batches = self._people("")
        if self.program.has_cohort:
            batches = iter([[row for batch in batches for row in batch]])
        for batch in batches:
            people += len(batch)
            self._score(batch, columns)
        names = "".join(f"{quoted(str(column.name))}, " for column in columns)
        self.con.execute(self.target.write(f"SELECT subject, {names}TRUE AS odd, {EXACT} FROM {ODD_ROWS}"))
        return Ran(people, people, by_step, reason)

    def _people(self, where: str) -> Iterator[list[tuple[Any, ...]]]:
        """Rows of the subject and the inputs in the order of the program, some thousands at a time."""
        names = ["subject", *(quoted(self.names[item.id]) for item in self.program.inputs)]
        found = self.con.execute(f"SELECT {', '.join(names)} FROM {PEOPLE} {where}")
        while batch := found.fetchmany(BATCH):
            yield batch

    def _new_odd_table(self, columns: Sequence[PlanColumn]) -> None:
        declared = "".join(f"{quoted(str(column.name))} {sql_type(column.type)}, " for column in columns)
        self.con.execute(f"CREATE OR REPLACE TABLE {ODD_ROWS} (subject VARCHAR, {declared}{EXACT} VARCHAR)")

    def _score(self, rows: Sequence[tuple[Any, ...]], columns: Sequence[PlanColumn]) -> None:
        """Score people and add their rows to the table of odd ones."""
        people: list[Person] = []
        refused: dict[str, list[Issue]] = {}
        history = self.recorded([row[0] for row in rows]) if self.recorded else {}
        for row in rows:
            values, issues = self._read(row)
            if issues:
                refused[row[0]] = issues
            else:
                people.append(Person(row[0], values, history.get(row[0], ())))
        self.scorer = self.scorer or Scorer(self.program)
        found = {one.person: one for one in self.scorer.evaluate(people, self.period)}
        lists: list[list[object]] = [[] for _ in range(len(columns) + 2)]
        for subject in (row[0] for row in rows):
            one = found.get(subject)
            lists[0].append(subject)
            for position, column in enumerate(columns, start=1):
                value = None if one is None else one.values.get(column.step)
                lists[position].append(float(value) if isinstance(value, Fraction) else value)
            told = {"refused": [issue.to_json() for issue in refused[subject]]} if one is None else _exact(one)
            lists[-1].append(json.dumps(told, ensure_ascii=False))
        types = ["VARCHAR", *(sql_type(column.type) for column in columns), "VARCHAR"]
        # on a cursor of its own, for the people are still being read from the connection
        self.con.cursor().execute(f"INSERT INTO {ODD_ROWS} SELECT {places(types)}", [handed(one) for one in lists])

    def _read(self, row: tuple[Any, ...]) -> tuple[dict[str, Value], list[Issue]]:
        """One person's values as the door reads them."""
        values: dict[str, Value] = {}
        issues: list[Issue] = []
        for item, raw in zip(self.program.inputs, row[1:], strict=True):
            value = None if raw is None else read_value(item, raw, ("inputs", item.id))
            if isinstance(value, Issue):
                issues.append(value)
            elif value is not None:
                values[item.id] = value
        return values, issues


PEOPLE, EARLIER, ODD_ROWS = "scorewright_people", "scorewright_earlier", "scorewright_odd_people"
"""The views and the table that a run has for itself while it lasts."""

_NUMBERS = frozenset(
    {f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")}
    | {"DOUBLE", "HUGEINT"}
)


def literal(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def _type_of(item: Input) -> str:
    if item.type.kind is Kind.FLAG:
        return "BOOLEAN"
    if item.type.kind is Kind.DATE:
        return "DATE"
    return "VARCHAR" if item.type.is_text else "DOUBLE"


def _exact(one: Evaluation) -> dict[str, object]:
    values = {id: str(value) if isinstance(value, Fraction) else value for id, value in one.values.items()}
    found: dict[str, object] = {"values": values}
    if one.trouble is not None:
        found["trouble"] = {"step": one.trouble.step, "code": one.trouble.code}
    return found
