"""``scorewright run``: a whole period out of Parquet files into Parquet files, by DuckDB here or by Spark elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.table import Table

from cli.documents import FILE, usable
from cli.office import opened as opened_office
from cli.office import operator
from cli.people.columns import columns_of
from cli.results import STATUSES
from cli.scoring import wanted_period
from cli.talk import FINE, FORMAT, PROBLEMS, UNUSABLE, Talk, done, json_out, pass_talk
from engine.issues import Issue, Severity, Words
from engine.program import ENGINE_VERSION, Program
from rules.check import CheckReport, check_text
from rules.score import facts

STATUS_TITLE, PEOPLE_TITLE = Words("状态", "status"), Words("人数", "people")
if TYPE_CHECKING:
    from service.in_place.files import Mapped
    from service.in_place.in_duckdb import DuckFiles
    from service.in_place.in_spark import SparkFiles
    from service.in_place.outcome import Outcome

    Engine = DuckFiles | SparkFiles

FOLDER = click.Path(path_type=Path)


@click.command("run")
@click.argument("document", type=FILE, required=False)
@click.option("--version", "published", metavar="ID/N", help="已发布的版本，如 presales/3。 A published version.")
@click.option("--workspace", default="default", show_default=True, help="--version 所在的工作区。 Its workspace.")
@click.option("--people", required=True, metavar="FILES", help="人员的 Parquet 文件、目录或通配符。 Files of people.")
@click.option("--earlier", metavar="FILES", help="往期记录的 Parquet 文件。 Files of earlier periods.")
@click.option("--period", help="期间，如 2026-11；默认为今天所在的期间。 Period; default: today's.")
@click.option("--output", required=True, metavar="FOLDER", type=FOLDER, help="结果目录，须不存在。 A new folder.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="Engine.")
@click.option("--master", metavar="URL", help="Spark 主节点，如 spark://host:7077、yarn。 The Spark master.")
@click.option("--conf", "settings", multiple=True, metavar="NAME=VALUE", help="Spark 设置，可多次。 Spark settings.")
@click.option("--threads", type=click.IntRange(1, 1024), help="DuckDB 线程数，默认全部核。 Threads of DuckDB.")
@click.option("--memory", metavar="SIZE", help="DuckDB 内存上限，如 4GB。 Memory of DuckDB, such as 4GB.")
@click.option("--subject-column", help="哪一列是人员编号。 Which column holds the ids of people.")
@FORMAT
@pass_talk
def run_command(
    talk: Talk,
    document: Path | None,
    published: str | None,
    workspace: str,
    people: str,
    earlier: str | None,
    period: str | None,
    output: Path,
    engine: str,
    master: str | None,
    settings: tuple[str, ...],
    threads: int | None,
    memory: str | None,
    subject_column: str | None,
    form: str,
) -> None:
    """给 Parquet 文件里的所有人计分，结果写成 Parquet。 Score everyone in Parquet files into Parquet files.

    文件留在原处；DuckDB 在本机计算，Spark 在集群上计算，结果相同。列名用输入的名称或标签。
    The files stay where they are. DuckDB works here, Spark on a cluster; the results are the same.
    """
    # only this command needs the columnar engine, which takes half a second to load
    from service.in_place.outcome import Unusable, result_hash

    report = _report(talk, document, published, workspace)
    program = report.program
    assert program is not None
    chosen = wanted_period(talk, program, period)
    if (engine == "spark") is (master is None):
        raise click.UsageError("--master goes with --engine spark / --master 与 --engine spark 一起用")
    if output.exists():
        talk.note(f"{output} 已存在，不会覆盖", f"{output} is there already and is not overwritten", style="red")
        done(UNUSABLE)
    try:
        with _opened(engine, master, settings, threads, memory) as files:
            found = _usable_files(talk, files, report, people, earlier, subject_column)
            outcome = files.score(program, facts(chosen), people, found, earlier, output)
        hash = result_hash(output)
    except Unusable as unusable:
        talk.note(f"无法运行：{unusable}", f"Cannot run: {unusable}", style="red")
        done(UNUSABLE)
    _tell(talk, program, str(chosen), outcome, hash, form)
    done(PROBLEMS if outcome.statuses.get("problem") or outcome.statuses.get("incomplete") else FINE)


def _report(talk: Talk, document: Path | None, published: str | None, workspace: str) -> CheckReport:
    """The checked document, out of a file or as it was published."""
    if (document is None) is (published is None):
        raise click.UsageError("give a DOCUMENT or --version / 给出 DOCUMENT 或 --version 之一")
    if document is not None:
        return usable(talk, document)
    assert published is not None
    id, _, number = published.partition("/")
    if not number.isdigit():
        raise click.BadParameter("ID/N", param_hint="--version")
    from service.versions import get_version

    with opened_office(talk) as office, office.reading(operator(office, workspace)) as work:
        version = get_version(work, id, int(number))
        return check_text(version.document, version.media)


@contextmanager
def _opened(
    engine: str, master: str | None, settings: Sequence[str], threads: int | None, memory: str | None
) -> Iterator[Engine]:
    from service.in_place import in_duckdb, in_spark

    if engine == "duckdb":
        with in_duckdb.opened(threads, memory) as duck:
            yield duck
        return
    pairs = [setting.partition("=") for setting in settings]
    if not all(name and mark for name, mark, _ in pairs):
        raise click.BadParameter("NAME=VALUE", param_hint="--conf")
    with in_spark.opened(str(master), {name: value for name, _, value in pairs}) as spark:
        yield spark


def _usable_files(
    talk: Talk, files: Engine, report: CheckReport, people: str, earlier: str | None, subject_column: str | None
) -> Mapped:
    """How the columns are understood; with anything wrong about the files it is told and the command ends."""
    from service.in_place.files import earlier_issues, mapped, type_issues

    program, rule_set = report.program, report.rule_set
    assert program is not None and rule_set is not None
    columns = files.columns(people)
    found, issues = columns_of(program, rule_set, [column.name for column in columns], 1, subject_column)
    talk.issues([issue for issue in issues if issue.severity is not Severity.ERROR], people, beside=True)
    wrong: list[Issue] = [issue for issue in issues if issue.severity is Severity.ERROR]
    before = earlier_issues(program, None if earlier is None else files.columns(earlier))
    if found is not None:
        how = mapped(program, columns, found.subject, found.values)
        wrong += type_issues(program, columns, how)
        if not wrong:
            wrong += files.people_issues(program, people, how)
    if wrong or before:
        talk.issues(wrong, people, beside=True)
        talk.issues(before, earlier or "--earlier", beside=True)
        done(UNUSABLE)
    return how


def _tell(talk: Talk, program: Program, period: str, outcome: Outcome, hash: str, form: str) -> None:
    if form == "json":
        told = {
            "rule_set": program.rule_set,
            "hash": program.hash,
            "period": period,
            "engine": ENGINE_VERSION,
            "people": outcome.people,
            "statuses": dict(sorted(outcome.statuses.items())),
            "by_scorer": outcome.by_scorer,
            "result_hash": hash,
        }
        talk.plain(json_out(told))
        return
    table = Table(header_style="bold")
    table.add_column(talk.said(STATUS_TITLE))
    table.add_column(talk.said(PEOPLE_TITLE), justify="right")
    for status, words in STATUSES.items():
        table.add_row(talk.said(words), f"{outcome.statuses.get(status, 0):,}")
    talk.show(table)
    talk.say(f"结果的哈希值 {hash}", f"hash of the results {hash}")
    if outcome.by_scorer:
        why = f" ({outcome.reason})" if outcome.reason else ""
        talk.note(
            f"{outcome.by_scorer:,} 人由逐人计分完成{why}", f"{outcome.by_scorer:,} people were scored one by one{why}"
        )
