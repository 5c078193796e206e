"""``scorewright diff``."""

from __future__ import annotations

from pathlib import Path

import click

from cli.documents import FILE, read
from cli.talk import FINE, FORMAT, PROBLEMS, Talk, done, json_out, pass_talk
from engine.issues import Severity
from rules.check import check_document
from rules.diff import diff
from rules.document.document import Document

_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow"), "moved": ("⇅", "cyan")}


@click.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--exit-code", is_flag=True, help="有差异时退出码为 1。 Exit with 1 when there are differences.")
@FORMAT
@pass_talk
def diff_command(talk: Talk, old: Path, new: Path, exit_code: bool, form: str) -> None:
    """说出两份方案在含义上的不同；写法不同不算。 Tell how two rule sets differ in meaning, not in spelling."""
    documents = []
    for file in (old, new):
        source, document, issues = read(file)
        if document is None:
            talk.issues(issues, str(file), source, beside=True)
        else:
            _note_errors(talk, file, document)
        documents.append(document)
    before, after = documents
    if before is None or after is None:
        done(PROBLEMS)
    changes = diff(before.data, after.data)
    if form == "json":
        talk.plain(json_out([change.to_json() for change in changes]))
    else:
        for change in changes:
            mark, style = _MARKS[change.kind]
            talk.say(f"{mark} {change.sentence.zh}", f"{mark} {change.sentence.en}", style=style)
        if not changes:
            talk.say("没有含义上的不同", "No difference in meaning")
    done(PROBLEMS if exit_code and changes else FINE)


def _note_errors(talk: Talk, file: Path, document: Document) -> None:
    """Drafts may be compared; that one is unfinished, or no rule set at all, must be known to whoever reads on."""
    errors = sum(issue.severity is Severity.ERROR for issue in check_document(document).issues)
    if errors:
        talk.note(
            f"{file}：这份文档有 {errors} 个错误，仍按所写内容比较；scorewright check 列出错误",
            f"{file}: this document has {errors} error(s) and is compared as written; scorewright check lists them",
            style="yellow",
        )
