"""Reading a file: its rows become events in a Parquet file of their own, or are refused with a reason.

Rows go through a file of text first. What is plainly written is read from there by SQL, the rest row by row; neither
needs memory for more than a few thousand rows at a time.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import duckdb

from engine.issues import Issue, Refused, Words
from engine.measures.measure import Dataset
from engine.values import Input
from rules.period import Period
from service.duck import quoted
from service.events import WITHDRAWN, Event, cell_text, microseconds_of, read_event, utc_of
from service.importing.codes import (
    EVENT_IN_FUTURE,
    EVENT_OUTSIDE_PERIOD,
    EVENT_REPEATED,
    EVENT_TWICE,
)
from service.importing.findings import Findings
from service.importing.formats import SPOILT, advice_on
from service.importing.mapping import ColumnMapping
from service.importing.plan import Plan, Plans, plan_columns
from service.importing.vouching import vouch
from service.parts import FIXED, sql_types, wide_types
from service.sources.source import Earlier, Nothing, Setting, Source
from service.spool import Spool, event_cells, load_events, spooled
from service.tables.codes import CELL_ERROR, FILE_WITHOUT_ROWS, lost_value
from service.tables.opening import opened_table
from service.tables.table import Row, Spoilt, Table
from service.tables.times import Clock

PREVIEW = 20
FUTURE = timedelta(minutes=10)
"""Clocks of different machines differ; an event this far ahead is not of the future."""

ROW = '"@row"'
"""The number of the row; no declared column can be called so."""

_AT_ONCE = 2_000
_TICK = 5_000
Progress = Callable[[int], None]
"""Told how many rows were read so far."""


REFUSED = "refused.jsonl"
"""What is wrong with refused rows, an issue on each line."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to read, and by which rules. ``zone`` is the clock of times without an offset, ``now`` the present; with a
    ``period`` events outside it (by the workspace's clock ``home``) are refused. With a ``source`` the file is one that
    this system writes, and ``earlier`` are the events of the dataset."""

    kind: str
    dataset: Dataset
    mapping: ColumnMapping
    home: ZoneInfo
    now: datetime
    period: Period | None = None
    source: Source | None = None
    earlier: Earlier = field(default_factory=Nothing)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.mapping.time_zone) if self.mapping.time_zone else self.home

    @property
    def clock(self) -> Clock:
        source = self.mapping.sources.get(self.dataset.time)
        return Clock(self.zone, self.mapping.refuses_twice, source.format if source else None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file. The table ``arrived`` of the connection has the events, each id once."""

    header: tuple[str, ...]
    columns: Mapping[str, Any]
    rows: int
    events: int
    repeated: int
    preview: tuple[Mapping[str, Any], ...]
    findings: Findings
    first_time: datetime | None
    last_time: datetime | None


def read_file(
    con: duckdb.DuckDBPyConnection, file: BinaryIO, task: Task, place: Path, progress: Progress = lambda rows: None
) -> Reading:
    """Read a file that can be rewound; ``place`` is a folder for what is needed meanwhile.

    Raises :class:`Refused` when the file cannot be used as a whole.
    """
    with (place / REFUSED).open("w", encoding="ascii") as refused:
        findings = Findings(file=refused)
        reading = _read_file(con, file, task, place, findings, progress)
    findings.file = None
    return reading


def _read_file(
    con: duckdb.DuckDBPyConnection, file: BinaryIO, task: Task, place: Path, findings: Findings, progress: Progress
) -> Reading:
    with _opened(file, task, place) as table:
        plans = plan_columns(task.dataset, task.mapping, table, task.source.others if task.source else ())
        findings.note(*plans.notes)
        head = list(itertools.islice(table.rows, PREVIEW))
        reader = _Rows(task, plans if task.source is None else _named(plans, task.dataset.subject))
        preview = tuple(reader.shown(row) for row in head)
        every = itertools.chain(head, table.rows)
        rows = _spool(
            every, plans, place / "text.csv", findings, progress, is_text=task.source is not None or task.kind == "csv"
        )
        findings.note(*table.notes)
    if not rows:
        raise Refused([FILE_WITHOUT_ROWS.at(())])
    _read_spool(con, reader, place, findings)
    _check_times(con, task, findings)
    repeated = _drop_repeats(con, task.dataset.columns, findings)
    events, first, last = con.execute("SELECT count(*), min(time), max(time) FROM arrived").fetchone() or (
        0,
        None,
        None,
    )
    return Reading(
        header=table.header,
        columns=plans.told(table.header),
        rows=rows,
        events=events,
        repeated=repeated,
        preview=preview,
        findings=findings,
        first_time=first and first.replace(tzinfo=UTC),
        last_time=last and last.replace(tzinfo=UTC),
    )


@contextmanager
def _opened(file: BinaryIO, task: Task, place: Path) -> Iterator[Table]:
    """The table in the file, or the rows that its source makes of it."""
    if task.source is None:
        with opened_table(file, task.kind, task.mapping.layout) as table:
            yield table
        return
    person = task.mapping.sources.get(task.dataset.subject)
    people = person.values if person else {}
    bare = person is not None and person.column == task.source.bare
    yield task.source.read(file, Setting(task.kind, task.zone, place, task.earlier, people, bare))


def _named(plans: Plans, subject: str) -> Plans:
    """A source has put the people's ids in place of its own names; that must not be done twice, nor row by row."""
    columns = (
        replace(plan, source=replace(plan.source, values={})) if plan.name == subject else plan
        for plan in plans.columns
    )
    return replace(plans, columns=tuple(columns))


class _Rows:
    """Reads rows one by one, as the reference does."""

    def __init__(self, task: Task, plans: Plans):
        self.task = task
        self.plans = plans.columns
        self.names = [plan.name for plan in self.plans]
        self._clock = task.clock
        self._by_name = {plan.name: plan for plan in self.plans}

    def read(self, number: int, line: int, texts: Sequence[str | None]) -> Event | list[Issue]:
        """The event of a row of text cells, or what is wrong with it, at its row and column."""
        path = ("rows", number)
        given: dict[str, object] = {}
        issues: list[Issue] = []
        for plan, text in zip(self.plans, texts, strict=True):
            if text is None or not text.strip(" \u3000"):
                continue
            if SPOILT in text:
                got = text.partition(SPOILT)[2]
                issues.append(lost_value(Spoilt(got)).at((*path, plan.name), got=got[:20]))
            elif text.startswith("#") and text.endswith(("!", "?", "A")) and plan.kind not in ("text", "name"):
                issues.append(CELL_ERROR.at((*path, plan.name), got=text[:20]))
            else:
                given[plan.name] = plan.read(text)
        if issues:
            return [self._placed(issue, line) for issue in issues]
        read = read_event(self.task.dataset, given, self._clock, path)
        if isinstance(read, Event):
            return replace(read, notes=tuple(self._placed(note, line) for note in read.notes)) if read.notes else read
        return [self._advised(self._placed(issue, line), texts) for issue in read]

    def shown(self, row: Row) -> dict[str, Any]:
        """A row as it will be read, for people to look at."""
        texts = [plan.text(row.cells) for plan in self.plans] if not row.issues else []
        read = list(row.issues) if row.issues else self.read(row.number, row.line, texts)
        shown: dict[str, Any] = {"row": row.number, "values": None, "issues": []}
        if isinstance(read, Event):
            dataset = self.task.dataset
            values: dict[str, Any] = {dataset.key: read.id, dataset.subject: read.subject}
            values[dataset.time] = read.time.isoformat().replace("+00:00", "Z") if read.time else None
            if read.withdrawn:
                values[WITHDRAWN] = True
            for name, value in read.values.items():
                values[name] = value if isinstance(value, bool) else cell_text(value, dataset.columns[name])
            return {**shown, "values": values, "issues": [note.to_json() for note in read.notes]}
        return {**shown, "issues": [issue.to_json() for issue in read]}

    def _placed(self, issue: Issue, line: int) -> Issue:
        plan = self._by_name.get(str(issue.path[-1]))
        return replace(issue, line=line, column=plan.column if plan else None)

    def _advised(self, issue: Issue, texts: Sequence[str | None]) -> Issue:
        """With a hint that fits a file: the format that was named, or that would read the cell."""
        plan = self._by_name.get(str(issue.path[-1]))
        if plan is None or issue.code not in ("input-type", "time-text"):
            return issue
        form = plan.source.format
        if form is not None:
            return replace(issue, hint=Words(f"这一列按 {form} 读取。", f"The column is read as {form}."))
        hint = advice_on(texts[self.names.index(plan.name)] or "", plan.kind)
        return issue if hint is None else replace(issue, hint=hint)


def _spool(
    rows: Iterator[Row], plans: Plans, path: Path, findings: Findings, progress: Progress, *, is_text: bool
) -> int:
    """Write the cells that are used as text; rows that cannot be told apart are refused here."""
    seen = 0
    quickly = plans.getter if is_text else None
    with path.open("w", encoding="utf-8", newline="") as file:
        spool = Spool(file)
        for row in rows:
            seen += 1
            if seen % _TICK == 0:
                progress(seen)
            if row.issues:
                findings.refuse(replace(issue, line=row.line) for issue in row.issues)
            elif quickly is not None:
                spool.add_text((row.number, row.line, *quickly(row.cells)))
            else:
                cells = row.cells
                spool.add([str(row.number), str(row.line), *[plan.text(cells) for plan in plans.columns]])
    progress(seen)
    return seen


def _read_spool(con: duckdb.DuckDBPyConnection, reader: _Rows, place: Path, findings: Findings) -> None:
    """Fill the table ``arrived``, with the number of the row."""
    columns = reader.task.dataset.columns
    source = spooled(place / "text.csv", ["@number", "@line", *reader.names])
    sure, values = _vouched(reader)
    con.execute(
        f'CREATE OR REPLACE TABLE arrived AS SELECT CAST("@number" AS BIGINT) AS {ROW}, {values} '
        f"FROM {source} WHERE {sure}"
    )
    rest = con.cursor()
    try:
        texts = ", ".join(quoted(name) for name in ("@number", "@line", *reader.names))
        rest.execute(f"SELECT {texts} FROM {source} WHERE NOT ({sure})")
        with (place / "rest.csv").open("w", encoding="utf-8", newline="") as file:
            spool = Spool(file)
            while found := rest.fetchmany(_AT_ONCE):
                for number, line, *cells in found:
                    read = reader.read(int(number), int(line), cells)
                    if isinstance(read, Event):
                        findings.note(*read.notes)
                        spool.add([number, *event_cells(read, columns)])
                    else:
                        findings.refuse(read)
    finally:
        rest.close()
    (place / "text.csv").unlink()
    if spool.rows:
        load_events(con, "rest", place / "rest.csv", columns, numbered=True)
        con.execute("INSERT INTO arrived BY NAME SELECT * FROM rest")
        con.execute("DROP TABLE rest")
    (place / "rest.csv").unlink()


def _vouched(reader: _Rows) -> tuple[str, str]:
    """A condition that all cells of a row are sure, and the columns of a part."""
    dataset = reader.task.dataset
    plans: dict[str, Plan] = {plan.name: plan for plan in reader.plans}
    vouched = {name: vouch(plan, dataset.columns.get(name), reader.task.zone) for name, plan in plans.items()}
    needed = [dataset.key, dataset.subject, dataset.time]
    sure = [found.sure for found in vouched.values()] + [f"trim({quoted(name)}, ' \u3000') <> ''" for name in needed]
    if WITHDRAWN in vouched:
        # a withdrawn row needs less than others do
        sure.append(f"NOT coalesce({vouched[WITHDRAWN].value}, FALSE)")
    named = {"id": dataset.key, "subject": dataset.subject, "time": dataset.time}
    values = [f"CAST({vouched[name].value} AS {FIXED[column]}) AS {column}" for column, name in named.items()]
    values.append("FALSE AS withdrawn")
    for name, type in wide_types(sql_types(dataset.columns)).items():
        value = vouched[name].value if name in vouched else "NULL"
        values.append(f"CAST({value} AS {type}) AS {quoted(name)}")
    return " AND ".join(f"coalesce({one}, FALSE)" for one in sure), ", ".join(values)


def _check_times(con: duckdb.DuckDBPyConnection, task: Task, findings: Findings) -> None:
    """Refuse what lies outside the period that was asked for; tell what lies in the future."""
    name = task.dataset.time
    if task.period is not None:
        start = microseconds_of(_midnight(task.period.start, task.home))
        end = microseconds_of(_midnight(task.period.end + timedelta(days=1), task.home))
        inside = f"time >= make_timestamp({start}) AND time < make_timestamp({end})"
        for number, moment in _each(con, f"SELECT {ROW}, epoch_us(time) FROM arrived WHERE NOT ({inside})"):
            local = utc_of(moment).astimezone(task.home).strftime("%Y-%m-%d %H:%M:%S")
            findings.refuse([EVENT_OUTSIDE_PERIOD.at(("rows", number, name), time=local, period=str(task.period))])
        con.execute(f"DELETE FROM arrived WHERE NOT ({inside})")
    late = microseconds_of(task.now + FUTURE)
    for number, moment in _each(con, f"SELECT {ROW}, epoch_us(time) FROM arrived WHERE time > make_timestamp({late})"):
        local = utc_of(moment).astimezone(task.home).strftime("%Y-%m-%d %H:%M:%S")
        findings.note(EVENT_IN_FUTURE.at(("rows", number, name), time=local))


def _drop_repeats(con: duckdb.DuckDBPyConnection, columns: Mapping[str, Input], findings: Findings) -> int:
    """Keep the last row of every id; how many rows went. Those that said something else are told."""
    repeats = f"SELECT id, max({ROW}) AS number FROM arrived GROUP BY id HAVING count(*) > 1"
    con.execute(f"CREATE OR REPLACE TABLE last AS {repeats}")
    if not next(_each(con, "SELECT count(*) FROM last"))[0]:
        con.execute("DROP TABLE last")
        return 0
    earlier = f"FROM arrived a JOIN last l ON l.id = a.id AND a.{ROW} < l.number"
    con.execute(
        f"CREATE TABLE kept AS SELECT a.* FROM arrived a SEMI JOIN last l ON l.id = a.id AND l.number = a.{ROW}"
    )
    names = [quoted(name) for name in ("subject", "time", "withdrawn", *columns)]
    compared = " AND ".join(f"a.{name} IS NOT DISTINCT FROM k.{name}" for name in names)
    equal = 0
    for number, id, last, is_equal in _each(
        con, f"SELECT a.{ROW}, a.id, l.number, {compared} {earlier} JOIN kept k ON k.id = a.id ORDER BY a.{ROW}"
    ):
        if is_equal:
            equal += 1
        else:
            findings.note(EVENT_TWICE.at(("rows", number), id=id[:60], row=last))
    if equal:
        findings.note(EVENT_REPEATED.at((), count=equal))
    (went,) = next(_each(con, f"SELECT count(*) {earlier}"))
    con.execute("DELETE FROM arrived WHERE id IN (SELECT id FROM last)")
    con.execute("INSERT INTO arrived SELECT * FROM kept")
    con.execute("DROP TABLE last; DROP TABLE kept")
    return int(went)


def _each(con: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    with con.cursor() as cursor:
        cursor.execute(query)
        while found := cursor.fetchmany(_AT_ONCE):
            yield from found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
