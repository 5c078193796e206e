"""Figures from a spreadsheet or CSV file: one row for each person, one column for each input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.issues import Issue, Refused, Words, declare
from engine.program import Program
from rules.period import Period
from service.attributes import known_attributes
from service.closed_periods import refuse_closed_figures
from service.figures import DECISION, DECISION_PARTS, FigureNews, enter
from service.people_changes import tell
from service.people_checks import UNSAID, PersonNews
from service.people_import import ROW_WITHOUT_PERSON
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
from service.tables.codes import FILE_TOO_MANY
from service.tables.matching import Wanted
from service.tables.opening import opened_table
from service.tables.table import Row
from service.work import Work
from store.models.person import known_people

FIGURES_NOTHING = declare(
    "figures-no-input-column",
    zh="没有一列是方案“{rule_set}”的输入",
    en="No column is an input of the rule set '{rule_set}'",
    mend_zh="用输入的名称或标签作列名，或在 mapping 中指定；可用的有：{inputs}",
    mend_en="Name columns by the id or label of an input, or say which in mapping; there are: {inputs}",
)

MOST_ROWS = 200_000
ENTERED = ("input", "measure")
"""Origins of inputs whose values a sheet may bring."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: what it says of the person's figures, and of the person in case they are not in the list yet."""

    figures: FigureNews
    person: PersonNews
    issues: tuple[Issue, ...] = ()


def import_figures(
    work: Work,
    period: Period,
    program: Program,
    upload: Upload,
    *,
    creates: bool = False,
    keep_rest: bool = False,
    dry_run: bool = False,
    skip_issues: int = 0,
    correction: str | None = None,
) -> SheetReport:
    """Enter every value of a file, read at the door of the program.

    Needs scope ``score``, with ``creates`` also ``edit``. Empty cells say nothing. Whoever is not in the list of people
    is refused; with ``creates`` they are added from the first day of the period, with the attributes of their row.
    Raises :class:`Refused` when the file cannot be used, and when a row is wrong, unless ``keep_rest``. With
    ``dry_run`` nothing is stored. The report leaves out the first ``skip_issues`` issues. Of a closed period only a
    ``correction`` changes figures: the reason for it.
    """
    work.actor.require("score")
    if creates:
        work.actor.require("edit")
    if correction is None:
        # before anything is read; entering looks again, under its lock
        refuse_closed_figures(work, period)
    with opened_table(upload.file, upload.kind, upload.layout) as table:
        columns = _columns(work, program, upload, table.header)
        lines = list(_lines(table.rows, columns, period, program))
    lenient = keep_rest or dry_run
    refused = {place: list(line.issues) for place, line in enumerate(lines) if line.issues}
    created: set[str] = set()
    if creates:
        created = _create(work, lines, refused, source=upload.name, dry_run=dry_run)
    good = [place for place in range(len(lines)) if place not in refused]
    try:
        outcome = enter(
            work,
            period,
            [lines[place].figures for place in good],
            program,
            keep_rest=True,
            source=upload.name,
            dry_run=dry_run,
            known=created,
            correction=correction,
        )
    except Refused as told:
        raise Refused([columns.placed(issue) for issue in told.issues]) from None
    refused |= {good[place]: issues for place, issues in outcome.refused.items()}
    issues = [columns.placed(issue) for place in sorted(refused) for issue in refused[place]]
    if refused and not lenient:
        raise Refused(issues[:MOST_ISSUES])
    return SheetReport(
        dry_run=dry_run,
        rows=len(lines),
        new=len(created),
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        refused=len(refused),
        codes=Counter(issue.code for issue in issues),
        issues=tuple(issues[skip_issues : skip_issues + MOST_ISSUES]),
        more=max(0, len(issues) - MOST_ISSUES - skip_issues),
        notes=tuple(columns.unused()),
        columns=columns,
        first=tuple(_shown(line) for line in lines[:MOST_SHOWN]),
        revision=outcome.revision,
        hash=outcome.hash,
    )


def _columns(work: Work, program: Program, upload: Upload, header: tuple[str, ...]) -> Columns:
    columns = columns_of(header, wanted_of_figures(work, program), upload.mapping, "@person", may_be=())
    inputs = {item.id for item in program.inputs if item.origin in ENTERED}
    supplied = inputs | set(decision_columns(program))
    if not supplied & columns.positions.keys():
        listed = ", ".join(sorted(supplied)[:30])
        raise Refused([FIGURES_NOTHING.at(("mapping",), rule_set=program.rule_set, inputs=listed)])
    return columns


def wanted_of_figures(work: Work, program: Program) -> list[Wanted]:
    """What the columns of a sheet of figures may stand for."""
    inputs = [item for item in program.inputs if item.origin in ENTERED]
    taken = {item.id for item in inputs}
    about = {id: names for id, names in known_attributes(work).items() if id not in taken}
    return [
        Wanted("@person", PERSON_NAMES),
        Wanted("@name", NAME_NAMES),
        *(Wanted(item.id, (program.labels[item.id].zh, program.labels[item.id].en)) for item in inputs),
        *(Wanted(id) for id in decision_columns(program)),
        Wanted("@manager", MANAGER_NAMES),
        *(Wanted(id, tuple(names)) for id, names in about.items()),
    ]


def decision_columns(program: Program) -> list[str]:
    """The three columns of each discretionary reward."""
    return [f"{item.id}.{part}" for item in program.inputs if item.origin == "decision" for part in DECISION_PARTS]


def _lines(rows: Iterator[Row], columns: Columns, period: Period, program: Program) -> Iterator[_Line]:
    entered = {item.id for item in program.inputs if item.origin in ENTERED}
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise Refused([FILE_TOO_MANY.at((), most=MOST_ROWS, what=Words("行", "rows"))])
        path = ("rows", row.number)
        issues = cell_issues(columns, row)
        person = columns.text(row, "@person") or ""
        if not person and not issues:
            issues.append(ROW_WITHOUT_PERSON.at((*path, "person")))
        values: dict[str, object] = {}
        attributes: dict[str, object] = {}
        decisions: dict[str, dict[str, object]] = {}
        for target in columns.positions:
            cell = None if target.startswith("@") else columns.raw(row, target)
            if cell is None:
                continue
            cell = f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell
            if target.startswith(DECISION):
                reward, _, part = target.removeprefix(DECISION).rpartition(".")
                decisions.setdefault(reward, {})[part] = cell
            else:
                (values if target in entered else attributes)[target] = cell
        yield _Line(
            FigureNews(person, values, decisions, path),
            PersonNews(
                id=person,
                from_day=period.start.isoformat(),
                name=columns.text(row, "@name") or None,
                attributes=attributes,
                manager=columns.text(row, "@manager") or UNSAID,
                path=path,
            ),
            tuple(issues),
        )


def _create(work: Work, lines: list[_Line], refused: dict[int, list[Issue]], *, source: str, dry_run: bool) -> set[str]:
    """Add whoever is not in the list of people yet, and say who that is."""
    named = {line.person.id for place, line in enumerate(lines) if place not in refused}
    unknown = named - known_people(work.session, work.workspace_id, sorted(named))
    places: dict[str, int] = {}
    for place, line in enumerate(lines):
        if place not in refused and line.person.id in unknown:
            places.setdefault(line.person.id, place)
    if not places:
        return set()
    told = [lines[place].person for place in places.values()]
    outcome = tell(work, told, keep_rest=True, source=source, dry_run=dry_run)
    for place, issues in outcome.refused.items():
        refused[places.pop(told[place].id)] = issues
    return set(places)


def _shown(line: _Line) -> dict[str, object]:
    return {
        "row": line.figures.path[1],
        "person": line.figures.person,
        "name": line.person.name,
        "values": dict(line.figures.values),
        "decisions": {reward: dict(parts) for reward, parts in line.figures.decisions.items()},  # type: ignore[call-overload]
        "attributes": dict(line.person.attributes),
    }
