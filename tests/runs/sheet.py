"""Runs whose inputs are rows that a test wrote down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from engine.program import Program
from rules.document.load import load
from rules.period import Period
from service.checking import check_for_publishing
from service.duck import literal, quoted
from service.rule_sets import put_draft
from service.runs.sources import Asked, Gathered, Pins
from service.versions import publish, ready_to_publish
from service.work import Actor, Office, Work

Rows = Mapping[str, Mapping[str, object]]


class Sheet:
    """Sources that give what ``rows`` has at the moment of pinning: person → input → value."""

    def __init__(self, rows: Rows):
        self.rows = rows

    def pin(self, work: Work, program: Program, period: Period) -> Pins:
        return Pins({"rows": {subject: dict(row) for subject, row in sorted(self.rows.items())}})

    def gather(self, asked: Asked, con: duckdb.DuckDBPyConnection, target: Path) -> Gathered:
        rows: Rows = asked.pins["rows"]
        write_inputs(con, rows, target, asked.scratch / ".rows.json")
        return Gathered(len(rows))


def write_inputs(
    con: duckdb.DuckDBPyConnection, rows: Rows, target: Path, scratch: Path, types: Mapping[str, str] | None = None
) -> None:
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    text = "\n".join(json.dumps({"@subject": subject, **row}, default=str) for subject, row in rows.items())
    scratch.write_text(text, encoding="utf-8")
    types = {**{name: _type([row.get(name) for row in rows.values()]) for name in names}, **(types or {})}
    columns = ", ".join(f"{literal(name)}: {literal(type)}" for name, type in {"@subject": "VARCHAR", **types}.items())
    con.execute(
        f"COPY (SELECT * FROM read_json({literal(scratch)}, columns = {{{columns}}}, format = 'newline_delimited') "
        f"ORDER BY {quoted('@subject')}) TO {literal(target)} (FORMAT parquet)"
    )
    scratch.unlink()


def _type(values: Sequence[object]) -> str:
    if any(isinstance(value, bool) for value in values):
        return "BOOLEAN"
    if any(isinstance(value, str) for value in values):
        return "VARCHAR"
    return "DECIMAL(38, 8)"


def put_in_force(office: Office, actor: Actor, text: str, period: str = "2026-01") -> str:
    """Publish a document, in force from a period on; its id."""
    document = load(text)
    name = str(document.data["id"])
    with office.writing(actor) as work:
        etag = put_draft(work, name, document, "*" if _has_draft(office, actor, name) else None).etag
    with office.reading(actor) as work:
        ready = ready_to_publish(work, name, etag, check_for_publishing)
    with office.writing(actor) as work:
        publish(work, ready, period, "", replace=True)
    return name


def _has_draft(office: Office, actor: Actor, name: str) -> bool:
    from service.rule_sets import list_rule_sets

    with office.reading(actor) as work:
        return any(item.id == name and item.has_draft for item in list_rule_sets(work, limit=200).items)
