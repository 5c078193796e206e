"""What is known of the data in a relation, asked of DuckDB before a plan is made: bounds, decimals, whether all is
there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

import duckdb

from engine.columnar.inputs import Held, allowed, declared
from engine.columnar.plan import input_names
from engine.formula.types import Kind
from engine.program import Program
from engine.values import Input

SAMPLE = 20_000
"""Rows that are looked at to see with how many decimals a column comes; finer ones among the rest are odd."""

FIRST = 2_000
"""Rows that tell what to expect of all others."""

ROOM = 4
"""How many times greater than in the sample the numbers of all others are expected to be at most."""

Ask = Callable[[str], Sequence[Any] | None]
"""Gives the one row of a query."""

_WHOLE = frozenset({f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")})
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")


def column_types(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """The columns of a relation (a name or a table function) and their types."""
    return {row[0]: row[1] for row in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}


def held_in(
    con: duckdb.DuckDBPyConnection, relation: str, program: Program, types: Mapping[str, str], *, sample: bool = True
) -> dict[str, Held]:
    """What the relation holds, by input. Without ``sample`` numbers are read with the usual decimals of their type."""
    names = input_names(program)
    items = {names[item.id]: item for item in program.inputs if names[item.id] in types}
    held = held_columns(con, relation, items, types, sample=sample)
    return {items[column].id: found for column, found in held.items()}


def expected_in(
    con: duckdb.DuckDBPyConnection, relation: str, program: Program, types: Mapping[str, str], rows: int = FIRST
) -> dict[str, Held]:
    """What the first ``rows`` let expect of all others, by input. Nothing of it is certain, rows that are otherwise are
    odd; but it is known without reading everything."""
    names = input_names(program)
    items = {names[item.id]: item for item in program.inputs}
    first = f"(SELECT * FROM {relation} LIMIT {rows})"
    held = held_by(lambda query: con.execute(query).fetchone(), first, items, types)
    return {items[column].id: _with_room(items[column], types[column], found) for column, found in held.items()}


def _with_room(item: Input, type: str, seen: Held) -> Held:
    if not _is_number(item):
        return replace(seen, expected=True)
    least, greatest = _readable(item, type, seen.decimals)
    return replace(
        seen,
        low=max(least, min(seen.low * ROOM, Fraction(0))),
        high=min(greatest, max(seen.high * ROOM, Fraction(0))),
        checked=False,
        expected=True,
    )


def held_columns(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    items: Mapping[str, Input],
    types: Mapping[str, str],
    *,
    sample: bool = True,
    count_missing: bool = True,
) -> dict[str, Held]:
    """What columns of the relation hold, by column; ``items`` says what each of them is. Without ``count_missing``
    something may be missing in each of them."""

    def ask(query: str) -> Sequence[Any] | None:
        return con.execute(query).fetchone()

    # bounds are often known from the statistics of files, but only if nothing else is asked with them
    held = held_by(ask, relation, items, types, sample=sample, count_missing=False)
    if not count_missing or not items:
        return held
    asked = ", ".join(f"COUNT(*) > COUNT({quoted(column)})" for column in items)
    missing = ask(f"SELECT {asked} FROM {relation}")
    assert missing is not None
    return {
        column: replace(found, nullable=bool(some)) for (column, found), some in zip(held.items(), missing, strict=True)
    }


def held_by(
    ask: Ask,
    relation: str,
    items: Mapping[str, Input],
    types: Mapping[str, str],
    *,
    sample: bool = True,
    count_missing: bool = True,
) -> dict[str, Held]:
    """The same, asked of any database that knows names in double quotes; ``types`` are called as DuckDB calls them."""
    asked = []
    for column, item in items.items():
        name = quoted(column)
        asked.append(f"COUNT(*) > COUNT({name})" if count_missing else "TRUE")
        asked += [f"MIN({name})", f"MAX({name})"] if _is_number(item) else ["NULL", "NULL"]
    if not asked:
        return {}
    # Nothing but constants of a relation without rows is no row at all.
    found = ask(f"SELECT {', '.join(asked)} FROM {relation}") or [True, None, None] * len(items)
    decimals = _decimals(ask, relation, items, types) if sample else {}
    held = {}
    for position, (column, item) in enumerate(items.items()):
        nullable, low, high = found[3 * position : 3 * position + 3]
        if not _is_number(item):
            held[column] = Held(Fraction(0), Fraction(0), 0, nullable=bool(nullable))
        else:
            held[column] = _held(item, types[column], low, high, bool(nullable), decimals.get(column))
    return held


def _is_number(item: Input) -> bool:
    return item.type.is_number or item.type.kind is Kind.DATE


def _held(item: Input, type: str, low: object, high: object, nullable: bool, seen: int | None) -> Held:
    usual = declared(item)
    decimals, whole = usual.decimals if seen is None else seen, False
    match = _DECIMAL.fullmatch(type)
    if type in _WHOLE:
        decimals, whole = 0, True
    elif match:
        places = int(match[2])
        if places <= decimals:
            decimals, whole = places, True
    bounds = _bounds(low, high) if low is not None else (Fraction(0), Fraction(0))
    least, greatest = _readable(item, type, decimals)
    checked = bounds is not None and least <= bounds[0] and bounds[1] <= greatest
    if bounds is not None:
        least, greatest = max(least, bounds[0]), min(greatest, bounds[1])
        if least > greatest:
            least = greatest = Fraction(0)
    return Held(least, greatest, decimals, checked, whole, nullable)


def _readable(item: Input, type: str, decimals: int) -> tuple[Fraction, Fraction]:
    """The least and the greatest number that the door lets in and that floats tell from their neighbours."""
    match = _DECIMAL.fullmatch(type)
    least, greatest = allowed(item)
    # floats must lie closer together than the decimals that they stand for
    most = Fraction(2 ** (53 - (10 ** max(int(match[2]) if match else 0, decimals)).bit_length()))
    return max(least, -most), min(greatest, most)


def _bounds(low: object, high: object) -> tuple[Fraction, Fraction] | None:
    found = []
    for value in (low, high):
        if isinstance(value, float):
            if not isfinite(value):
                return None
            value = Decimal(repr(value))
        if isinstance(value, (int, Decimal)):
            found.append(Fraction(value))
        elif isinstance(value, date):
            found.append(Fraction(value.toordinal()))
        else:
            return None
    return found[0], found[1]


def _decimals(ask: Ask, relation: str, items: Mapping[str, Input], types: Mapping[str, str]) -> dict[str, int]:
    """The fewest decimals that hold every value of a sample, by column."""
    asked, places = [], []
    for column, item in items.items():
        if item.type.is_number and types[column] not in _WHOLE:
            value = f"CAST({quoted(column)} AS DOUBLE)"
            for decimals in range(declared(item).decimals):
                scale = 10**decimals
                asked.append(f"COALESCE(BOOL_AND(ROUND({value} * {scale}) / {scale} = {value}), TRUE)")
                places.append((column, decimals))
    if not asked:
        return {}
    found = ask(f"SELECT {', '.join(asked)} FROM (SELECT * FROM {relation} LIMIT {SAMPLE})")
    assert found is not None
    fewest: dict[str, int] = {}
    for (column, decimals), fits in zip(places, found, strict=True):
        if fits:
            fewest.setdefault(column, decimals)
    return fewest


def quoted(name: str) -> str:
    """A name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'
