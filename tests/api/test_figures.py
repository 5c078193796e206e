"""``/v1/figures`` as an HR system uses it at the end of a month."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML

DOCUMENT = """
scorewright: 1
id: {id}
applies_to: {{role: agent}}
attributes: {{wage: money}}
inputs:
  marks: {{type: rating, scale: [1, 5], label: {{zh: 服务得分, en: service marks}}}}
  rate: {{type: percent, missing: exclude}}
  days_in_role: {{type: count, from: people.days}}
  base: {{type: money, from: people.wage}}
metrics:
  m: {{value: marks, weight: 60%, points: {{curve: [[1, 0], [5, 100]]}}}}
  r: {{value: rate, weight: 40%, points: {{curve: [[0, 0], [100%, 100]]}}}}
rewards:
  pay: {{amount: base * 10%, prorate: days_in_role / period_days()}}
  gift: {{discretionary: {{min: 0, max: 500}}}}
"""
GIFT = {"amount": "300.00", "reason": "救场", "author": "王主管"}


@pytest.fixture(scope="module", autouse=True)
def furnished(site: Site) -> Iterator[None]:
    stored = site.here.put("/v1/rule-sets/care/draft", DOCUMENT.format(id="care"), headers=YAML)
    published = site.here.post(
        "/v1/rule-sets/care/versions", {"effective_from": "2026-01"}, headers={"If-Match": stored.headers["ETag"]}
    )
    assert published.status_code == 201, published.text
    people = [
        {"id": f"f{number}", "name": f"人{number}", "attributes": {"role": "agent", "wage": 5000}}
        for number in range(5)
    ]
    people += [{"id": "f8", "attributes": {"role": "agent"}}, {"id": "f9", "attributes": {"role": "boss", "wage": 1}}]
    assert site.here.post("/v1/people", {"from": "2026-01-01", "people": people}).status_code == 200
    yield


def enter(site: Site, period: str, *people: dict[str, Any], status: int = 200, **more: object) -> Any:
    response = site.here.post(f"/v1/figures/{period}", {"people": list(people), **more})
    assert response.status_code == status, response.text
    return exact(response)


def test_from_nothing_to_complete(site: Site) -> None:
    first = exact(site.here.get("/v1/figures/2026-03/overview?rule_set=care"))
    assert (first["version"], first["people"], first["complete"], first["revision"]) == (1, 6, 0, 0)
    assert [(one["id"], one["needed"], one["from"], one["have"], one["lack"]) for one in first["inputs"]] == [
        ("marks", True, None, 0, 6),
        ("rate", False, None, 0, 6),
        ("days_in_role", True, "people.days", 6, 0),
        ("base", True, "people.wage", 5, 1),
    ]
    gift = {"id": "gift", "label": {"zh": "gift", "en": "gift"}, "min": "0.00", "max": "500.00"}
    assert (first["decisions"], first["currency"]) == ([{**gift, "have": 0}], "CNY")
    people = [{"person": f"f{number}", "values": {"marks": Decimal("4.50"), "rate": "85%"}} for number in range(4)]
    entered = enter(site, "2026-03", *people, {"person": "f9", "values": {"marks": 1}}, rule_set="care")
    assert (entered["changed"], entered["refused"], entered["revision"]) == (9, [], 1)
    enter(site, "2026-03", {"person": "f8", "values": {"base": "100", "marks": "2"}, "decisions": {"gift": GIFT}})
    then = exact(site.here.get("/v1/figures/2026-03/overview?rule_set=care&version=1"))
    assert (then["people"], then["complete"], then["refused"], then["others"]) == (6, 5, 0, 1)
    assert [one["have"] for one in then["inputs"]] == [5, 4, 6, 6]
    assert then["decisions"] == [{**gift, "have": 1}]
    lacking = exact(site.here.get("/v1/figures/2026-03?rule_set=care&missing=true"))
    assert [(one["person"], one["missing"], one["empty"]) for one in lacking["items"]] == [("f4", ["marks"], ["rate"])]
    for lacked, who in (("rate", ["f4", "f8"]), ("marks", ["f4"]), ("base", [])):
        found = exact(site.here.get(f"/v1/figures/2026-03?rule_set=care&lacking={lacked}"))
        assert [one["person"] for one in found["items"]] == who
    assert site.here.get("/v1/figures/2026-03?lacking=rate").status_code == 422


def test_the_list_leads_through_everybody(site: Site) -> None:
    enter(site, "2026-04", {"person": "f1", "values": {"marks": 3}}, {"person": "f9", "values": {"rate": "1%"}})
    seen: list[Any] = []
    following = "/v1/figures/2026-04?rule_set=care&limit=2"
    while following:
        page = exact(site.here.get(following))
        seen += page["items"]
        following = f"/v1/figures/2026-04?rule_set=care&limit=2&cursor={page['next']}" if page["next"] else ""
    assert [one["person"] for one in seen] == ["f0", "f1", "f2", "f3", "f4", "f8"]
    assert [one["missing"] for one in seen] == [["marks"], [], ["marks"], ["marks"], ["marks"], ["marks", "base"]]
    assert (seen[1]["name"], seen[1]["values"]["marks"]["value"]) == ("人1", 3)
    without = exact(site.here.get("/v1/figures/2026-04?limit=1"))
    assert [one["person"] for one in without["items"]] == ["f1"]
    rest = exact(site.here.get(f"/v1/figures/2026-04?limit=1&cursor={without['next']}"))
    assert ([one["person"] for one in rest["items"]], rest["next"]) == (["f9"], None)


def test_what_is_refused_is_told_where_it_stands(site: Site) -> None:
    people = [
        {"person": "f1", "values": {"marks": 9, "rate": 85, "unknown": 1}, "decisions": {"gift": {"amount": 1}}},
        {"person": "nobody", "values": {"marks": 3}},
        {"person": "f2", "values": {"marks": 3}, "decisions": {"gift": GIFT}},
    ]
    refused = enter(site, "2026-05", *people, status=422, rule_set="care")
    assert [(issue["code"], issue["path"]) for issue in refused["issues"]] == [
        ("figure-decision", "people[0].decisions.gift"),
        ("input-range", "people[0].values.marks"),
        ("input-percent", "people[0].values.rate"),
        ("input-unknown", "people[0].values.unknown"),
        ("figure-person-unknown", "people[1].person"),
    ]
    kept = enter(site, "2026-05", *people, rule_set="care", on_refused="keep_rest")
    assert (kept["changed"], [(one["index"], one["person"]) for one in kept["refused"]]) == (
        2,
        [(0, "f1"), (1, "nobody")],
    )
    assert site.here.post("/v1/figures/2026-05", {"people": people, "rule_set": "none"}).status_code == 404
    assert exact(site.here.post("/v1/figures/2026-Q2", {"people": people, "rule_set": "care"}))["issues"][0][
        "code"
    ] == ("period-kind")
    assert site.here.post("/v1/figures/2026-13", {"people": people}).status_code == 422
    assert site.here.get("/v1/figures/2026-05?missing=true").status_code == 422


def test_one_person_with_history(site: Site) -> None:
    address = "/v1/figures/2026-06/people/f1"
    empty = site.here.get(address)
    assert (exact(empty)["values"], empty.headers["ETag"]) == ({}, '"0"')
    first = site.here.put(
        address, {"values": {"marks": 3, "rate": "9%"}, "decisions": {"gift": GIFT}, "rule_set": "care"}
    )
    assert first.status_code == 200, first.text
    assert site.here.put(address, {"values": {"marks": 4}}).status_code == 428
    assert site.here.put(address, {"values": {"marks": 4}}, headers={"If-Match": '"0"'}).status_code == 412
    second = site.here.put(address, {"values": {"marks": 4}}, headers={"If-Match": first.headers["ETag"]})
    person = exact(second)
    assert ({id: one["value"] for id, one in person["values"].items()}, person["decisions"]) == ({"marks": 4}, {})
    assert [(one["id"], one["value"]) for one in person["history"]] == [
        ("decision.gift", GIFT),
        ("marks", 3),
        ("rate", "9%"),
        ("decision.gift", None),
        ("marks", 4),
        ("rate", None),
    ]
    assert site.here.get(address, headers={"If-None-Match": second.headers["ETag"]}).status_code == 304
    assert site.here.get("/v1/figures/2026-06/people/nobody").status_code == 404
    assert site.here.put("/v1/figures/2026-06/people/nobody", {"values": {}}).status_code == 404
    in_use = site.here.delete("/v1/people/f1", headers={"If-Match": "*"})
    assert exact(in_use)["code"] == "person-in-use"


def test_the_same_request_twice_is_entered_once(site: Site) -> None:
    body = {"people": [{"person": "f1", "values": {"marks": 3}}]}
    first = site.here.post("/v1/figures/2026-07", body, headers={"Idempotency-Key": "july"})
    enter(site, "2026-07", {"person": "f1", "values": {"marks": 5}})
    again = site.here.post("/v1/figures/2026-07", body, headers={"Idempotency-Key": "july"})
    assert again.text == first.text
    assert exact(site.here.get("/v1/figures/2026-07/people/f1"))["values"]["marks"]["value"] == 5


def test_scopes_and_the_audit_trail(site: Site) -> None:
    reader, scorer = site.with_scopes("read"), site.with_scopes("score")
    body = {"people": [{"person": "f1", "values": {"marks": 3}}]}
    assert reader.post("/v1/figures/2026-08", body).status_code == 403
    assert scorer.get("/v1/figures/2026-08").status_code == 403
    assert scorer.put("/v1/figures/2026-08/people/f1", {"values": {"marks": 3}}).status_code == 200
    entry = exact(site.here.get("/v1/audit?limit=1&object=figures/2026-08"))["items"][0]
    assert (entry["action"], entry["detail"]["count"]) == ("figures.changed", 1)


def test_a_closed_period(site: Site) -> None:
    enter(site, "2026-08", {"person": "f1", "values": {"marks": 3}})
    assert site.here.post("/v1/periods/2026-08/close", {"note": "paid"}).status_code == 200
    person = "/v1/figures/2026-08/people/f1"
    state = {"If-Match": site.here.get(person).headers["ETag"]}
    sheet = {"data": "工号,服务得分\nf1,4.5\n".encode(), "headers": {"Content-Type": "text/csv"}}
    imports = "/v1/figures/2026-08/imports?rule_set=care"
    for answer in (
        site.here.post("/v1/figures/2026-08", {"people": [{"person": "f1", "values": {"marks": 4}}]}),
        site.here.put(person, {"values": {"marks": 4}}, headers=state),
        site.here.post(imports, **sheet),
        site.here.post(f"{imports}&dry_run=true", **sheet),
    ):
        assert (answer.status_code, exact(answer)["code"]) == (409, "period-closed")
        assert "2026-08" in exact(answer)["detail"]
    unsaid = enter(site, "2026-08", {"person": "f1", "values": {"marks": 4}}, correction=True, status=422)
    assert unsaid["issues"][0]["code"] == "correction-reason"
    why = {"correction": True, "reason": "counted twice"}
    assert enter(site, "2026-08", {"person": "f1", "values": {"marks": 4}}, **why)["changed"] == 1
    state = {"If-Match": site.here.get(person).headers["ETag"]}
    replaced = site.here.put(person, {"values": {"marks": 5}, **why}, headers=state)
    assert exact(replaced)["values"]["marks"]["value"] == 5
    sent = site.here.post(f"{imports}&correction=true&reason=counted%20twice", **sheet)
    assert exact(sent)["changed"] == 1
    newest = exact(site.here.get("/v1/audit?limit=1"))["items"][0]
    assert (newest["action"], newest["detail"]["correction"]) == ("figures.changed", "counted twice")
