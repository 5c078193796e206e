"""The same rows loaded barely: no pieces, no leases, nothing worked out, one transaction."""

import csv
import itertools
import sqlite3
import time
from pathlib import Path

from service.duck import computing, parquet
from service.runs.columns import Layout
from service.runs.folder import run_folder
from service.runs.job import program_of_version
from service.runs.lines import lines_sql
from service.runs.stages import write_rows
from service.runs.starting import RunFacts
from service.work import SCOPES, Actor, Office
from store.models.run import run_by_number
from store.models.run_result import COLUMNS, NOTHING

TABLE = (
    "CREATE TABLE bare (workspace_id TEXT NOT NULL, run INTEGER NOT NULL, subject TEXT NOT NULL, line TEXT NOT NULL, "
    "status TEXT, tier TEXT, value TEXT, points TEXT, amount TEXT, PRIMARY KEY (workspace_id, run, subject, line))"
)
AT_ONCE = 500_000


def bare_load(office: Office, run: RunFacts, folder: Path) -> tuple[float, int]:
    """Seconds, and how many rows."""
    rows = folder / "bare.csv"
    _write(office, run, rows)
    try:
        if office.database.engine.dialect.name == "sqlite":
            return _into_sqlite(rows, folder / "bare.sqlite3")
        return _into_postgresql(office, rows)
    finally:
        rows.unlink()


def _write(office: Office, run: RunFacts, rows: Path) -> None:
    """Not measured: what is loaded barely is ready to be loaded."""
    with office.reading(Actor("bench", "", frozenset(SCOPES))) as work:
        layout = Layout(program_of_version(work, run.rule_set, run.version).program)
        row = run_by_number(work.session, "bench", run.id)
        assert row is not None
    values = run_folder(office.data_dir, "bench", run.id).existing(row.values_file)
    with computing("4GB", 2) as con:
        write_rows(con, lines_sql(layout, parquet(values), "bench", run.id), rows, ["", "￿"])


def _into_postgresql(office: Office, rows: Path) -> tuple[float, int]:
    connection = office.database.engine.raw_connection()
    with connection.cursor() as cursor:
        cursor.execute(TABLE.replace("TEXT NOT NULL", 'TEXT COLLATE "C" NOT NULL'))
        cursor.execute("SET statement_timeout = 0")
        began = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, NULL E'\\x1f')") as copy, rows.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        connection.commit()
        seconds = time.perf_counter() - began
        count = cursor.execute("SELECT count(*) FROM bare").fetchone()[0]
        cursor.execute("DROP TABLE bare")
        connection.commit()
    connection.close()
    return seconds, count


def _into_sqlite(rows: Path, place: Path) -> tuple[float, int]:
    connection = sqlite3.connect(place, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(TABLE)
    statement = f"INSERT INTO bare VALUES ({', '.join('?' * len(COLUMNS))})"
    seconds = 0.0
    connection.execute("BEGIN IMMEDIATE")
    with rows.open(newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        while True:
            # Tuples of texts and nulls, ready before the clock runs.
            some = [
                tuple([None if cell == NOTHING else cell for cell in row]) for row in itertools.islice(reader, AT_ONCE)
            ]
            if not some:
                break
            began = time.perf_counter()
            connection.executemany(statement, some)
            seconds += time.perf_counter() - began
    began = time.perf_counter()
    connection.execute("COMMIT")
    seconds += time.perf_counter() - began
    (count,) = connection.execute("SELECT count(*) FROM bare").fetchone()
    connection.close()
    place.unlink()
    return seconds, count
