"""Databases that run plans: each takes people as a relation and gives the rows of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb
import psycopg
import sqlalchemy

from engine.columnar.plan import Plan
from engine.program import Program
from engine.values import Person
from tests.engine.columnar.relation import column_type, rows_of

Ask = Callable[[Plan, list[Person]], list[dict[str, object]]]
"""The rows that a plan gives for these people, by column."""


def _table(program: Program, dialect: str) -> str:
    columns = "".join(f', "{item.id}" {column_type(item, dialect)}' for item in program.inputs)
    return f'"subject" TEXT{columns}'


def _placeholders(program: Program, mark: str) -> str:
    return ", ".join([mark] * (len(program.inputs) + 1))


@contextmanager
def in_duckdb(threads: int = 2) -> Iterator[Ask]:
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {threads}")

        def ask(plan: Plan, people: list[Person]) -> list[dict[str, object]]:
            program = plan.program
            connection.execute(f"CREATE OR REPLACE TABLE people ({_table(program, 'duckdb')})")
            connection.executemany(
                f"INSERT INTO people VALUES ({_placeholders(program, '?')})", rows_of(program, people)
            )
            found = connection.execute(plan.sql("duckdb"))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

        yield ask


@contextmanager
def in_postgres(url: str) -> Iterator[Ask]:
    address = sqlalchemy.make_url(url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:

        def ask(plan: Plan, people: list[Person]) -> list[dict[str, object]]:
            program = plan.program
            connection.execute("DROP TABLE IF EXISTS people")
            connection.execute(f"CREATE TABLE people ({_table(program, 'postgres')})".encode())
            with connection.cursor() as cursor:
                marks = _placeholders(program, "%s")
                cursor.executemany(f"INSERT INTO people VALUES ({marks})".encode(), rows_of(program, people))
                cursor.execute(plan.sql("postgres").encode())
                names = [column.name for column in cursor.description or ()]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        yield ask
