"""What a finished run was given for each person: inputs, attributes, measures, earlier periods.

So that a draft can be tried on real people: the values are as ``POST /v1/rule-sets/try`` takes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.formula.types import Kind
from engine.program import Program
from engine.result import Json, plain
from engine.values import Record
from rules.period import parse_period
from service.duck import parquet, quoted
from service.runs.columns import SUBJECT
from service.runs.earlier import earlier_of
from service.runs.reading import View
from service.work import Office, Page, Work

DECISION = "decision."
DECIMALS = 15


def list_given(
    office: Office, work: Work, view: View, search: str | None, *, offset: int = 0, limit: int = 50
) -> Page[Json]:
    """People by id with what the run was given for them; ``search`` is a part of id or name."""
    condition, values = "true", []
    if search is not None:
        condition = (
            f"contains(lower(i.{quoted(SUBJECT)}), lower(?)) OR contains(lower({view.name_sql}::VARCHAR), lower(?))"
        )
        values = [search, search]
    columns = "".join(f", i.{quoted(name)}" for name in view.given.names.values())
    rows = view.con.execute(
        f"SELECT i.{quoted(SUBJECT)}, {view.name_sql}{columns} FROM {parquet(view.inputs)} i "
        f"WHERE {condition} ORDER BY 1 LIMIT {limit + 1} OFFSET {offset}",
        values,
    ).fetchall()
    shown = rows[:limit]
    earlier: Mapping[str, tuple[Record, ...]] = {}
    if view.program.has_history:
        subjects = sorted(row[0] for row in shown)
        period = parse_period(view.run.period)
        earlier = earlier_of(office, work, view.program, view.run.rule_set_id, period, subjects)
    people = tuple(_person(view, row, earlier.get(row[0], ())) for row in shown)
    return Page(people, (offset + limit,) if len(rows) > limit else None)


def _person(view: View, row: tuple[Any, ...], earlier: tuple[Record, ...]) -> Json:
    subject, name, *cells = row
    told = {id: _told(cell) for id, cell in zip(view.given.names, cells, strict=True) if cell is not None}
    return {
        "subject": subject,
        "name": name,
        "inputs": {id: value for id, value in told.items() if not id.startswith(DECISION)},
        "decisions": {
            id.removeprefix(DECISION): {"amount": value} for id, value in told.items() if id.startswith(DECISION)
        },
        "history": [_record(view.program, record) for record in earlier],
    }


def _told(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return plain(Fraction(cell), DECIMALS)
    return cell


def _record(program: Program, record: Record) -> Json:
    told: Json = {"period": record.period}
    for id, value in record.values.items():
        source = program.input_by_id.get(id) or program.step_by_id.get(id)
        is_date = source is not None and source.type.kind is Kind.DATE
        if is_date and isinstance(value, Fraction):
            told[id] = date.fromordinal(int(value)).isoformat()
        elif value is not None:
            told[id] = plain(value, DECIMALS)
    return told
