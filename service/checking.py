"""Checking a text as publishing needs it: the document's problems and its own tests together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, cast

from rules.cases import failed_tests
from rules.check import CheckReport as Found
from rules.check import check_text
from rules.document.canonical import canonical, content_hash
from rules.document.document import Media
from rules.sections.header import LANGUAGE_VERSION
from service.text import sha256_of
from service.versions import CheckReport

KEPT = 32
"""Texts whose checks are remembered: an editor asks several things about each text that somebody types."""


@dataclass(slots=True)
class _Kept:
    """One text's check, made by whoever asks first while the others wait."""

    lock: Lock = field(default_factory=Lock)
    found: Found | None = None


_kept: OrderedDict[str, _Kept] = OrderedDict()
_lock = Lock()


def checked(text: str | bytes, media: Media) -> Found:
    """What the checks find in a text; asked again about the same text, it is not checked again."""
    key = sha256_of(media, text if isinstance(text, str) else text.hex())
    with _lock:
        kept = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    with kept.lock:
        if kept.found is None:
            kept.found = check_text(text, media)
        return kept.found


def check_for_publishing(text: str, media: Media) -> CheckReport:
    """Every issue; a test that fails is an error. The tests run only when the document itself has no error."""
    report = check_text(text, media)
    if report.document is None or report.program is None:
        return CheckReport(report.issues)
    data = report.document.data
    failed = failed_tests(report.program, cast(Sequence[Mapping[str, Any]], data.get("tests", ())))
    issues = tuple(report.document.locate_all([*report.issues, *failed]))
    return CheckReport(issues, canonical(data), content_hash(data, LANGUAGE_VERSION), LANGUAGE_VERSION)
