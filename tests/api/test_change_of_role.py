"""A change of role in the middle of a month, from the list of people to two payouts that pay each part once."""

from __future__ import annotations

from uuid import uuid4

from service.runs.claiming import Terms
from service.runs.stored import Stored
from service.work import SCOPES, Actor
from service.worker import Worker
from tests.api.client import exact
from tests.api.conftest import Site
from tests.runs.sheet import put_in_force

RULES = """
scorewright: 1
id: {role}-pay
applies_to: {{role: {role}}}
attributes: {{team: text}}
parameters:
  base: {{value: {day}, where: [{{team: night, value: {night}}}]}}
inputs:
  marks: {{type: rating, scale: [1, 5]}}
  days_in_role: {{type: count, from: people.days}}
metrics:
  m: {{value: marks, weight: 100%, points: {{rank: {{places: [100, 50], within: team}}}}}}
rewards:
  pay: {{amount: base, prorate: days_in_role / period_days()}}
"""
PEOPLE = [
    {"id": "changed", "from": "2026-01-01", "attributes": {"role": "agent", "team": "night"}},
    {"id": "changed", "from": "2026-11-16", "attributes": {"role": "lead", "team": "day"}},
    {"id": "joined", "from": "2026-11-21", "attributes": {"role": "agent", "team": "day"}},
    {"id": "left", "from": "2026-01-01", "attributes": {"role": "agent", "team": "day"}},
    {"id": "left", "from": "2026-11-04", "ended": True},
    {"id": "moved", "from": "2026-01-01", "attributes": {"role": "agent", "team": "day"}},
    {"id": "moved", "from": "2026-11-30", "attributes": {"team": "night"}},
]


def test_each_role_pays_its_own_days(site: Site) -> None:
    # A month of 30 days; the group and the line of `where` are those of the last day in the role.
    # agent: changed 3300 × 15/30, joined 3000 × 10/30, left 3000 × 3/30, moved 3300 × 30/30; lead: changed 6000 × 15/30
    actor = Actor("here", "", frozenset(SCOPES))
    for role, day, night in (("agent", 3000, 3300), ("lead", 6000, 6600)):
        put_in_force(site.office, actor, RULES.format(role=role, day=day, night=night))
    assert site.here.post("/v1/people", {"people": PEOPLE}).status_code == 200
    marks = {"changed": 4, "joined": 3, "left": 2, "moved": 5}
    entered = {"people": [{"person": person, "values": {"marks": mark}} for person, mark in marks.items()]}
    assert site.here.post("/v1/figures/2026-11", entered).status_code == 200
    assert results(site, "agent-pay") == {
        "changed": ("night", 50, "1650.00"),
        "joined": ("day", 100, "1000.00"),
        "left": ("day", 50, "300.00"),
        "moved": ("night", 100, "3300.00"),
    }
    assert results(site, "lead-pay") == {"changed": ("day", 100, "3000.00")}


def results(site: Site, rule_set: str) -> dict[str, tuple[str, object, str]]:
    """Team, points and pay of everybody who took part."""
    headers = {"Idempotency-Key": str(uuid4())}
    asked = site.here.post("/v1/runs", {"rule_set": rule_set, "period": "2026-11"}, headers=headers)
    run = exact(asked)["runs"][0]["id"]
    Worker(site.office, Stored(site.office.data_dir), Terms()).run_until_idle()
    items = exact(site.here.get(f"/v1/runs/{run}/results"))["items"]
    return {
        item["subject"]: (item["attributes"]["team"], item["result"]["score"], item["result"]["payout"]["net"])
        for item in items
    }
