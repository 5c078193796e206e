"""Every kind of problem is told as the golden files spell it: code, words in both languages, place, line and column."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import engine
import rules
from engine.issues import Code
from tests.issues.cases import FILES, answer, cases_of

ELSEWHERE = {
    "formula-kind": "the shape of a document leaves nothing else where a formula stands; tests/engine/formula",
    "budget-differs": "people scored together, in tests/engine",
    "pool-differs": "people scored together, in tests/engine",
    "pool-without-basis": "people scored together, in tests/engine",
    "no-sql-form": "writing a program as SQL, in tests/engine/columnar",
    "out-of-range": "people scored, in tests/engine",
    "prize-differs": "people scored together, in tests/engine",
    "template-parameter-unit": "installing a template, in tests/rules/test_install.py",
}
"""Codes that no document, subject or test of a document can bring about, and where they are held to their words."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_problem_is_told_as_agreed(file: Path) -> None:
    for case in cases_of(file):
        assert answer(case, file.stem) == case["issues"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_case_shows_its_code(file: Path) -> None:
    for case in cases_of(file):
        assert file.stem in {issue["code"] for issue in case["issues"]}


def test_every_code_has_a_case() -> None:
    assert set(declared()) == {file.stem for file in FILES} | set(ELSEWHERE)


def test_words_are_filled_in() -> None:
    """No template mark is left over, and what was asked for is said in both languages."""
    for file in FILES:
        for case in cases_of(file):
            for issue in case["issues"]:
                for words in (issue["message"], issue["hint"]):
                    assert words["zh"] and words["en"]
                    assert not re.search(r"\{[a-z_]+\}|Words\(|Fraction\(|Decimal\(|<class", words["zh"] + words["en"])


def declared() -> dict[str, Code]:
    """Every code that the engine and the rules declare."""
    found = {}
    for package in (engine, rules):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            values = vars(importlib.import_module(module.name)).values()
            found.update({value.name: value for value in values if isinstance(value, Code)})
    return found
