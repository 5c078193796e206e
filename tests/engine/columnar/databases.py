"""Databases that run plans: each takes people as a relation and gives the rows of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import duckdb
import psycopg
import sqlalchemy

from engine.columnar.handing import handed, places
from engine.columnar.plan import Plan
from engine.program import Program
from engine.values import Person
from tests.engine.columnar.relation import Row, column_type, earlier_of, rows_of

Ask = Callable[[Plan, list[Person]], list[dict[str, object]]]
"""The rows that a plan gives for these people, by column."""


def _table(program: Program, dialect: str) -> str:
    columns = "".join(f', "{item.id}" {column_type(item, dialect)}' for item in program.inputs)
    return f'"subject" {"STRING" if dialect == "spark" else "TEXT"}{columns}'


def _marks(count: int, mark: str) -> str:
    return ", ".join([mark] * count)


def _tables(program: Program, people: list[Person], dialect: str) -> Iterator[tuple[str, str, list[Row]]]:
    """The name, the columns and the rows of the relations that a plan reads."""
    yield "people", _table(program, dialect), rows_of(program, people)
    if program.has_history:
        yield "earlier", *earlier_of(program, people, dialect)


def load(connection: duckdb.DuckDBPyConnection, program: Program, people: list[Person]) -> None:
    """Make the tables ``people`` and, where the program looks back, ``earlier``."""
    for name, columns, rows in _tables(program, people, "duckdb"):
        _fill(connection, name, columns, rows)


def load_earlier(connection: duckdb.DuckDBPyConnection, program: Program, people: Sequence[Person]) -> bool:
    """Make the table ``earlier`` alone; False for records with finer values than there may be in one."""
    numbers = [
        value
        for person in people
        for record in person.history
        for value in record.values.values()
        if isinstance(value, Fraction)
    ]
    if any(10**8 % number.denominator for number in numbers):
        return False
    columns, rows = earlier_of(program, people, "duckdb")
    _fill(connection, "earlier", columns, rows)
    return True


def _fill(connection: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[Row]) -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    if rows:
        found = connection.execute(f"DESCRIBE {name}").fetchall()
        lists = [handed(column) for column in zip(*rows, strict=True)]
        connection.execute(f"INSERT INTO {name} SELECT {places(type for _, type, *_ in found)}", lists)


@contextmanager
def in_duckdb(threads: int = 2) -> Iterator[Ask]:
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")

        def ask(plan: Plan, people: list[Person]) -> list[dict[str, object]]:
            load(connection, plan.program, people)
            found = connection.execute(plan.sql("duckdb"))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        yield ask


@contextmanager
def in_postgres(url: str) -> Iterator[Ask]:
    address = sqlalchemy.make_url(url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:

        def ask(plan: Plan, people: list[Person]) -> list[dict[str, object]]:
            with connection.cursor() as cursor:
                for name, columns, rows in _tables(plan.program, people, "postgres"):
                    cursor.execute(f"DROP TABLE IF EXISTS {name}".encode())
                    cursor.execute(f"CREATE TABLE {name} ({columns})".encode())
                    if rows:
                        marks = _marks(len(rows[0]), "%s")
                        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})".encode(), rows)
                cursor.execute(plan.sql("postgres").encode())
                names = [column.name for column in cursor.description or ()]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        yield ask


def in_spark(session: Any) -> Ask:
    def ask(plan: Plan, people: list[Person]) -> list[dict[str, object]]:
        for name, columns, rows in _tables(plan.program, people, "spark"):
            session.createDataFrame(rows, columns.replace('"', "`")).createOrReplaceTempView(name)
        return [row.asDict() for row in session.sql(plan.sql("spark")).collect()]

    return ask
