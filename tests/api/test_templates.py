"""Templates over HTTP, as a customer would use them: look, try with the sample people, install, publish, score."""

from __future__ import annotations

from typing import Any

import pytest

from rules.packs import load_library
from tests.api.client import exact
from tests.api.conftest import Site

TEMPLATES = [pack.id for pack in load_library()]


def people_of(template: dict[str, Any]) -> list[dict[str, Any]]:
    return [{key: value for key, value in person.items() if key != "name"} for person in template["people"]]


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_every_template_can_be_tried_installed_published_and_scored(small_site: Site, template_id: str) -> None:
    here = small_site.here
    template = exact(here.get(f"/v1/templates/{template_id}"))
    people, period = people_of(template), template["period"]
    tried = exact(
        here.post("/v1/rule-sets/try", {"document": template["document"], "period": period, "people": people})
    )
    assert {result["status"] for result in tried["results"]} <= {"scored", "incomplete", "not_eligible"}
    assert "scored" in {result["status"] for result in tried["results"]}

    installed = here.post(f"/v1/templates/{template_id}/install", {"rule_set": f"own-{template_id}"})
    assert installed.status_code == 201, installed.text
    body = exact(installed)
    assert body["tests_left_out"] == []
    done = here.post(
        f"/v1/rule-sets/own-{template_id}/versions",
        {"effective_from": period},
        headers={"If-Match": installed.headers["ETag"]},
    )
    assert done.status_code == 201, done.text
    for level in ("none", "full"):
        scored = here.post(
            "/v1/scores",
            {"rule_set": f"own-{template_id}", "period": period, "people": people, "explain": level},
        )
        assert scored.status_code == 200, scored.text
        without = [{**result, "explanation": None} for result in exact(scored)["results"]]
        assert without == [{**result, "explanation": None} for result in tried["results"]]


def test_they_are_found_by_industry_and_role(small_site: Site) -> None:
    everything = exact(small_site.here.get("/v1/templates"))["items"]
    assert {item["id"] for item in everything} == set(TEMPLATES)
    for item in everything:
        query = {"industry": item["industry"], "role": item["roles"][0]}
        assert item in exact(small_site.here.get("/v1/templates", query_string=query))["items"]
    assert exact(small_site.here.get("/v1/templates?industry=mining"))["items"] == []


def test_ones_own_values_go_into_the_draft(small_site: Site) -> None:
    installed = small_site.here.post(
        "/v1/templates/presales-agent/install",
        {"rule_set": "own-values", "name": {"zh": "自家", "en": "Our own"}, "parameters": {"chats_target": 900}},
    )
    assert installed.headers["Location"] == "/v1/rule-sets/own-values/draft"
    document = exact(small_site.here.get("/v1/rule-sets/own-values/draft"))
    assert document["parameters"]["chats_target"]["value"] == 900
    assert document["name"]["en"] == "Our own"
    assert document["origin"]["template"] == "presales-agent"


def test_what_is_wrong_with_an_installation_is_told_at_once(small_site: Site) -> None:
    response = small_site.here.post(
        "/v1/templates/presales-agent/install",
        {
            "rule_set": "wrong-values",
            "parameters": {"chat_target": 1, "chats_target": True},
            "choices": {"basket": "no"},
        },
    )
    assert response.status_code == 422
    assert {issue["path"] for issue in exact(response)["issues"]} == {
        "parameters.chat_target",
        "parameters.chats_target",
        "choices.basket",
    }
    assert small_site.here.get("/v1/rule-sets/wrong-values").status_code == 404


def test_a_draft_that_is_there_is_not_installed_over(small_site: Site) -> None:
    target, body = "/v1/templates/presales-agent/install", {"rule_set": "installed-once"}
    first = small_site.here.post(target, body)
    assert small_site.here.post(target, body).status_code == 428
    assert small_site.here.post(target, body, headers={"If-Match": first.headers["ETag"]}).status_code == 201


def test_installing_again_with_the_same_key_is_the_same_installation(small_site: Site) -> None:
    target, body = "/v1/templates/presales-agent/install", {"rule_set": "installed-by-key"}
    first = small_site.here.post(target, body, headers={"Idempotency-Key": "install"})
    again = small_site.here.post(target, body, headers={"Idempotency-Key": "install"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert exact(first) == exact(again)
