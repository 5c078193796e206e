"""Who takes part in a run, with which attributes and how many days."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from engine.program import Program
from rules.check import check_text
from rules.period import parse_period
from service.people_changes import tell
from service.people_checks import PersonNews
from service.people_inputs import load_people
from service.work import Actor, Office

NOVEMBER = parse_period("2026-11")


def program_for(role: str) -> Program:
    report = check_text(
        f"""
        scorewright: 1
        id: pay
        applies_to: {{role: {role}}}
        attributes: {{team: text, wage: money, night: flag, since: date, size: {{type: choice, choices: [s, m]}}}}
        inputs:
          days_in_role: {{type: count, from: people.days}}
          here: {{type: count, from: people.present_days}}
          all_days: {{type: number, from: people.period_days}}
          base: {{type: money, from: people.wage, min: 100}}
        score: none
        rewards: {{pay: {{amount: base, prorate: days_in_role / all_days, when: here >= 1}}}}
        """
    )
    assert report.program is not None, report.issues
    return report.program


def taking_part(
    office: Office, actor: Actor, role: str, scratch: Path, names: dict[str, str] | None = None
) -> dict[str, dict[str, Any]]:
    with duckdb.connect() as con, office.reading(actor) as work:
        count = load_people(con, work, program_for(role), NOVEMBER, scratch, names=names or {})
        rows = con.execute("SELECT * FROM people")
        columns = [column[0] for column in rows.description or ()]
        found = [dict(zip(columns, row, strict=True)) for row in rows.fetchall()]
    assert len(found) == count
    assert [row["@subject"] for row in found] == sorted(row["@subject"] for row in found)
    return {row["@subject"]: row for row in found}


def test_a_change_of_role_in_the_middle_of_a_month(office: Office, actor: Actor, tmp_path: Path) -> None:
    """Both roles' runs have the person, each with its own days, and the group of the last of these days."""
    with office.writing(actor) as work:
        tell(
            work,
            [
                PersonNews("u1", "2026-01-01", attributes={"role": "agent", "team": "day", "wage": 5000}, manager="m1"),
                PersonNews("u1", "2026-11-06", attributes={"team": "night"}, manager=None),
                PersonNews("u1", "2026-11-11", attributes={"role": "lead", "wage": "6000.50"}),
                PersonNews("u1", "2026-11-26", ended=True),
                PersonNews("u2", "2026-12-01", attributes={"role": "agent"}),
                PersonNews("u3", "2026-11-30", attributes={"team": "day"}),
            ],
        )
    agents = taking_part(office, actor, "agent", tmp_path)
    assert agents == {
        "u1": {
            "@subject": "u1",
            "@manager": None,
            "team": "night",
            "wage": Decimal(5000),
            "night": None,
            "since": None,
            "size": None,
            "days_in_role": 10,
            "here": 25,
            "all_days": Decimal(30),
            "base": Decimal(5000),
            "@refused": None,
        }
    }
    leads = taking_part(office, actor, "[lead, head]", tmp_path)
    assert (leads["u1"]["days_in_role"], leads["u1"]["base"]) == (15, Decimal("6000.50"))


def test_values_the_door_refuses_are_told_of_that_person_only(office: Office, actor: Actor, tmp_path: Path) -> None:
    good = {"role": "agent", "wage": "99999999999999.12345678", "night": True, "since": "2020-02-29", "size": "m"}
    with office.writing(actor) as work:
        tell(
            work,
            [
                PersonNews("bad", "2026-01-01", attributes={"role": "agent", "wage": "五千", "size": "xl"}),
                PersonNews("good", "2026-01-01", attributes=good),
                PersonNews("low", "2026-01-01", attributes={"role": "agent", "wage": 99}),
                PersonNews("role 'x", "2026-01-01", attributes={"role": "a'gent"}),
            ],
        )
    found = taking_part(office, actor, "agent", tmp_path, {"team": "Team"})
    assert sorted(found) == ["bad", "good", "low"]
    assert found["good"]["@refused"] is None
    assert found["good"]["wage"] == Decimal("99999999999999.12345678")
    assert (found["good"]["night"], str(found["good"]["since"]), found["good"]["Team"]) == (True, "2020-02-29", None)
    assert [issue["code"] for issue in json.loads(found["bad"]["@refused"])] == [
        "input-type",
        "input-choice",
        "input-type",
    ]
    assert [(issue["code"], issue["path"]) for issue in json.loads(found["low"]["@refused"])] == [
        ("input-range", "inputs.base")
    ]


@pytest.mark.parametrize("applies", ["{'ro le': agent}", "{role: []}"])
def test_nobody_has_an_attribute_that_cannot_be(office: Office, actor: Actor, tmp_path: Path, applies: str) -> None:
    with office.writing(actor) as work:
        tell(work, [PersonNews("a", "2026-01-01", attributes={"role": "agent"})])
    report = check_text(f"scorewright: 1\nid: x\napplies_to: {applies}\nscore: none\nrewards: {{a: {{amount: 1}}}}\n")
    if report.program is None:
        return
    with duckdb.connect() as con, office.reading(actor) as work:
        assert load_people(con, work, report.program, NOVEMBER, tmp_path) == 0
