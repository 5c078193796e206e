"""Scoring everybody of a run: the file of inputs becomes the file of values.

The columnar plan computes everybody at once. Those it cannot prove exact are computed by the scorer, and so are all
where the plan has no form for the program, or where people are compared and somebody is odd. The answer is the same.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb

from engine.columnar.held import held_in
from engine.columnar.plan import NoForm, Plan, PlanColumn, input_names, plan_of
from engine.columnar.recorded import with_all_recorded
from engine.door import read_value
from engine.formula.types import Kind
from engine.issues import Issue
from engine.program import Program
from engine.result import money
from engine.values import Input, PeriodFacts, Person, Record, Value
from service.duck import literal, parquet, quoted
from service.programs import Compiled
from service.runs.columns import (
    HEAD,
    REFUSED,
    STATUS,
    SUBJECT,
    TROUBLE_CODE,
    TROUBLE_STEP,
    Column,
    Form,
    Layout,
    status_sql,
)
from service.text import json_text
from store.models.run_result import NOTHING

AT_ONCE = 5_000
ROW_GROUP = 20_480
EARLIER = "earlier_complete"
MANY = 50
"""One odd row in so many is too many."""

Histories = Callable[[Sequence[str]], Mapping[str, tuple[Record, ...]]]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class InputColumns:
    """The columns of a file of inputs that a program reads, by input id. An input without one is missing for all."""

    program: Program
    names: Mapping[str, str]

    @property
    def selected(self) -> str:
        return ", ".join([quoted(SUBJECT), *(quoted(name) for name in self.names.values())])

    def person(self, row: Sequence[Any], history: tuple[Record, ...] = ()) -> tuple[Person, list[Issue]]:
        """One row in the order of :attr:`selected`, checked at the door."""
        values: dict[str, Value] = {}
        issues: list[Issue] = []
        for id, raw in zip(self.names, row[1:], strict=True):
            if raw is None:
                continue
            given = raw.isoformat() if isinstance(raw, date) else raw
            value = read_value(self.program.input_by_id[id], given, ("inputs", id))
            if isinstance(value, Issue):
                # Told with the number as somebody would write it, not with all the decimals of the column.
                told = read_value(self.program.input_by_id[id], _written(given), ("inputs", id))
                issues.append(told if isinstance(told, Issue) else value)
            else:
                values[id] = value
        return Person(row[0], values, history), issues


def _written(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    text = f"{value:f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else value


def input_columns(con: duckdb.DuckDBPyConnection, program: Program, file: Path) -> InputColumns:
    found = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {parquet(file)}").fetchall()}
    return InputColumns(program, {id: name for id, name in input_names(program).items() if name in found})


@dataclass(frozen=True, slots=True)
class Evaluating:
    """``histories`` gives the earlier periods of some people, sorted by id; ``progress`` is told how many people are
    done, first by the plan, and raises when there is no point in going on; ``scratch`` is for a file that is not needed
    afterwards. ``earlier`` is the table of all earlier periods, without which a program that looks back is left to the
    scorer.
    """

    con: duckdb.DuckDBPyConnection
    ready: Compiled
    period: PeriodFacts
    scratch: Path
    histories: Histories
    progress: Progress
    earlier: str | None = None

    def evaluate(self, inputs: Path, target: Path, *, columnar: bool = True) -> None:
        """Write ``target``: everybody's values and status, by person. ``columnar`` False leaves it to the scorer."""
        con, program = self.con, self.ready.program
        layout, columns = Layout(program), input_columns(con, program, inputs)
        refused = _has_column(con, inputs, REFUSED)
        _make_people(con, columns, inputs, refused)
        plan = _planned(con, program, self.period, layout, self.earlier) if columnar else None
        parts, even = [], 0
        if plan is not None:
            parts.append(_values_of_plan(plan, layout))
            (even,) = con.execute("SELECT count(*) FROM planned WHERE NOT odd").fetchall()[0]
        self.progress(even)
        self._score_others(columns, layout, planned=plan is not None)
        parts.append(_values_of_file(layout, self.scratch))
        if refused:
            parts.append(_values_of_refused(layout, inputs))
        con.execute(
            f"COPY (SELECT *, {status_sql(layout)} AS {quoted(STATUS)} FROM ({' UNION ALL '.join(parts)}) "
            f"ORDER BY {quoted(SUBJECT)}) TO {literal(target)} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )

    def _score_others(self, columns: InputColumns, layout: Layout, *, planned: bool) -> None:
        """Evaluate whom the plan did not, into the scratch file: the head and every value as text."""
        with self.scratch.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            for people, refused in self._batches(columns, planned=planned):
                for evaluation in self.ready.evaluate(people, self.period):
                    trouble = evaluation.trouble
                    head = [evaluation.person, trouble and trouble.step, trouble and trouble.code, None]
                    writer.writerow([NOTHING if text is None else text for text in (*head, *layout.texts(evaluation))])
                for subject, issues in refused:
                    told = json_text([issue.to_json() for issue in issues])
                    writer.writerow([subject, NOTHING, NOTHING, told, *[NOTHING] * len(layout.columns)])
                self.progress(len(people) + len(refused))

    def _batches(
        self, columns: InputColumns, *, planned: bool
    ) -> Iterator[tuple[list[Person], list[tuple[str, list[Issue]]]]]:
        """People as the door lets them in, and those it refuses with reasons; all at once where they are compared."""
        everyone = self.ready.program.has_cohort
        some = "WHERE subject IN (SELECT subject FROM planned WHERE odd)" if planned else ""
        selected = ", ".join(["subject", *(quoted(name) for name in columns.names.values())])
        rows = self.con.cursor().execute(f"SELECT {selected} FROM people {some} ORDER BY 1")
        while batch := rows.fetchall() if everyone else rows.fetchmany(AT_ONCE):
            earlier = self.histories([row[0] for row in batch])
            people, refused = [], []
            for row in batch:
                person, issues = columns.person(row, earlier.get(row[0], ()))
                if issues:
                    refused.append((row[0], issues))
                else:
                    people.append(person)
            yield people, refused
            if everyone:
                return


def issues_from(text: str) -> list[dict[str, Any]]:
    """What is kept about somebody who was refused."""
    return json.loads(text)  # type: ignore[no-any-return]


def _has_column(con: duckdb.DuckDBPyConnection, file: Path, name: str) -> bool:
    return any(row[0] == name for row in con.execute(f"DESCRIBE SELECT * FROM {parquet(file)}").fetchall())


def _make_people(con: duckdb.DuckDBPyConnection, columns: InputColumns, inputs: Path, refused: bool) -> None:
    """The table ``people`` as the plan reads it: with a column for every input, without whom the inputs refuse."""
    told = [f"{quoted(SUBJECT)} AS subject"]
    for id, name in input_names(columns.program).items():
        nothing = f"CAST(NULL AS {_type_of(columns.program.input_by_id[id])}) AS {quoted(name)}"
        told.append(quoted(name) if id in columns.names else nothing)
    some = f"WHERE {quoted(REFUSED)} IS NULL" if refused else ""
    # A table, so that cursors of the connection see it, too.
    con.execute(f"CREATE OR REPLACE TABLE people AS SELECT {', '.join(told)} FROM {parquet(inputs)} {some}")


def _type_of(item: Input) -> str:
    if item.type.is_text:
        return "VARCHAR"
    return {Kind.FLAG: "BOOLEAN", Kind.DATE: "DATE"}.get(item.type.kind, "DECIMAL(18, 4)")


def _planned(
    con: duckdb.DuckDBPyConnection, program: Program, period: PeriodFacts, layout: Layout, earlier: str | None
) -> Plan | None:
    """Make the table ``planned`` by the columnar plan; None when the scorer has to do everybody."""
    types = {row[0]: row[1] for row in con.execute("DESCRIBE people").fetchall()}
    names = input_names(program)
    if (program.has_history and earlier is None) or not all(
        _fits(item, types[names[item.id]]) for item in program.inputs
    ):
        return None
    if earlier is not None:
        con.execute(f"CREATE OR REPLACE TEMP VIEW {EARLIER} AS {with_all_recorded(con, program, earlier)}")
    (people,) = con.execute("SELECT count(*) FROM people").fetchall()[0]
    for sample in (True, False):
        held = held_in(con, "people", program, types, sample=sample)
        try:
            plan = plan_of(
                program, period, bounds=held, parts=layout.has_fractions, people=max(1, people), earlier=EARLIER
            )
            con.execute(f"CREATE OR REPLACE TABLE planned AS {plan.sql(pretty=False)}")
        except (NoForm, duckdb.DataError):
            # no plan, or a value that is odd enough to end the query where it is computed
            return None
        (odd,) = con.execute("SELECT count(*) FROM planned WHERE odd").fetchall()[0]
        # With many odd rows the sample told too little: the data is read again with all decimals of its types.
        if odd * MANY <= people:
            break
    return None if odd and plan.has_cohort else plan


def _fits(item: Input, type: str) -> bool:
    """Whether a plan can read the column of an input."""
    if item.type.is_number:
        return type.startswith("DECIMAL") or type.endswith("INT") or type in ("INTEGER", "UINTEGER", "DOUBLE")
    return type == _type_of(item)


def _values_of_plan(plan: Plan, layout: Layout) -> str:
    told = "".join(f", {_planned_value(plan.columns[column.step], column)}" for column in layout.columns)
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {quoted(name)}" for name in (TROUBLE_STEP, TROUBLE_CODE, REFUSED))
    return f"SELECT subject AS {quoted(SUBJECT)}, {nothing}{told} FROM planned WHERE NOT odd"


def _planned_value(planned: PlanColumn, column: Column) -> str:
    if planned.name is None:
        value = _literal(planned.known, column)
    elif column.form is Form.FRACTION:
        below = f"* CAST({quoted(planned.divisor)} AS HUGEINT)" if planned.divisor is not None else ""
        above = f"CAST({quoted(planned.name)} AS HUGEINT)"
        value = f"CAST({above} AS VARCHAR) || '/' || CAST(CAST({planned.scale} AS HUGEINT) {below} AS VARCHAR)"
    elif column.form is Form.DATE:
        value = f"round({quoted(planned.name)})"
    else:
        value = quoted(planned.name)
    return f"CAST({value} AS {column.type}) AS {column.sql}"


def _literal(value: Value, column: Column) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, Fraction):
        return literal(
            f"{value.numerator}/{value.denominator}" if column.form is Form.FRACTION else _decimal(value, column)
        )
    return literal(value) if isinstance(value, str) else str(value)


def _decimal(value: Fraction, column: Column) -> str:
    return str(money(value, column.decimals))


def _values_of_file(layout: Layout, scratch: Path) -> str:
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in (*HEAD, *(column.name for column in layout.columns)))
    head = ", ".join(quoted(name) for name in HEAD)
    values = "".join(f", CAST({column.sql} AS {column.type}) AS {column.sql}" for column in layout.columns)
    return (
        f"SELECT {head}{values} FROM read_csv({literal(scratch)}, columns = {{{types}}}, header = false, "
        f"nullstr = {literal(NOTHING)}, delim = ',', quote = '\"', escape = '\"', auto_detect = false)"
    )


def _values_of_refused(layout: Layout, inputs: Path) -> str:
    nothing = "".join(f", CAST(NULL AS {column.type}) AS {column.sql}" for column in layout.columns)
    return (
        f"SELECT {quoted(SUBJECT)}, NULL, NULL, {quoted(REFUSED)}{nothing} FROM {parquet(inputs)} "
        f"WHERE {quoted(REFUSED)} IS NOT NULL"
    )
