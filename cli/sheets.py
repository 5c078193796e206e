"""``scorewright people import`` and ``scorewright figures import``: spreadsheets into the configured database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.table import Table

from cli.documents import FILE
from cli.keys import WORKSPACE
from cli.office import opened, operator
from cli.talk import FORMAT, PROBLEMS, Talk, done, json_out, pass_talk, printable
from engine.issues import Refused, Words
from engine.program import Program
from rules.period import parse_period
from service.closed_periods import correction_reason
from service.figures_import import PlannedSheet, import_figures, plan_figures_import
from service.people_import import PlannedImport, import_people, plan_import
from service.programs import program_in_force
from service.rounds import carried_through
from service.sheets import SheetReport, Upload
from service.tables.opening import kind_of
from service.tables.table import Layout
from service.work import Office, Work

Planned = TypeVar("Planned")

MAP = click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="COLUMN=TARGET",
    help="某列对应什么，留空则不使用。 What a column stands for; nothing leaves it out.",
)
SHEET = click.option("--sheet", help="工作簿中的哪一张表。 Which sheet of a workbook.")
DRY_RUN = click.option("--dry-run", is_flag=True, help="只看会发生什么，不保存。 Only tell what would come of it.")
KEEP_REST = click.option("--keep-rest", is_flag=True, help="有错的行不导入，其余照常。 Leave wrong rows out.")


@click.group()
def people() -> None:
    """管理人员名单。 The list of people."""


@click.group()
def figures() -> None:
    """录入期间数据。 Figures of people and periods."""


@people.command("import")
@click.argument("file", type=FILE)
@click.option("--from", "from_day", metavar="DAY", help="从哪一天起有效，例如 2026-01-01。 Since when it holds.")
@click.option("--clear-empty", is_flag=True, help="空格表示没有这项，而不是不变。 Empty cells take values away.")
@MAP
@SHEET
@DRY_RUN
@KEEP_REST
@WORKSPACE
@FORMAT
@pass_talk
def import_people_command(
    talk: Talk,
    file: Path,
    from_day: str | None,
    clear_empty: bool,
    mapped: tuple[str, ...],
    sheet: str | None,
    dry_run: bool,
    keep_rest: bool,
    workspace: str,
    form: str,
) -> None:
    """导入人员名单：每人一行，或每人每个生效日期一行。 Import a list of people, one row each or one for each day."""

    how: dict[str, Any] = {"from_day": from_day, "clears": clear_empty, "keep_rest": keep_rest}

    def read(work: Work, upload: Upload) -> PlannedImport | None:
        return plan_import(work, upload, **how)

    def imported(work: Work, upload: Upload, ready: PlannedImport | None) -> SheetReport:
        return import_people(work, upload, ready=ready, dry_run=dry_run, **how)

    with opened(talk) as office:
        report = _imported(office, workspace, file, mapped, sheet, read, imported, dry_run=dry_run)
    _tell(talk, report, file, form)


@figures.command("import")
@click.argument("file", type=FILE)
@click.option("--period", required=True, help="哪个期间，例如 2026-11。 Which period.")
@click.option("--rules", "rule_set", required=True, metavar="RULE_SET", help="哪个方案的输入。 Whose inputs they are.")
@click.option(
    "--correction", metavar="REASON", help="更正已关账期间的原因。 Corrects a closed period, for this reason."
)
@click.option("--create-people", is_flag=True, help="把名单里没有的人加入名单。 Add people who are not in the list.")
@MAP
@SHEET
@DRY_RUN
@KEEP_REST
@WORKSPACE
@FORMAT
@pass_talk
def import_figures_command(
    talk: Talk,
    file: Path,
    period: str,
    rule_set: str,
    correction: str | None,
    create_people: bool,
    mapped: tuple[str, ...],
    sheet: str | None,
    dry_run: bool,
    keep_rest: bool,
    workspace: str,
    form: str,
) -> None:
    """导入一个期间的数据：每人一行，每项一列。 Import figures: one row for each person, one column for each input."""
    when = parse_period(period, ("period",))
    why = correction_reason(correction, correction=correction is not None)
    how: dict[str, Any] = {"creates": create_people, "keep_rest": keep_rest, "correction": why}

    def rules(work: Work) -> tuple[int, Program]:
        number, ready = program_in_force(work, rule_set, when)
        return number, ready.program

    def read(work: Work, upload: Upload) -> PlannedSheet:
        return plan_figures_import(work, when, rules(work), upload, **how)

    def imported(work: Work, upload: Upload, ready: PlannedSheet | None) -> SheetReport:
        return import_figures(work, when, rules(work), upload, ready=ready, dry_run=dry_run, **how)

    with opened(talk) as office:
        report = _imported(office, workspace, file, mapped, sheet, read, imported, dry_run=dry_run)
    _tell(talk, report, file, form)


def _imported(
    office: Office,
    workspace: str,
    file: Path,
    mapped: tuple[str, ...],
    sheet: str | None,
    read: Callable[[Work, Upload], Planned],
    imported: Callable[[Work, Upload, Planned | None], SheetReport],
    *,
    dry_run: bool,
) -> SheetReport | Refused:
    """The report; or what is wrong with the file or its rows. While it is ``read`` others may write."""
    mapping = {column: target or None for column, _, target in (one.rpartition("=") for one in mapped)}
    actor = operator(office, workspace)
    with file.open("rb") as stream:
        try:
            upload = Upload(stream, kind_of(stream, file.name), Layout(sheet=sheet), mapping, file.name)

            def planned() -> Planned:
                with office.reading(actor) as work:
                    return read(work, upload)

            def written(ready: Planned | None) -> SheetReport:
                with office.writing(actor) as work:
                    return imported(work, upload, ready)

            if dry_run:
                with office.reading(actor) as work:
                    return imported(work, upload, None)
            return carried_through(planned, written)
        except Refused as refused:
            return refused


def _tell(talk: Talk, report: SheetReport | Refused, file: Path, form: str) -> None:
    if isinstance(report, Refused):
        if form == "json":
            talk.plain(json_out({"issues": [issue.to_json() for issue in report.issues]}))
        else:
            talk.issues(report.issues, file.name, beside=True)
            talk.note("没有导入任何数据", "Nothing was imported", style="red")
        done(PROBLEMS)
    if form == "json":
        talk.plain(json_out(report.to_json()))
    else:
        talk.issues((*report.issues, *report.notes), file.name, beside=True)
        if report.more:
            talk.note(f"另有 {report.more:,} 个问题未列出", f"and {report.more:,} more", style="yellow")
        if report.dry_run:
            talk.show(_first(talk, report))
        zh, en = ("试读", "would be ") if report.dry_run else ("导入", "")
        talk.say(
            f"{zh} {report.rows:,} 行：新增 {report.new:,}，变更 {report.changed:,}，未变 {report.unchanged:,}，"
            f"拒绝 {report.refused:,} 行",
            f"Of {report.rows:,} rows: {report.new:,} {en}new, {report.changed:,} {en}changed, "
            f"{report.unchanged:,} as before, {report.refused:,} rows refused",
        )
    done(PROBLEMS if report.refused else 0)


def _first(talk: Talk, report: SheetReport) -> Table:
    """The first rows as they are understood."""
    table = Table(header_style="bold")
    rows = [_flat(row) for row in report.first]
    names = list(dict.fromkeys(name for row in rows for name in row))
    for name in names:
        table.add_column(talk.said(Words("行", "row")) if name == "row" else printable(name))
    for row in rows:
        table.add_row(*(printable(str(row.get(name, ""))) for name in names))
    return table


def _flat(row: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {key: part for key, part in value.items() if not isinstance(part, dict)}
        elif value is not None:
            found[name] = value
    return found
