"""Made-up rule sets that look at other people or at earlier periods: the plan itself beside the reference."""

from tests.differential.tame import compare_tame, program_and_people
from tests.engine.columnar.databases import Ask, in_duckdb, in_postgres

PEOPLE = 50


def test_in_duckdb() -> None:
    with in_duckdb(threads=1) as ask:
        compare(ask, range(60), least=400)


def test_in_postgres(postgres_url: str) -> None:
    with in_postgres(postgres_url) as ask:
        compare(ask, range(1000, 1008), least=40)


def compare(ask: Ask, seeds: range, *, least: int) -> None:
    compared = 0
    for seed in seeds:
        made = program_and_people(seed, PEOPLE)
        if made is not None and (made[0].has_cohort or made[0].has_history):
            found = compare_tame(ask, *made)
            assert not found.differences, f"{seed}: {found.differences[:3]}"
            compared += len(found.people)
    assert compared >= least, "too many people were left to the scorer"
