"""Scoring Parquet files by Spark: the same plan on many machines, odd people by the engine's Python on these."""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.columnar.dialects import render
from engine.columnar.held import held_by
from engine.columnar.history import INDEX, QUARTER, YEAR, recorded_ids
from engine.columnar.numbers import NoForm
from engine.columnar.plan import input_names, plan_of
from engine.issues import Issue
from engine.program import Program
from engine.values import PeriodFacts
from service.in_place.files import Column, Holds, Mapped, people_issues, people_query
from service.in_place.outcome import Outcome, Unusable
from service.in_place.results import columns_of
from service.in_place.results_sql import select_results
from service.in_place.scorer_rows import EARLIER, Given, scored_rows

SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    # the queries that DuckDB knows, too, have their names in double quotes
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.session.timeZone": "UTC",
    # a large rule set has more parts, one over the other, than Spark looks through as it comes
    "spark.sql.analyzer.maxIterations": "1000",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
_SHIPPED = ("engine", "service/__init__.py", "service/in_place")
_NAMES = {"byte": "TINYINT", "short": "SMALLINT", "integer": "INTEGER", "long": "BIGINT", "double": "DOUBLE",
          "string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}  # fmt: skip


@contextmanager
def opened(master: str, settings: Mapping[str, str]) -> Iterator[SparkFiles]:
    """A session at the master for the length of a ``with``; one that is there already is used and left running.

    Raises :class:`Unusable` when there can be none.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unusable("pyspark: pip install 'scorewright[spark]'") from None
    running = SparkSession.getActiveSession()
    if running is not None:
        with tempfile.TemporaryDirectory(prefix="scorewright-") as folder:
            yield SparkFiles(running, Path(folder))
        return
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("scorewright")
    for name, value in {**SETTINGS, **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # noqa: BLE001  # Java is missing, the master does not answer: py4j raises what it likes
        raise Unusable(f"Spark, {master} (Java 17 / master): {_first_line(error)}") from None
    try:
        with tempfile.TemporaryDirectory(prefix="scorewright-") as folder:
            yield SparkFiles(session, Path(folder))
    finally:
        session.stop()


@dataclass(frozen=True, slots=True)
class SparkFiles:
    """Parquet files as Spark sees them; ``folder`` is there as long as this is used."""

    session: Any
    folder: Path

    def columns(self, files: str) -> list[Column]:
        """The columns of the files. Raises :class:`Unusable`."""
        with _told():
            schema = self.session.read.parquet(files).schema
        return [Column(field.name, field.dataType.simpleString(), _holds(field.dataType)) for field in schema]

    def people_issues(self, program: Program, people: str, files: Mapped) -> list[Issue]:
        with _told():
            self.session.read.parquet(people).createOrReplaceTempView("people_in_files")
            return list(people_issues(self._rows, program, files, "people_in_files"))

    def score(
        self, program: Program, period: PeriodFacts, people: str, files: Mapped, earlier: str | None, output: Path
    ) -> Outcome:
        """Score everybody into a new folder of Parquet files. Raises :class:`Unusable`."""
        with _told():
            return self._score(program, period, people, files, earlier, str(output))

    def _score(
        self, program: Program, period: PeriodFacts, people: str, files: Mapped, earlier: str | None, output: str
    ) -> Outcome:
        session = self.session
        session.read.parquet(people).createOrReplaceTempView("people_in_files")
        given = session.sql(people_query(program, files, "people_in_files"))
        given = _with_all(given, {input_names(program)[item.id]: item.type for item in program.inputs})
        given.createOrReplaceTempView("people")
        before = self._earlier(program, earlier)
        columns = columns_of(program)
        try:
            plan = self._plan(program, period, given)
        except NoForm as reason:
            rows = self._by_scorer(program, period, given, before, columns)
            return self._written(rows, output, None, reason.what)
        source = plan.tree.subquery("scored")
        select = select_results(program, plan.columns, source)
        proved = session.sql(render(select, "spark", pretty=False)).persist(_on_disk())
        try:
            odd = proved.where("odd").count()
            if odd and program.has_cohort:
                # whoever is odd has a place among the others, too
                return self._written(self._by_scorer(program, period, given, before, columns), output, None, None)
            rows = proved.where("NOT odd").drop("odd")
            if odd:
                left = given.join(proved.where("odd").select("subject"), "subject", "left_semi")
                rows = rows.unionAll(self._by_scorer(program, period, left, before, columns))
            return self._written(rows, output, odd, None)
        finally:
            proved.unpersist()

    def _plan(self, program: Program, period: PeriodFacts, given: Any) -> Any:
        types = {field.name: _duckdb_name(field.dataType) for field in given.schema}
        names = input_names(program)
        items = {names[item.id]: item for item in program.inputs}
        held = held_by(lambda query: self._rows(query)[0], "people", items, types)
        bounds = {items[column].id: found for column, found in held.items()}
        return plan_of(program, period, bounds=bounds, people=max(1, given.count()))

    def _earlier(self, program: Program, earlier: str | None) -> Any:
        """Earlier periods with a column for all that is looked back on; None where nothing is."""
        if not program.has_history or earlier is None:
            return None
        found = self.session.read.parquet(earlier)
        found = found.withColumn("subject", found["subject"].cast("string"))
        found = _with_all(found, recorded_ids(program))
        found.createOrReplaceTempView("earlier")
        return found

    def _by_scorer(self, program: Program, period: PeriodFacts, given: Any, earlier: Any, columns: Any) -> Any:
        """The same results by the engine's own Python: on all machines, or for people who are compared, on this one."""
        given = self._with_history(program, given, earlier)
        names = input_names(program)
        order = ["subject", *(names[item.id] for item in program.inputs)]
        selected = given.select(*(f"`{name}`" for name in order), *([EARLIER] if earlier is not None else []))
        asked = Given(program, period, recorded_ids(program))
        schema = ", ".join(f"`{column.name}` {column.type.replace('VARCHAR', 'STRING')}" for column in columns)
        if program.has_cohort:
            rows = list(scored_rows(asked, selected.toLocalIterator()))
            return self.session.createDataFrame(rows, schema)
        self._ship()
        return self.session.createDataFrame(selected.rdd.mapPartitions(asked.score), schema)

    def _with_history(self, program: Program, given: Any, earlier: Any) -> Any:
        if earlier is None:
            return given
        from pyspark.sql import functions

        record = functions.struct(*(f"`{name}`" for name in (INDEX, QUARTER, YEAR, *recorded_ids(program))))
        records = earlier.groupBy("subject").agg(functions.collect_list(record).alias(EARLIER))
        return given.join(records, "subject", "left")

    def _ship(self) -> None:
        """The engine's Python for machines on which it is not installed."""
        root = Path(__file__).resolve().parents[2]
        simpleeval = Path(str(importlib.import_module("simpleeval").__file__))
        file = self.folder / "scorewright.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(simpleeval, simpleeval.name)
            for name in _SHIPPED:
                path = root / name
                for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                    archive.write(source, str(source.relative_to(root)))
        self.session.sparkContext.addPyFile(str(file))

    def _written(self, rows: Any, output: str, odd: int | None, reason: str | None) -> Outcome:
        rows.write.parquet(output)
        counted = self.session.read.parquet(output).groupBy("status").count().collect()
        statuses = {row["status"]: row["count"] for row in counted}
        return Outcome(statuses, sum(statuses.values()) if odd is None else odd, reason)

    def _rows(self, query: str) -> Sequence[Sequence[Any]]:
        found: Sequence[Sequence[Any]] = self.session.sql(query).collect()
        return found


@contextmanager
def _told() -> Iterator[None]:
    """What Spark and Java say, in a line."""
    try:
        yield
    except Unusable:
        raise
    except Exception as error:
        if type(error).__module__.startswith(("pyspark", "py4j")):
            raise Unusable(_first_line(error)) from None
        raise


def _first_line(error: Exception) -> str:
    """The first line that says something: py4j begins with the call, and the cause comes next."""
    lines = [line.strip(": ") for line in str(error).splitlines() if line.strip(": ")]
    telling = [line for line in lines if not line.startswith("An error occurred while calling")]
    return (telling or lines or [type(error).__name__])[0][:300]


def _on_disk() -> Any:
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY


def _with_all(frame: Any, types: Mapping[str, Any]) -> Any:
    """The frame with a column for every name; one that was not there holds nothing."""
    from pyspark.sql import functions

    from engine.columnar.recorded import sql_type

    have = {name.casefold() for name in frame.columns}
    for name, type in types.items():
        if name.casefold() not in have:
            kind = sql_type(type).replace("VARCHAR", "STRING")
            frame = frame.withColumn(name, functions.lit(None).cast(kind))
    return frame


def _duckdb_name(type: Any) -> str:
    name = type.typeName()
    return f"DECIMAL({type.precision},{type.scale})" if name == "decimal" else _NAMES.get(name, name)


def _holds(type: Any) -> Holds:
    name = type.typeName()
    if name in ("byte", "short", "integer", "long"):
        return Holds.WHOLE
    if name in ("double", "decimal"):
        return Holds.NUMBER
    return {"string": Holds.TEXT, "boolean": Holds.FLAG, "date": Holds.DATE}.get(name, Holds.OTHER)
