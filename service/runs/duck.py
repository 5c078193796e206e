"""DuckDB as it is used for runs: in memory, within limits, nothing from outside the machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb


@contextmanager
def computing(memory: str, threads: int, spill: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
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


def parquet(path: Path) -> str:
    return f"read_parquet({literal(path)})"


def distinct_names(ids: Sequence[str]) -> dict[str, str]:
    """A column name for each id. DuckDB's names ignore case, ours do not: a second one gets a number."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id in ids:
        name, again = id, 1
        while name.casefold() in taken:
            again += 1
            name = f"{id}~{again}"
        taken.add(name.casefold())
        names[id] = name
    return names
