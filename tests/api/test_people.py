"""``/v1/people`` as an HR system uses it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.client import exact
from tests.api.conftest import Site

LINES = (Path(__file__).parents[1] / "data" / "security" / "names.txt").read_text("utf-8").splitlines()
ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|0|\\)")


def unescaped(code: str) -> str:
    return code if code == "\\" else chr(int(code[1:] or "0", 16))


NAMES = [ESCAPE.sub(lambda escape: unescaped(escape[1]), line) for line in LINES if line and not line.startswith("#")]


def put(site: Site, id: str, body: dict[str, Any], status: int = 201, **headers: str) -> Any:
    response = site.here.put(f"/v1/people/{quote(id, safe='')}", body, headers=headers)
    assert response.status_code == status, response.text
    return response


def test_a_year_of_one_person(site: Site) -> None:
    body = {
        "from": "2026-01-01",
        "name": "张三",
        "attributes": {"role": "agent", "wage": Decimal("5000.00")},
        "manager": "boss",
    }
    made = put(site, "year", body)
    assert made.headers["Location"] == "/v1/people/year"
    assert [note["code"] for note in exact(made)["notes"]] == ["manager-unknown"]
    change = {"from": "2026-11-16", "attributes": {"role": "lead", "night": True}, "manager": None}
    changed = site.here.post("/v1/people/year/changes", change)
    person = exact(changed)
    assert [(spell["from"], spell["to"], spell["manager"]) for spell in person["spells"]] == [
        ("2026-01-01", "2026-11-15", "boss"),
        ("2026-11-16", None, None),
    ]
    assert person["spells"][1]["attributes"] == {"night": True, "role": "lead", "wage": Decimal("5000.00")}
    assert "5000.00" in changed.text
    assert [(change["from"], change.get("manager", "-")) for change in person["changes"]] == [
        ("2026-01-01", "boss"),
        ("2026-11-16", None),
    ]
    before = exact(site.here.get("/v1/people/year?as_of=2026-11-15"))
    assert (before["attributes"]["role"], before["managers"], before["etag"]) == ("agent", ["boss"], person["etag"])
    assert exact(site.here.get("/v1/people/year?as_of=2025-12-31"))["from"] is None


def test_replacing_needs_the_present_state(site: Site) -> None:
    body: dict[str, Any] = {"from": "2026-01-01", "attributes": {"team": "day", "shop": "A"}}
    put(site, "etag", body, 412, **{"If-Match": '"1"'})
    etag = put(site, "etag", body).headers["ETag"]
    put(site, "etag", body, 428)
    put(site, "etag", body, 412, **{"If-Match": '"0"'})
    assert put(site, "etag", body, 200, **{"If-Match": etag}).headers["ETag"] == etag
    later = put(site, "etag", {"from": "2026-05-01", "attributes": {"team": "day"}}, 200, **{"If-Match": etag})
    assert exact(later)["spells"][-1]["attributes"] == {"team": "day"}
    assert site.here.get("/v1/people/etag", headers={"If-None-Match": later.headers["ETag"]}).status_code == 304


def test_a_list_is_added_and_sent_again(site: Site) -> None:
    people = [{"id": f"bulk-{number}", "attributes": {"team": "t"}, "manager": "bulk-0"} for number in range(1, 40)]
    body = {"from": "2026-01-01", "people": [{"id": "bulk-0"}, *people]}
    first = exact(site.here.post("/v1/people", body, headers={"Idempotency-Key": "bulk"}))
    assert (first["new"], first["changed"], first["unchanged"], first["notes"]) == (40, 0, 0, [])
    again = exact(site.here.post("/v1/people", body))
    assert (again["unchanged"], again["revision"], again["hash"]) == (40, first["revision"], first["hash"])


def test_whoever_is_refused_is_named(site: Site) -> None:
    people = [
        {"id": "fine", "from": "2026-01-01"},
        {"id": "circle", "from": "2026-01-01", "manager": "circle"},
        {"id": "no-day"},
        {"id": "odd", "from": "2026-13-01", "attributes": {"2x": "y", "list": ["x"]}},
    ]
    refused = site.here.post("/v1/people", {"people": people})
    assert refused.status_code == 422
    assert [(issue["code"], issue["path"]) for issue in exact(refused)["issues"]] == [
        ("manager-circle", "people[1].manager"),
        ("day-needed", "people[2].from"),
        ("id-invalid", "people[3].attributes.2x"),
        ("value-kind", "people[3].attributes.list"),
        ("bad-day", "people[3].from"),
    ]
    kept = exact(site.here.post("/v1/people", {"people": people, "on_refused": "keep_rest"}))
    assert (kept["new"], [(one["index"], one["id"]) for one in kept["refused"]]) == (
        1,
        [(1, "circle"), (2, "no-day"), (3, "odd")],
    )
    assert kept["refused"][0]["issues"][0]["message"]["zh"].endswith("circle → circle")


def test_finding_people(site: Site) -> None:
    people = [
        {
            "id": "find-1",
            "name": "欧阳 Ａnna",
            "attributes": {"team": "night, late", "wage": 5000},
            "manager": "find-2",
        },
        {"id": "find-2", "name": "Boss 100%_", "attributes": {"team": "day"}},
        {"id": "find-3", "name": "Left", "attributes": {"team": "day"}, "manager": "nobody-knows"},
    ]
    site.here.post("/v1/people", {"from": "2026-01-01", "people": people})
    site.here.post("/v1/people/find-3/changes", {"from": "2026-06-01", "ended": True})

    def found(**query: str) -> list[str]:
        answer = site.here.get("/v1/people", query_string={"as_of": "2026-07-01", "limit": "200", **query})
        return [item["id"] for item in exact(answer)["items"] if item["id"].startswith("find-")]

    assert found() == ["find-1", "find-2"]
    assert found(present="any") == ["find-1", "find-2", "find-3"]
    assert found(present="false") == ["find-3"]
    assert found(as_of="2026-05-31") == ["find-1", "find-2", "find-3"]
    assert found(as_of="2025-12-31") == []
    assert found(q="anna") == found(q="欧阳") == found(q="FIND-1") == ["find-1"]
    assert found(q="%") == found(q="_") == ["find-2"]
    assert found(attributes="team:night,, late") == ["find-1"]
    assert found(attributes="team:night,, late,wage:5000") == ["find-1"]
    assert found(attributes="team:night,, late,wage:5001") == []
    assert found(manager="find-2") == ["find-1"]
    assert found(manager_unknown="true", as_of="2026-05-31") == ["find-3"]
    assert site.here.get("/v1/people?attributes=team").status_code == 422
    seen: list[str] = []
    following = "/v1/people?as_of=2026-05-31&attributes=team:day&limit=1"
    while following:
        page = exact(site.here.get(following))
        seen += [item["id"] for item in page["items"]]
        following = (
            f"/v1/people?as_of=2026-05-31&attributes=team:day&limit=1&cursor={page['next']}" if page["next"] else ""
        )
    assert [id for id in seen if id.startswith("find-")] == ["find-2", "find-3"]


def test_only_mistakes_are_removed(site: Site) -> None:
    site.here.post("/v1/people", {"from": "2026-01-01", "people": [{"id": "gone", "manager": "kept"}, {"id": "kept"}]})
    kept = site.here.get("/v1/people/kept").headers["ETag"]
    refused = site.here.delete("/v1/people/kept", headers={"If-Match": kept})
    assert (refused.status_code, exact(refused)["code"]) == (409, "person-in-use")
    assert site.here.delete("/v1/people/gone").status_code == 428
    etag = site.here.get("/v1/people/gone").headers["ETag"]
    assert site.here.delete("/v1/people/gone", headers={"If-Match": etag}).status_code == 204
    assert site.here.get("/v1/people/gone").status_code == 404
    assert site.here.post("/v1/people/gone/changes", {"from": "2026-01-01"}).status_code == 404
    assert site.here.delete("/v1/people/kept", headers={"If-Match": "*"}).status_code == 204
    again = put(site, "gone", {"from": "2026-03-01", "attributes": {}})
    assert [change["removed"] for change in exact(again)["changes"]] == [False, True, False]
    assert len(exact(again)["spells"]) == 1


def test_everything_is_written_down(site: Site) -> None:
    put(site, "audited", {"from": "2026-01-01", "attributes": {"team": "x"}})
    entry = exact(site.here.get("/v1/audit?limit=1"))["items"][0]
    assert (entry["action"], entry["object"]) == ("people.changed", "person/audited")
    assert entry["before_hash"] != entry["after_hash"]


def test_scopes(site: Site) -> None:
    reader, scorer = site.with_scopes("read"), site.with_scopes("score", "publish")
    assert reader.get("/v1/people").status_code == 200
    assert reader.post("/v1/people", {"people": [{"id": "x", "from": "2026-01-01"}]}).status_code == 403
    assert scorer.get("/v1/people").status_code == 403


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_strange_names_are_kept_as_text_or_refused(site: Site, name: str) -> None:
    """As a name, an id, a value and a manager: each comes back exactly, or is refused with a reason."""
    person = {"id": f"strange {name}"[:200], "from": "2026-01-01", "name": name, "manager": name}
    answer = site.here.post("/v1/people", {"people": [{**person, "attributes": {"team": name}}]})
    if answer.status_code != 200:
        assert answer.status_code in (400, 422) and exact(answer)["issues"]
        return
    found = exact(site.here.get("/v1/people", query_string={"manager": name, "limit": "200"}))["items"]
    (held,) = [item for item in found if item["id"] == person["id"]]
    assert (held["name"], held["attributes"]["team"], held["manager"]) == (name, name, name)


def test_names_are_in_the_order_of_pinyin_and_of_letters(site: Site) -> None:
    names = ["李四", "钱多", "孙悟", "张三", "赵强", "aB", "Émile", "O'Neil", "zoe", "Zoë"]
    told = [(f"py-{at}", name) for at, name in enumerate(reversed(names))]
    people = [{"id": id, "name": name, "attributes": {"line": "pinyin"}} for id, name in told]
    # whoever is called otherwise later goes where that belongs
    site.here.post("/v1/people", {"from": "2026-01-01", "people": [{**people[0], "name": "阿一"}, *people[1:]]})

    def listed() -> list[str]:
        query = {"attributes": "line:pinyin", "sort": "name", "limit": "200"}
        return [item["name"] for item in exact(site.here.get("/v1/people", query_string=query))["items"]]

    assert listed() == ["阿一", *names[:-1]]
    site.here.post("/v1/people", {"from": "2026-01-01", "people": people})
    assert listed() == names


def test_people_are_sorted_page_by_page(site: Site) -> None:
    told = [("a", "丙", "x"), ("b", "甲", "y"), ("c", "Ärger", None), ("d", "甲", "x"), ("e", "zoe", "X")]
    people = [
        {"id": f"sort-{id}", "name": name, "attributes": {"line": "sorted", **({"team": team} if team else {})}}
        for id, name, team in told
    ]
    site.here.post("/v1/people", {"from": "2026-01-01", "people": people})

    def order(sort: str) -> str:
        found, cursor = "", None
        while True:
            query = {"attributes": "line:sorted", "sort": sort, "limit": "2", **({"cursor": cursor} if cursor else {})}
            page = exact(site.here.get("/v1/people", query_string=query))
            found += "".join(item["id"].removeprefix("sort-") for item in page["items"])
            cursor = page["next"]
            if cursor is None:
                return found

    assert order("id") == "abcde" and order("-id") == "edcba"
    assert order("name") == "abdce" and order("-name") == "ecdba"
    assert order("attributes.team") == "ceadb" and order("-attributes.team") == "bdaec"
    assert order("manager") == "abcde"
    for wrong in ("team", "attributes.", "attributes.a-b", "--id", "attributes.x'"):
        assert site.here.get("/v1/people", query_string={"sort": wrong}).status_code == 422


def test_teams_and_attributes(site: Site) -> None:
    people = [
        {"id": "crew-1", "attributes": {"crew": "a", "班次": "早"}, "manager": "crew-9"},
        {"id": "crew-2", "attributes": {"crew": "A"}, "manager": "crew-9"},
        {"id": "crew-3", "attributes": {"crew": "a"}, "manager": "gone"},
        {"id": "crew-9", "name": "老板", "attributes": {"crew": "c"}},
    ]
    site.there.post("/v1/people", {"from": "2026-01-01", "people": people})
    site.there.post("/v1/people/crew-9/changes", {"from": "2026-06-01", "attributes": {"crew": None}})

    def teams(by: str, day: str = "2026-07-01") -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        query = {"by": by, "as_of": day, "limit": "1"}
        while True:
            page = exact(site.there.get("/v1/teams", query_string=query))
            found += [(item["value"], item["name"], item["people"]) for item in page["items"]]
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    assert teams("attributes.crew") == [("A", None, 1), ("a", None, 2), (None, None, 1)]
    assert teams("attributes.crew", "2026-01-01") == [("A", None, 1), ("a", None, 2), ("c", None, 1)]
    assert teams("manager") == [("crew-9", "老板", 2), ("gone", None, 1), (None, None, 1)]
    assert teams("attributes.班次") == [("早", None, 1), (None, None, 3)]
    assert site.there.get("/v1/teams?by=crew").status_code == 422
    attributes = {one["id"]: one for one in exact(site.there.get("/v1/attributes?as_of=2026-07-01"))["items"]}
    assert attributes["crew"] == {"id": "crew", "label": {"zh": "crew", "en": "crew"}, "people": 3}
    assert (attributes["team"]["label"]["zh"], attributes["team"]["people"]) == ("班组", 0)
