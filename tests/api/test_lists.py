"""Lists: pages that lead on, cursors nobody can make, and query strings that try everything."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from api.cursors import Cursors
from tests.api.client import exact
from tests.api.conftest import Site
from tests.api.documents import YAML

LISTS = ("/v1/rule-sets", "/v1/keys", "/v1/audit", "/v1/rule-sets/listed-3/versions")
HOSTILE = [
    line
    for line in (Path(__file__).parent / "hostile_queries.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module", autouse=True)
def listed(site: Site) -> None:
    for number in range(7):
        assert site.here.put(f"/v1/rule-sets/listed-{number}/draft", "{}", headers=YAML).status_code == 201
        assert site.here.post("/v1/keys", {"name": f"k{number}", "scopes": ["read"]}).status_code == 201


@pytest.mark.parametrize("address", ["/v1/rule-sets", "/v1/rule-sets?sort=-created_at", "/v1/keys", "/v1/audit"])
def test_pages_lead_from_the_first_to_the_last(site: Site, address: str) -> None:
    joined = "&" if "?" in address else "?"
    whole = exact(site.here.get(f"{address}{joined}limit=200"))
    assert whole["next"] is None and len(whole["items"]) >= 7
    seen, following = [], f"{address}{joined}limit=2"
    while following:
        response = site.here.get(following)
        page = exact(response)
        assert 1 <= len(page["items"]) <= 2
        seen += page["items"]
        link = re.fullmatch(r'<(.*)>; rel="next"', response.headers.get("Link", ""))
        assert (link is None) == (page["next"] is None)
        following = link[1] if link else ""
    if address == "/v1/audit":
        assert seen == whole["items"]
    assert [item["id"] for item in seen] == [item["id"] for item in whole["items"]]


def test_a_cursor_is_good_for_its_query_and_its_workspace_only(site: Site) -> None:
    cursor = exact(site.here.get("/v1/rule-sets?limit=2"))["next"]
    assert site.here.get("/v1/rule-sets", query_string={"cursor": cursor, "limit": 5}).status_code == 200
    foreign = [
        (site.here, "/v1/rule-sets", {"cursor": cursor, "sort": "-created_at"}),
        (site.here, "/v1/keys", {"cursor": cursor}),
        (site.there, "/v1/rule-sets", {"cursor": cursor}),
        (site.here, "/v1/rule-sets", {"cursor": cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")}),
        (site.here, "/v1/rule-sets", {"cursor": Cursors("another secret").seal(("a",), "here", "/v1/rule-sets", {})}),
    ]
    for caller, address, query in foreign:
        response = caller.get(address, query_string=query)
        assert response.status_code == 422, query
        assert [issue["code"] for issue in exact(response)["issues"]] == ["cursor-invalid"]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_strings_are_refused_or_harmless(site: Site, query: str) -> None:
    for address in LISTS:
        own = {item.get("id") for item in exact(site.here.get(f"{address}?limit=200")).get("items", [])}
        began = time.perf_counter()
        response = site.here.get(f"{address}?{query}")
        seconds = time.perf_counter() - began
        assert response.status_code in (200, 400, 404, 422), (address, query)
        # Generous, for a machine that does other things as well; the point is that no query sets work in motion.
        assert seconds < 1
        if response.status_code == 200:
            assert {item.get("id") for item in exact(response)["items"]} <= own
        else:
            assert exact(response)["code"]
