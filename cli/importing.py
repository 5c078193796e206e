"""``scorewright import`` and ``scorewright datasets``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from cli.documents import FILE, usable
from cli.keys import WORKSPACE
from cli.office import opened, operator
from cli.talk import FORMAT, PROBLEMS, Talk, done, json_out, pass_talk, printable
from engine.issues import Issue, Words
from rules.document.load import load
from service.datasets import DatasetFacts, declare_from, declare_if_new, get_dataset, list_datasets
from service.housekeeping import verify
from service.import_work import perform
from service.imports import ImportFacts, Options, begin, discard, get_import, prepare
from service.sources.registry import SOURCES
from service.uploads import take_in
from service.work import Actor, Office


@click.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--dataset", help="导入到哪个数据集，默认为来源的通常名称。 The dataset; default: what the source calls it."
)
@click.option("--source", type=click.Choice(list(SOURCES)), help="写出这个文件的系统。 The system that wrote the file.")
@click.option("--mapping", type=FILE, help="列对应关系（YAML 或 JSON）。 How its columns are read (YAML or JSON).")
@click.option("--dry-run", is_flag=True, help="只显示会读到什么、拒绝什么。 Only show what is read and refused.")
@click.option("--keep-rest", is_flag=True, help="有错的行之外照常导入。 Import the other rows where some are wrong.")
@click.option("--period", help="拒绝该期间以外的记录。 Refuse events outside this period.")
@click.option("--declare", type=FILE, metavar="RULES", help="先按方案声明数据集。 First declare what a rule set reads.")
@WORKSPACE
@FORMAT
@pass_talk
def import_command(
    talk: Talk,
    file: Path,
    dataset: str | None,
    source: str | None,
    mapping: Path | None,
    dry_run: bool,
    keep_rest: bool,
    period: str | None,
    declare: Path | None,
    workspace: str,
    form: str,
) -> None:
    """导入 CSV、xlsx、Parquet 文件，或来源系统写出的文件；来源的数据集没有时自动声明。

    Import a CSV, xlsx or Parquet file, or one of a source, whose dataset is declared if there is none.
    """
    name = dataset or (SOURCES[source].usual if source else None)
    if name is None:
        raise click.UsageError("写明 --dataset 或 --source。 Say --dataset or --source.")
    told = None if mapping is None else _mapping(mapping)
    with opened(talk) as office:
        actor = operator(office, workspace)
        if declare is not None:
            document = usable(talk, declare).document
            assert document is not None
            with office.writing(actor) as work:
                declare_from(work, document.data)
        if source is not None:
            with office.writing(actor) as work:
                declare_if_new(work, name, SOURCES[source].dataset)
        facts = _imported(office, actor, file, name, Options(dry_run, keep_rest, period, told, source))
    if form == "json":
        talk.plain(json_out(_plain(facts)))
    else:
        _show(talk, facts, file)
    done(PROBLEMS if facts.state in ("refused", "failed") else 0)


@click.group()
def datasets() -> None:
    """查看数据集。 Look at datasets."""


@datasets.command("list")
@WORKSPACE
@FORMAT
@pass_talk
def list_command(talk: Talk, workspace: str, form: str) -> None:
    """列出数据集。 List the datasets."""
    with opened(talk) as office, office.reading(operator(office, workspace)) as work:
        found = list(list_datasets(work, limit=500).items)
    if form == "json":
        talk.plain(json_out([_told(facts) for facts in found]))
        return
    table = Table(header_style="bold")
    for zh, en in (("名称", "name"), ("记录", "events"), ("待归并", "waiting"), ("从", "from"), ("到", "to")):
        table.add_column(talk.said(Words(zh, en)))
    for facts in found:
        first, last = (time.isoformat(" ", "seconds") if time else "" for time in (facts.first_time, facts.last_time))
        table.add_row(facts.name, f"{facts.events:,}", f"{facts.waiting:,}", first, last)
    talk.show(table)


@datasets.command("verify")
@click.argument("dataset")
@WORKSPACE
@pass_talk
def verify_command(talk: Talk, dataset: str, workspace: str) -> None:
    """核对数据文件与登记的哈希。 Compare the files of a dataset with the hashes that were noted."""
    wrong = 0
    with opened(talk) as office, office.reading(operator(office, workspace)) as work:
        get_dataset(work, dataset)
        for part, is_right in verify(work, office.data_dir, dataset):
            wrong += not is_right
            state = Words("一致", "as noted") if is_right else Words("不一致！", "DIFFERS")
            talk.say(f"{part.id}  {part.rows:,}  {state.zh}", f"{part.id}  {part.rows:,}  {state.en}")
    done(PROBLEMS if wrong else 0)


def _mapping(file: Path) -> Mapping[str, Any]:
    media = "json" if file.suffix.lower() == ".json" else "yaml"
    return load(file.read_bytes(), media).data  # type: ignore[arg-type]  # one of the two


def _imported(office: Office, actor: Actor, file: Path, dataset: str, options: Options) -> ImportFacts:
    with file.open("rb") as stream:
        upload = take_in(office.data_dir, stream, file.name, source=options.source)
    try:
        with office.reading(actor) as work:
            prepared = prepare(work, office.data_dir, dataset, upload, options)
    except BaseException:
        upload.path.unlink(missing_ok=True)
        raise
    try:
        with office.writing(actor) as work:
            facts = begin(work, office.data_dir, prepared)
    finally:
        discard(prepared)
    if facts.state != "queued":
        return facts
    perform(office, actor.workspace_id, facts.id)
    with office.reading(actor) as work:
        return get_import(work, dataset, facts.id)


def _show(talk: Talk, facts: ImportFacts, file: Path) -> None:
    report = facts.report or {}
    talk.issues([Issue.from_json(issue) for issue in report.get("issues", [])], file.name, beside=True)
    if report.get("more"):
        talk.note(f"另有 {report['more']:,} 个问题未列出", f"and {report['more']:,} more", style="yellow")
    if facts.dry_run:
        _show_preview(talk, report)
    if facts.state in ("refused", "failed"):
        talk.note("没有导入任何数据", "Nothing was imported", style="red")
        return
    rows, refused = report["rows"], report["refused"]
    if facts.dry_run:
        talk.say(
            f"试读 {rows:,} 行：可读 {report['events']:,} 条，拒绝 {refused:,} 行；没有导入",
            f"Read {rows:,} rows on trial: {report['events']:,} events, {refused:,} rows refused; nothing was imported",
        )
        return
    talk.say(
        f"读了 {rows:,} 行：新增 {report['added']:,}，更正 {report['corrected']:,}，撤回 {report['withdrawn']:,}，"
        f"已有 {report['unchanged']:,}，拒绝 {refused:,}",
        f"Read {rows:,} rows: {report['added']:,} new, {report['corrected']:,} corrected, {report['withdrawn']:,} "
        f"withdrawn, {report['unchanged']:,} known already, {refused:,} refused",
    )


def _show_preview(talk: Talk, report: Mapping[str, Any]) -> None:
    table = Table(header_style="bold")
    names = list(dict.fromkeys(name for row in report["preview"] for name in row["values"] or ()))
    table.add_column(talk.said(Words("行", "row")))
    for name in names:
        table.add_column(printable(name))
    for row in report["preview"]:
        values = row["values"] or {}
        cells = [printable(str(values.get(name, ""))) for name in names] if row["values"] else ["✗"]
        table.add_row(str(row["row"]), *cells)
    talk.show(table)


def _plain(facts: ImportFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "dataset": facts.dataset,
        "state": facts.state,
        "dry_run": facts.dry_run,
        "file_hash": facts.file_hash,
        "report": facts.report,
    }


def _told(facts: DatasetFacts) -> dict[str, Any]:
    times = {"first_time": facts.first_time, "last_time": facts.last_time}
    return {
        "name": facts.name,
        "declaration": facts.declaration,
        "events": facts.events,
        "waiting": facts.waiting,
        "content_hash": facts.content_hash,
        **{name: time.isoformat() if time else None for name, time in times.items()},
    }
