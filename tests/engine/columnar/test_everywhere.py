"""The same plan in DuckDB and in PostgreSQL: every template of the library, and made-up rule sets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import pytest

from engine.columnar.plan import NoForm, plan_of, usual_bounds
from engine.interpreter import Interpreter
from engine.program import Program
from engine.values import PeriodFacts, Person
from rules.cases import read_test
from rules.check import check_text
from rules.packs import Pack, load_library
from rules.period import parse_period
from rules.score import Subject, facts, read_subject
from tests.differential.generate import Maker
from tests.differential.people import PERIOD, make_people
from tests.engine.columnar.databases import Ask, in_duckdb, in_postgres
from tests.engine.columnar.relation import differences

PERIOD_FACTS = facts(parse_period(PERIOD))
TOO_WIDE = "beyond-averages"
"""Its correlation over a whole team takes fractions that no database's numbers hold."""
MADE_UP = range(1000, 1060)


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def ask(request: pytest.FixtureRequest) -> Iterator[Ask]:
    if request.param == "duckdb":
        with in_duckdb() as found:
            yield found
    else:
        with in_postgres(request.getfixturevalue("postgres_url")) as found:
            yield found


def agree(ask: Ask, program: Program, people: Sequence[Person], period: PeriodFacts, seen: Counter[str]) -> None:
    """Whoever is not odd has the reference's values; a person who stops with a problem is odd."""
    plan = plan_of(program, period, bounds=usual_bounds(program), parts=True, widely=True)
    rows = {str(row["subject"]): row for row in ask(plan, list(people))}
    seen["people"] += len(rows)
    seen["odd"] += sum(bool(row["odd"]) for row in rows.values())
    if program.has_cohort and any(row["odd"] for row in rows.values()):
        return
    reference = Interpreter(program).evaluate(people, period)
    proven = [one for one in reference if not rows[one.person]["odd"]]
    assert not [one.trouble for one in proven if one.trouble]
    expected = [(one.person, dict(one.values)) for one in proven]
    assert not differences(plan, expected, [rows[one.person] for one in proven]), plan.sql()


def groups_of(pack: Pack, program: Program) -> Iterator[tuple[PeriodFacts, list[Person]]]:
    """The people of each test of a template, with the period in which they are scored."""
    for position, test in enumerate([*pack.document.data["tests"], *pack.cases]):
        period, subjects = read_test(program, test)
        people = [read_subject(program, subject)[0] for subject in subjects]
        yield facts(period), [Person(f"{position}-{one.id}", one.values, one.history) for one in people]


def test_every_template(ask: Ask) -> None:
    """What a customer installs runs as SQL, and none of the people in its tests is odd."""
    seen: Counter[str] = Counter()
    for pack in load_library():
        program = pack.report.program
        assert program is not None
        if pack.id == TOO_WIDE:
            with pytest.raises(NoForm, match="fcr_with_csat"):
                plan_of(program, PERIOD_FACTS, bounds=usual_bounds(program), widely=True)
            continue
        together: dict[PeriodFacts, list[Person]] = {}
        for period, people in groups_of(pack, program):
            if program.has_cohort:
                agree(ask, program, people, period, seen)
            else:
                together.setdefault(period, []).extend(people)
        for period, people in together.items():
            agree(ask, program, people, period, seen)
    assert seen["people"] > 100
    assert seen["odd"] == 0


def test_made_up_rule_sets(ask: Ask) -> None:
    seen: Counter[str] = Counter()
    for seed in MADE_UP:
        maker = Maker(seed)
        document = maker.make()
        program = check_text(json.dumps(document), "json").program
        if program is None:
            continue
        made = make_people(Random(f"people {seed}"), document, maker.edges, 20)
        read = [read_subject(program, Subject(one.id, one.given, one.history, one.decisions)) for one in made]
        try:
            agree(ask, program, [person for person, issues in read if not issues], PERIOD_FACTS, seen)
        except NoForm:
            seen["no form"] += 1
    assert seen["people"] > 900
    assert seen["odd"] < seen["people"] / 2
    assert seen["no form"] < 5
