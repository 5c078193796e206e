"""Scoring Parquet files by DuckDB in this process."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp

from engine.columnar import handing
from engine.columnar.answer import Refusal, evaluation_of
from engine.columnar.dialects import render
from engine.columnar.plan import PlanColumn
from engine.columnar.run import run
from engine.issues import Issue
from engine.program import Program
from engine.values import PeriodFacts
from service.duck import literal
from service.in_place.files import Column, Holds, Mapped, people_issues, people_query
from service.in_place.outcome import Outcome, Unusable
from service.in_place.results import ResultColumn, columns_of, refused_row, row_of
from service.in_place.results_sql import select_results

BATCH = 10_000
_WHOLE = frozenset({f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")})


@contextmanager
def opened(threads: int | None = None, memory: str | None = None) -> Iterator[DuckFiles]:
    """An engine for the length of a ``with``; what does not fit into memory goes to a temporary folder."""
    spill = tempfile.mkdtemp(prefix="scorewright-")
    config: dict[str, Any] = {"temp_directory": spill, "autoinstall_known_extensions": False}
    config |= {"threads": threads} if threads else {}
    config |= {"memory_limit": memory} if memory else {}
    try:
        with duckdb.connect(config=config) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            yield DuckFiles(connection)
    finally:
        shutil.rmtree(spill, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class DuckFiles:
    """Parquet files as DuckDB sees them."""

    connection: duckdb.DuckDBPyConnection

    def columns(self, files: str) -> list[Column]:
        """The columns of the files. Raises :class:`Unusable`."""
        try:
            found = self.connection.execute(f"DESCRIBE SELECT * FROM {_relation(files)}").fetchall()
        except duckdb.Error as error:
            raise Unusable(str(error).splitlines()[0]) from None
        return [Column(row[0], row[1], _holds(row[1])) for row in found]

    def people_issues(self, program: Program, people: str, files: Mapped) -> list[Issue]:
        """Rows without a person, people with several rows, decisions without reason or author."""
        return list(people_issues(self._rows, program, files, _relation(people)))

    def score(
        self, program: Program, period: PeriodFacts, people: str, files: Mapped, earlier: str | None, output: Path
    ) -> Outcome:
        """Score everybody into a new folder of Parquet files. Raises :class:`Unusable`."""
        connection = self.connection
        try:
            source = people_query(program, files, _relation(people))
            connection.execute(f"CREATE OR REPLACE VIEW people AS {source}")
            before = None
            if earlier is not None:
                connection.execute(f"CREATE OR REPLACE VIEW earlier_in_files AS {_earlier_query(_relation(earlier))}")
                before = "earlier_in_files"
            ran = run(connection, program, period, "people", table="scored", earlier=before)
            return self._write(program, period, ran.columns, ran.reason, output)
        except duckdb.Error as error:
            raise Unusable(str(error).splitlines()[0]) from None

    def _write(
        self,
        program: Program,
        period: PeriodFacts,
        places: Mapping[str, PlanColumn],
        reason: str | None,
        output: Path,
    ) -> Outcome:
        connection, columns = self.connection, columns_of(program)
        proved = render(select_results(program, places, exp.to_table("scored")), "duckdb", pretty=False)
        connection.execute(f"CREATE OR REPLACE TABLE results AS SELECT * EXCLUDE (odd) FROM ({proved}) WHERE NOT odd")
        odd = connection.cursor().execute("SELECT * FROM scored WHERE odd")
        names = [column[0] for column in odd.description or ()]
        by_scorer = 0
        while rows := odd.fetchmany(BATCH):
            by_scorer += len(rows)
            answers = []
            for row in rows:
                one = evaluation_of(program, period, places, {}, dict(zip(names, row, strict=True)))
                if isinstance(one, Refusal):
                    answers.append(refused_row(columns, one.person, (issue["code"] for issue in one.issues)))
                else:
                    answers.append(row_of(program, columns, one))
            self._insert(columns, answers)
        statuses = dict(connection.execute("SELECT status, COUNT(*) FROM results GROUP BY status").fetchall())
        unfinished = output.with_name(f".{output.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        try:
            file = literal(unfinished / "part-00000.parquet")
            connection.execute(f"COPY (SELECT * FROM results ORDER BY subject) TO {file} (FORMAT parquet)")
            unfinished.rename(output)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        return Outcome(statuses, by_scorer, reason)

    def _insert(self, columns: Sequence[ResultColumn], rows: Sequence[tuple[object, ...]]) -> None:
        cells = [handing.handed(column) for column in zip(*rows, strict=True)]
        self.connection.execute(
            f"INSERT INTO results SELECT {handing.places(column.type for column in columns)}", cells
        )

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()


def _relation(files: str) -> str:
    """Files as a relation: a file, a pattern, or a folder with everything below it."""
    path = Path(files)
    pattern = str(path / "**" / "*.parquet") if path.is_dir() else files
    return f"read_parquet({literal(pattern)}, union_by_name = true, hive_partitioning = false)"


def _earlier_query(relation: str) -> str:
    return f"SELECT * REPLACE (CAST(subject AS VARCHAR) AS subject) FROM {relation}"


def _holds(type: str) -> Holds:
    if type in _WHOLE:
        return Holds.WHOLE
    if type == "DOUBLE" or type.startswith("DECIMAL") or type == "HUGEINT":
        return Holds.NUMBER
    if type == "VARCHAR" or type.startswith("ENUM"):
        return Holds.TEXT
    return {"BOOLEAN": Holds.FLAG, "DATE": Holds.DATE}.get(type, Holds.OTHER)
