"""What is known of the rows in a relation before a query is written: how many there are, bounds and decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import duckdb

from engine.columnar.held import column_types, held_columns, quoted
from engine.columnar.inputs import Held
from engine.formula.types import FLAG, NUMBER, TEXT, Kind, Type
from engine.numbers import LIMIT
from engine.values import Input

FEW_DECIMALS = 3

_EXACT = re.compile(r"(?:TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\(\d+,\s*(\d+)\))")


@dataclass(frozen=True, slots=True)
class Known:
    """The number of rows of a relation and what its columns hold, by name; ``places`` are those of exact numbers."""

    rows: int
    columns: Mapping[str, Held]
    places: Mapping[str, int]
    names: frozenset[str] = frozenset()
    """All columns of the relation."""


def known_of(con: duckdb.DuckDBPyConnection, relation: str, types: Mapping[str, Type]) -> Known:
    """What the columns of these types hold. DuckDB knows most of it from the statistics of the files."""
    items = {name: column_input(name, type) for name, type in types.items()}
    found = con.execute(f"SELECT COUNT(*) FROM {quoted(relation)}").fetchone()
    assert found is not None
    written = column_types(con, quoted(relation))
    # a few decimals more in whole numbers cost less than asking every row whether it has them
    coarse = {name: item for name, item in items.items() if _places(written.get(name, "")) <= FEW_DECIMALS}
    fine = {name: item for name, item in items.items() if name not in coarse}
    held = {
        **held_columns(con, quoted(relation), coarse, written, sample=False, count_missing=False),
        **held_columns(con, quoted(relation), fine, written, count_missing=False),
    }
    numbers = [name for name, type in types.items() if type.is_number and _EXACT.fullmatch(written.get(name, ""))]
    return Known(found[0], held, {name: _places(written[name]) for name in numbers}, frozenset(written))


def _places(sql_type: str) -> int:
    match = _EXACT.fullmatch(sql_type)
    return int(match[1]) if match and match[1] else 0


def column_input(name: str, type: Type) -> Input:
    """A column as an input that holds whatever was let in."""
    return Input(name, type, "column", high=Fraction(LIMIT - 1) if type.kind is Kind.PERCENT else None)


def type_of_column(sql_type: str) -> Type:
    """The type of an attribute from that of its column."""
    if sql_type == "BOOLEAN":
        return FLAG
    if sql_type == "VARCHAR":
        return TEXT
    return Type(Kind.DATE) if sql_type == "DATE" else NUMBER
