"""Recorded values of earlier periods: the relation that plans read, and the same as records for the scorer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import duckdb

from engine.columnar.held import column_types, quoted
from engine.columnar.history import INDEX, QUARTER, YEAR, recorded_ids
from engine.door import read_recorded
from engine.formula.types import Kind, Type
from engine.issues import Issue, Refused
from engine.program import Program
from engine.values import Record, Value

Recorded = Callable[[Sequence[str]], Mapping[str, tuple[Record, ...]]]
"""Earlier periods of people by id."""


def with_all_recorded(con: duckdb.DuckDBPyConnection, program: Program, relation: str) -> str:
    """A query for the relation with a column for each value that the program looks back on; NULL where it has none."""
    types = column_types(con, relation)
    absent = [(id, type) for id, type in recorded_ids(program).items() if id not in types]
    added = "".join(f", CAST(NULL AS {sql_type(type)}) AS {quoted(id)}" for id, type in absent)
    return f"SELECT *{added} FROM {relation}"


def sql_type(type: Type) -> str:
    """The type of a column of DuckDB that takes such values, numbers as the nearest floats."""
    if type.kind is Kind.FLAG:
        return "BOOLEAN"
    return "VARCHAR" if type.is_text else "DOUBLE"


def recorded_in(con: duckdb.DuckDBPyConnection, program: Program, relation: str) -> Recorded:
    """The records in a relation with all its columns. Reading them raises :class:`Refused` for a value out of range."""
    ids = recorded_ids(program)
    names = ["subject", *(quoted(name) for name in (INDEX, QUARTER, YEAR, *ids))]

    def find(subjects: Sequence[str]) -> dict[str, tuple[Record, ...]]:
        # on a cursor of its own, for the people are still being read from the connection
        rows = con.cursor().execute(
            f"SELECT {', '.join(names)} FROM {relation} WHERE subject IN (SELECT unnest(?)) ORDER BY ALL",
            [list(subjects)],
        )
        found: dict[str, list[Record]] = {}
        for subject, index, quarter, year, *raw in rows.fetchall():
            values: dict[str, Value] = {}
            for (id, type), cell in zip(ids.items(), raw, strict=True):
                value = None if cell is None else read_recorded(id, type, cell, ("history", id))
                if isinstance(value, Issue):
                    raise Refused([value])
                if value is not None:
                    values[id] = value
            found.setdefault(subject, []).append(Record(str(index), int(index), int(quarter), int(year), values))
        return {subject: tuple(records) for subject, records in found.items()}

    return find
