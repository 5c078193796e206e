"""``scorewright score`` and ``scorewright explain``: people in a file, results out."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

import click
from rich.console import Console
from rich.progress import Progress
from rich.text import Text
from rich.tree import Tree

from cli.documents import FILE, usable
from cli.people.read import STDIN, Entry, open_people, people_in
from cli.results import CsvWriter, JsonWriter, TableWriter, Writer
from cli.talk import FINE, FORMAT, PROBLEMS, UNUSABLE, Talk, done, json_out, pass_talk, printable
from engine.explain import explain
from engine.issues import Issue, Refused, Words
from engine.program import Program
from engine.scorer import Scorer
from rules.check import CheckReport
from rules.period import Period, PeriodKind, period_of
from rules.score import Scored, period_for, score
from service.scoring import answer_of, refused_body

CHUNK = 2000
"""People scored at a time where nobody's result depends on others."""

_SHOWN_ISSUES = 200
PEOPLE = click.option(
    "--people",
    required=True,
    metavar="FILE",
    help="人员数据：.csv .xlsx .json .jsonl，“-”为标准输入。 People: a file, or - for standard input.",
)
PERIOD = click.option("--period", help="期间，如 2026-11；默认为今天所在的期间。 Period; default: today's.")
SUBJECT_COLUMN = click.option("--subject-column", help="哪一列是人员编号。 Which column holds the ids of people.")


@click.command("score")
@click.argument("document", type=FILE)
@PEOPLE
@PERIOD
@click.option("--explain", "explained", is_flag=True, help="JSON 结果附说明。 Explain each result (JSON).")
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="写入文件。 Write here.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), help="格式；默认按 --output。 Format of results."
)
@SUBJECT_COLUMN
@pass_talk
def score_command(
    talk: Talk,
    document: Path,
    people: str,
    period: str | None,
    explained: bool,
    output: Path | None,
    form: str | None,
    subject_column: str | None,
) -> None:
    """按方案给文件里的每个人计分。 Score everyone in a file by a rule set.

    列名可用输入的名称（id）或标签；空格子表示没有数据。写入文件的 CSV 带 BOM，Excel 可直接打开。
    Columns go by the id or label of an input; an empty cell is a missing value.
    """
    report = usable(talk, document)
    program = report.program
    assert program is not None
    chosen = wanted_period(talk, program, period)
    form = form or _form_of(output)
    trouble = False
    issues: list[Issue] = []
    with _opened(talk, people) as file, _target(output, form) as stream:
        try:
            entries = _entries(talk, file, people, report, subject_column)
            writer = _writer(talk, program, str(chosen), form, stream)
            for entry, answer in _answers(program, chosen, _with_progress(talk, file, people, entries)):
                if answer is None or answer.result is None:
                    trouble = True
                    found = entry.issues if answer is None else answer.issues
                    _keep(issues, [entry.located(issue) for issue in found])
                    refused = Scored(entry.name, None, None, found) if answer is None else answer
                    writer.write(refused_body(refused))
                    continue
                trouble = trouble or answer.result.status in ("problem", "incomplete")
                level = "full" if explained and form == "json" else "none"
                writer.write(answer_of(program, answer, level))
        except Refused as refused:
            talk.issues(refused.issues, people, beside=True)
            done(UNUSABLE)
        writer.close(issues)
    if form != "json":
        talk.issues(issues, people, beside=True)
    if trouble:
        talk.note("有人员未能计分，见上", "Some people could not be scored, see above", style="yellow")
    done(PROBLEMS if trouble else FINE)


@click.command("explain")
@click.argument("document", type=FILE)
@PEOPLE
@PERIOD
@click.option("--subject", required=True, help="说明谁的结果。 Whose result to explain.")
@FORMAT
@SUBJECT_COLUMN
@pass_talk
def explain_command(
    talk: Talk,
    document: Path,
    people: str,
    period: str | None,
    subject: str,
    form: str,
    subject_column: str | None,
) -> None:
    """说明一个人的每一分从何而来。 Explain where every point of one person comes from.

    排名等比较按文件里的所有人计算。 Ranks and the like are worked out among everyone in the file.
    """
    report = usable(talk, document)
    program = report.program
    assert program is not None
    chosen = wanted_period(talk, program, period)
    with _opened(talk, people) as file:
        try:
            entries = list(_entries(talk, file, people, report, subject_column))
        except Refused as refused:
            talk.issues(refused.issues, people, beside=True)
            done(UNUSABLE)
    if not program.has_cohort:
        entries = [entry for entry in entries if entry.name == subject]
    found = [(entry, answer) for entry, answer in _answers(program, chosen, entries) if entry.name == subject]
    if not found:
        talk.note(f"文件里没有“{subject}”", f"'{subject}' is not in the file", style="red")
        done(PROBLEMS)
    entry, answer = found[0]
    if answer is None or answer.result is None or answer.evaluation is None:
        issues = entry.issues if answer is None else answer.issues
        talk.issues([entry.located(issue) for issue in issues], people, beside=True)
        done(PROBLEMS)
    explanation = explain(program, answer.evaluation, answer.result)
    if form == "json":
        talk.plain(json_out({**answer.result.to_json(), "explanation": explanation}))
    else:
        _show(talk, subject, explanation)
    done(PROBLEMS if answer.result.status in ("problem", "incomplete") else FINE)


def _show(talk: Talk, subject: str, explanation: Any) -> None:
    tree = Tree(Text(printable(subject), style="bold"))
    for sentence in explanation["summary"]:
        tree.add(Text(printable(sentence[talk.language])))

    def grow(branch: Tree, nodes: Iterable[Any], depth: int) -> None:
        for node in nodes:
            text = Text(printable(node["sentence"][talk.language]), style="" if depth else "bold")
            if node.get("why"):
                text.append(f"  〔{printable(node['why'][talk.language])}〕", style="dim italic")
            grow(branch.add(text), node["children"], depth + 1)

    steps = tree.add(Text(talk.said(Words("逐步计算", "step by step")), style="cyan"))
    grow(steps, explanation["tree"], 0)
    talk.show(tree)


def wanted_period(talk: Talk, program: Program, text: str | None) -> Period:
    """The period asked for, or today's; for one of another kind the command ends."""
    if text is None:
        return period_of(PeriodKind(program.period), date.today())  # noqa: DTZ011  # the day on the user's own calendar
    try:
        return period_for(program, text, ("period",))
    except Refused as refused:
        talk.issues(refused.issues, "--period", beside=True)
        done(UNUSABLE)


@contextmanager
def _opened(talk: Talk, name: str) -> Iterator[Any]:
    try:
        file = open_people(name)
    except OSError as error:
        talk.note(f"打不开 {name}：{error.strerror}", f"Cannot open {name}: {error.strerror}", style="red")
        done(UNUSABLE)
    with file:
        yield file


def _entries(talk: Talk, file: Any, name: str, report: CheckReport, subject_column: str | None) -> Iterator[Entry]:
    assert report.program is not None and report.rule_set is not None
    people = people_in(file, name, report.program, report.rule_set, subject_column)
    talk.issues(people.warnings, name, beside=True)
    # a file that cannot be read at all must be found out before anything is written
    first = list(itertools.islice(people.entries, 1))
    return itertools.chain(first, people.entries)


def _answers(program: Program, period: Period, entries: Iterable[Entry]) -> Iterator[tuple[Entry, Scored | None]]:
    """Everyone's answer in the order of the file; None for a row that could not be used at all."""
    scorer = Scorer(program)
    source = iter(entries)
    while chunk := list(source if program.has_cohort else itertools.islice(source, CHUNK)):
        subjects = [entry.subject for entry in chunk if entry.subject is not None]
        answers = iter(score(program, scorer, period, subjects))
        for entry in chunk:
            yield entry, None if entry.subject is None else next(answers)


def _with_progress(talk: Talk, file: Any, name: str, entries: Iterator[Entry]) -> Iterator[Entry]:
    """The same entries, with a bar on the terminal that shows how much of the file has been read."""
    if not talk.err.is_terminal or name == STDIN or os.path.getsize(name) < 1 << 20:
        yield from entries
        return
    with Progress(console=talk.err, transient=True) as progress:
        task = progress.add_task(talk.said(Words("计分", "scoring")), total=os.path.getsize(name))
        for count, entry in enumerate(entries):
            if count % 500 == 0:
                progress.update(task, completed=_position(file))
            yield entry


def _position(file: Any) -> int:
    try:
        return os.lseek(file.fileno(), 0, os.SEEK_CUR)
    except (OSError, ValueError):
        return 0


def _keep(issues: list[Issue], found: list[Issue]) -> None:
    """Only so many are told: a file with a million wrong rows has one mistake, not a million."""
    issues += found[: max(0, _SHOWN_ISSUES - len(issues))]


def _form_of(output: Path | None) -> str:
    suffix = output.suffix.lower() if output else ""
    return {".csv": "csv", ".json": "json"}.get(suffix, "table")


def _writer(talk: Talk, program: Program, period: str, form: str, stream: TextIO) -> Writer:
    if form == "csv":
        return CsvWriter(program, stream)
    if form == "json":
        return JsonWriter(program, period, stream)
    return TableWriter(program, talk, talk.out if stream is sys.stdout else Console(file=stream, width=200))


@contextmanager
def _target(output: Path | None, form: str) -> Iterator[TextIO]:
    """Where results go. A file appears only when it is whole; CSV gets the mark that tells Excel it is UTF-8."""
    if output is None:
        yield sys.stdout
        return
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    descriptor, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}-")
    try:
        with open(descriptor, "w", encoding=encoding, newline="") as stream:
            yield stream
        os.chmod(name, 0o644)
        os.replace(name, output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
