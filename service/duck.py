"""DuckDB as the service uses it: in memory, within limits, nothing from outside the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

READING = "512MB"
THREADS = 2
_rested: list[duckdb.DuckDBPyConnection] = []
"""Connections that nobody reads through at the moment, for whoever comes next."""
MOST_RESTED = 2


@contextmanager
def computing(memory: str, threads: int = 1, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own. What does not fit into ``memory`` goes to the folder ``spill``, if there is one."""
    connection = _connected(memory, threads, spill)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def reading() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for reading files and nothing else: no table, view or setting may be left in it. It is lent on
    afterwards, for making one takes as long as finding a person's result."""
    try:
        connection = _rested.pop()
    except IndexError:
        connection = _connected(READING, THREADS)
        # what is read stays in its file: a connection at rest holds no memory
        connection.execute("SET enable_external_file_cache = false")
    healthy = True
    try:
        yield connection
    except duckdb.Error:
        healthy = False
        raise
    finally:
        if healthy and len(_rested) < MOST_RESTED:
            _rested.append(connection)
        else:
            connection.close()


def _connected(memory: str, threads: int, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {
        "memory_limit": memory,
        "threads": threads,
        "temp_directory": str(spill) if spill else "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    # times are kept in UTC; no zone of the machine may change what they mean
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def quoted(name: str) -> str:
    """A name of a column or table in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """A text in SQL, where no parameter can stand."""
    return "'" + str(text).replace("'", "''") + "'"


def file_list(paths: list[Path]) -> str:
    """A list of files in SQL. Their names are taken as they are, whatever characters are in them."""
    return "[" + ", ".join(literal(_unglobbed(path)) for path in paths) + "]"


def _unglobbed(path: Path) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in str(path))


def parquet(path: Path) -> str:
    """The rows of a file as a table in SQL."""
    return f"read_parquet({file_list([path])})"
