"""``scorewright check`` and ``scorewright test``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from cli.documents import FILE, Checked, checked
from cli.talk import FINE, FORMAT, PROBLEMS, Talk, done, json_out, pass_talk
from engine.issues import Issue, Refused, has_errors
from rules.cases import TestOutcome, run_tests
from rules.check import check_text
from rules.install import install
from rules.packs import Pack, load_pack


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@FORMAT
@pass_talk
def check(talk: Talk, files: tuple[Path, ...], form: str) -> None:
    """检查方案文档，列出所有问题。 Check rule-set documents and list every problem."""
    reports = [checked(file) for file in files]
    failed = any(has_errors(list(found.report.issues)) for found in reports)
    if form == "json":
        talk.plain(json_out([_report(found) for found in reports]))
        done(PROBLEMS if failed else FINE)
    for found in reports:
        talk.issues(found.report.issues, str(found.file), found.source)
        if found.report.ok:
            told = len(found.report.issues)
            talk.say(
                f"{found.file}：没有错误" + (f"，{told} 条提示" if told else ""),
                f"{found.file}: no errors" + (f", {told} to consider" if told else ""),
                style="green",
            )
        else:
            errors = sum(issue.severity == "error" for issue in found.report.issues)
            talk.say(f"{found.file}：{errors} 处错误", f"{found.file}: {errors} errors", style="red")
    done(PROBLEMS if failed else FINE)


def _report(found: Checked) -> dict[str, object]:
    rule_set = found.report.rule_set
    return {
        "file": str(found.file),
        "ok": found.report.ok,
        "id": rule_set.id if rule_set else None,
        "hash": rule_set.hash if rule_set else None,
        "issues": [issue.to_json() for issue in found.report.issues],
    }


@dataclass(frozen=True, slots=True)
class Ran:
    """The tests of one file. Without a program there are only ``issues``."""

    file: str
    source: str | None
    outcomes: tuple[TestOutcome, ...]
    issues: tuple[Issue, ...]

    @property
    def failed(self) -> int:
        return sum(not outcome.passed for outcome in self.outcomes)

    @property
    def ok(self) -> bool:
        return not self.failed and not has_errors(list(self.issues))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@FORMAT
@pass_talk
def test(talk: Talk, files: tuple[Path, ...], form: str) -> None:
    """运行方案文档自带的测试；也可以给模板文件夹。 Run documents' own tests; a template's folder works too."""
    ran = [run for file in files for run in _run(file)]
    failed = not all(run.ok for run in ran)
    if form == "json":
        talk.plain(json_out([_told(run) for run in ran]))
        done(PROBLEMS if failed else FINE)
    for run in ran:
        _tell(talk, run)
    done(PROBLEMS if failed else FINE)


def _run(file: Path) -> Iterator[Ran]:
    if file.is_dir():
        yield from _run_pack(file)
        return
    found = checked(file)
    report = found.report
    if report.program is None or report.rule_set is None or report.document is None:
        yield Ran(str(file), found.source, (), report.issues)
        return
    outcomes = run_tests(report.program, report.rule_set.tests)
    located = tuple(
        TestOutcome(outcome.name, tuple(report.document.locate_all(outcome.issues))) for outcome in outcomes
    )
    yield Ran(str(file), found.source, located, ())


def _run_pack(folder: Path) -> Iterator[Ran]:
    """A pack's document with its own and its further tests, and every option of its swappable parts."""
    try:
        pack = load_pack(folder)
    except Refused as refused:
        yield Ran(str(folder), None, (), tuple(refused.issues))
        return
    report = pack.report
    if report.program is None or report.rule_set is None:
        yield Ran(str(folder / "rule-set.yaml"), pack.document.text, (), report.issues)
        return
    own = run_tests(report.program, [*report.rule_set.tests, *pack.cases])
    yield Ran(str(folder), None, tuple(own), ())
    for choice in pack.choices.values():
        for option in choice.options.values():
            if option.id != choice.default:
                yield _run_option(folder, pack, choice.id, option.id)


def _run_option(folder: Path, pack: Pack, choice: str, option: str) -> Ran:
    name = f"{folder} [{choice}={option}]"
    try:
        installed = install(pack, choices={choice: option})
    except Refused as refused:
        return Ran(name, None, (), tuple(refused.issues))
    wanted = {str(test["name"]) for test in pack.choices[choice].options[option].tests}
    lost = wanted & set(installed.tests_left_out)
    outcomes = [TestOutcome(test, ()) for test in sorted(wanted - lost)]
    if lost:
        outcomes += _failing(pack, choice, option, lost)
    return Ran(name, None, tuple(outcomes), ())


def _failing(pack: Pack, choice: str, option: str, names: set[str]) -> Sequence[TestOutcome]:
    """The tests that installing left out, run again to say why they fail."""
    program = check_text(install(pack, choices={choice: option}).text).program
    assert program is not None  # installing refuses a document with errors
    tests = [test for test in pack.choices[choice].options[option].tests if str(test["name"]) in names]
    return run_tests(program, tests)


def _told(run: Ran) -> dict[str, object]:
    return {
        "file": run.file,
        "ok": run.ok,
        "issues": [issue.to_json() for issue in run.issues],
        "tests": [
            {"name": outcome.name, "passed": outcome.passed, "issues": [issue.to_json() for issue in outcome.issues]}
            for outcome in run.outcomes
        ],
    }


def _tell(talk: Talk, run: Ran) -> None:
    talk.issues(run.issues, run.file, run.source)
    for outcome in run.outcomes:
        mark = "✓" if outcome.passed else "✗"
        talk.say(f"{mark} {outcome.name}", f"{mark} {outcome.name}", style="green" if outcome.passed else "red")
        talk.issues(outcome.issues, run.file, run.source)
    passed = len(run.outcomes) - run.failed
    if run.issues:
        talk.say(f"{run.file}：有错误，未运行测试", f"{run.file}: has errors, its tests were not run", style="red")
    elif not run.outcomes:
        talk.say(f"{run.file}：没有测试", f"{run.file}: no tests", style="yellow")
    else:
        talk.say(
            f"{run.file}：{passed} 个通过，{run.failed} 个不通过",
            f"{run.file}: {passed} passed, {run.failed} failed",
            style="red" if run.failed else "green",
        )
