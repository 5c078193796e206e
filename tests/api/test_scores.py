"""Scoring over HTTP: exact numbers through and through, one person's trouble is not the others', retries store once."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from api.schemas.score_examples import SCORE_REQUEST_EXAMPLES, TRY_REQUEST_EXAMPLES
from api.schemas.score_reading import SCORE_KEYS, read_score_request, read_try_request
from api.schemas.scores import (
    SCORE_REQUEST_SCHEMA,
    TRY_REQUEST_SCHEMA,
)
from engine.issues import Refused
from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import BROKEN, RESPONSE_TIME, YAML, named


@pytest.fixture(scope="module", autouse=True)
def published(site: Site) -> None:
    etag = site.here.put("/v1/rule-sets/response-time/draft", RESPONSE_TIME, headers=YAML).headers["ETag"]
    target = "/v1/rule-sets/response-time/versions"
    etag = site.here.post(target, {"effective_from": "2026-01"}, headers={"If-Match": etag}).headers["ETag"]
    later = RESPONSE_TIME.replace("60s", "110s").replace("score: 50, tier: slow", "score: 75, tier: quick")
    saved = site.here.put("/v1/rule-sets/response-time/draft", later, headers={**YAML, "If-Match": etag})
    done = site.here.post(target, {"effective_from": "2026-11"}, headers={"If-Match": saved.headers["ETag"]})
    assert done.status_code == 201, done.text


def ask(site: Site, **request: Any) -> Any:
    response = site.here.post("/v1/scores", {"rule_set": "response-time", **request})
    assert response.status_code == 200, response.text
    return exact(response)


def test_one_person(site: Site) -> None:
    answer = ask(site, period="2026-10", subject="u1", inputs={"first_response": "35s", "chats": 7})
    assert (answer["version"], answer["period"]) == (1, "2026-10")
    version = exact(site.here.get("/v1/rule-sets/response-time/versions/1"))
    assert answer["hash"] == version["hash"]
    (result,) = answer["results"]
    assert (result["status"], result["score"], result["tier"]) == ("scored", 50, "slow")
    assert result["payout"] == {"rewards": "3.50", "penalties": "0.00", "net": "3.50", "currency": "CNY"}
    assert result["explanation"] is None


def test_the_version_in_force_for_the_period_or_the_one_asked_for(site: Site) -> None:
    person = {"subject": "u1", "inputs": {"first_response": 35}}
    assert ask(site, period="2026-10", **person)["version"] == 1
    assert ask(site, period="2026-11", **person)["version"] == 2
    assert ask(site, period="2026-11", version=1, **person)["results"][0]["score"] == 50
    assert ask(site, period="2026-11", **person)["results"][0]["score"] == 75
    early = site.here.post("/v1/scores", {"rule_set": "response-time", "period": "2025-12", **person})
    assert early.status_code == 404


def test_the_hash_is_that_of_the_version(site: Site) -> None:
    scored = ask(site, period="2026-11", subject="u1", inputs={"first_response": 35})
    assert scored["hash"] == exact(site.here.get("/v1/rule-sets/response-time/versions/2"))["hash"]


def test_trouble_with_one_person_leaves_the_others_alone(site: Site) -> None:
    people = [
        {"subject": "good", "inputs": {"first_response": "35s"}},
        {"subject": "empty"},
        {"subject": "wrong", "inputs": {"first_response": "fast", "chat": 3}},
        {"subject": "odd", "inputs": {"first_response": [1, {"a": None}]}},
        {"subject": "also good", "inputs": {"first_response": "10s"}, "attributes": {"team": "night"}},
    ]
    answer = ask(site, period="2026-10", people=people)
    assert [result["subject"] for result in answer["results"]] == [person["subject"] for person in people]
    assert [result["status"] for result in answer["results"]] == [
        "scored",
        "incomplete",
        "problem",
        "problem",
        "scored",
    ]
    assert answer["results"][1]["missing"][0]["id"] == "first_response"
    told = {issue["path"] for issue in answer["results"][2]["problem"]["issues"]}
    assert told == {"people[2].inputs.first_response", "people[2].inputs.chat"}


def test_numbers_are_exact_from_door_to_door(site: Site) -> None:
    """A third of a cent more or less than a half: floats cannot tell these apart from the half itself."""
    body = '{"rule_set":"response-time","period":"2026-10","subject":"u","inputs":{"first_response":34.99999995}}'
    response = site.here.post("/v1/scores", body)
    (result,) = exact(response)["results"]
    assert result["metrics"]["speed"]["value"] == Decimal("35")
    body = body.replace("34.99999995", "35.0000005")
    (result,) = exact(site.here.post("/v1/scores", body))["results"]
    assert result["metrics"]["speed"]["value"] == Decimal("35.000001")


def test_an_explanation_as_long_as_asked_for(site: Site) -> None:
    person = {"subject": "u1", "inputs": {"first_response": "35s"}}
    for level, parts in [
        ("none", None),
        ("summary", {"summary", "contributions", "missing"}),
        ("full", {"summary", "contributions", "missing", "tree"}),
    ]:
        (result,) = ask(site, period="2026-10", explain=level, **person)["results"]
        assert (result["explanation"] and set(result["explanation"])) == parts


def test_recording_is_asked_for_and_done_once(site: Site) -> None:
    request = {"rule_set": "response-time", "period": "2026-10", "record": True}
    request |= {"subject": "kept", "inputs": {"first_response": 20}}
    headers = {"Idempotency-Key": "record-kept"}
    recorded = "/v1/audit?action=results.recorded"
    before = len(exact(site.here.get(recorded))["items"])
    ask(site, period="2026-10", subject="not kept", inputs={"first_response": 20})
    first = site.here.post("/v1/scores", request, headers=headers)
    again = site.here.post("/v1/scores", request, headers=headers)
    assert exact(first)["recorded"] == 1
    assert exact(first) == exact(again) and again.headers["Idempotency-Replayed"] == "true"
    assert len(exact(site.here.get(recorded))["items"]) == before + 1


def test_a_cohort_of_the_largest_size_and_no_larger(site: Site) -> None:
    people = [{"subject": f"u{number}", "inputs": {"first_response": number % 60}} for number in range(5000)]
    answer = ask(site, period="2026-10", people=people)
    assert len(answer["results"]) == 5000
    for wrong in ([], [*people, {"subject": "one more"}]):
        response = site.here.post("/v1/scores", {"rule_set": "response-time", "period": "2026-10", "people": wrong})
        assert [issue["code"] for issue in exact(response)["issues"]] == ["people-count"]


def test_nobody_is_scored_twice_in_one_request(site: Site) -> None:
    request = {"rule_set": "response-time", "period": "2026-10", "people": [{"subject": "u"}, {"subject": "u"}]}
    response = site.here.post("/v1/scores", request)
    assert [(issue["code"], issue["path"]) for issue in exact(response)["issues"]] == [
        ("person-twice", "people[1].subject")
    ]


def test_the_other_workspace_has_no_such_rule_set(site: Site) -> None:
    request = {"rule_set": "response-time", "period": "2026-10", "subject": "u"}
    for more in ({}, {"version": 1}, {"record": True}):
        response = site.there.post("/v1/scores", {**request, **more})
        assert response.status_code == 404
        assert exact(response)["code"] == "not-found"


def test_a_document_can_be_tried_without_being_stored(site: Site) -> None:
    text = named("only-tried")
    person = {"subject": "u1", "inputs": {"first_response": "35s"}}
    as_text = site.here.post("/v1/rule-sets/try", {"document": text, "period": "2026-10", **person})
    assert exact(as_text)["version"] is None
    assert exact(as_text)["results"][0]["score"] == 50
    assert exact(as_text)["results"][0]["explanation"]["tree"]
    site.here.put("/v1/rule-sets/only-tried/draft", text, headers=YAML)
    data = exact(site.here.get("/v1/rule-sets/only-tried/draft"))
    as_data = site.here.post("/v1/rule-sets/try", {"document": data, "period": "2026-10", "people": [person]})
    assert exact(as_data)["results"] == exact(as_text)["results"]


def test_a_tried_document_is_compared_with_the_version_in_force(site: Site) -> None:
    """The draft asks for one more input and gives ten more points to the slow; the version knows nothing of that."""
    draft = RESPONSE_TIME.replace("inputs:\n", "inputs:\n  mood: {type: number, missing: 0}\n", 1)
    draft = draft.replace("60s", "110s").replace("score: 50, tier: slow", "score: 75, tier: quick")
    person = {"subject": "u1", "inputs": {"first_response": "35s", "chats": 7, "mood": 3}}
    request = {"document": draft, "compare_with": {"rule_set": "response-time"}, **person}
    told = exact(site.here.post("/v1/rule-sets/try", {**request, "period": "2026-10"}))["compared_with"]
    (one,) = told["differences"]
    assert (told["version"], one["score"]) == (1, {"before": 50, "after": 75, "change": 25})
    assert one["tier"] == {"before": "slow", "after": "quick"}
    assert [(line["id"], line["before"], line["change"]) for line in one["lines"]] == [("speed", 50, 25)]
    assert one["net"] == {"before": "3.50", "after": "3.50", "change": "0.00"}
    again = {**request, "period": "2026-10", "compare_with": {"rule_set": "response-time", "version": 2}}
    told = exact(site.here.post("/v1/rule-sets/try", again))["compared_with"]
    assert (told["version"], told["differences"][0]["score"]["change"]) == (2, 0)
    early = site.here.post("/v1/rule-sets/try", {**request, "period": "2025-12"})
    assert exact(early)["compared_with"] is None
    gone = {**request, "period": "2026-10", "compare_with": {"rule_set": "response-time", "version": 9}}
    assert site.here.post("/v1/rule-sets/try", gone).status_code == 404
    assert exact(site.there.post("/v1/rule-sets/try", {**request, "period": "2026-10"}))["compared_with"] is None


def test_what_is_wrong_with_a_tried_document_or_request_is_told_apart(site: Site) -> None:
    person = {"subject": "u1", "inputs": {"first_response": "35s"}}
    broken = site.here.post("/v1/rule-sets/try", {"document": BROKEN, "period": "2026-10", **person})
    assert exact(broken)["code"] == "rule-set-refused"
    assert exact(broken)["issues"][0]["line"] == 13
    period = site.here.post("/v1/rule-sets/try", {"document": RESPONSE_TIME, "period": "2026-Q4", **person})
    assert exact(period)["code"] == "request-refused"
    assert exact(period)["issues"][0]["path"] == "period"


SCORE, TRY = Draft202012Validator(SCORE_REQUEST_SCHEMA), Draft202012Validator(TRY_REQUEST_SCHEMA)
LEAVES = st.sampled_from(
    [None, True, False, 0, 1, -1, 10**12, Decimal("0.5"), "", " ", "x", "x\x00y", "full", "2026-11", "y" * 300, [], {}]
)
KEYS = st.sampled_from(["bonus", "typo", "document", "amount", "reason", "author", *SCORE_KEYS])


@st.composite
def nearly_right(draw: st.DrawFn, examples: dict[str, Any]) -> Any:
    """A documented example with a few things changed, added or taken away somewhere inside."""
    value = copy.deepcopy(draw(st.sampled_from([example["value"] for example in examples.values()])))
    value.setdefault("decisions", {"bonus": {"amount": 3}}) if "people" not in value else None
    value.setdefault("history", [{"period": "2026-10", "score": 9}]) if "people" not in value else None
    for _ in range(draw(st.integers(0, 3))):
        place = value
        for _ in range(draw(st.integers(0, 3))):
            inner = [part for part in (place.values() if isinstance(place, dict) else place) if part]
            inner = [part for part in inner if isinstance(part, dict | list)]
            if inner:
                place = draw(st.sampled_from(inner))
        if isinstance(place, list):
            place.append(draw(LEAVES))
        elif place and draw(st.booleans()):
            del place[draw(st.sampled_from(sorted(place)))]
        else:
            place[draw(KEYS)] = draw(LEAVES)
    return value


@given(nearly_right(SCORE_REQUEST_EXAMPLES))
def test_scoring_requests_are_read_as_documented(value: Any) -> None:
    agree(SCORE, value, lambda: read_score_request(value, 5000))


@given(nearly_right(TRY_REQUEST_EXAMPLES))
def test_trying_requests_are_read_as_documented(value: Any) -> None:
    agree(TRY, value, lambda: read_try_request(value))


def agree(documented: Draft202012Validator, value: Any, read: Any) -> None:
    try:
        read()
        codes: set[str] = set()
    except Refused as refused:
        codes = {issue.code for issue in refused.issues}
    if documented.is_valid(value):
        # A schema cannot say that two objects share no key.
        assert codes <= {"value-twice"}, (codes, value)
    else:
        assert codes, json.dumps(value, default=str)
