"""``keys``, ``templates`` and ``migrate``, on a database in the current folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.talk import default_language
from rules.check import check_text
from service.keys import authenticate
from service.work import Office
from store.database import Database
from tests.cli.conftest import Run


def test_key_from_beginning_to_end(run: Run, folder: Path) -> None:
    assert run("keys", "list").exit_code == 1
    first = run("keys", "create", "--create-workspace", "Acme")
    assert first.exit_code == 0
    second = run("keys", "create", "--scopes", "read,score", "--name", "BI", "--days", "30", "--format", "json")
    key = json.loads(second.stdout)
    database = Database(f"sqlite:///{folder / 'var' / 'scorewright.sqlite'}")
    try:
        assert authenticate(Office(database), first.stdout.strip()).workspace_id == "default"
        assert authenticate(Office(database), key["token"]).scopes == {"read", "score"}
    finally:
        database.close()
    listed = json.loads(run("keys", "list", "--format", "json").stdout)
    assert [item["name"] for item in listed] == ["admin", "BI"]
    assert key["token"] not in run("keys", "list").stdout
    assert run("keys", "revoke", key["id"]).exit_code == 0
    assert "revoked" in run("keys", "list").stdout


def test_key_refusals_are_told(run: Run) -> None:
    run("keys", "create", "--create-workspace", "Acme")
    assert "unknown-scope" in run("keys", "create", "--scopes", "raed").stderr
    assert run("keys", "revoke", "nothing").exit_code == 1
    assert run("keys", "create", "--create-workspace", "Again").exit_code == 1


def test_migrate_twice(run: Run, folder: Path) -> None:
    assert run("migrate").exit_code == 0
    assert run("migrate").exit_code == 0
    assert (folder / "var" / "scorewright.sqlite").exists()


def test_template_to_document(run: Run, folder: Path) -> None:
    assert "presales-agent" in run("templates", "list").stdout
    assert "chats_target" in run("templates", "show", "presales-agent").stdout
    file = folder / "mine.yaml"
    result = run(
        "templates", "install", "presales-agent", "--set", "chats_target=900", "--choose", "basket=items",
        "--id", "mine", "--output", file,
    )  # fmt: skip
    assert result.exit_code == 0
    report = check_text(file.read_bytes())
    assert report.rule_set is not None and report.rule_set.id == "mine"
    assert {parameter.id: parameter.value for parameter in report.rule_set.parameters}["chats_target"] == 900
    assert run("test", file).exit_code == 0


def test_template_as_a_draft(run: Run) -> None:
    run("keys", "create", "--create-workspace", "Acme")
    words = ("templates", "install", "presales-agent", "--workspace", "default")
    assert run(*words).exit_code == 0
    again = run(*words)
    assert again.exit_code == 1 and "left alone" in again.stderr


def test_template_refusals(run: Run) -> None:
    assert "presales-agent" in run("templates", "show", "presale-agent").stderr
    assert "unknown-reference" in run("templates", "install", "presales-agent", "--set", "chats=1").stderr
    assert run("templates", "install", "presales-agent", "--set", "oops").exit_code == 2


@pytest.mark.parametrize(
    ("lang", "language"),
    [("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en"), ("C.UTF-8", "zh"), ("", "zh"), ("de_DE", "en")],
)
def test_language_follows_the_environment(monkeypatch: pytest.MonkeyPatch, lang: str, language: str) -> None:
    for name in ("SCOREWRIGHT_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    assert default_language() == language
