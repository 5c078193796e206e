"""The page that says where each thing the field asks for is shown, held to what the repository holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rules.document.load import load

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "checklist.md"
ITEMS = {
    "A": "1-14 18-20 23-33 37-40 42-44 46-52 55-57 59-61 63-64 68 70-71",
    "B": "1-20",
    "C": "1-11",
    "D": "1-16 18-19",
    "E": "1-10",
    "F": "1-18",
    "G": "1-13 15-17",
    "H": "1-15",
    "I": "1-13",
    "J": "1 6",
    "K": "1-6 8-11",
    "L": "9-13",
    "O": "1-7",
}
"""What is to be calculated or expressed, by theme; the numbers between are inputs, reports and other things."""

ROW = re.compile(r"\| (?P<item>[A-Z]\d\d) \| (?P<short>[^|]+) \| \[[^]]+\]\((?P<path>[^)]+)\) \| (?P<names>[^|]+) \|")
GAP = re.compile(r"\| (?P<item>[A-Z]\d\d) \| (?P<why>[^|]+) \|$", re.MULTILINE)
ROWS = [found.groupdict() for found in ROW.finditer(PAGE.read_text(encoding="utf-8"))]


def items() -> Iterator[str]:
    for theme, numbers in ITEMS.items():
        for part in numbers.split():
            first, _, last = part.partition("-")
            yield from (f"{theme}{number:02}" for number in range(int(first), int(last or first) + 1))


def keys(data: Any) -> Iterator[str]:
    """Every key of a document, at any depth, and the parts of dotted ones that say where something is put."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            if "." in key:
                yield from key.split(".")
            yield from keys(value)
    elif isinstance(data, list):
        for value in data:
            yield from keys(value)


def test_every_item_stands_once() -> None:
    """Nothing is left out and nothing claimed twice."""
    gaps = PAGE.read_text(encoding="utf-8").partition("## Not yet possible")[2]
    told = [row["item"] for row in ROWS] + [found["item"] for found in GAP.finditer(gaps)]
    assert [item for item, times in Counter(told).items() if times > 1] == []
    assert sorted(told) == sorted(items())
    assert len(told) == 198


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["item"])
def test_what_is_named_is_there(row: dict[str, str]) -> None:
    """The file exists and has a key, or a test function, by every name the page gives."""
    file = (PAGE.parent / row["path"]).resolve()
    assert file.is_file(), row["path"]
    names = re.findall(r"`([^`]+)`", row["names"])
    assert names
    text = file.read_text(encoding="utf-8")
    found = set(keys(load(file.read_bytes()).data)) if file.suffix == ".yaml" else set(re.findall(r"def (\w+)", text))
    assert [name for name in names if name not in found] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["item"])
def test_what_shows_it_is_tried(row: dict[str, str]) -> None:
    """Templates, cases and tests are run by the suite; a page or a source file alone would show nothing."""
    assert row["path"].startswith(("../templates_library/", "../tests/"))
    if row["path"].startswith("../templates_library/"):
        assert (PAGE.parent / row["path"]).with_name("manifest.yaml").exists()
