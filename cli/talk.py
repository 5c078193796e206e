"""What the command line says and how: language, issues with the place they are about, exit codes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import click
import simplejson
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from engine.issues import Issue, Severity, Words, path_text

FINE, PROBLEMS, UNUSABLE = 0, 1, 2
"""Exit codes: all is well; issues, failed tests or people without a score; wrong usage or an unreadable file."""

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_SEVERITIES = {
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("警告", "warning"),
    Severity.ADVICE: Words("建议", "advice"),
}
_WIDEST = 160
NO_TERMINAL = 200


@dataclass(slots=True)
class Talk:
    """One run's language and its two consoles: results on ``out``, everything else on ``err``."""

    language: str
    out: Console = field(default_factory=lambda: _console(stderr=False))
    err: Console = field(default_factory=lambda: _console(stderr=True))

    def said(self, words: Words) -> str:
        return words.zh if self.language == "zh" else words.en

    def say(self, zh: str, en: str, *, style: str = "") -> None:
        """A line on standard output."""
        self.out.print(Text(self.said(Words(zh, en)), style=style), soft_wrap=True)

    def note(self, zh: str, en: str, *, style: str = "") -> None:
        """A line beside the results."""
        self.err.print(Text(self.said(Words(zh, en)), style=style), soft_wrap=True)

    def show(self, what: RenderableType) -> None:
        """A table or tree on standard output."""
        self.out.print(what)

    def plain(self, text: str) -> None:
        """Text on standard output, as it is."""
        click.echo(text)

    def issues(self, issues: Iterable[Issue], file: str, source: str | None = None, *, beside: bool = False) -> None:
        """Each issue as ``file:line:column``, the line it is on with a caret below, and how to mend it."""
        console = self.err if beside else self.out
        lines = source.split("\n") if source is not None else []
        for issue in issues:
            console.print(self._issue(issue, file, lines), soft_wrap=True)

    def _issue(self, issue: Issue, file: str, lines: Sequence[str]) -> Text:
        place = ":".join([file, *(str(part) for part in (issue.line, issue.column) if part is not None)])
        text = Text(place, style="bold")
        text.append(f": {self.said(_SEVERITIES[issue.severity])}", style=_STYLES[issue.severity])
        text.append(f" [{issue.code}] ", style="dim")
        text.append(self.said(issue.message))
        if issue.path:
            text.append(f"  ({path_text(issue.path)})", style="dim")
        if issue.line is not None and issue.column is not None and issue.line <= len(lines):
            text.append(excerpt(lines[issue.line - 1], issue.line, issue.column))
        if issue.hint is not None:
            text.append(f"\n      {self.said(Words('改法：', 'mend: '))}{self.said(issue.hint)}", style="green")
        return text


def _console(*, stderr: bool) -> Console:
    """A console as wide as the terminal, and wide enough for a table where there is none."""
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = NO_TERMINAL
    return console


def excerpt(line: str, number: int, column: int) -> str:
    """The source line with a caret under the column; of a very long line the part around it."""
    line = line.removesuffix("\r")
    start = max(0, column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST].replace("\t", " ")
    before = " " * cell_len(printable(shown[: column - 1 - start]))
    margin = f"{number:>5} | "
    return f"\n{margin}{printable(shown)}\n{' ' * (len(margin) - 2)}| {before}^"


def printable(text: str) -> str:
    """The text without anything that could steer a terminal."""
    return "".join(char if char.isprintable() else "�" for char in text)


def default_language() -> str:
    """Chinese unless the environment asks for another language."""
    for name in ("SCOREWRIGHT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(name, "").split(".")[0].lower()
        if wanted:
            return "zh" if wanted.startswith("zh") or wanted in ("c", "posix") else "en"
    return "zh"


def json_out(value: Any) -> str:
    """JSON for programs: exact numbers, readable Chinese."""
    return simplejson.dumps(value, ensure_ascii=False, use_decimal=True, indent=2, iterable_as_array=True)


def done(code: int) -> NoReturn:
    """End the command with this exit code."""
    click.get_current_context().exit(code)


pass_talk = click.make_pass_decorator(Talk)
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式。 Output format."
)
