"""Plots over HTTP: what is drawn of a draft that nobody stored, and how wrong requests are told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Response

from api.schemas.plots import PLOT_EXAMPLE, PLOT_REQUEST_EXAMPLE
from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import RESPONSE_TIME

ADDRESS = "/v1/rule-sets/plot"


def ask(site: Site, document: object = RESPONSE_TIME, of: str = "metrics.speed", **more: Any) -> Response:
    return site.here.post(ADDRESS, {"document": document, "of": of, **more})


def drawn(site: Site, *args: Any, **more: Any) -> Any:
    response = ask(site, *args, **more)
    assert response.status_code == 200, response.text
    return exact(response)


def codes(response: Response) -> list[tuple[str, str]]:
    assert response.status_code == 422, response.text
    return [(issue["code"], issue["path"]) for issue in exact(response)["issues"] if issue["severity"] == "error"]


def test_the_example_is_true(small_site: Site) -> None:
    response = small_site.here.post(ADDRESS, PLOT_REQUEST_EXAMPLE)
    assert exact(response) == PLOT_EXAMPLE


def test_a_sample_person_is_marked(small_site: Site) -> None:
    inputs = {"first_response": "35s", "chats": 3, "unknown to the document": 7}
    assert drawn(small_site, inputs=inputs)["marked"] == {"at": 35, "gives": 50}
    tiers = drawn(small_site, of="tiers", inputs=inputs)
    assert tiers["marked"] == {"at": 50, "gives": "slow"}
    assert [(one["from"], one["text"]) for one in tiers["pieces"]] == [(0, "slow"), (60, "quick")]
    money = drawn(small_site, of="rewards.per_chat", inputs=inputs)
    assert (money["gives"]["kind"], money["marked"]) == ("money", {"at": 3, "gives": 1.5})


def test_the_first_axis_along_which_something_can_be_drawn(small_site: Site) -> None:
    forced = RESPONSE_TIME.replace("at_least: 60", "top: 20%").replace("amount: chats * 0.5", "by_tier: {quick: 50}")
    found = drawn(small_site, forced, of="rewards.per_chat", inputs={"first_response": 30})
    assert (found["along"], [case["gives"] for case in found["cases"]]) == ("tier", [50, 0])
    assert drawn(small_site, forced, of="rewards.per_chat", along="score")["shape"] == "none"


def test_an_axis_of_ones_own(small_site: Site) -> None:
    found = drawn(small_site, **{"from": 20, "to": 40})
    assert found["pieces"][0]["points"] == [[20, 80], [40, 40]]
    assert codes(ask(small_site, **{"from": 40, "to": 20})) == [("plot-view", "from")]


def test_all_rewards_together_and_each_beside(small_site: Site) -> None:
    document = RESPONSE_TIME.replace(
        "rewards:", "rewards:\n  medal: {label: {zh: 奖牌, en: medal}, by_tier: {quick: 100, slow: -20}}"
    )
    found = drawn(small_site, document, of="payout", inputs={"first_response": "35s", "chats": 3})
    assert (found["shape"], found["along"], found["gives"]["kind"]) == ("line", "score", "money")
    # three chats earn 1.50 wherever one stands
    assert [one["points"] for one in found["pieces"]] == [[[0, -18.5], [60, -18.5]], [[60, 101.5], [100, 101.5]]]
    assert [(one["at"], one["change"]) for one in found["jumps"]] == [(60, 120)]
    assert found["marked"] == {"at": 50, "gives": -18.5}
    parts = {one["id"]: [piece["points"] for piece in one["pieces"]] for one in found["parts"]}
    assert parts == {
        "medal": [[[0, -20], [60, -20]], [[60, 100], [100, 100]]],
        "per_chat": [[[0, 1.5], [100, 1.5]]],
    }
    assert [axis["id"] for axis in found["axes"]] == ["score", "chats", "tier"]
    # weights that are not right yet do not stand in the way, a wrong reward does
    assert drawn(small_site, document.replace("100%", "90%"), of="payout", inputs={"chats": 3})["shape"] == "line"
    wrong = document.replace("slow: -20", "slw: -20")
    assert codes(ask(small_site, wrong, of="payout")) == [("unknown-reference", "rewards.medal.by_tier.slw")]


def test_a_prize_by_rank_is_drawn_with_the_rest_of_the_pay(small_site: Site) -> None:
    """A place tells the prize alone: what is paid hangs on the score, whoever else is there."""
    prizes = """rewards:
  medal: {by_tier: {quick: 100, slow: -20}}
  most_chats: {by_rank: {of: chats, amounts: [30, 10]}}
"""
    document = RESPONSE_TIME.replace("rewards:\n", prizes).split("tests:")[0]
    mine, theirs = {"first_response": "35s", "chats": 3}, [{"inputs": {"first_response": 30, "chats": 5}}]
    alone = drawn(small_site, document, of="payout", inputs=mine)
    assert (alone["shape"], "others" in alone["reason"]["en"]) == ("none", True)
    found = drawn(small_site, document, of="payout", inputs=mine, others=theirs)
    assert (found["shape"], found["along"]) == ("line", "score")
    # second of two by chats, and three chats earn 1.50
    assert [one["points"] for one in found["pieces"]] == [[[0, -8.5], [60, -8.5]], [[60, 111.5], [100, 111.5]]]
    assert [one["points"] for one in found["parts"][1]["pieces"]] == [[[0, 10], [100, 10]]]
    assert drawn(small_site, document, of="rewards.most_chats")["shape"] == "places"


def test_errors_elsewhere_do_not_stand_in_the_way(small_site: Site) -> None:
    half = RESPONSE_TIME.replace("weight: 100%", "weight: 50%").replace("chats * 0.5", "chat * 0.5")
    assert drawn(small_site, half, inputs={"first_response": "35s"})["marked"] == {"at": 35, "gives": 50}
    tiers = drawn(small_site, half, of="tiers", inputs={"first_response": "35s"})
    assert (len(tiers["pieces"]), tiers["marked"]) == (2, None)


def test_errors_in_what_is_drawn_are_told(small_site: Site) -> None:
    wrong = RESPONSE_TIME.replace("[10s, 100], [60s, 0]", "[60s, 100], [10s, 0]").replace("chats * 0.5", "chat * 0.5")
    response = ask(small_site, wrong)
    assert codes(response) == [("curve-order", "metrics.speed.points.curve[1][0]")]
    (issue,) = exact(response)["issues"]
    assert "从小到大" in issue["message"]["zh"] and "must rise" in issue["message"]["en"]
    assert codes(ask(small_site, "a: [")) != []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"of": "metrics.nothing"}, ("plot-unknown", "of")),
        ({"of": "outcomes"}, ("plot-unknown", "of")),
        ({"along": "chats"}, ("plot-along", "along")),
        ({"period": "2026-Q4"}, ("period-kind", "period")),
        ({"from": "0"}, ("field-type", "from")),
        ({"people": []}, ("field-unknown", "people")),
        ({"inputs": []}, ("field-type", "inputs")),
    ],
)
def test_requests_that_make_no_sense(small_site: Site, more: dict[str, Any], told: tuple[str, str]) -> None:
    assert codes(ask(small_site, **more)) == [told]


def test_it_is_reading_and_no_more(small_site: Site) -> None:
    body = {"document": RESPONSE_TIME, "of": "metrics.speed"}
    assert small_site.with_scopes("read").post(ADDRESS, body).status_code == 200
    assert small_site.with_scopes("score", "edit").post(ADDRESS, body).status_code == 403
    assert small_site.nobody.post(ADDRESS, body).status_code == 401


def test_others_count_where_the_rule_looks_at_them(small_site: Site) -> None:
    text = RESPONSE_TIME.replace("{curve: [[10s, 100], [60s, 0]]}", "{compare: {at_mean: 80, per_sd: 10}}")
    text = text.split("tests:")[0]
    mine, theirs = {"first_response": 20}, [{"inputs": {"first_response": 30}}, {"inputs": {"first_response": 40}}]
    assert drawn(small_site, text, inputs=mine)["shape"] == "none"
    found = drawn(small_site, text, inputs=mine, others=theirs)
    assert (found["shape"], found["among"], found["marked"]["at"]) == ("line", 2, 20)
    assert float(found["marked"]["gives"]) == pytest.approx(67.7526, abs=1e-4)


def test_a_document_that_is_too_large_is_not_read(small_site: Site) -> None:
    response = ask(small_site, RESPONSE_TIME + "#" * 1024 * 1024)
    assert response.status_code == 413


def test_the_worst_document_is_answered_in_time(small_site: Site) -> None:
    """A rule that turns at every step, and stairs upon stairs: drawn or refused, but soon."""
    bands = ", ".join(f"{{at_least: {n} + floor(value / {n + 2}), points: {n % 7}}}" for n in range(199, 0, -1))
    text = RESPONSE_TIME.replace("{curve: [[10s, 100], [60s, 0]]}", f"{{bands: [{bands}]}}").replace(
        "type: duration", "type: number"
    )
    found = drawn(small_site, text.split("tests:")[0])
    assert found["shape"] == "none" and "draw" in found["reason"]["en"]
