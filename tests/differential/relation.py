"""People as a relation of DuckDB, in columns of the types in which data comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import duckdb

from engine.columnar.handing import handed, places
from engine.columnar.held import quoted
from engine.columnar.plan import input_names
from engine.formula.types import Kind
from engine.program import Program
from engine.values import Input, Person

EXACT_TYPE = "DECIMAL(38,8)"


def make_relation(
    con: duckdb.DuckDBPyConnection, name: str, program: Program, people: Sequence[Person], random: Random
) -> None:
    """A new table of the people; numbers become floats where floats name them all, decimals or whole numbers."""
    names = input_names(program)
    columns, lists = ["subject VARCHAR"], [[person.id for person in people]]
    for item in program.inputs:
        type = column_type(item, people, random)
        columns.append(f"{quoted(names[item.id])} {type}")
        lists.append([plain(item, person, type) for person in people])
    con.execute(f"CREATE OR REPLACE TABLE {quoted(name)} ({', '.join(columns)})")
    types = [column.rpartition(" ")[2] for column in columns]
    con.execute(f"INSERT INTO {quoted(name)} SELECT {places(types)}", [handed(values) for values in lists])


def column_type(item: Input, people: Sequence[Person], random: Random) -> str:
    kind = item.type.kind
    if not item.type.is_number:
        return {Kind.FLAG: "BOOLEAN", Kind.DATE: "DATE"}.get(kind, "VARCHAR")
    if kind is Kind.COUNT and random.random() < 0.5:
        return "BIGINT"
    values = [value for person in people if isinstance(value := person.values.get(item.id), Fraction)]
    named = all(Fraction(repr(float(value))) == value for value in values)
    return random.choice(["DOUBLE", EXACT_TYPE]) if named else EXACT_TYPE


def plain(item: Input, person: Person, type: str = EXACT_TYPE) -> object:
    """One value as the relation holds it."""
    value = person.values.get(item.id)
    if not isinstance(value, Fraction):
        return value
    if item.type.kind is Kind.DATE:
        return date.fromordinal(int(value))
    if type == "DOUBLE":
        return float(value)
    return int(value) if type == "BIGINT" else Decimal(value.numerator) / Decimal(value.denominator)
