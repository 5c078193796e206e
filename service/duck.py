"""DuckDB as the service uses it: in memory, within limits, nothing from outside the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


@contextmanager
def computing(memory: str, threads: int = 1, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own. What does not fit into ``memory`` goes to the folder ``spill``, if there is one."""
    settings: dict[str, Any] = {
        "memory_limit": memory,
        "threads": threads,
        "temp_directory": str(spill) if spill else "",
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    connection = duckdb.connect(config=settings)
    try:
        # times are kept in UTC; no zone of the machine may change what they mean
        connection.execute("SET TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


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
