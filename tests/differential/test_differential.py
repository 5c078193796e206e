"""Reference, compiled scorer, quick door and the second opinion agree to the last digit on made-up rule sets."""

import secrets

import pytest

from tests.differential.compare import run_round

DOCUMENTS = 400
PEOPLE = 52
CHUNKS = 8


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_all_evaluators_agree(chunk: int) -> None:
    """The same documents every time, in parts that run side by side: 20,000 pairs of a rule set and a person."""
    pairs = 0
    for seed in range(chunk, DOCUMENTS, CHUNKS):
        found = run_round(seed, PEOPLE)
        assert not found.differences, str(found.differences[0])
        pairs += found.pairs
    assert pairs > 20_000 // CHUNKS, "too many made-up documents or people were refused"


def test_all_evaluators_agree_on_new_documents() -> None:
    """Documents that no run has seen; a failure names its seed and shows the case."""
    start = secrets.randbelow(10**9)
    for seed in range(start, start + 8):
        found = run_round(seed, 25)
        assert not found.differences, str(found.differences[0])
