"""Figures from a spreadsheet or CSV file: one row for each person, one column for each input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.issues import Issue, Refused, Words, declare
from engine.program import Program
from rules.period import Period
from service.attributes import known_attributes
from service.closed_periods import refuse_closed_figures
from service.figure_checks import DECISION, DECISION_PARTS, FigureNews
from service.figures_planning import PlannedFigures, carry_out_figures, plan_figures
from service.people_checks import UNSAID, PersonNews
from service.people_import import ROW_WITHOUT_PERSON
from service.people_planning import Planned, carry_out, hold_people, plan
from service.rounds import Overtaken
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
from service.tables.codes import FILE_TOO_MANY, FILE_WITHOUT_ROWS
from service.tables.matching import Wanted
from service.tables.opening import opened_table
from service.tables.table import Row
from service.work import Work
from store.models.person import known_people
from store.staging import Staged

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


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A sheet that was read and checked by a ``version`` of the rule set, and waits to be written. ``refused`` are the
    issues of rows, by their place; ``creating`` are people to be added, who are ``created`` then; ``notes`` tell what
    was assumed about the file."""

    version: int
    columns: Columns
    rows: int
    first: tuple[Mapping[str, object], ...]
    refused: Mapping[int, list[Issue]]
    creating: Planned | None
    created: frozenset[str]
    figures: PlannedFigures
    notes: tuple[Issue, ...]


def plan_figures_import(
    work: Work,
    period: Period,
    rules: tuple[int, Program],
    upload: Upload,
    folder: Path | None = None,
    *,
    creates: bool = False,
    keep_rest: bool = False,
    correction: str | None = None,
) -> PlannedSheet:
    """Read and check a sheet without keeping others from writing, as :func:`import_figures` does. What is to be written
    waits in a file, in ``folder`` if there is one."""
    work.actor.require("score")
    if creates:
        work.actor.require("edit")
    if correction is None:
        refuse_closed_figures(work, period)
    version, program = rules
    with opened_table(upload.file, upload.kind, upload.layout) as table:
        columns = _columns(work, program, upload, table.header)
        lines = list(_lines(table.rows, columns, period, program))
        notes = tuple(table.notes)
    if not lines:
        raise Refused([FILE_WITHOUT_ROWS.at(())])
    refused = {place: list(line.issues) for place, line in enumerate(lines) if line.issues}
    staged = Staged(folder)
    creating, created = None, frozenset[str]()
    if creates:
        creating, created = _create(work, lines, refused, staged)
    good = [place for place in range(len(lines)) if place not in refused]
    told = [lines[place].figures for place in good]
    figures = plan_figures(work, period, told, program, staged, known=created, source=upload.name)
    refused |= {good[place]: issues for place, issues in figures.checked.refused.items()}
    if refused and not keep_rest:
        raise Refused(_placed(columns, refused)[:MOST_ISSUES])
    first = tuple(_shown(line) for line in lines[:MOST_SHOWN])
    return PlannedSheet(version, columns, len(lines), first, refused, creating, created, figures, notes)


def import_figures(
    work: Work,
    period: Period,
    rules: tuple[int, Program],
    upload: Upload,
    *,
    ready: PlannedSheet | None = None,
    creates: bool = False,
    keep_rest: bool = False,
    dry_run: bool = False,
    skip_issues: int = 0,
    correction: str | None = None,
) -> SheetReport:
    """Enter every value of a file, read at the door of the program. ``rules`` are the number of a version and its
    program.

    Needs scope ``score``, with ``creates`` also ``edit``. Empty cells say nothing. Whoever is not in the list of people
    is refused; with ``creates`` they are added from the first day of the period, with the attributes of their row.
    Raises :class:`Refused` when the file cannot be used, and when a row is wrong, unless ``keep_rest``. With
    ``dry_run`` nothing is stored. The report leaves out the first ``skip_issues`` issues. Of a closed period only a
    ``correction`` changes figures: the reason for it. What is ``ready`` is written as it was planned;
    :class:`service.rounds.Overtaken` when the version or the people told of have changed since.
    """
    if ready is None:
        if not dry_run:
            hold_people(work)
        keep_rest = keep_rest or dry_run
        ready = plan_figures_import(
            work, period, rules, upload, creates=creates, keep_rest=keep_rest, correction=correction
        )
    if ready.version != rules[0]:
        raise Overtaken
    outcome = ready.figures.outcome
    if not dry_run:
        if ready.creating is not None:
            carry_out(work, ready.creating, source=upload.name)
        outcome = carry_out_figures(work, period, ready.figures, source=upload.name, correction=correction)
    issues = _placed(ready.columns, ready.refused)
    return SheetReport(
        dry_run=dry_run,
        rows=ready.rows,
        new=len(ready.created),
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        refused=len(ready.refused),
        codes=Counter(issue.code for issue in issues),
        issues=tuple(issues[skip_issues : skip_issues + MOST_ISSUES]),
        more=max(0, len(issues) - MOST_ISSUES - skip_issues),
        notes=(*ready.notes, *ready.columns.unused()),
        columns=ready.columns,
        first=ready.first,
        revision=outcome.revision,
        hash=outcome.hash,
    )


def _placed(columns: Columns, refused: Mapping[int, list[Issue]]) -> list[Issue]:
    return [columns.placed(issue) for place in sorted(refused) for issue in refused[place]]


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
    first_day = period.start.isoformat()
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
                from_day=first_day,
                name=columns.text(row, "@name") or None,
                attributes=attributes,
                manager=columns.text(row, "@manager") or UNSAID,
                path=path,
            ),
            tuple(issues),
        )


def _create(
    work: Work, lines: list[_Line], refused: dict[int, list[Issue]], staged: Staged
) -> tuple[Planned | None, frozenset[str]]:
    """Plan to add whoever is not in the list of people yet, and say who that is."""
    named = {line.person.id for place, line in enumerate(lines) if place not in refused}
    unknown = named - known_people(work.session, work.workspace_id, sorted(named))
    places: dict[str, int] = {}
    for place, line in enumerate(lines):
        if place not in refused and line.person.id in unknown:
            places.setdefault(line.person.id, place)
    if not places:
        return None, frozenset()
    told = [lines[place].person for place in places.values()]
    planned = plan(work, told, staged, keep_rest=True)
    assert planned is not None, "nobody comes up twice"
    for place, issues in planned.outcome.refused.items():
        refused[places[told[place].id]] = issues
    return planned, frozenset(planned.people)


def _shown(line: _Line) -> dict[str, object]:
    return {
        "row": line.figures.path[1],
        "person": line.figures.person,
        "name": line.person.name,
        "values": dict(line.figures.values),
        "decisions": {reward: dict(parts) for reward, parts in line.figures.decisions.items()},  # type: ignore[call-overload]
        "attributes": dict(line.person.attributes),
    }
