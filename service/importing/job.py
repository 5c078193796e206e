"""A job: everything that is needed to read a file and to write its part, as data, so that another process can do it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from engine.issues import Refused
from rules.period import parse_period
from service.dataset_declarations import stored_declaration
from service.digests import digest_of
from service.duck import computing, literal, quoted
from service.importing.codes import ROWS_REFUSED
from service.importing.earlier import EarlierEvents
from service.importing.mapping import read_mapping
from service.importing.reading import Progress, Task, read_file
from service.parts import Absorbed, DayChanges, PartFile, Watched, Written, absorb, sql_types
from service.sources.registry import source_of

MEMORIES = (48, 256, 1024)
"""MiB for DuckDB; what does not fit goes to the disk. With more columns the first may be too little to sort by."""

ROWS_TOGETHER = 16_384
"""Rows of a file that is only written to be sorted: what is sorted needs memory for that many at a time."""

ARRIVED = "arrived.parquet"
SUBJECTS = "subjects.parquet"


@dataclass(frozen=True, slots=True)
class Job:
    """``file`` is to be read as ``kind`` into the dataset; ``folder`` is where its parts lie, ``parts`` those there
    are, ``place`` a folder for what is needed meanwhile. Times are texts with an offset.

    ``closed_until`` is when the last closed period ends, in microseconds; with None no period is closed.
    With ``read`` False the file was read before and its events wait in ``place``.
    """

    file: str
    kind: str
    dataset: str
    declaration: str
    mapping: Mapping[str, Any]
    home_zone: str
    now: str
    period: str | None
    dry_run: bool
    keep_rest: bool
    folder: str
    part_id: str
    parts: Sequence[Mapping[str, Any]]
    place: str
    read: bool = True
    source: str | None = None
    closed_until: int | None = None

    @property
    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=str)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``report`` is what people are told. ``is_refused`` says that nothing may be kept. ``days`` are those of
    ``absorbed``, or of what would be absorbed if it were no dry run."""

    is_refused: bool
    report: dict[str, Any]
    absorbed: Absorbed | None = None
    days: DayChanges = ()


def job_from(text: str) -> Job:
    return Job(**json.loads(text))


def work_out(job: Job, progress: Progress = lambda rows: None) -> Outcome:
    """Read the file and write the part. Problems of the file as a whole come back in the report, too."""
    *smaller, largest = MEMORIES
    for memory in smaller:
        with suppress(duckdb.OutOfMemoryException):
            return _work_out(job, memory, progress)
    return _work_out(job, largest, progress)


def _work_out(job: Job, memory: int, progress: Progress) -> Outcome:
    declared = stored_declaration(job.dataset, job.declaration)
    place = Path(job.place)
    with computing(f"{memory}MB", 1, place) as con:
        con.execute("SET preserve_insertion_order = false")
        if not job.read:
            con.execute(f"CREATE VIEW arrived AS SELECT * FROM read_parquet({literal(place / ARRIVED)})")
            return _absorbed(con, job, sql_types(declared.columns), {})
        try:
            mapping = read_mapping(job.mapping, declared.dataset, ("mapping",))
            period = None if job.period is None else parse_period(job.period, ("period",))
            now = datetime.fromisoformat(job.now).astimezone(UTC)
            source = None if job.source is None else source_of(job.source)
            earlier = EarlierEvents(con, declared.dataset, _files(job))
            task = Task(job.kind, declared.dataset, mapping, ZoneInfo(job.home_zone), now, period, source, earlier)
            with Path(job.file).open("rb") as file:
                reading = read_file(con, file, task, place, progress)
        except Refused as refused:
            return Outcome(True, {**nothing_read(), "issues": [issue.to_json() for issue in refused.issues]})
        findings = reading.findings
        is_refused = findings.refused > 0 and not job.keep_rest
        if is_refused:
            findings.note(ROWS_REFUSED.at((), count=findings.refused))
        report = {
            "header": list(reading.header),
            "columns": dict(reading.columns),
            "rows": reading.rows,
            "events": reading.events,
            "repeated": reading.repeated,
            "first_time": _time(reading.first_time),
            "last_time": _time(reading.last_time),
            "preview": list(reading.preview),
            **findings.to_json(),
        }
        people = "SELECT subject, count(*) AS events FROM arrived WHERE NOT withdrawn GROUP BY subject"
        _copy(con, people, place / SUBJECTS)
        if is_refused or not reading.events:
            return Outcome(is_refused, report)
        if job.dry_run:
            if job.closed_until is None:
                return Outcome(False, report)
            would = _absorb(con, job, sql_types(declared.columns), dry_run=True)
            return Outcome(False, report, days=would.days)
        names = ", ".join(quoted(name) for name in ("id", "subject", "time", "withdrawn", *declared.columns))
        _copy(con, f"SELECT {names} FROM arrived", place / ARRIVED)
        con.execute("DROP TABLE arrived")
        con.execute(f"CREATE VIEW arrived AS SELECT * FROM read_parquet({literal(place / ARRIVED)})")
        return _absorbed(con, job, sql_types(declared.columns), report)


def _absorbed(con: Any, job: Job, columns: Mapping[str, str], report: dict[str, Any]) -> Outcome:
    absorbed = _absorb(con, job, columns)
    return Outcome(False, report, absorbed, absorbed.days)


def _absorb(con: Any, job: Job, columns: Mapping[str, str], *, dry_run: bool = False) -> Absorbed:
    watched = None if job.closed_until is None else Watched(job.home_zone, job.closed_until)
    return absorb(con, "arrived", columns, _files(job), Path(job.folder), job.part_id, watched, dry_run=dry_run)


def _files(job: Job) -> list[PartFile]:
    return [
        PartFile(Path(part["path"]), part["number"], part["repeats"], part["first_id"], part["last_id"])
        for part in job.parts
    ]


def _copy(con: Any, query: str, path: Path) -> None:
    con.execute(f"COPY ({query}) TO {literal(path)} (FORMAT parquet, ROW_GROUP_SIZE {ROWS_TOGETHER})")


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")


def nothing_read() -> dict[str, Any]:
    """The report of a file of which nothing could be read."""
    nothing: dict[str, Any] = {"header": [], "columns": {}, "rows": 0, "events": 0, "repeated": 0, "refused": 0}
    return {**nothing, "first_time": None, "last_time": None, "preview": [], "codes": {}, "issues": [], "more": 0}


def outcome_text(outcome: Outcome) -> str:
    """An outcome as text, from one process to another."""
    absorbed = None
    if outcome.absorbed is not None:
        absorbed = asdict(outcome.absorbed)
        if outcome.absorbed.part is not None:
            part = outcome.absorbed.part
            absorbed["part"] |= {
                "first_time": _time(part.first_time),
                "last_time": _time(part.last_time),
                "before": [part.before.hex, part.before.rows],
                "after": [part.after.hex, part.after.rows],
            }
    kept = {"is_refused": outcome.is_refused, "report": outcome.report, "absorbed": absorbed, "days": outcome.days}
    return json.dumps(kept, ensure_ascii=False, default=str)


def outcome_from(text: str) -> Outcome:
    kept = json.loads(text)
    absorbed = kept["absorbed"]
    if absorbed is not None and absorbed["part"] is not None:
        part = absorbed["part"]
        for name in ("first_time", "last_time"):
            part[name] = part[name] and datetime.fromisoformat(part[name])
        for name in ("before", "after"):
            part[name] = digest_of(*part[name])
        absorbed["part"] = Written(**part)
    absorbed = None if absorbed is None else Absorbed(**absorbed)
    return Outcome(kept["is_refused"], kept["report"], absorbed, kept["days"])


def write_whole(path: Path, text: str) -> None:
    """A file that appears only when it is whole."""
    rough = path.with_suffix(".rough")
    rough.write_text(text, encoding="utf-8")
    os.replace(rough, path)
