"""People from a spreadsheet or CSV file: one row for each person, or for each person and day from which it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from engine.issues import Issue, Refused, declare
from service.attributes import known_attributes
from service.days import day_after, read_usual_day
from service.people_changes import Outcome, tell
from service.people_checks import UNSAID, PersonNews, Unsaid
from service.people_planning import Planned, carry_out, plan
from service.sheets import (
    MANAGER_NAMES,
    MOST_ISSUES,
    MOST_SHOWN,
    NAME_NAMES,
    PERSON_NAMES,
    Columns,
    SheetReport,
    Upload,
    cell_issues,
    columns_of,
)
from service.tables.codes import FILE_WITHOUT_ROWS
from service.tables.matching import Wanted
from service.tables.opening import opened_table
from service.tables.table import Row
from service.work import Work
from store.staging import Staged

ROW_WITHOUT_PERSON = declare(
    "row-without-person",
    zh="这一行没有人员编号",
    en="This row has no person's id",
    mend_zh="填写编号，或删除这一行",
    mend_en="Fill in the id or delete the row",
)
ENDED_TEXT = declare(
    "ended-text",
    zh="“{got}”看不出是否已离开",
    en="'{got}' does not say whether the person has left",
    mend_zh="写 是 或 否",
    mend_en="Write yes or no",
)

FIXED = (
    Wanted("@id", PERSON_NAMES),
    Wanted("@name", NAME_NAMES),
    Wanted("@manager", MANAGER_NAMES),
    Wanted("@from", ("from", "valid from", "valid_from", "effective from", "effective date", "生效日期", "起始日期")),
    Wanted("@ended", ("ended", "left", "has left", "离职", "已离职", "是否离职")),
    Wanted("@last_day", ("last day", "last_day", "last working day", "最后工作日", "最后在岗日")),
)
FLAGS: Mapping[object, bool] = {
    True: True,
    "true": True,
    "yes": True,
    "是": True,
    "已离职": True,
    "离职": True,
    False: False,
    "false": False,
    "no": False,
    "否": False,
    "在职": False,
}


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """The news in a file, row by row; it can be gone through more than once.

    ``clears``: an empty cell says that there is no value, not that nothing is said. ``notes`` tell what was assumed
    about the file, once it was gone through.
    """

    upload: Upload
    columns: Columns
    from_day: str | None
    clears: bool
    notes: list[Issue] = field(default_factory=list)

    def __iter__(self) -> Iterator[PersonNews]:
        with opened_table(self.upload.file, self.upload.kind, self.upload.layout) as table:
            for row in table.rows:
                yield from self._news(row)
            self.notes[:] = table.notes

    def _news(self, row: Row) -> Iterator[PersonNews]:
        columns, path = self.columns, ("rows", row.number)
        issues = cell_issues(columns, row)
        id = columns.text(row, "@id") or ""
        if not id and not issues:
            issues.append(ROW_WITHOUT_PERSON.at((*path, "id")))
        day: str | Issue | None = self.from_day
        if (raw := columns.raw(row, "@from")) is not None:
            day = read_usual_day(raw, (*path, "from"))
        ended = _flag(columns.raw(row, "@ended"), (*path, "ended"))
        last = columns.raw(row, "@last_day")
        end = None if last is None else read_usual_day(last, (*path, "last_day"))
        issues += [one for one in (day, ended, end) if isinstance(one, Issue)]
        if issues:
            yield PersonNews(id, path=path, issues=tuple(issues))
            return
        cells = {target: columns.raw(row, target) for target in columns.positions if not target.startswith("@")}
        yield PersonNews(
            id=id,
            from_day=day,
            name=columns.text(row, "@name") or None,
            attributes={
                name: f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell
                for name, cell in cells.items()
                if cell is not None or self.clears
            },
            manager=self._manager(row),
            ended=ended if isinstance(ended, bool) else None,
            path=path,
        )
        if isinstance(end, str):
            yield PersonNews(id=id, from_day=day_after(end), ended=True, path=path)

    def _manager(self, row: Row) -> str | Unsaid | None:
        if "@manager" not in self.columns.positions:
            return UNSAID
        manager = self.columns.text(row, "@manager")
        return manager if manager or self.clears else UNSAID


@dataclass(frozen=True, slots=True)
class PlannedImport:
    """A list that was read and checked, and waits to be written."""

    planned: Planned
    columns: Columns
    counter: _Counter


def plan_import(
    work: Work,
    upload: Upload,
    folder: Path | None = None,
    *,
    from_day: str | None = None,
    clears: bool = False,
    keep_rest: bool = False,
) -> PlannedImport | None:
    """Read and check a list without keeping others from writing, as :func:`import_people` does; None when it has to be
    told in one go. What is to be written waits in a file, in ``folder`` if there is one. Needs scope ``edit``."""
    work.actor.require("edit")
    columns, counter = _opened(work, upload, from_day, clears=clears)
    try:
        planned = plan(work, counter, Staged(folder), keep_rest=keep_rest)
    except Refused as refused:
        raise _placed(refused, columns) from None
    return None if planned is None else PlannedImport(planned, columns, counter)


def import_people(
    work: Work,
    upload: Upload,
    *,
    ready: PlannedImport | None = None,
    from_day: str | None = None,
    clears: bool = False,
    keep_rest: bool = False,
    dry_run: bool = False,
    skip_issues: int = 0,
) -> SheetReport:
    """Tell everything that a file says of people. Needs scope ``edit``.

    ``from_day`` counts for rows that say none. The report leaves out the first ``skip_issues`` issues. Raises
    :class:`Refused` when the file cannot be used, and when a row is wrong, unless ``keep_rest``. With ``dry_run``
    nothing is stored, and the report tells what would come of it. What is ``ready`` is written as it was planned;
    :class:`service.rounds.Overtaken` when something has changed since.
    """
    work.actor.require("edit")
    if ready is not None:
        written = carry_out(work, ready.planned, source=upload.name)
        return _report(written, ready.columns, ready.counter, dry_run=False, skip=skip_issues)
    columns, counter = _opened(work, upload, from_day, clears=clears)
    try:
        outcome = tell(work, counter, keep_rest=keep_rest or dry_run, source=upload.name, dry_run=dry_run)
    except Refused as refused:
        raise _placed(refused, columns) from None
    return _report(outcome, columns, counter, dry_run=dry_run, skip=skip_issues)


@dataclass(slots=True)
class _Counter:
    """Goes through the file, counts rows and keeps the first of them."""

    people: PeopleFile
    rows: int = 0
    first: tuple[PersonNews, ...] = ()

    def __iter__(self) -> Iterator[PersonNews]:
        self.rows, last = 0, 0
        self.first = ()
        for news in self.people:
            number = int(news.path[1])
            if number != last:
                self.rows, last = self.rows + 1, number
                if len(self.first) < MOST_SHOWN:
                    self.first = (*self.first, news)
            yield news


def _opened(work: Work, upload: Upload, from_day: str | None, *, clears: bool) -> tuple[Columns, _Counter]:
    with opened_table(upload.file, upload.kind, upload.layout) as table:
        wanted = [*FIXED, *(Wanted(id, tuple(names)) for id, names in known_attributes(work).items())]
        columns = columns_of(table.header, wanted, upload.mapping, "@id", may_be=None)
    return columns, _Counter(PeopleFile(upload, columns, from_day, clears))


def _placed(refused: Refused, columns: Columns) -> Refused:
    return Refused([columns.placed(issue) for issue in refused.issues[:MOST_ISSUES]])


def _report(outcome: Outcome, columns: Columns, counter: _Counter, *, dry_run: bool, skip: int) -> SheetReport:
    if not counter.rows:
        raise Refused([FILE_WITHOUT_ROWS.at(())])
    issues = [columns.placed(issue) for place in sorted(outcome.refused) for issue in outcome.refused[place]]
    rows = {issue.path[:2] for issue in issues}
    return SheetReport(
        dry_run=dry_run,
        rows=counter.rows,
        new=outcome.new,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        refused=max(len(rows), outcome.refused_count if outcome.refused_count > len(outcome.refused) else 0),
        codes=outcome.codes,
        issues=tuple(issues[skip : skip + MOST_ISSUES]),
        more=max(0, len(issues) - MOST_ISSUES - skip),
        notes=(*counter.people.notes, *columns.unused(), *(columns.placed(note) for note in outcome.notes)),
        columns=columns,
        first=tuple(_shown(news) for news in counter.first),
        revision=outcome.revision,
        hash=outcome.hash,
    )


def _shown(news: PersonNews) -> dict[str, object]:
    return {
        "row": news.path[1],
        "id": news.id,
        "name": news.name,
        "from": None if news.from_day is None else str(news.from_day),
        "attributes": dict(news.attributes),
        "manager": None if isinstance(news.manager, Unsaid) else news.manager,
        "ended": news.ended,
    }


def _flag(raw: object, path: tuple[str | int, ...]) -> bool | Issue | None:
    if raw is None:
        return None
    key = raw.strip().casefold() if isinstance(raw, str) else raw
    found = FLAGS.get(key) if isinstance(key, bool | str) else None
    return ENDED_TEXT.at(path, got=str(raw)[:40]) if found is None else found
