"""Every hostile document is refused for the right reason, or read as the plain text a later check refuses."""

from __future__ import annotations

import json
import time

import pytest

from engine.issues import Refused
from rules.check import check_text
from rules.document import yaml_reader
from rules.document.canonical import canonical
from rules.document.codes import STATUS_BY_CODE
from rules.document.document import Document
from rules.document.load import load
from tests.rules.document.hostile import DATA, LARGE, read_table, source_of

EXPECTED = {row["file"]: row for row in read_table("documents/EXPECTED.tsv")}
READING = {row["file"]: row for row in read_table("READING.tsv")}

LIMIT_SECONDS = 0.1
"""Processor time for one file, with all its checks. The slowest takes 40 ms; anything that explodes takes minutes."""


def read(name: str) -> Document:
    return load(source_of(name), "json" if name.endswith(".json") else "yaml")


def test_every_file_has_an_expectation() -> None:
    files = {path.name for path in (DATA / "documents").iterdir()} - {"EXPECTED.tsv"} | set(LARGE)
    assert files == set(EXPECTED) == set(READING)


@pytest.mark.parametrize("name", [name for name, row in READING.items() if row["codes"] != "loads"])
def test_refused_while_reading(name: str) -> None:
    """The codes are exact, and the HTTP status that follows from them is the one a client should see."""
    with pytest.raises(Refused) as refused:
        read(name)
    codes = {issue.code for issue in refused.value.issues}
    assert ",".join(sorted(codes)) == READING[name]["codes"]
    assert {STATUS_BY_CODE.get(code, 422) for code in codes} == {int(EXPECTED[name]["http"])}


@pytest.mark.parametrize("name", [name for name, row in READING.items() if row["codes"] == "loads"])
def test_read_as_it_looks(name: str) -> None:
    """Nothing turns into a number, date or flag behind the author's back, so the shape check can refuse it."""
    known = {"ruleset", "version", "metrics"}
    data = {key: value for key, value in read(name).data.items() if key not in known}
    assert canonical(data) == READING[name]["data"]
    assert json.loads(READING[name]["data"]) is not None


@pytest.mark.parametrize("name", [name for name, row in EXPECTED.items() if row["http"] == "200"])
def test_harmless_documents_are_read(name: str) -> None:
    assert READING[name]["codes"] == "loads"


@pytest.mark.parametrize("name", EXPECTED)
def test_answered_at_once(name: str) -> None:
    source = source_of(name)
    fastest = min(_seconds(source, name) for _ in range(5))
    assert fastest < LIMIT_SECONDS


def _seconds(source: bytes, name: str) -> float:
    start = time.process_time()
    report = check_text(source, "json" if name.endswith(".json") else "yaml")
    took = time.process_time() - start
    assert report.issues
    return took


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(".yaml")])
def test_both_parsers_agree(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libyaml the same documents are refused and the same data comes out."""
    monkeypatch.setattr(yaml_reader, "CParser", None)
    row = READING[name]
    if row["codes"] == "loads":
        test_read_as_it_looks(name)
    else:
        test_refused_while_reading(name)
