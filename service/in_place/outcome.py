"""What came of scoring files in place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.columnar.held import quoted
from service.digests import digest_of_row, digest_query
from service.duck import literal


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many people there were by status, how many of them the scorer took, and why it took all, if it did."""

    statuses: Mapping[str, int]
    by_scorer: int
    reason: str | None = None

    @property
    def people(self) -> int:
        return sum(self.statuses.values())


class Unusable(Exception):
    """The files or the machines cannot be used at all: what to tell, without a trace."""


def result_hash(folder: Path) -> str:
    """The hash of all results in a folder of Parquet files, whatever their order and pieces: equal rows, equal hash."""
    with duckdb.connect() as connection:
        relation = f"read_parquet({literal(str(folder / '*.parquet'))})"
        names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
        pieces = [f"coalesce({literal(name)} || chr(31) || CAST({quoted(name)} AS VARCHAR), '')" for name in names]
        row = connection.execute(digest_query(" || chr(30) || ".join(pieces), relation)).fetchone()
        assert row is not None
        return digest_of_row(row).hash
