"""Reference, scorer, quick door, columnar plan and the second opinion agree to the last digit on made-up rule sets."""

import secrets

import pytest

from tests.differential.compare import run_round

DOCUMENTS = 400
PEOPLE = 52
CHUNKS = 8
PLANNED = 3
"""Every so many documents the columnar plan is compared, too."""


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_all_evaluators_agree(chunk: int) -> None:
    """The same documents every time, in parts that run side by side: 20,000 pairs of a rule set and a person."""
    pairs = planned = 0
    for seed in range(chunk, DOCUMENTS, CHUNKS):
        found = run_round(seed, PEOPLE, plan=seed % PLANNED == 0)
        assert not found.differences, str(found.differences[0])
        pairs += found.pairs
        planned += found.planned
    assert pairs > 20_000 // CHUNKS, "too many made-up documents or people were refused"
    assert planned > 1_000 // CHUNKS, "the columnar plan left too many people to the scorer"


def test_all_evaluators_agree_on_new_documents() -> None:
    """Documents that no run has seen; a failure names its seed and shows the case."""
    start = secrets.randbelow(10**9)
    for seed in range(start, start + 8):
        found = run_round(seed, 25)
        assert not found.differences, str(found.differences[0])
