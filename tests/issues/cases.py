"""Golden cases: for every code of a problem, small documents and everything that is said about them, spelled out.

A file `golden/<code>.yaml` is a list of cases:

- ``document``: the text that is checked. ``fill`` repeats pieces in it (``{X: [text, times]}`` puts the repeated text
  in place of X), ``encoding`` writes it as other bytes than UTF-8, ``media: json`` reads it as JSON.
- ``subject``: given values, history and decisions of one person, read at the door of the finished program.
- ``run_tests: true``: the document's own tests are run too.
- ``issues``: what comes back, in order; with ``only: true`` those of the file's own code.

``python -m tests.issues.rewrite`` writes the ``issues`` anew; read the difference as the person who will get them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from engine.issues import Issue
from rules.cases import failed_tests
from rules.check import check_text
from rules.score import Subject, read_subject

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.yaml"))


def cases_of(file: Path) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))
    return cases


def answer(case: dict[str, Any], code: str) -> list[dict[str, object]]:
    """What is said about a case of the file of ``code``, in the form in which the file spells it."""
    report = check_text(source_of(case), case.get("media", "yaml"))
    issues: list[Issue] = list(report.issues)
    if report.program is not None and report.rule_set is not None:
        if "subject" in case:
            issues += read_subject(report.program, Subject("ann", **{"given": {}, **case["subject"]}))[1]
        if case.get("run_tests"):
            issues += failed_tests(report.program, report.rule_set.tests)
    return [issue.to_json() for issue in issues if issue.code == code or not case.get("only")]


def source_of(case: dict[str, Any]) -> bytes:
    text = case["document"]
    for mark, (piece, times) in case.get("fill", {}).items():
        text = text.replace(mark, "".join(piece.replace("#", str(n)) for n in range(times)))
    return text.encode(case.get("encoding", "utf-8"), "surrogatepass" if "encoding" not in case else "strict")
