"""What exists is described: every setting, route, command, key of a document, limit. Every link leads somewhere."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest

from api.app import create_app
from api.schemas.scores import MOST_HISTORY, MOST_TRIED
from cli.main import main
from devtools.verbs import VERBS
from engine.formula.text import MAX_CHARACTERS, MAX_DEPTH, MAX_PARTS
from engine.formula.types import Kind
from engine.reasons import Reason
from rules.checks.depth import DEEPEST_CHAIN
from rules.document.limits import DEEPEST, LONGEST_TEXT, MOST_ISSUES, MOST_NODES
from rules.document.schema import DOCUMENT
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS
from rules.sections.outcomes import ACTIONS
from service.settings import Settings, load_settings
from service.work import SCOPES
from tests.api.conftest import SETTINGS
from tests.docs.pages import ROOT, pages, prose

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages())


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_settings(setting: str) -> None:
    assert f"| `SCOREWRIGHT_{setting.upper()}` |" in text("docs/operations.md")


def test_variables_of_server_and_command_line() -> None:
    read = [text("gunicorn.conf.py"), *(file.read_text(encoding="utf-8") for file in (ROOT / "cli").rglob("*.py"))]
    named = set(re.findall(r'"((?:SCOREWRIGHT|PROMETHEUS)_[A-Z_]+)"', "".join(read)))
    assert named
    assert {name for name in named if f"| `{name}` |" not in text("docs/operations.md")} == set()


def test_defaults_of_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for field in fields(Settings):
        monkeypatch.delenv(f"SCOREWRIGHT_{field.name.upper()}", raising=False)
    settings = load_settings(tmp_path)
    page = text("docs/operations.md")
    for name in ("max_body", "max_document", "max_subjects", "trusted_proxies", "database_pool"):
        assert f"| `SCOREWRIGHT_{name.upper()}` | {getattr(settings, name)} |" in page
    for name in ("rate_limit", "rate_limit_storage", "sign_in_limit", "log_level"):
        assert f"| `SCOREWRIGHT_{name.upper()}` | `{getattr(settings, name)}` |" in page


def test_operations(tmp_path: Path) -> None:
    app = create_app(replace(SETTINGS, database_url=f"sqlite:///{tmp_path / 'described.sqlite3'}"))
    description: Any = app.spec
    found = {(method.upper(), path) for path, methods in description["paths"].items() for method in methods}
    told = set(re.findall(r"^\| `([A-Z]+) (/\S*)` \|", text("docs/api.md"), re.MULTILINE))
    assert told == found


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        return [path]
    context = click.Context(group)
    inside = [(name, group.get_command(context, name)) for name in group.list_commands(context)]
    return [leaf for name, command in inside if command for leaf in commands(command, (*path, name))]


@pytest.mark.parametrize("path", commands(main), ids=" ".join)
def test_commands(path: tuple[str, ...]) -> None:
    assert f"scorewright {' '.join(path)}" in everything()


@pytest.mark.parametrize("verb", VERBS)
def test_verbs(verb: str) -> None:
    assert f"| `./dev {verb}` |" in text("CONTRIBUTING.md")


def keys(schema: Any) -> set[str]:
    """Every fixed key that a document may have, at any depth."""
    if isinstance(schema, list):
        return set().union(*map(keys, schema)) if schema else set()
    if not isinstance(schema, dict):
        return set()
    found = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
    return found.union(*(keys(value) for value in schema.values())) if schema else found


@pytest.mark.parametrize("key", sorted(keys(DOCUMENT)))
def test_keys_of_a_document(key: str) -> None:
    told = text("docs/language.md") + text("docs/reference/methods.md")
    assert re.search(rf"(?<![\w]){re.escape(key)}(?![\w])", told)


@pytest.mark.parametrize(
    "word", [*SCORING_METHODS, *REWARD_FORMS, *ACTIONS, *(kind for kind in Kind if kind != "points")]
)
def test_words_of_the_language(word: str) -> None:
    assert f"`{word}`" in text("docs/language.md")


@pytest.mark.parametrize("scope", SCOPES)
def test_scopes(scope: str) -> None:
    assert f"| `{scope}` |" in text("docs/api.md")


def test_reasons_for_missing_values() -> None:
    declared = set(re.findall(r"``([a-z-]+)``", Reason.__doc__ or ""))
    assert declared
    assert {reason for reason in declared if f"| `{reason}` |" not in text("docs/numbers.md")} == set()


def test_limits() -> None:
    page = text("docs/security.md")
    assert f"{MAX_CHARACTERS:,} characters, {MAX_PARTS} parts, {MAX_DEPTH} levels" in page
    assert f"1 MiB, {DEEPEST} levels, {MOST_NODES:,} keys and values, texts of {LONGEST_TEXT:,} characters" in page
    assert f"1 MiB, {DEEPEST} levels and {MOST_NODES:,} keys and values" in " ".join(text("docs/language.md").split())
    assert f"| {DEEPEST_CHAIN} steps |" in page
    assert f"| problems reported | {MOST_ISSUES} |" in page
    assert f"{SETTINGS.max_subjects:,}; {MOST_TRIED} for a try" in page
    assert f"| {MOST_HISTORY} | |" in text("docs/api.md")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links(page: Path) -> None:
    dead = []
    for link in _LINK.findall(prose(page)):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / unquote(place)).resolve() if place else page
        if not target.is_relative_to(ROOT) or not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert not dead


def anchors(page: Path) -> set[str]:
    """The places that headings make, as sites that show Markdown name them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_page_is_reached_from_the_first() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = (link.partition("#")[0] for link in _LINK.findall(prose(page)) if "://" not in link)
        waiting += [(page.parent / unquote(link)).resolve() for link in links if link]
    assert set(pages()) - reached == set()
