"""``run``: a whole period out of Parquet files into Parquet files, in this process."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cli.office import opened
from cli.talk import Talk
from rules.packs import LIBRARY
from service.sample import PACKS, WORKSPACE, set_up_demo
from tests.cli.conftest import DOCUMENT, Run

PEOPLE = """
    SELECT * FROM (VALUES
        ('a', 'day', 10, 3, 0.02), ('b', 'day', 0, 0, 0.00), ('c', 'night', NULL, 1, NULL), ('d', NULL, 30, 1, 0.10),
        ('张三', 'night', 10, 4, 0.055), ('e', 'day', 10, 3, 1.5)
    ) AS people(工号, team, inquiries, 下单人数, refund_rate)
"""
COMPARED = (
    DOCUMENT.replace("  bonus:", "  best: {by_rank: {of: conversion, within: team, amounts: [50.01, 20]}}\n  bonus:")
    .replace("tiers:", "eligible: {when: inquiries != 30}\ntiers:")
    .replace("tests:\n", "outcomes:\n  coach: {when: points(conversion) < 60, do: training}\ntests:\n")
)


def write(file: Path, query: str) -> Path:
    duckdb.sql(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    return file


def results(folder: Path) -> list[dict[str, Any]]:
    found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/*.parquet') ORDER BY subject")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


@pytest.mark.parametrize("source", [DOCUMENT, COMPARED], ids=["alone", "compared"])
def test_the_same_results_as_person_by_person(run: Run, folder: Path, source: str) -> None:
    """Everything the CSV of ``score`` says of a person stands in the files, with types; also who was refused."""
    document = folder / "rules.yaml"
    document.write_text(source, encoding="utf-8")
    people = write(folder / "people.parquet", PEOPLE)
    table = folder / "people.csv"
    duckdb.sql(f"COPY ({PEOPLE}) TO '{table}' (FORMAT csv)")
    where = ("--people", people, "--period", "2026-11", "--output", folder / "out")
    found = run("run", document, *where, "--format", "json")
    assert found.exit_code == 1, found.output
    told = json.loads(found.stdout)
    csv_text = run("score", document, "--people", table, "--period", "2026-11", "--format", "csv").stdout
    lines = {line["subject"]: line for line in csv.DictReader(io.StringIO(csv_text))}
    rows = results(folder / "out")
    assert [row["subject"] for row in rows] == sorted(lines)
    assert told["people"] == len(rows) and sum(told["statuses"].values()) == len(rows)
    for row in rows:
        line = lines[row["subject"]]
        for name, value in row.items():
            if name != "problem" or row["status"] != "problem":
                assert value == read(line[name], value), (row["subject"], name)
    assert {row["subject"]: row["problem"] for row in rows if row["problem"]} == {"e": "input-percent"}


def read(text: str, like: object) -> object:
    """A cell of the CSV as the type of the other side."""
    if text == "":
        return None
    if isinstance(like, bool):
        return text == "true"
    return Decimal(text) if isinstance(like, Decimal) else text


def test_a_folder_and_a_pattern_are_the_same_people(run: Run, document: Path, folder: Path) -> None:
    (folder / "parts" / "day").mkdir(parents=True)
    write(folder / "parts" / "day" / "1.parquet", f"{PEOPLE} WHERE team = 'day'")
    write(folder / "parts" / "2.parquet", f"{PEOPLE} WHERE team IS DISTINCT FROM 'day'")
    write(folder / "all.parquet", PEOPLE)
    hashes = set()
    for n, people in enumerate(("parts", "parts/**/*.parquet", "all.parquet")):
        found = run("run", document, "--people", people, "--output", folder / f"out{n}", "--format", "json")
        hashes.add(json.loads(found.stdout)["result_hash"])
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("SELECT 'a' AS subject, '10' AS inquiries, 3 AS orders", "column-type", "VARCHAR"),
        ("SELECT 'a' AS subject, 10 AS inquiries, 3::FLOAT AS orders", "column-type", "FLOAT"),
        ("SELECT DATE '2026-01-01' AS subject, 10 AS inquiries, 3 AS orders", "column-type", "DATE"),
        ("SELECT 'a' AS who, 10 AS inquiries, 3 AS orders", "no-subject-column", "subject"),
        ("SELECT 'a' AS subject, 10 AS inquiries, 3 AS orders FROM range(3)", "person-in-files-twice", "3"),
        ("SELECT NULLIF('', '') AS subject, 10 AS inquiries, 3 AS orders", "people-without-id", "1"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_that_cannot_be_used(
    run: Run, document: Path, folder: Path, query: str, code: str, words: str, language: str
) -> None:
    """Told by code in both languages, before anything is written."""
    people = write(folder / "people.parquet", query)
    found = run("run", document, "--people", people, "--output", folder / "out", lang=language)
    assert found.exit_code == 2
    assert f"[{code}]" in found.stderr and words in found.stderr
    assert not (folder / "out").exists()


@pytest.mark.parametrize("name", ["absent.parquet", "absent/*.parquet", "broken.parquet"])
def test_files_that_cannot_be_read(run: Run, document: Path, folder: Path, name: str) -> None:
    (folder / "broken.parquet").write_bytes(write(folder / "whole.parquet", PEOPLE).read_bytes()[:-30])
    found = run("run", document, "--people", name, "--output", folder / "out")
    assert found.exit_code == 2
    assert name.split("/")[0] in found.stderr and "Traceback" not in found.stderr
    assert not (folder / "out").exists()


def test_results_are_never_overwritten(run: Run, document: Path, folder: Path) -> None:
    people = write(folder / "people.parquet", PEOPLE)
    (folder / "out").mkdir()
    found = run("run", document, "--people", people, "--output", folder / "out")
    assert found.exit_code == 2 and list((folder / "out").iterdir()) == []


def test_a_program_that_looks_back(run: Run, folder: Path) -> None:
    """Earlier periods come from files of their own; without any the command says what it needs."""
    document = folder / "rules.yaml"
    source = DOCUMENT.replace("  bonus:", "  faithful: {amount: 100, when: streak(score >= 60) >= 3}\n  bonus:")
    document.write_text(source, encoding="utf-8")
    people = write(folder / "people.parquet", PEOPLE)
    lacking = run("run", document, "--people", people, "--period", "2026-11", "--output", folder / "out")
    assert lacking.exit_code == 2 and "[earlier-needed]" in lacking.stderr
    wrong = write(folder / "wrong.parquet", "SELECT 'a' AS subject, 'x' AS index, 4 AS quarter, 2026 AS year")
    refused = run("run", document, "--people", people, "--earlier", wrong, "--output", folder / "out")
    assert refused.exit_code == 2 and "[earlier-column]" in refused.stderr
    months = "SELECT 'a' AS subject, 2026 * 12 + month - 1 AS index, 4 AS quarter, 2026 AS year, 60.00 AS score"
    earlier = write(folder / "earlier.parquet", f"{months} FROM range(9, 11) AS months(month)")
    found = run(
        "run", document, "--people", people, "--earlier", earlier, "--period", "2026-11", "--output", folder / "out"
    )
    assert found.exit_code == 1, found.output
    paid = {row["subject"]: row["rewards.faithful"] for row in results(folder / "out")}
    assert paid["a"] == 100 and paid["张三"] == 0


def test_a_published_version(run: Run, folder: Path) -> None:
    """A version out of the database instead of a file; it is the same document."""
    with opened(Talk("en")) as office:
        demo = set_up_demo(office, folder / "var")
    file = LIBRARY / PACKS[0] / "rule-set.yaml"
    people = write(folder / "people.parquet", "SELECT 'a' AS subject")
    hashes = []
    for n, rules in enumerate(((file,), ("--version", f"{demo.rule_sets[0]}/1", "--workspace", WORKSPACE))):
        where = ("--people", people, "--period", "2026-11", "--output", folder / f"out{n}", "--format", "json")
        told = json.loads(run("run", *rules, *where).stdout)
        hashes.append((told["rule_set"], told["result_hash"]))
    assert hashes[0] == hashes[1]
    absent = run("run", "--version", "nobody/1", "--people", people, "--output", folder / "out")
    assert absent.exit_code == 1, absent.output
