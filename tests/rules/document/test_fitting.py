"""A document that plainly fits is one in which the validator finds nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from rules.document.fitting import fits
from rules.document.load import load
from rules.document.schema import DOCUMENT
from rules.document.shape import ShapeValidator
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS
from rules.sections.metrics import points_schema
from tests.rules.mutation import ODD, mistaken
from tests.rules.test_any_document import GOOD

ROUNDS = 100


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.parent.name if file.stem == "rule-set" else file.stem)
def test_documents_fit_if_the_validator_finds_nothing(file: Path) -> None:
    data = load(file.read_bytes()).data
    assert fits(data, DOCUMENT)
    chance = random.Random(str(data["id"]))
    verdicts = [agreed(mistaken(data, chance, 1), DOCUMENT) for _ in range(ROUNDS)]
    assert len(set(verdicts)) == 2


@pytest.mark.parametrize("key", [*SCORING_METHODS, *REWARD_FORMS])
def test_settings_fit_if_the_validator_finds_nothing(key: str) -> None:
    method = SCORING_METHODS.get(key)
    schema: Any = points_schema(method) if method else REWARD_FORMS[key].schema
    for value in ODD:
        agreed(value, schema)
        agreed({key: value}, schema)
        agreed({key: {"target": value, "of": value}}, schema)
        agreed({key: [value]}, schema)


def test_what_a_schema_asks_in_words_unknown_here_is_left_to_the_validator() -> None:
    assert not fits(3, {"type": "integer", "multipleOf": 3})
    assert fits(3, {"type": "integer", "title": "a number", "x-expects": {}})


def agreed(data: Any, schema: Any) -> bool:
    verdict = fits(data, schema)
    assert verdict == ShapeValidator(schema).is_valid(data), data
    return verdict
