"""Pages derived from code are as the code is now; ``./dev docs`` writes them anew."""

from __future__ import annotations

import pytest

from docs.generate.__main__ import FOLDER, PAGES
from docs.generate.problems import declared
from engine.functions.registry import OFFERED
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS


def written(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name: str) -> None:
    assert written(name) == PAGES[name]()


def test_every_problem_has_an_entry() -> None:
    page = written("problems.md")
    assert [code for code in declared() if f"### `{code}`\n" not in page] == []


def test_every_function_has_an_entry() -> None:
    page = written("functions.md")
    assert [name for name in OFFERED if f"### `{name}(" not in page] == []


def test_every_method_has_an_entry() -> None:
    page = written("methods.md")
    assert [key for key in (*SCORING_METHODS, *REWARD_FORMS) if f"### `{key}` · " not in page] == []
