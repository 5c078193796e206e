"""Every file under ``cases/`` is a rule set with tests of its own; all of them must pass on every evaluator."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.cases import run_tests
from rules.check import check_text

CASES = sorted((Path(__file__).parent / "cases").rglob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case_file(path: Path) -> None:
    """The document has no errors, carries tests, and every test passes."""
    report = check_text(path.read_bytes())
    assert report.program is not None and report.rule_set is not None, [issue.to_json() for issue in report.issues]
    outcomes = run_tests(report.program, report.rule_set.tests)
    assert outcomes
    failures = [issue.message.en for outcome in outcomes for issue in outcome.issues]
    assert not failures, "\n".join(failures)
