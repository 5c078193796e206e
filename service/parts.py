"""Parts: the Parquet files that hold the events of a dataset, and what SQL has to say about them.

A part has the columns ``id``, ``subject`` (both VARCHAR), ``time`` (TIMESTAMP in UTC), ``withdrawn`` (BOOLEAN) and one
for each declared column; an id occurs once in it. Rows are sorted by subject, time and id.
"""

from __future__ import annotations

import itertools
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from engine.formula.types import Kind
from engine.values import Input
from service.digests import Digest, digest_of_row, digest_query, text_sql
from service.duck import file_list, literal, quoted

FIXED = {"id": "VARCHAR", "subject": "VARCHAR", "time": "TIMESTAMP", "withdrawn": "BOOLEAN"}
"""The columns of every part. No declared column can be called so."""

NUMBER, WIDE_NUMBER = "DECIMAL(18, 8)", "DECIMAL(23, 8)"
"""Numbers have at most 8 decimals. In the files they are kept in 64 bits; only a column with a number from 10^10 on
needs 128, which take a hundred times as long to read from text and several times as long to sum."""

MOST_NARROW = 10**10

ROWS_TOGETHER = 32_768
"""Rows of a row group: larger ones compress a little better, but writing them takes more memory."""

_SQL_TYPES = {Kind.COUNT: "BIGINT", Kind.FLAG: "BOOLEAN", Kind.DATE: "DATE"}
SUFFIX = ".parquet"


@dataclass(frozen=True, slots=True)
class PartFile:
    """A part to read: where it is and what the database knows of it."""

    path: Path
    number: int
    repeats: bool
    first_id: str
    last_id: str


@dataclass(frozen=True, slots=True)
class Written:
    """A part that was written: to be named by a row in the database, else it is nothing.

    ``before`` and ``after`` are of the events that count: those that the part replaces or withdraws, and its own.
    """

    id: str
    rows: int
    withdrawn: int
    bytes: int
    content_hash: str
    repeats: bool
    first_time: datetime | None
    last_time: datetime | None
    first_id: str
    last_id: str
    before: Digest
    after: Digest


@dataclass(frozen=True, slots=True)
class Watched:
    """Days whose changes are to be told: those before the moment ``until`` (microseconds), on the clock of ``zone``."""

    zone: str
    until: int


DayChanges = Sequence[tuple[str | None, str | None, int]]
"""How many events lie on a day now and lay on another before; None where there is no such day."""


@dataclass(frozen=True, slots=True)
class Absorbed:
    """What came of events that arrived: ``part`` is None when they change nothing. The counts add up to them all.

    ``days`` counts those that say something new by the day on which they lie now and the day before the change, None
    where there is none; only of watched days.
    """

    part: Written | None
    added: int = 0
    corrected: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    nothing_to_withdraw: int = 0
    days: DayChanges = ()


def sql_types(columns: Mapping[str, Input]) -> dict[str, str]:
    """The declared columns with their types in a part; a :data:`NUMBER` may be a :data:`WIDE_NUMBER` there."""
    return {
        name: "VARCHAR" if item.type.is_text else _SQL_TYPES.get(item.type.kind, NUMBER)
        for name, item in columns.items()
    }


def absorb(
    con: duckdb.DuckDBPyConnection,
    arrived: str,
    columns: Mapping[str, str],
    visible: Sequence[PartFile],
    folder: Path,
    part_id: str,
    watched: Watched | None = None,
    *,
    dry_run: bool = False,
) -> Absorbed:
    """Write those events of the relation ``arrived`` that say something new as a part; none with ``dry_run``.

    ``arrived`` has the columns of a part, each id once. ``visible`` are the parts there are.
    """
    join, news = f"FROM {arrived} a LEFT JOIN known k ON k.id = a.id", _news(columns)
    if _find_known(con, arrived, columns, visible):
        rows = f"SELECT {_names(columns, 'a')} {join} WHERE {news}"
        counts = f"""
            SELECT count(*) FILTER (WHERE {news} AND NOT a.withdrawn AND (k.id IS NULL OR k.withdrawn)),
                count(*) FILTER (WHERE {news} AND NOT a.withdrawn AND NOT k.withdrawn),
                count(*) FILTER (WHERE {news} AND a.withdrawn),
                count(*) FILTER (WHERE NOT {news} AND k.id IS NOT NULL),
                count(*) FILTER (WHERE k.id IS NULL AND a.withdrawn),
                count(*) FILTER (WHERE {news} AND k.id IS NOT NULL)
            {join}
            """
    else:
        rows = f"SELECT {_names(columns, 'a')} FROM {arrived} a WHERE NOT a.withdrawn"
        counts = "SELECT count(*) FILTER (WHERE NOT withdrawn), 0, 0, 0, count(*) FILTER (WHERE withdrawn), 0 "
        counts += f"FROM {arrived}"
    added, corrected, withdrawn, unchanged, nothing, repeated = _row(con, counts)
    if not added + corrected + withdrawn:
        return Absorbed(None, 0, 0, 0, unchanged, nothing)
    days = () if watched is None else _days(con, f"{join} WHERE {news}", watched)
    if dry_run:
        return Absorbed(None, added, corrected, withdrawn, unchanged, nothing, days)
    path = _write(con, columns, rows, folder, part_id)
    before = Digest()
    if repeated:
        con.execute(f"CREATE OR REPLACE TEMP TABLE changed AS SELECT id FROM read_parquet({file_list([path])})")
        replaced = "known k SEMI JOIN changed USING (id) WHERE NOT k.withdrawn"
        before = digest_of_row(_row(con, digest_query(text_sql(columns, "k"), replaced)))
        con.execute("DROP TABLE changed")
    part = _written(con, path, part_id, columns, before, repeats=repeated > 0)
    con.execute("DROP TABLE known")
    return Absorbed(part, added, corrected, withdrawn, unchanged, nothing, days)


def changed_days(
    con: duckdb.DuckDBPyConnection,
    arrived: str,
    waiting: str,
    columns: Mapping[str, str],
    visible: Sequence[PartFile],
    watched: Watched,
) -> DayChanges:
    """The ``days`` that :func:`absorb` would count if ``waiting`` had been absorbed before.

    ``waiting`` came after all parts and has the columns of one, each id once.
    """
    _find_known(con, arrived, columns, visible)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE held AS
        SELECT {_names(columns, "k")} FROM known k ANTI JOIN {waiting} w ON w.id = k.id
        UNION ALL BY NAME SELECT {_names(columns, "w")} FROM {waiting} w
        """
    )
    return _days(con, f"FROM {arrived} a LEFT JOIN held k ON k.id = a.id WHERE {_news(columns)}", watched)


def _news(columns: Mapping[str, str]) -> str:
    """Whether an event ``a`` says something new, given the one ``k`` with its id or none."""
    own, old = text_sql(columns, "a"), text_sql(columns, "k")
    return f"CASE WHEN k.id IS NULL THEN NOT a.withdrawn ELSE {own} <> {old} END"


def _days(con: duckdb.DuckDBPyConnection, changes: str, watched: Watched) -> DayChanges:
    """How many changes there are from which day to which. ``changes`` begins with FROM, with ``a`` new and ``k``
    old."""
    zone = watched.zone.replace("'", "''")
    now, before = (f"CASE WHEN NOT {one}.withdrawn THEN {one}.time END" for one in "ak")
    days = ", ".join(
        f"CAST(CAST(timezone('{zone}', timezone('UTC', {one})) AS DATE) AS VARCHAR)" for one in (now, before)
    )
    until = f"make_timestamp({watched.until})"
    query = f"SELECT {days}, count(*) {changes} AND ({now} < {until} OR {before} < {until}) GROUP BY ALL ORDER BY ALL"
    return con.execute(query).fetchall()


def merge(
    con: duckdb.DuckDBPyConnection,
    columns: Mapping[str, str],
    parts: Sequence[PartFile],
    folder: Path,
    part_id: str,
) -> Written:
    """Several parts that follow one another as one, with the last arrival of every id."""
    latest = f"""
        SELECT {_names(columns, "e")} FROM {_numbered(columns, parts)} e
        QUALIFY row_number() OVER (PARTITION BY e.id ORDER BY e."@number" DESC) = 1
    """
    path = _write(con, columns, latest, folder, part_id)
    return _written(con, path, part_id, columns, Digest(), repeats=any(part.repeats for part in parts))


def events_sql(columns: Mapping[str, str], parts: Sequence[PartFile]) -> str:
    """A query for the events that count in parts given in order of arrival: of those with one id the last one, unless
    it was withdrawn. Only where a part repeats ids of earlier ones are ids compared."""
    names = ", ".join(["id", "subject", "time", *map(quoted, columns)])
    empty = f"SELECT {_nothing(columns)} WHERE FALSE"
    pieces = [f"SELECT {names} FROM ({empty})"]
    repeating = [at for at, part in enumerate(parts) if part.repeats]
    edges = [0, *(at for at in repeating if at), len(parts)]
    for start, end in itertools.pairwise(edges):
        group = [part.path for part in parts[start:end]]
        later = [parts[at].path for at in repeating if at >= end]
        if not group:
            continue
        source = f"SELECT {names} FROM {_typed(columns, group)} e WHERE NOT e.withdrawn"
        if later:
            source += f" AND NOT EXISTS (SELECT 1 FROM read_parquet({file_list(later)}) l WHERE l.id = e.id)"
        pieces.append(source)
    return "\nUNION ALL ".join(pieces)


def content_hash(con: duckdb.DuckDBPyConnection, path: Path, columns: Mapping[str, str]) -> str:
    """The hash over the rows of a part, as its row in the database has it."""
    return digest_of_row(_row(con, digest_query(text_sql(columns, "e"), f"{_typed(columns, [path])} e"))).hash


def part_path(folder: Path, part_id: str) -> Path:
    return folder / f"{part_id}{SUFFIX}"


def discard_part(folder: Path, part_id: str) -> None:
    """Remove the file of a part that no row names, also one that was being written."""
    part_path(folder, part_id).unlink(missing_ok=True)
    for rough in folder.glob(f".{part_id}-*"):
        rough.unlink(missing_ok=True)


def dataset_folder(data_dir: Path, workspace_id: str, dataset: str) -> Path:
    return data_dir / workspace_id / "datasets" / dataset


def _find_known(
    con: duckdb.DuckDBPyConnection, arrived: str, columns: Mapping[str, str], visible: Sequence[PartFile]
) -> bool:
    """Fill the table ``known`` with the present state of every id that arrived; whether there is any."""
    first, last = _row(con, f"SELECT min(id), max(id) FROM {arrived}")
    near = [part for part in visible if first is not None and part.first_id <= last and first <= part.last_id]
    con.execute("DROP TABLE IF EXISTS known")
    if not near:
        con.execute(f"CREATE TEMP TABLE known AS SELECT {_nothing(columns)} WHERE FALSE")
        return False
    con.execute(
        f"""
        CREATE TEMP TABLE known AS
        SELECT {_names(columns, "e")}
        FROM {_numbered(columns, near)} e SEMI JOIN {arrived} a ON a.id = e.id
        QUALIFY row_number() OVER (PARTITION BY e.id ORDER BY e."@number" DESC) = 1
        """
    )
    return bool(_row(con, "SELECT count(*) FROM known")[0])


def wide_types(columns: Mapping[str, str]) -> dict[str, str]:
    """The same with room for every number that may enter."""
    return {name: WIDE_NUMBER if type == NUMBER else type for name, type in columns.items()}


def _write(con: duckdb.DuckDBPyConnection, columns: Mapping[str, str], rows: str, folder: Path, part_id: str) -> Path:
    """The rows as a file that is on the disk, whole, under the part's name."""
    numbers = [name for name, type in columns.items() if type == NUMBER]
    greatest = ", ".join(f"max(abs({quoted(name)}))" for name in numbers)
    most = _row(con, f"SELECT {greatest} FROM ({rows})") if numbers else ()
    wide = {name for name, value in zip(numbers, most, strict=True) if value is not None and value >= MOST_NARROW}
    replaced = ", ".join(
        f"CAST({quoted(name)} AS {WIDE_NUMBER if name in wide else NUMBER}) AS {quoted(name)}" for name in numbers
    )
    rows = f"SELECT * REPLACE ({replaced}) FROM ({rows})" if numbers else rows
    folder.mkdir(parents=True, exist_ok=True)
    rough = folder / f".{part_id}-{secrets.token_hex(4)}"
    path = part_path(folder, part_id)
    try:
        con.execute(
            f"COPY ({rows} ORDER BY subject, time, id) TO {literal(rough)} "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROWS_TOGETHER})"
        )
        with rough.open("rb") as file:
            os.fsync(file.fileno())
        rough.rename(path)
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
    finally:
        rough.unlink(missing_ok=True)
    return path


def _written(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    part_id: str,
    columns: Mapping[str, str],
    before: Digest,
    *,
    repeats: bool,
) -> Written:
    """What is to be known of a part, read back from its file."""
    text = text_sql(columns, "e")
    source = f"{_typed(columns, [path])} e"
    rows, withdrawn, first_time, last_time, first_id, last_id = _row(
        con,
        f"""
        SELECT count(*), count(*) FILTER (WHERE withdrawn), min(time) FILTER (WHERE NOT withdrawn),
            max(time) FILTER (WHERE NOT withdrawn), min(id), max(id)
        FROM {source}
        """,
    )
    after = whole = digest_of_row(_row(con, digest_query(text, f"{source} WHERE NOT withdrawn")))
    if withdrawn:
        whole = after.plus(digest_of_row(_row(con, digest_query(text, f"{source} WHERE withdrawn"))))
    return Written(
        id=part_id,
        rows=rows,
        withdrawn=withdrawn,
        bytes=path.stat().st_size,
        content_hash=whole.hash,
        repeats=repeats,
        first_time=first_time and first_time.replace(tzinfo=UTC),
        last_time=last_time and last_time.replace(tzinfo=UTC),
        first_id=first_id,
        last_id=last_id,
        before=before,
        after=after,
    )


def _typed(columns: Mapping[str, str], paths: Sequence[Path]) -> str:
    """The rows of files, with columns that were declared after a file was written as null."""
    return (
        f"(SELECT {_nothing(columns)} WHERE FALSE UNION ALL BY NAME "
        f"SELECT * FROM read_parquet({file_list(list(paths))}, union_by_name = true))"
    )


def _numbered(columns: Mapping[str, str], parts: Sequence[PartFile]) -> str:
    """The rows of parts with the number of the part."""
    numbers = ", ".join(f"({literal(part.path)}, {part.number})" for part in parts)
    files = file_list([part.path for part in parts])
    return (
        f'(SELECT {_nothing(columns)}, 0 AS "@number" WHERE FALSE UNION ALL BY NAME '
        f'SELECT p.* EXCLUDE ("@file"), n."@number" '
        f"FROM read_parquet({files}, union_by_name = true, filename = '@file') p "
        f'JOIN (VALUES {numbers}) n("@path", "@number") ON n."@path" = p."@file")'
    )


def _nothing(columns: Mapping[str, str]) -> str:
    return ", ".join(f"NULL::{type} AS {quoted(name)}" for name, type in {**FIXED, **columns}.items())


def _names(columns: Mapping[str, str], alias: str) -> str:
    return ", ".join(f"{alias}.{quoted(name)}" for name in (*FIXED, *columns))


def _row(con: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = con.execute(query).fetchone()
    assert row is not None
    return row
