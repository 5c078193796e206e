"""Runs over HTTP: asked for, done by a worker, read in every form."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest
from python_calamine import CalamineWorkbook
from werkzeug.test import TestResponse

from service.runs.claiming import Terms
from service.runs.stored import Stored
from service.work import SCOPES, Actor
from service.worker import Worker
from tests.api.client import Caller, exact
from tests.api.conftest import Site
from tests.runs.centre import enter_figures, tell_people
from tests.runs.sheet import put_in_force
from tests.runs.test_running import CARE
from tests.runs.test_stored import FIGURES, PEOPLE

HERE = Actor("here", "", frozenset(SCOPES))
BODY = {"period": "2026-11", "rule_set": "care"}


@pytest.fixture(scope="module")
def centre(site: Site) -> Site:
    tell_people(site.office, HERE, PEOPLE)
    enter_figures(site.office, HERE, FIGURES)
    put_in_force(site.office, HERE, CARE)
    return site


@pytest.fixture(scope="module")
def done(centre: Site) -> int:
    """A finished run, and the one that superseded it."""
    first = exact(start(centre.here))["runs"][0]["id"]
    work(centre)
    enter_figures(centre.office, HERE, {"cid": {"calls": 100}, "bob": {"calls": 70}})
    start(centre.here)
    work(centre)
    return int(first) + 1


def start(caller: Caller, **changed: object) -> TestResponse:
    return caller.post("/v1/runs", {**BODY, **changed}, headers={"Idempotency-Key": str(uuid4())})


def work(site: Site) -> None:
    Worker(site.office, Stored(site.office.data_dir), Terms()).run_until_idle()


def test_a_run_from_question_to_answer(centre: Site, done: int) -> None:
    run = exact(centre.here.get(f"/v1/runs/{done}"))
    assert (run["state"], run["current"], run["supersedes"]) == ("done", True, done - 1)
    assert run["created_by_name"]
    assert run["counts"] == {"scored": 3, "incomplete": 0, "not_eligible": 0, "problem": 0}
    again = start(centre.here)
    assert again.status_code == 200
    assert exact(again)["runs"][0]["id"] == done
    listed = exact(centre.here.get("/v1/runs", query_string={"limit": "1", "rule_set": "care"}))
    assert [item["id"] for item in listed["items"]] == [done]
    older = exact(
        centre.here.get("/v1/runs", query_string={"limit": "1", "rule_set": "care", "cursor": listed["next"]})
    )
    assert [item["id"] for item in older["items"]] == [done - 1]
    assert not older["items"][0]["current"]


def test_a_key_is_needed_and_answers_again(centre: Site) -> None:
    refused = centre.here.post("/v1/runs", BODY)
    assert refused.status_code == 422
    assert exact(refused)["issues"][0]["code"] == "idempotency-key-missing"
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (centre.here.post("/v1/runs", BODY, headers=key) for _ in range(2))
    assert first.text == second.text
    assert second.headers["Idempotency-Replayed"] == "true"


def test_results_sorted_filtered_searched(centre: Site, done: int) -> None:
    def subjects(**query: str) -> list[str]:
        page = exact(centre.here.get(f"/v1/runs/{done}/results", query_string=query))
        return [item["subject"] for item in page["items"]]

    assert subjects() == ["ann", "bob", "cid"]
    assert subjects(sort="-score") == ["ann", "cid", "bob"]
    assert subjects(sort="metric:volume") == ["bob", "ann", "cid"]
    assert subjects(where="team:night") == ["bob", "cid"]
    assert subjects(tier="gold", sort="-value:quality") == ["ann", "cid"]
    assert subjects(search="AN") == ["ann"]
    assert subjects(status="incomplete") == []
    first = exact(centre.here.get(f"/v1/runs/{done}/results", query_string={"limit": "2", "sort": "-score"}))
    rest = {"limit": "2", "sort": "-score", "cursor": first["next"]}
    assert [
        item["subject"] for item in exact(centre.here.get(f"/v1/runs/{done}/results", query_string=rest))["items"]
    ] == ["bob"]
    refused = centre.here.get(f"/v1/runs/{done}/results", query_string={"sort": "scor"})
    assert exact(refused)["issues"][0]["code"] == "unknown-order"
    assert "score" in exact(refused)["issues"][0]["hint"]["en"]
    refused = centre.here.get(f"/v1/runs/{done}/results", query_string={"where": "shop:x"})
    assert exact(refused)["issues"][0]["code"] == "unknown-attribute"


def test_results_are_sorted_by_name_as_people_look_them_up(centre: Site) -> None:
    names = ["李四", "钱多", "孙悟", "赵强", "Émile", "zoe"]
    told = {f"n{at}": {"role": "named", "name": name} for at, name in enumerate(reversed(names))}
    tell_people(centre.office, HERE, told)
    enter_figures(centre.office, HERE, {id: {"calls": 10} for id in told})
    put_in_force(centre.office, HERE, CARE.replace("id: care", "id: named").replace("role: agent", "role: named"))
    run = exact(start(centre.here, rule_set="named"))["runs"][0]["id"]
    work(centre)

    def listed(sort: str) -> list[str]:
        found, more = [], {}
        while True:
            query = {"sort": sort, "limit": "4", **more}
            page = exact(centre.here.get(f"/v1/runs/{run}/results", query_string=query))
            found += [item["name"] for item in page["items"]]
            if page["next"] is None:
                return found
            more = {"cursor": page["next"]}

    assert listed("name") == names
    assert listed("-name") == names[::-1]


def test_one_result_with_its_explanation(centre: Site, done: int) -> None:
    shown = exact(centre.here.get(f"/v1/runs/{done}/results/ann"))
    assert (shown["name"], shown["attributes"]) == ("Ann", {"team": "day"})
    assert shown["result"]["score"] == Decimal("96")
    assert shown["result"]["explanation"]["tree"]
    assert centre.here.get(f"/v1/runs/{done}/results/lee").status_code == 404


def test_what_was_given_gives_the_same_results_again(centre: Site, done: int) -> None:
    """Sent to be tried by the run's own version, what it was given gives what it found."""
    people = exact(centre.here.get(f"/v1/runs/{done}/inputs"))["items"]
    found = {row["subject"]: row["result"] for row in exact(centre.here.get(f"/v1/runs/{done}/results"))["items"]}
    assert {person["subject"] for person in people} == set(found)
    version = exact(centre.here.get(f"/v1/runs/{done}"))["version"]
    document = exact(centre.here.get(f"/v1/rule-sets/care/versions/{version}"))["document"]
    told = [{key: value for key, value in person.items() if key != "name"} for person in people]
    request = {"document": document, "period": "2026-11", "people": told, "explain": "none"}
    tried = exact(centre.here.post("/v1/rule-sets/try", request))["results"]
    assert [(one["score"], one["payout"]) for one in tried] == [
        (found[person["subject"]]["score"], found[person["subject"]]["payout"]) for person in people
    ]
    one = exact(centre.here.get(f"/v1/runs/{done}/inputs", query_string={"search": "CID", "limit": "1"}))
    assert [person["subject"] for person in one["items"]] == ["cid"]
    assert one["items"][0]["inputs"]["calls"] == 100


def test_differences_to_the_cent(centre: Site, done: int) -> None:
    found = exact(centre.here.get(f"/v1/runs/{done}/differences"))["items"]
    assert [(item["subject"], item["name"]) for item in found] == [("bob", "bob"), ("cid", "cid")]
    assert found[0]["net"] == {"before": "6.25", "after": "8.75", "change": "2.50"}
    assert found[1]["status"] == {"before": "incomplete", "after": "scored"}
    assert found[1]["score"]["before"] is None
    assert exact(centre.here.get(f"/v1/runs/{done - 1}/differences"))["items"] == []


def test_the_effect_of_a_draft(centre: Site, done: int) -> None:
    target = "/v1/rule-sets/care/draft/impact"
    draft = centre.here.get("/v1/rule-sets/care/draft", headers={"Accept": "application/yaml"})

    def save(text: str, etag: str) -> str:
        headers = {"Content-Type": "application/yaml", "If-Match": etag}
        return centre.here.put("/v1/rule-sets/care/draft", text, headers=headers).headers["ETag"]

    etag = save(draft.text.replace("gold: 500", "gold: 501.25"), draft.headers["ETag"])
    found = exact(centre.here.get(target, query_string={"limit": "1"}))
    assert (found["run"], found["against"]) == ({"id": done, "period": "2026-11"}, 1)
    assert found["draft"]["etag"] == etag
    # ann 96 and cid 92 have gold
    assert found["people"] == {"before": 3, "after": 3, "changed": 2}
    assert (found["payout"]["change"], found["tiers"]["changed"], found["statuses"]) == ("2.50", 0, [])
    assert [(one["subject"], one["name"], one["net"]["change"]) for one in found["largest"]] == [("ann", "Ann", "1.25")]
    assert exact(centre.here.get(target, query_string={"run": str(done - 1)}))["payout"]["change"] == "1.25"
    assert centre.here.get(target, query_string={"run": "999"}).status_code == 404
    broken = save(draft.text.replace("calls < 10", "cals < 10"), etag)
    refused = centre.here.get(target)
    assert (refused.status_code, exact(refused)["code"]) == (422, "rule-set-refused")
    assert exact(refused)["issues"][0]["line"] is not None
    save(draft.text, broken)


def test_places_are_shared_and_names_can_be_hidden(centre: Site, done: int) -> None:
    board = exact(centre.here.get(f"/v1/runs/{done}/leaderboard", query_string={"by": "metric:volume"}))["items"]
    assert [(item["place"], item["tied"], item["subject"]) for item in board] == [
        (1, 2, "ann"),
        (1, 2, "cid"),
        (3, 1, "bob"),
    ]
    query = {"within": "team", "anonymous": "true", "me": "bob"}
    board = exact(centre.here.get(f"/v1/runs/{done}/leaderboard", query_string=query))["items"]
    assert [(item["group"], item["place"], item["subject"]) for item in board] == [
        ("day", 1, None),
        ("night", 1, None),
        ("night", 2, "bob"),
    ]


def test_distribution_and_comparison(centre: Site, done: int) -> None:
    spread = exact(centre.here.get(f"/v1/runs/{done}/distribution", query_string={"bins": "2"}))
    assert (spread["count"], spread["lowest"], spread["highest"]) == (3, Decimal("82"), Decimal("96"))
    assert [one["count"] for one in spread["bins"]] == [1, 2]
    assert {one["id"]: one["count"] for one in spread["tiers"]} == {"gold": 2, "none": 1}
    assert [one["tiers"] for one in spread["bins"]] == [{"none": 1}, {"gold": 2}]
    assert (spread["net"], spread["currency"]) == ("1033.75", "CNY")
    teams = exact(centre.here.get(f"/v1/runs/{done}/teams"))["items"]
    assert [(one["group"], one["people"], one["mean"], one["net"]) for one in teams] == [
        ("day", 1, Decimal("96"), "512.50"),
        ("night", 2, Decimal("87"), "521.25"),
    ]


def test_what_is_in_the_way_is_told_by_reason(centre: Site, done: int) -> None:
    assert exact(centre.here.get(f"/v1/runs/{done}/problems")) == {"items": [], "complete": True}
    first = exact(centre.here.get(f"/v1/runs/{done - 1}/problems"))
    assert [(one["status"], one["code"], one["id"], one["people"], one["first"]) for one in first["items"]] == [
        ("incomplete", "not-given", "calls", 1, ["cid"])
    ]
    assert first["items"][0]["message"]["en"] == "'calls' was not given"


def test_a_person_sees_what_was(centre: Site, done: int) -> None:
    items = exact(centre.here.get("/v1/people/bob/results"))["items"]
    assert [(item["period"], item["run"], item["score"]) for item in items] == [("2026-11", done, Decimal("82"))]
    assert items[0]["result"]["explanation"]["summary"]
    assert exact(centre.here.get("/v1/people/moe/results"))["items"] == []
    assert centre.here.get("/v1/people/nobody/results").status_code == 404


def test_exports_say_the_same(centre: Site, done: int, tmp_path: Path) -> None:
    text = centre.here.get(f"/v1/runs/{done}/export.csv").data.decode("utf-8-sig")
    rows = {row["subject"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["bob"]["score"] == "82.00"
    book = CalamineWorkbook.from_filelike(io.BytesIO(centre.here.get(f"/v1/runs/{done}/export.xlsx").data))
    assert book.sheet_names == ["people", "metrics", "rewards", "adjustments", "differences", "summary"]
    people = book.get_sheet_by_name("people").to_python()
    assert people[2][people[0].index("score")] == 82.0
    assert book.get_sheet_by_name("differences").to_python()[1][0] == "bob"
    file = tmp_path / "results.parquet"
    file.write_bytes(centre.here.get(f"/v1/runs/{done}/export.parquet").data)
    assert duckdb.sql(f"SELECT score, net FROM '{file}' WHERE subject = 'bob'").fetchall() == [
        (Decimal("82.00"), Decimal("8.75"))
    ]


def test_cancel_and_resume(centre: Site, done: int) -> None:
    enter_figures(centre.office, HERE, {"bob": {"calls": 71}})
    run = exact(start(centre.here))["runs"][0]["id"]
    assert centre.here.get(f"/v1/runs/{run}/results").status_code == 409
    assert exact(centre.here.post(f"/v1/runs/{run}/cancel"))["state"] == "cancelled"
    assert centre.here.post(f"/v1/runs/{run}/retry").status_code == 409
    work(centre)
    assert exact(centre.here.get(f"/v1/runs/{run}"))["state"] == "cancelled"
    assert exact(centre.here.post(f"/v1/runs/{run}/resume"))["state"] == "queued"
    work(centre)
    assert exact(centre.here.get(f"/v1/runs/{run}"))["state"] == "done"
    assert centre.here.post(f"/v1/runs/{run}/cancel").status_code == 409


def test_what_a_role_would_run_is_told_beforehand(centre: Site) -> None:
    def planned(role: str, period: str) -> TestResponse:
        return centre.here.get("/v1/runs/planned", query_string={"role": role, "period": period})

    before = exact(centre.here.get("/v1/runs"))["items"]
    assert exact(planned("agent", "2026-11")) == {"items": [{"rule_set": "care", "version": 1}]}
    assert exact(planned("cook", "2026-11")) == {"items": []}
    assert exact(planned("agent", "2026-W47")) == {"items": []}
    assert planned("agent", "then").status_code == 422
    assert exact(centre.here.get("/v1/runs"))["items"] == before


def test_closing(centre: Site) -> None:
    closed = exact(centre.here.post("/v1/periods/2026-08/close", {"note": "paid"}))
    assert (closed["closed"], closed["note"]) == (True, "paid")
    assert start(centre.here, period="2026-08").status_code == 409
    assert exact(start(centre.here, period="2026-08", correction=True))["issues"][0]["code"] == "correction-reason"
    assert [item["period"] for item in exact(centre.here.get("/v1/periods"))["items"]] == ["2026-08"]
    assert not exact(centre.here.post("/v1/periods/2026-08/reopen", {"reason": "mistake"}))["closed"]
    assert centre.here.post("/v1/periods/2026-08/reopen", {"reason": "mistake"}).status_code == 409


def test_a_missing_file_is_told(centre: Site) -> None:
    enter_figures(centre.office, HERE, {"bob": {"calls": 72}})
    run = exact(start(centre.here))["runs"][0]["id"]
    work(centre)
    for file in (centre.office.data_dir / "here" / "runs" / str(run)).iterdir():
        file.unlink()
    answer = centre.here.get(f"/v1/runs/{run}/results")
    assert (answer.status_code, exact(answer)["code"]) == (503, "run-file-missing")
