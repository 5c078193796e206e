"""``scorewright worker`` and ``scorewright runs``."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from types import FrameType

import click

from cli.keys import WORKSPACE
from cli.office import opened, operator, settings_of
from cli.talk import FORMAT, PROBLEMS, Talk, done, json_out, pass_talk, printable
from service.logs import configure_logging
from service.runs.exporting import write_csv, write_parquet, write_xlsx
from service.runs.reading import opened as opened_run
from service.runs.starting import RunFacts, RunRequest, get_run, list_runs, start_runs
from service.runs.stored import Stored
from service.work import Actor, Office
from service.worker import Worker, terms_of
from store.models.run import RunFilter

LOOK = 0.5
"""Seconds between two looks at a run that is waited for."""


@click.command()
@click.option("--until-idle", is_flag=True, help="没有任务时退出。 End when there is nothing left to do.")
@pass_talk
def worker(talk: Talk, until_idle: bool) -> None:
    """执行排队的运行；可同时启动多个。 Work on queued runs; start as many as you like."""
    settings = settings_of(talk)
    configure_logging(settings.log_level)
    with opened(talk) as office:
        made = Worker(office, Stored(office.data_dir), terms_of(settings))

        def stop(_number: int, _frame: FrameType | None) -> None:
            made.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        if until_idle:
            made.run_until_idle()
        else:
            made.run()


@click.group()
def runs() -> None:
    """考核整个期间。 Score whole periods."""


@runs.command("start")
@click.argument("period")
@click.option("--rule-set", metavar="ID", help="方案。 The rule set.")
@click.option("--role", help="适用于该岗位的全部方案。 All rule sets for this role.")
@click.option("--version", type=click.IntRange(1), help="版本，默认为生效版本。 Default: the one in force.")
@click.option(
    "--correction", metavar="REASON", help="更正已关账期间的原因。 Corrects a closed period, for this reason."
)
@click.option("--wait", is_flag=True, help="等它完成；没有其他进程时自己执行。 Wait, and work if nobody else does.")
@WORKSPACE
@FORMAT
@pass_talk
def start(
    talk: Talk,
    period: str,
    rule_set: str | None,
    role: str | None,
    version: int | None,
    correction: str | None,
    wait: bool,
    workspace: str,
    form: str,
) -> None:
    """排队一次运行；数据相同则得到同一次运行。 Queue a run; the same data is the same run."""
    request = RunRequest(period, rule_set, role, version, correction is not None, correction)
    with opened(talk) as office:
        actor = operator(office, workspace)
        with office.writing(actor) as work:
            started = [one.run for one in start_runs(work, Stored(office.data_dir), request)]
        if wait:
            terms = terms_of(settings_of(talk))
            configure_logging("WARNING")
            started = [
                _finished(office, actor, run.id, Worker(office, Stored(office.data_dir), terms)) for run in started
            ]
    _tell(talk, started, form)
    if any(run.state == "failed" for run in started):
        done(PROBLEMS)


@runs.command("show")
@click.argument("number", type=click.IntRange(1), required=False)
@WORKSPACE
@FORMAT
@pass_talk
def show(talk: Talk, number: int | None, workspace: str, form: str) -> None:
    """显示一次运行，或最近的运行。 Show a run, or the latest ones."""
    with opened(talk) as office, office.reading(operator(office, workspace)) as work:
        found = [get_run(work, number)] if number else list(list_runs(work, RunFilter(), limit=20).items)
    _tell(talk, found, form)


@runs.command("export")
@click.argument("number", type=click.IntRange(1))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@WORKSPACE
@pass_talk
def export(talk: Talk, number: int, file: Path, workspace: str) -> None:
    """导出结果，格式按扩展名 xlsx、csv、parquet。 Export results as xlsx, csv or parquet, by the file's name."""
    form = file.suffix.removeprefix(".").lower()
    if form not in ("xlsx", "csv", "parquet"):
        raise click.UsageError(
            "文件名应以 .xlsx、.csv 或 .parquet 结尾。 The file must be called .xlsx, .csv or .parquet."
        )
    with opened(talk) as office, office.reading(operator(office, workspace)) as work:
        facts = get_run(work, number)
        with opened_run(office, work, number) as view:
            if form == "xlsx":
                write_xlsx(work, view, facts, file)
            else:
                (write_csv if form == "csv" else write_parquet)(view, file)
    talk.say(f"已写入 {file}（{facts.total} 人）", f"Wrote {file} ({facts.total} people)")


def _finished(office: Office, actor: Actor, number: int, helper: Worker) -> RunFacts:
    """The run when it is over. Pieces that nobody takes are done here."""
    while True:
        with office.reading(actor) as work:
            run = get_run(work, number)
        if run.state not in ("queued", "running"):
            return run
        if not helper.work_once():
            time.sleep(LOOK)


def _tell(talk: Talk, found: list[RunFacts], form: str) -> None:
    if form == "json":
        talk.plain(json_out([_told(run) for run in found]))
        return
    for run in found:
        counts = run.counts or {}
        people = " ".join(f"{status}={count}" for status, count in counts.items()) or f"{run.done}/{run.total or '?'}"
        mark = " *" if run.current else ""
        talk.plain(f"{run.id}  {run.period}  {printable(run.rule_set)}@{run.version}  {run.state}{mark}  {people}")
        for issue in (*run.warnings, *(run.problem or ())):
            message = issue["message"]
            assert isinstance(message, dict)
            talk.note(message["zh"], message["en"], style="red" if run.problem else "yellow")


def _told(run: RunFacts) -> dict[str, object]:
    told: dict[str, object] = {"people": run.people}
    for name in run.__dataclass_fields__:
        value = getattr(run, name)
        told[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return told
