"""``score`` and ``explain``: people in files as offices write them, results out."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from tests.cli.conftest import DOCUMENT, Run

HEADER = "工号,下单人数,inquiries,退款率\n"


def scored(run: Run, document: Path, file: Path, *more: str) -> tuple[int, dict[str, dict[str, Any]], list[Any]]:
    result = run("score", document, "--people", file, "--period", "2026-11", "--format", "json", *more)
    body = json.loads(result.stdout)
    return result.exit_code, {line["subject"]: line for line in body["results"]}, body["issues"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_offices(run: Run, document: Path, folder: Path, encoding: str) -> None:
    file = folder / "people.csv"
    file.write_text(HEADER + "张三,3,10,0%\n李四,1,10,5%\n", encoding=encoding)
    code, people, issues = scored(run, document, file)
    assert code == 0 and issues == []
    assert (people["张三"]["score"], people["张三"]["tier"]) == (100, "gold")
    assert people["李四"]["score"] == 50


@pytest.mark.parametrize("mark", [";", "\t"])
def test_other_delimiters(run: Run, document: Path, folder: Path, mark: str) -> None:
    file = folder / "people.csv"
    file.write_text((HEADER + "a,3,10,0%\n").replace(",", mark), encoding="utf-8")
    assert scored(run, document, file)[1]["a"]["score"] == 100


def test_wrong_rows_are_told_and_the_others_scored(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    rows = ["a,3,10,0%", "b,x,10,85", "a,3,10,0%", ",3,10,0%", "c,,10,", "d,3,10,0%,7", "e,0,0,0%", "f,3,10,"]
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    result = run("score", document, "--people", file, "--format", "json")
    body = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [line["status"] for line in body["results"]] == [
        "scored", "problem", "problem", "problem", "incomplete", "problem", "incomplete", "scored",
    ]  # fmt: skip
    assert [(issue["code"], issue["line"], issue["column"]) for issue in body["issues"]] == [
        ("input-type", 3, 2),
        ("input-percent", 3, 4),
        ("row-twice", 4, None),
        ("row-without-subject", 5, None),
        ("row-width", 7, None),
    ]


@pytest.mark.parametrize(
    "text", ["NaN", "inf", "1e400", "N/A", "-", "#DIV/0!", "1_000", "0x10", "1e3", "+5", ".5", "5.", "1/2", "--5", "5-",
             "85\u00a0", "1,234", "=1+1", "@SUM(A1)"],
)  # fmt: skip
def test_text_that_is_no_number_is_refused(run: Run, document: Path, folder: Path, text: str) -> None:
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["subject", "orders", "inquiries"], ["a", text, "10"], ["b", "3", "10"]])
    code, people, issues = scored(run, document, file)
    assert code == 1
    assert people["a"]["status"] == "problem" and people["b"]["status"] == "scored"
    assert [(issue["line"], issue["column"]) for issue in issues] == [(2, 2)]


def test_columns_are_matched_by_id_or_label(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text("Person,People who ORDERED,询单人数,nickname\na,3,10,x\n", encoding="utf-8")
    result = run("score", document, "--people", file, "--format", "csv")
    assert result.exit_code == 0
    assert "column-unknown" in result.stderr and "nickname" in result.stderr


@pytest.mark.parametrize(
    ("header", "code"),
    [("orders,inquiries", "no-subject-column"), ("subject,orders,下单人数", "column-twice")],
)
def test_unusable_header(run: Run, document: Path, folder: Path, header: str, code: str) -> None:
    file = folder / "people.csv"
    file.write_text(header + "\n1,2,3\n", encoding="utf-8")
    result = run("score", document, "--people", file)
    assert result.exit_code == 2 and code in result.stderr


def test_ambiguous_label_is_not_guessed(run: Run, document: Path, folder: Path) -> None:
    document.write_text(
        DOCUMENT.replace("zh: 询单人数", "zh: 人数").replace("zh: 下单人数", "zh: 人数"), encoding="utf-8"
    )
    file = folder / "people.csv"
    file.write_text("subject,人数\na,3\n", encoding="utf-8")
    result = run("score", document, "--people", file)
    assert result.exit_code == 2
    assert "column-ambiguous" in result.stderr and "inquiries, orders" in result.stderr


def test_subject_column_can_be_named(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text("账号,orders,inquiries\na,3,10\n", encoding="utf-8")
    assert scored(run, document, file, "--subject-column", "账号")[1]["a"]["score"] == 100


def test_spreadsheet_means_what_it_shows(run: Run, document: Path, folder: Path) -> None:
    """Percent cells are percents, sums of decimals have 15 digits, TRUE is no number, a date is no number."""
    file = folder / "people.xlsx"
    book = xlsxwriter.Workbook(file)
    percent, custom, day = (book.add_format({"num_format": form}) for form in ("0%", "0.0%", "yyyy-mm-dd"))
    sheet = book.add_worksheet("数据")
    sheet.write_row(0, 0, ["工号", "下单人数", "询单人数", "退款率"])
    sheet.write_row(1, 0, [1001, 3, 10])
    sheet.write_number(1, 3, 0.05, percent)
    sheet.write_row(2, 0, ["b", 3, 10])
    sheet.write_number(2, 3, 0.1 + 0.2 - 0.2, custom)
    sheet.write_row(3, 0, ["c", True, 10, 0.05])
    sheet.write_row(4, 0, ["d", 3, 10, 0.30000000000000004])
    sheet.write_row(6, 0, ["e", 3])
    sheet.write_datetime(6, 2, date(2026, 1, 1), day)
    sheet.write_row(7, 0, ["f", 3, 10, 5])
    book.add_worksheet("另一页").write(0, 0, "not this")
    book.close()
    code, people, issues = scored(run, document, file)
    assert code == 1
    assert people["1001"]["metrics"]["refunds"]["value"] == 0.05
    assert people["b"]["metrics"]["refunds"]["value"] == 0.1
    assert people["d"]["metrics"]["refunds"]["value"] == 0.3
    assert [people[id]["status"] for id in "cef"] == ["problem"] * 3
    assert [(issue["code"], issue["line"], issue["column"]) for issue in issues] == [
        ("input-type", 4, 2),
        ("input-type", 7, 3),
        ("input-percent", 8, 4),
    ]


def test_percent_cell_in_a_column_of_numbers_is_refused(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.xlsx"
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["subject", "orders", "inquiries"])
    sheet.write_row(1, 0, ["a", 3])
    sheet.write_number(1, 2, 0.85, book.add_format({"num_format": 9}))
    book.close()
    _, people, issues = scored(run, document, file)
    assert people["a"]["status"] == "problem"
    assert "85%" in issues[0]["message"]["en"]


def test_people_in_json_and_in_lines(run: Run, document: Path, folder: Path) -> None:
    flat = {"subject": "a", "orders": 3, "inquiries": 10, "refund_rate": "5%"}
    nested = {"subject": "b", "inputs": {"orders": 3, "inquiries": 10}, "attributes": {"team": "day"}, "history": []}
    whole, lines = folder / "people.json", folder / "people.jsonl"
    whole.write_text(json.dumps({"people": [flat, nested]}), encoding="utf-8")
    lines.write_text(f"{json.dumps(flat)}\n\n{json.dumps(nested)}\n[1]\n", encoding="utf-8")
    code, people, _ = scored(run, document, whole)
    assert code == 0 and (people["a"]["score"], people["b"]["score"]) == (90, 100)
    code, people, issues = scored(run, document, lines)
    assert code == 1 and people["a"]["score"] == 90
    assert [(issue["code"], issue["line"]) for issue in issues] == [("row-shape", 4)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b'{"people": [{"subject": "a", "orders": NaN}]}'),
        ("a.json", b'[{"subject": "a", "orders": 1, "orders": 2}]'),
        ("a.json", b"[" * 100_000),
        ("a.jsonl", b'{"subject":'),
        ("a.csv", b"\xff\xfe\xfa"),
        ("a.csv", b""),
        ("a.xlsx", b"no zip"),
        ("a.parquet", b""),
    ],
)
def test_unreadable_file(run: Run, document: Path, folder: Path, name: str, content: bytes) -> None:
    file = folder / name
    file.write_bytes(content)
    result = run("score", document, "--people", file, "--format", "json")
    assert result.exit_code == 2
    assert result.stdout == "" and result.stderr


def test_a_stray_quote_costs_one_row(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text('subject,orders,inquiries\na,3,10\n"b,3,10\nc,3,10\n', encoding="utf-8")
    code, people, issues = scored(run, document, file)
    assert code == 1
    assert [id for id, line in people.items() if line["status"] == "scored"] == ["a", "c"]
    assert [(issue["code"], issue["line"]) for issue in issues] == [("row-quotes", 3)]


def test_people_in_parquet(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.parquet"
    duckdb.sql("SELECT 'a' AS subject, 3 AS orders, 10::DECIMAL(9,2) AS inquiries").write_parquet(str(file))
    assert scored(run, document, file)[1]["a"]["score"] == 100


def test_people_from_standard_input(run: Run, document: Path) -> None:
    text = "subject,orders,inquiries\na,3,10\n".encode("gb18030")
    result = run("score", document, "--people", "-", "--format", "csv", input=text)
    assert result.exit_code == 0
    lines = b'{"subject": "a", "orders": 3, "inquiries": 10}\n'
    assert run("score", document, "--people", "-", "--format", "csv", input=lines).stdout == result.stdout


def test_csv_output_is_safe_in_a_spreadsheet(run: Run, document: Path, folder: Path) -> None:
    file, output = folder / "people.jsonl", folder / "out.csv"
    names = ["=1+1", "+1", "-cmd", "@A1", "＝1", "−1", '=HYPERLINK("x")', "ok", "1-2"]
    lines = [json.dumps({"subject": name, "orders": 3, "inquiries": 10}) for name in names]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run("score", document, "--people", file, "--output", output).exit_code == 0
    raw = output.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfsubject,")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["subject"] for row in rows] == [*(f"'{name}" for name in names[:-2]), "ok", "1-2"]
    assert {row["payout.net"] for row in rows} == {"100.00"}
    assert b'"\'=1+1",scored,100,gold' in raw
    assert [file.name for file in folder.iterdir() if file.name.startswith(".out")] == []


def test_output_is_left_alone_when_nothing_can_be_scored(run: Run, document: Path, folder: Path) -> None:
    output, file = folder / "out.csv", folder / "people.csv"
    output.write_text("before", encoding="utf-8")
    file.write_text("orders\n1\n", encoding="utf-8")
    assert run("score", document, "--people", file, "--output", output).exit_code == 2
    assert output.read_text(encoding="utf-8") == "before"


def test_table_shows_labels(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text(HEADER + "张三,3,10,0%\n", encoding="utf-8")
    shown = run("score", document, "--people", file, lang="zh").stdout
    assert all(word in shown for word in ("张三", "已计分", "金牌", "询单转化率", "100.00"))


def test_many_people_in_chunks_score_as_each_alone(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    rows = [f"p{number},{number % 7},10,{number % 11}%" for number in range(4500)]
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    code, people, _ = scored(run, document, file)
    assert code == 0 and len(people) == 4500
    for number in (0, 1999, 2000, 4499):
        expected = (80 if number % 7 >= 3 else 40) + 20 * max(0, 10 - number % 11) / 10
        assert people[f"p{number}"]["score"] == expected


def test_ranks_see_everyone(run: Run, document: Path, folder: Path) -> None:
    """With a rank the whole file is one cohort, however many chunks it would have."""
    ranked = DOCUMENT.replace(
        "bonus: {by_tier: {gold: 100, none: -20}}", "best: {by_rank: {of: conversion, amounts: [300]}}"
    )
    document.write_text(ranked, encoding="utf-8")
    file = folder / "people.csv"
    rows = [f"p{number},{number % 3},10,0%" for number in range(2500)] + ["last,9,10,0%"]
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    _, people, _ = scored(run, document, file)
    assert {id for id, line in people.items() if line["rewards"][0]["amount"] != "0.00"} == {"last"}


def test_json_with_explanations(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text(HEADER + "a,3,10,0%\n", encoding="utf-8")
    _, people, _ = scored(run, document, file, "--explain")
    assert people["a"]["explanation"]["tree"]


def test_explain_is_a_readable_tree(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text(HEADER + "张三,3,10,5%\n李四,1,10,0%\n", encoding="utf-8")
    words = ["explain", document, "--people", file, "--period", "2026-11", "--subject", "张三"]
    told = run(*words, lang="zh").stdout
    assert "询单转化率：100 分 × 权重 80% = 80" in told and "金牌" in told
    assert "conversion: 100 points × weight 80% = 80" in run(*words).stdout
    assert json.loads(run(*words, "--format", "json").stdout)["score"] == 90
    missing = run("explain", document, "--people", file, "--subject", "王五")
    assert missing.exit_code == 1 and "王五" in missing.stderr


def test_period_of_the_wrong_kind(run: Run, document: Path, folder: Path) -> None:
    file = folder / "people.csv"
    file.write_text(HEADER, encoding="utf-8")
    result = run("score", document, "--people", file, "--period", "2026-Q4")
    assert result.exit_code == 2 and "period-kind" in result.stderr


def test_document_with_errors_scores_nobody(run: Run, document: Path, folder: Path) -> None:
    document.write_text(DOCUMENT.replace("80%", "81%"), encoding="utf-8")
    file = folder / "people.csv"
    file.write_text(HEADER, encoding="utf-8")
    result = run("score", document, "--people", file)
    assert result.exit_code == 1 and result.stdout == "" and "rules.yaml:" in result.stderr
