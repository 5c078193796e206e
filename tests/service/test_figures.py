"""Figures: kept as written, superseded by entering again, read at the door, columns for a run."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.issues import Refused
from engine.program import Program
from rules.check import check_text
from rules.period import parse_period
from service.audit import list_entries
from service.errors import Forbidden
from service.figure_checks import FigureNews
from service.figure_inputs import load_figures
from service.figures import FiguresOutcome, enter, figures_revision, held, told_of_person
from service.people_changes import tell
from service.people_checks import PersonNews
from service.work import Actor, Office
from service.written import Written
from tests.service.desk import codes_of

NOVEMBER = parse_period("2026-11")
DECISION = {"amount": "300.00", "reason": "救场", "author": "王主管"}


@pytest.fixture(scope="module")
def program() -> Program:
    report = check_text("""
        scorewright: 1
        id: care
        attributes: {team: text}
        inputs:
          marks: {type: rating, scale: [1, 5]}
          rate: {type: percent, missing: exclude}
          kind: {type: choice, choices: [simple, hard], missing: simple}
          good: {type: flag, missing: false}
        metrics:
          m: {value: marks, weight: 60%, points: {curve: [[1, 0], [5, 100]]}}
          r: {value: rate, weight: 40%, points: {curve: [[0, 0], [100%, 100]]}}
        rewards:
          gift: {discretionary: {min: 0, max: 500}}
          extra: {amount: 10, when: kind = 'hard' and good}
    """)
    assert report.program is not None, report.issues
    return report.program


@pytest.fixture
def people(office: Office, actor: Actor) -> None:
    with office.writing(actor) as work:
        tell(work, [PersonNews(id, "2026-01-01") for id in ("u1", "u2", "u3")])


def put(
    office: Office, actor: Actor, *told: FigureNews, program: Program | None = None, keep_rest: bool = False
) -> FiguresOutcome:
    with office.writing(actor) as work:
        return enter(work, NOVEMBER, told, program, keep_rest=keep_rest)


def office_hash(office: Office, actor: Actor) -> str:
    with office.reading(actor) as work:
        return figures_revision(work, NOVEMBER).hash


def columns(office: Office, actor: Actor, program: Program, scratch: Path, revision: int | None = None) -> list[Any]:
    with duckdb.connect() as con, office.reading(actor) as work:
        load_figures(con, work, program, NOVEMBER, scratch, revision)
        rows = con.execute("SELECT * FROM figures")
        names = [column[0] for column in rows.description or ()]
        return [dict(zip(names, row, strict=True)) for row in rows.fetchall()]


@pytest.mark.usefixtures("people")
def test_what_was_written_is_kept_exactly(office: Office, actor: Actor) -> None:
    values = {"marks": Decimal("4.50"), "rate": "85%", "good": True, "备注": " x "}
    outcome = put(office, actor, FigureNews("u1", values, {"gift": DECISION}))
    assert (outcome.changed, outcome.unchanged, outcome.revision) == (5, 0, 1)
    with office.reading(actor) as work:
        found = held(work, NOVEMBER, ["u1", "u2"])["u1"]
        assert held(work, parse_period("2026-12"), ["u1"]) == {}
        assert figures_revision(work, NOVEMBER).hash == outcome.hash
    assert found["marks"].value == Written("number", "4.50")
    assert found["rate"].value == Written("text", "85%")
    assert found["decision.gift"].value == {key: Written("text", text) for key, text in DECISION.items()}
    assert (found["good"].entered_by, found["good"].entered_at) == (actor.key_id, office.clock())


@pytest.mark.usefixtures("people")
def test_the_latest_value_holds_and_the_others_stay(office: Office, actor: Actor) -> None:
    put(office, actor, FigureNews("u1", {"marks": 4, "rate": "80%"}))
    same = put(office, actor, FigureNews("u1", {"marks": 4}))
    assert (same.changed, same.unchanged, same.revision) == (0, 1, 1)
    put(office, actor, FigureNews("u1", {"marks": 5}))
    taken_back = put(office, actor, FigureNews("u1", {"rate": None, "good": None}))
    put(office, actor, FigureNews("u1", {"rate": "80%", "marks": 4}))
    assert (office_hash(office, actor), same.hash != taken_back.hash) == (same.hash, True)
    put(office, actor, FigureNews("u1", {"rate": None, "marks": 5}))
    with office.reading(actor) as work:
        assert {name: value.value for name, value in held(work, NOVEMBER, ["u1"])["u1"].items()} == {
            "marks": Written("number", "5")
        }
        told = told_of_person(work, NOVEMBER, "u1")
        assert [(row.name, row.revision, value is None) for row, value in told] == [
            ("marks", 1, False),
            ("rate", 1, False),
            ("marks", 2, False),
            ("rate", 3, True),
            ("marks", 4, False),
            ("rate", 4, False),
            ("marks", 5, False),
            ("rate", 5, True),
        ]
        assert [entry.action for entry in list_entries(work).items].count("figures.changed") == 5


@pytest.mark.usefixtures("people")
class TestRefusals:
    def test_all_at_once_with_their_places(self, office: Office, actor: Actor, program: Program) -> None:
        told = FigureNews(
            "u1",
            {"marks": 6, "rate": 85, "kind": "medium", "team": "x", "orders": 1, "good": ["x"]},
            {"gift": {"amount": 501, "reason": "x", "author": "y"}, "present": DECISION},
            ("people", 0),
        )
        with pytest.raises(Refused) as refused:
            put(office, actor, told, FigureNews("ghost", {"marks": 3}, path=("people", 1)), program=program)
        assert [(issue.code, issue.path[1:]) for issue in refused.value.issues] == [
            ("value-kind", (0, "values", "good")),
            ("figure-of-attribute", (0, "values", "team")),
            ("input-range", (0, "values", "marks")),
            ("input-percent", (0, "values", "rate")),
            ("input-choice", (0, "values", "kind")),
            ("input-unknown", (0, "values", "orders")),
            ("input-type", (0, "values", "good")),
            ("input-range", (0, "decisions", "gift", "amount")),
            ("decision-unknown", (0, "decisions", "present")),
            ("figure-person-unknown", (1, "person")),
        ]

    @pytest.mark.parametrize(
        ("decision", "code"),
        [
            ("x", "figure-decision"),
            ({"amount": 1}, "figure-decision"),
            ({**DECISION, "reason": " "}, "figure-decision"),
            ({**DECISION, "more": 1}, "figure-decision"),
            ({**DECISION, "author": None}, "value-kind"),
        ],
    )
    def test_decisions_say_why_and_who(self, office: Office, actor: Actor, decision: object, code: str) -> None:
        with pytest.raises(Refused) as refused:
            put(office, actor, FigureNews("u1", {}, {"gift": decision}))
        assert codes_of(refused.value) == [code]

    def test_the_rest_may_be_kept(self, office: Office, actor: Actor, program: Program) -> None:
        told = [
            FigureNews("u1", {"marks": 4, "rate": 85}),
            FigureNews("u2", {"marks": 4}),
            FigureNews("u2", {"marks": 5}),
        ]
        outcome = put(office, actor, *told, program=program, keep_rest=True)
        assert {place: [issue.code for issue in issues] for place, issues in outcome.refused.items()} == {
            0: ["input-percent"],
            2: ["figure-twice"],
        }
        with office.reading(actor) as work:
            assert list(held(work, NOVEMBER, ["u1", "u2"])) == ["u2"]

    def test_other_workspaces_and_scopes(self, office: Office, actor: Actor, stranger: Actor) -> None:
        put(office, actor, FigureNews("u1", {"marks": 4}))
        with pytest.raises(Refused):
            put(office, stranger, FigureNews("u1", {"marks": 5}))
        with office.reading(stranger) as work:
            assert held(work, NOVEMBER, ["u1"]) == {}
        with pytest.raises(Forbidden):
            put(office, Actor(actor.workspace_id, "k", frozenset({"read", "publish", "admin"})), FigureNews("u1"))


@pytest.mark.usefixtures("people")
def test_columns_for_a_run(office: Office, actor: Actor, program: Program, tmp_path: Path) -> None:
    put(
        office,
        actor,
        FigureNews("u1", {"marks": "4.5", "rate": "85.5%", "unasked": 1}, {"gift": DECISION}),
        FigureNews("u2", {"marks": "很好", "rate": 85, "good": "是"}),
    )
    before = put(office, actor, FigureNews("u3", {"marks": 3}))
    put(office, actor, FigureNews("u3", {"marks": None}), FigureNews("u1", {"rate": "0.9"}))
    first, second = columns(office, actor, program, tmp_path)
    assert first == {
        "@subject": "u1",
        "marks": Decimal("4.5"),
        "rate": Decimal("0.9"),
        "good": None,
        "decision.gift": Decimal(300),
        "@refused": None,
    }
    assert (second["marks"], second["rate"], second["good"]) == (None, None, True)
    assert [issue["code"] for issue in json.loads(second["@refused"])] == ["input-type", "input-percent"]
    as_it_was = columns(office, actor, program, tmp_path, before.revision)
    assert [(row["@subject"], row["rate"]) for row in as_it_was] == [
        ("u1", Decimal("0.855")),
        ("u2", None),
        ("u3", None),
    ]
