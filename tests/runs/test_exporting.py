"""Files that spreadsheets open: typed cells, and nothing in them that would be run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from service.runs.exporting import safe_text, write_csv, write_xlsx
from service.runs.reading import opened
from service.work import Actor, Office
from tests.runs.sheet import put_in_force
from tests.runs.test_running import CARE, run

HOSTILE = (
    "=cmd|'/c calc'!A1",
    "+1+1",
    "@SUM(1+1)",
    " =1+1",
    '=IMPORTXML("http://x","//a")',
    "-2+3+cmd|'/C calc'!A0",
    "＝1+1",
    "－1",
    "−cmd",
    "\ufeff=1+1",
    "\u00a0=1+1",
    "-0",
    "|calc",
)
HARMLESS = ("", "Li Na", "1-2", "SEPT2", "2026-01-01", "TRUE", "#N/A", "ID", "{=1+1}", "''=1+1", "a=1")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_that_looks_like_a_formula_is_held_down(text: str) -> None:
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


def test_files_with_hostile_texts(office: Office, actor: Actor, tmp_path: Path) -> None:
    """People with names and teams like formulas; negative money stays a number."""
    put_in_force(office, actor, CARE.replace("calls * 0.125", "0 - calls * 0.125"))
    texts = [text for text in HOSTILE if text.isprintable()]
    done = run(office, actor, {text: {"team": text, "calls": 100, "csat": 5} for text in texts})
    assert done.counts is not None and done.counts["scored"] == len(texts), done.counts
    with office.reading(actor) as work, opened(office, work, done.id) as view:
        write_csv(view, tmp_path / "x.csv")
        write_xlsx(work, view, done, tmp_path / "x.xlsx")
    text = (tmp_path / "x.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfsubject,")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert {row["subject"] for row in rows} == {f"'{text}" for text in texts}
    assert {row["team"] for row in rows} == {f"'{text}" for text in texts}
    assert {row["per_call"] for row in rows} == {"-12.50"}
    with zipfile.ZipFile(tmp_path / "x.xlsx") as package:
        sheets = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(re.search(r"<f[ >]", sheet) for sheet in sheets)
    assert all('state="frozen"' in sheet for sheet in sheets)
    people = CalamineWorkbook.from_path(tmp_path / "x.xlsx").get_sheet_by_name("people").to_python()
    assert {row[0] for row in people[1:]} == set(texts)
    assert {Decimal(str(row[people[0].index("net")])) for row in people[1:]} == {Decimal("487.5")}
