"""Reading rule-set documents from files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from cli.talk import PROBLEMS, Talk, done
from engine.issues import Issue, Refused, Severity
from rules.check import CheckReport, check_document
from rules.document.document import Document, Media
from rules.document.load import load

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file and what checking it gave. ``source`` is its text as far as it could be decoded, for excerpts."""

    file: Path
    source: str
    report: CheckReport


def media_of(file: Path) -> Media:
    return "json" if file.suffix.lower() == ".json" else "yaml"


def read(file: Path) -> tuple[str, Document | None, tuple[Issue, ...]]:
    """The text, the document, and the issues that reading found."""
    source = file.read_bytes()
    text = source.decode("utf-8-sig", "replace")
    try:
        return text, load(source, media_of(file)), ()
    except Refused as refused:
        return text, None, tuple(refused.issues)


def checked(file: Path) -> Checked:
    text, document, issues = read(file)
    return Checked(file, text, CheckReport(None, issues) if document is None else check_document(document))


def usable(talk: Talk, file: Path) -> CheckReport:
    """The report of a document without errors; with errors they are shown and the command ends."""
    found = checked(file)
    if found.report.program is None:
        errors = [issue for issue in found.report.issues if issue.severity is Severity.ERROR]
        talk.issues(errors, str(file), found.source, beside=True)
        done(PROBLEMS)
    return found.report
