"""Whatever is wrong with a document, checking it ends in issues or a program, at once and without another exception."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.issues import Severity
from rules.check import CheckReport, check_text
from rules.document.document import Media
from rules.document.load import load
from rules.document.write import to_yaml
from tests.rules.document.hostile import read_table, source_of
from tests.rules.mutation import mistaken

ROOT = Path(__file__).parents[2]
GOOD = [
    *sorted((ROOT / "tests/data/documents").glob("*.yaml")),
    *sorted(ROOT.glob("templates_library/*/*/rule-set.yaml")),
]
HOSTILE = {row["file"]: row for row in read_table("documents/EXPECTED.tsv")}
OTHER_WORDS = {"unknown-key", "missing-key", "no-metrics", "wrong-type"}
"""What is said of a document that is sound, but written for another product."""

LIMIT_SECONDS = 0.5
"""Processor time for one document; alone the slowest takes a tenth."""

ATTEMPTS = 4
"""The first may pay for the tidying up after hundreds of tests."""


def looked_at(source: bytes | str, media: Media = "yaml") -> CheckReport:
    took = []
    while len(took) < ATTEMPTS and min(took, default=LIMIT_SECONDS) >= LIMIT_SECONDS:
        start = time.process_time()
        report = check_text(source, media)
        took.append(time.process_time() - start)
    assert min(took) < LIMIT_SECONDS
    errors = [issue for issue in report.issues if issue.severity is Severity.ERROR]
    assert bool(errors) is not report.ok
    for issue in report.issues:
        assert issue.message.zh and issue.message.en and issue.hint is not None
    return report


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.parent.name if file.stem == "rule-set" else file.stem)
def test_good_documents_are_good(file: Path) -> None:
    """They have no errors; and advice about a document that we publish ourselves would be advice to us."""
    assert looked_at(file.read_bytes()).issues == ()


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.parent.name if file.stem == "rule-set" else file.stem)
@settings(max_examples=20)
@given(seed=st.integers(0, 10**9), count=st.integers(1, 6))
def test_mistakes_of_shape(file: Path, seed: int, count: int) -> None:
    document = load(file.read_bytes()).data
    looked_at(to_yaml(mistaken(document, random.Random(seed), count)))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents(name: str) -> None:
    report = looked_at(source_of(name), "json" if name.endswith(".json") else "yaml")
    found = {issue.code for issue in report.issues}
    assert not report.ok
    if HOSTILE[name]["http"] == "200":
        assert found <= OTHER_WORDS
