"""Texts of many people read at the door, column by column: typed where the door lets them in, told of where not.

The door sees each different text once, so a million people in fifty teams cost fifty readings.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb

from engine.door import read_value
from engine.formula.types import Kind
from engine.issues import Issue
from engine.values import Input, Value
from service.duck import literal, quoted

AT_ONCE = 50_000
WIDEST = 38


@dataclass(frozen=True, slots=True)
class TextColumn:
    """Where the texts of an input stand: an SQL expression over the table that is read."""

    item: Input
    sql: str


def read_columns(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[TextColumn], names: Mapping[str, str], scratch: Path
) -> tuple[str, str]:
    """SQL for the typed columns of ``table`` (``, expression AS name …``) and for its ``@refused`` (JSON of issues).

    Temporary tables with the readings stay in ``con``. ``names`` are the columns' names by input id.
    """
    typed: list[str] = []
    refused: list[str] = []
    for number, column in enumerate(columns):
        readings = f"reading_{table}_{number}"
        type = _read(con, table, column, readings, scratch)
        found = f"(SELECT {{}} FROM {readings} WHERE raw = {column.sql})"
        typed.append(f"CAST({found.format('typed')} AS {type}) AS {quoted(names.get(column.item.id, column.item.id))}")
        if con.execute(f"SELECT 1 FROM {readings} WHERE issue IS NOT NULL LIMIT 1").fetchone():
            refused.append(found.format("issue"))
    together = f"[{', '.join(refused)}]"
    issues = f"list_filter({together}, issue -> issue IS NOT NULL)"
    told = f"CASE WHEN len({issues}) > 0 THEN '[' || array_to_string({issues}, ',') || ']' END" if refused else "NULL"
    return "".join(f", {one}" for one in typed), f"CAST({told} AS VARCHAR)"


def load_lines(
    con: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[object]],
    scratch: Path,
) -> None:
    """The table with these columns (name → type) from rows of texts.

    By way of a file in ``scratch``: a database that is handed rows one by one needs a hundred times as long.
    """
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    names = list(columns)
    with tempfile.NamedTemporaryFile("w", dir=scratch, suffix=".ndjson", encoding="utf-8") as file:
        for row in rows:
            file.write(encode(dict(zip(names, row, strict=True))))
            file.write("\n")
        file.flush()
        types = ", ".join(f"{literal(name)}: {literal(type)}" for name, type in columns.items())
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM read_json({literal(file.name)}, "
            f"format = 'newline_delimited', columns = {{{types}}}, maximum_object_size = 4194304)"
        )


def _read(con: duckdb.DuckDBPyConnection, table: str, column: TextColumn, readings: str, scratch: Path) -> str:
    """Make the table of readings (``raw, typed, issue``) and give the type that all of ``typed`` fit."""
    item = column.item
    deepest, largest = 0, Fraction(0)
    texts = con.execute(f"SELECT DISTINCT {column.sql} AS raw FROM {table} WHERE raw IS NOT NULL")
    rows: list[tuple[str, str | None, str | None]] = []
    while some := texts.fetchmany(AT_ONCE):
        for (raw,) in some:
            value = read_value(item, raw, ("inputs", item.id))
            if isinstance(value, Issue):
                rows.append((raw, None, json.dumps(value.to_json(), ensure_ascii=False)))
                continue
            if isinstance(value, Fraction) and item.type.kind is not Kind.DATE:
                deepest = max(deepest, _decimals(value))
                largest = max(largest, abs(value))
            rows.append((raw, _spelled(item, value), None))
    load_lines(con, readings, {"raw": "VARCHAR", "typed": "VARCHAR", "issue": "VARCHAR"}, rows, scratch)
    return _type(item, deepest, largest)


def _type(item: Input, deepest: int, largest: Fraction) -> str:
    match item.type.kind:
        case Kind.FLAG:
            return "BOOLEAN"
        case Kind.DATE:
            return "DATE"
        case Kind.COUNT:
            return "BIGINT"
        case _ if item.type.is_text:
            return "VARCHAR"
    whole = len(str(int(largest)))
    return f"DECIMAL({18 if whole + deepest <= 18 else WIDEST}, {deepest})"


def _decimals(value: Fraction) -> int:
    """The door lets in no more than a few decimals, so this ends."""
    places = 0
    while value.denominator != 1:
        value *= 10
        places += 1
    return places


def _spelled(item: Input, value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        if item.type.kind is Kind.DATE:
            return date.fromordinal(int(value)).isoformat()
        return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
    return str(value)
