"""``check``, ``test`` and ``diff``: exit codes for a consultant's CI, and places in the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.packs import LIBRARY
from tests.cli.conftest import DOCUMENT, Run


def test_good_document_is_fine(run: Run, document: Path) -> None:
    result = run("check", document)
    assert result.exit_code == 0
    assert "no errors" in result.stdout


def test_issue_is_shown_with_its_line_and_a_caret(run: Run, document: Path) -> None:
    document.write_text(DOCUMENT.replace("orders / inquiries", "ordrs / inquiries"), encoding="utf-8")
    result = run("check", document)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    place = next(line for line in lines if "[unknown-name]" in line)
    assert place.startswith(f"{document}:13:12: error")
    source, caret = lines[lines.index(place) + 1 : lines.index(place) + 3]
    assert source[caret.index("^") :].startswith("ordrs")
    assert "orders" in lines[lines.index(place) + 3]


def test_caret_stands_under_wide_characters(run: Run, document: Path) -> None:
    """A Chinese character is two columns wide on a terminal."""
    document.write_text(DOCUMENT.replace("orders / inquiries", "下单人数 / 询单人"), encoding="utf-8")
    result = run("check", document, lang="zh")
    source, caret = next(
        (line, after)
        for line, after in zip(result.stdout.splitlines(), result.stdout.splitlines()[1:], strict=False)
        if "下单人数 / 询单人" in line
    )
    before = source[: source.index("询单人")]
    assert caret.index("^") == len(before) + sum(char > "\u2e80" for char in before)
    assert "错误" in result.stdout


def test_check_as_json(run: Run, document: Path) -> None:
    document.write_text("scorewright: 1\nid: x\nmetrix: {}\n", encoding="utf-8")
    result = run("check", document, "--format", "json")
    assert result.exit_code == 1
    (report,) = json.loads(result.stdout)
    assert report["ok"] is False
    assert {"code", "severity", "message", "path", "hint", "line", "column"} == set(report["issues"][0])


def test_several_documents_fail_together(run: Run, document: Path) -> None:
    bad = document.with_name("bad.yaml")
    bad.write_text("a: [", encoding="utf-8")
    result = run("check", document, bad)
    assert result.exit_code == 1
    assert "no errors" in result.stdout


def test_missing_file_is_a_matter_of_usage(run: Run) -> None:
    assert run("check", "nowhere.yaml").exit_code == 2
    assert run("frobnicate").exit_code == 2


def test_document_tests_pass_and_fail(run: Run, document: Path) -> None:
    assert run("test", document).exit_code == 0
    document.write_text(DOCUMENT.replace("score: 100,", "score: 99,"), encoding="utf-8")
    result = run("test", document)
    assert result.exit_code == 1
    assert "✗ good" in result.stdout and "should be 99, but is 100" in result.stdout


def test_broken_document_runs_no_tests(run: Run, document: Path) -> None:
    document.write_text(DOCUMENT.replace("weight: 80%", "weight: 70%"), encoding="utf-8")
    result = run("test", document, "--format", "json")
    assert result.exit_code == 1
    (told,) = json.loads(result.stdout)
    assert told["tests"] == [] and told["issues"]


def test_template_folder_runs_its_cases_and_its_options(run: Run) -> None:
    result = run("test", LIBRARY / "shop" / "presales-agent", "--format", "json")
    assert result.exit_code == 0
    own, option = json.loads(result.stdout)
    assert len(own["tests"]) > 5 and option["tests"]
    assert option["file"].endswith("[basket=items]")


@pytest.mark.parametrize(
    ("lang", "told"),
    [("en", "weight of conversion 80% → 70%"), ("zh", "询单转化率的权重 80% → 70%")],
)
def test_diff_tells_meaning(run: Run, document: Path, lang: str, told: str) -> None:
    other = document.with_name("new.yaml")
    other.write_text(
        "# a comment\n" + DOCUMENT.replace("80%", "0.7").replace("weight: 20%", "weight: 30.0%"), encoding="utf-8"
    )
    result = run("diff", document, other, lang=lang)
    assert result.exit_code == 0
    assert told in result.stdout and len(result.stdout.splitlines()) == 2
    assert run("diff", document, other, "--exit-code").exit_code == 1
    assert run("diff", document, document, "--exit-code").exit_code == 0


def test_diff_says_that_a_document_has_errors(run: Run, document: Path) -> None:
    other = document.with_name("people.yaml")
    other.write_text("hello: 1", encoding="utf-8")
    result = run("diff", document, other)
    assert result.exit_code == 0 and "hello" in result.stdout
    assert "people.yaml" in result.stderr and document.name not in result.stderr


def test_diff_as_json(run: Run, document: Path) -> None:
    other = document.with_name("new.yaml")
    other.write_text(DOCUMENT.replace("gold: 100", "gold: 150"), encoding="utf-8")
    (change,) = json.loads(run("diff", document, other, "--format", "json").stdout)
    assert change["kind"] == "changed" and change["path"] == "rewards.bonus.by_tier.gold"
    assert (change["before"], change["after"]) == (100, 150)


def test_unexpected_failure_is_told_without_a_traceback(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database address of no known kind, and a setting that is no number."""
    monkeypatch.setenv("SCOREWRIGHT_DATABASE_URL", "mysql://x/y")
    monkeypatch.setenv("SCOREWRIGHT_SECRET_KEY", "k" * 40)
    result = run("migrate")
    assert result.exit_code == 2 and "unsupported database" in result.stderr
    monkeypatch.setenv("SCOREWRIGHT_DATABASE_POOL", "many")
    result = run("migrate")
    assert result.exit_code == 2 and "DATABASE_POOL" in result.stderr


def test_a_document_as_sql(run: Run, document: Path) -> None:
    result = run("sql", document, "--dialect", "postgres", "--period", "2026-11")
    assert result.exit_code == 0
    assert result.stdout.startswith("-- ")
    assert "DOUBLE PRECISION" in result.stdout
    wrong = run("sql", document, "--period", "2026-W47")
    assert wrong.exit_code == 2
    assert "period" in wrong.stderr
