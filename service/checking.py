"""Checking a text as publishing needs it: the document's problems and its own tests together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from rules.cases import failed_tests
from rules.check import check_text
from rules.document.canonical import canonical, content_hash
from rules.document.document import Media
from rules.sections.header import LANGUAGE_VERSION
from service.versions import CheckReport


def check_for_publishing(text: str, media: Media) -> CheckReport:
    """Every issue; a test that fails is an error. The tests run only when the document itself has no error."""
    report = check_text(text, media)
    if report.document is None or report.program is None:
        return CheckReport(report.issues)
    data = report.document.data
    failed = failed_tests(report.program, cast(Sequence[Mapping[str, Any]], data.get("tests", ())))
    issues = tuple(report.document.locate_all([*report.issues, *failed]))
    return CheckReport(issues, canonical(data), content_hash(data, LANGUAGE_VERSION), LANGUAGE_VERSION)
