"""Checking a text as publishing needs it: the document's problems and its own tests together."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any, cast

from rules.cases import failed_tests
from rules.check import CheckReport as Found
from rules.check import check_text, with_advice
from rules.document.canonical import canonical, content_hash
from rules.document.document import Media
from rules.sections.header import LANGUAGE_VERSION
from service.versions import CheckReport

KEPT = 16
"""Texts whose checks are remembered: an editor asks several things about each text that somebody types."""
LARGEST_KEPT = 100_000
"""Bytes of a text up to which its check is remembered, so that memory stays small whatever is sent."""


@dataclass(slots=True)
class _Kept:
    """One text's check, made by whoever asks first while the others wait."""

    lock: Lock = field(default_factory=Lock)
    found: Found | None = None
    advised: Found | None = None


_kept: OrderedDict[bytes, _Kept] = OrderedDict()
_lock = Lock()


def checked(text: str | bytes, media: Media) -> Found:
    """What is wrong with a text, without the advice; asked again about the same text, it is not checked again."""
    source = _bytes(text)
    kept = _kept_of(source, media)
    with kept.lock:
        if kept.found is None:
            kept.found = check_text(source, media, advise=False)
        return kept.found


def checked_with_advice(text: str | bytes, media: Media) -> Found:
    """The same with the advice, which takes as long again."""
    source = _bytes(text)
    found, kept = checked(source, media), _kept_of(source, media)
    if kept.advised is None:
        kept.advised = with_advice(found)
    return kept.advised


def _bytes(text: str | bytes) -> bytes:
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


def _kept_of(source: bytes, media: Media) -> _Kept:
    if len(source) > LARGEST_KEPT:
        return _Kept()
    key = sha256(media.encode() + b"\0" + source).digest()
    with _lock:
        kept = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return kept


def check_for_publishing(text: str, media: Media) -> CheckReport:
    """Every issue; a test that fails is an error. The tests run only when the document itself has no error."""
    report = check_text(text, media)
    if report.document is None or report.program is None:
        return CheckReport(report.issues)
    data = report.document.data
    failed = failed_tests(report.program, cast(Sequence[Mapping[str, Any]], data.get("tests", ())))
    issues = tuple(report.document.locate_all([*report.issues, *failed]))
    return CheckReport(issues, canonical(data), content_hash(data, LANGUAGE_VERSION), LANGUAGE_VERSION)
