"""Rule sets over HTTP: drafts with their ETags, publishing, versions that stay what they were."""

from __future__ import annotations

from threading import Barrier, Thread

import duckdb
import pytest

from tests.api.client import Caller, exact
from tests.api.conftest import Site
from tests.api.documents import BROKEN, FAILING_TEST, RESPONSE_TIME, YAML, named


def draft(caller: Caller, rule_set_id: str, text: str | None = None) -> str:
    """Store a new draft; its ETag."""
    body = named(rule_set_id) if text is None else text
    response = caller.put(f"/v1/rule-sets/{rule_set_id}/draft", body, headers=YAML)
    assert response.status_code == 201, response.text
    return response.headers["ETag"]


def publish(caller: Caller, rule_set_id: str, etag: str, effective_from: str = "2026-11") -> str:
    """Publish the draft; the draft's ETag afterwards."""
    response = caller.post(
        f"/v1/rule-sets/{rule_set_id}/versions", {"effective_from": effective_from}, headers={"If-Match": etag}
    )
    assert response.status_code == 201, response.text
    return response.headers["ETag"]


def test_a_draft_comes_back_as_it_was_written(site: Site) -> None:
    etag = draft(site.here, "kept", text := named("kept"))
    as_yaml = site.here.get("/v1/rule-sets/kept/draft", headers={"Accept": "application/yaml"})
    assert as_yaml.text == text
    as_json = site.here.get("/v1/rule-sets/kept/draft")
    assert exact(as_json)["metrics"]["speed"]["points"] == {"curve": [["10s", 100], ["60s", 0]]}
    assert as_json.headers["ETag"] == as_yaml.headers["ETag"] == etag
    assert "Accept" in as_json.headers["Vary"]
    assert site.here.get("/v1/rule-sets/kept/draft", headers={"Accept": "text/html"}).status_code == 406
    unchanged = site.here.get("/v1/rule-sets/kept/draft", headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")


def test_a_draft_sent_as_json_is_the_same_document(site: Site) -> None:
    draft(site.here, "forms")
    data = exact(site.here.get("/v1/rule-sets/forms/draft"))
    etag = site.here.get("/v1/rule-sets/forms/draft").headers["ETag"]
    assert site.here.put("/v1/rule-sets/forms/draft", data, headers={"If-Match": etag}).status_code == 200
    assert exact(site.here.get("/v1/rule-sets/forms/draft")) == data
    assert exact(site.here.get("/v1/rule-sets/forms"))["draft"]["media"] == "json"


def test_a_draft_is_changed_only_from_its_present_state(site: Site) -> None:
    etag = draft(site.here, "guarded")
    target, changed = "/v1/rule-sets/guarded/draft", named("guarded").replace("60s", "90s")
    without = site.here.put(target, changed, headers=YAML)
    assert without.status_code == 428
    assert exact(without)["code"] == "precondition-required"
    stale = site.here.put(target, changed, headers={**YAML, "If-Match": '"1-000000000000000000000000"'})
    assert stale.status_code == 412
    assert stale.headers["ETag"] == etag
    weak = site.here.put(target, changed, headers={**YAML, "If-Match": f"W/{etag}"})
    assert weak.status_code == 412
    saved = site.here.put(target, changed, headers={**YAML, "If-Match": etag})
    assert saved.status_code == 200 and saved.headers["ETag"] != etag
    assert exact(saved)["etag"] == saved.headers["ETag"]
    assert site.here.delete(target).status_code == 428
    assert site.here.delete(target, headers={"If-Match": etag}).status_code == 412
    assert site.here.delete(target, headers={"If-Match": saved.headers["ETag"]}).status_code == 204
    assert site.here.get(target).status_code == 404
    assert site.here.get("/v1/rule-sets/guarded").status_code == 404


def test_of_two_who_save_at_once_one_is_told(site: Site) -> None:
    etag = draft(site.here, "raced")
    start, statuses = Barrier(2), []

    def save(limit: str) -> None:
        caller = Caller(site.app, site.here.token)
        text = named("raced").replace("60s", limit)
        start.wait()
        statuses.append(caller.put("/v1/rule-sets/raced/draft", text, headers={**YAML, "If-Match": etag}).status_code)

    savers = [Thread(target=save, args=(limit,)) for limit in ("70s", "80s")]
    for saver in savers:
        saver.start()
    for saver in savers:
        saver.join()
    assert sorted(statuses) == [200, 412]


def test_unfinished_work_is_kept_but_not_published(site: Site) -> None:
    etag = draft(site.here, "unfinished", named("unfinished", BROKEN))
    refused = site.here.post(
        "/v1/rule-sets/unfinished/versions", {"effective_from": "2026-11"}, headers={"If-Match": etag}
    )
    assert refused.status_code == 422
    problem = exact(refused)
    assert problem["code"] == "rule-set-refused"
    (issue,) = [issue for issue in problem["issues"] if issue["severity"] == "error"]
    assert "first_response" in issue["hint"]["en"]
    assert issue["line"] == 13


def test_a_document_whose_own_test_fails_is_not_published(site: Site) -> None:
    etag = draft(site.here, "unproven", named("unproven", FAILING_TEST))
    refused = site.here.post(
        "/v1/rule-sets/unproven/versions", {"effective_from": "2026-11"}, headers={"If-Match": etag}
    )
    assert refused.status_code == 422
    assert "test-failed" in [issue["code"] for issue in exact(refused)["issues"]]


def test_what_is_published_stays(site: Site) -> None:
    etag = publish(site.here, "lasting", draft(site.here, "lasting"))
    first = site.here.get("/v1/rule-sets/lasting/versions/1", headers={"Accept": "application/yaml"})
    changed = (
        named("lasting").replace("60s", "90s").replace("score: 50", "score: 68.75").replace("tier: slow", "tier: quick")
    )
    saved = site.here.put("/v1/rule-sets/lasting/draft", changed, headers={**YAML, "If-Match": etag})
    publish(site.here, "lasting", saved.headers["ETag"], "2027-01")
    assert first.text == named("lasting")
    assert site.here.get("/v1/rule-sets/lasting/versions/1", headers={"Accept": "application/yaml"}).text == first.text
    versions = exact(site.here.get("/v1/rule-sets/lasting/versions"))["items"]
    assert [(version["version"], version["effective_from"]) for version in versions] == [(2, "2027-01"), (1, "2026-11")]
    for period, expected in [("2026-10", None), ("2026-11", 1), ("2026-12", 1), ("2027-01", 2), ("2027-W10", 2)]:
        shown = exact(site.here.get(f"/v1/rule-sets/lasting?period={period}"))["in_force"]
        assert (shown and shown["version"]) == expected, period
    assert site.here.get("/v1/rule-sets/lasting/versions/3").status_code == 404


def test_the_hash_that_checking_tells_is_the_one_that_is_published(site: Site) -> None:
    checked = exact(site.here.post("/v1/rule-sets/check", named("hashed"), headers=YAML))
    publish(site.here, "hashed", draft(site.here, "hashed"))
    assert exact(site.here.get("/v1/rule-sets/hashed/versions/1"))["hash"] == checked["hash"]


def test_two_versions_cannot_start_together_unless_one_takes_the_others_place(site: Site) -> None:
    etag = publish(site.here, "replaced", draft(site.here, "replaced"))
    target, match = "/v1/rule-sets/replaced/versions", {"If-Match": etag}
    taken = site.here.post(target, {"effective_from": "2026-11"}, headers=match)
    assert (taken.status_code, exact(taken)["code"]) == (409, "effective-from-taken")
    done = site.here.post(target, {"effective_from": "2026-11", "replace": True, "note": "typo"}, headers=match)
    assert (done.status_code, exact(done)["replaced"]) == (201, 1)
    assert exact(site.here.get(f"{target}/1"))["retired"]["replaced_by"] == 2


def test_a_version_can_be_restored_and_retired(site: Site) -> None:
    etag = publish(site.here, "returning", draft(site.here, "returning"))
    other = named("returning").replace("60s", "90s")
    saved = site.here.put("/v1/rule-sets/returning/draft", other, headers={**YAML, "If-Match": etag})
    target = "/v1/rule-sets/returning/versions/1"
    assert site.here.post(f"{target}/restore").status_code == 428
    restored = site.here.post(f"{target}/restore", headers={"If-Match": saved.headers["ETag"]})
    assert (restored.status_code, exact(restored)["published_as"]) == (200, 1)
    text = site.here.get("/v1/rule-sets/returning/draft", headers={"Accept": "application/yaml"}).text
    assert text == named("returning")
    before = site.here.get(target).headers["ETag"]
    retired = site.here.post(f"{target}/retire", {"note": "withdrawn"})
    assert exact(retired)["retired"]["note"] == "withdrawn"
    assert site.here.get(target).headers["ETag"] != before
    assert exact(site.here.get("/v1/rule-sets/returning?period=2026-11"))["in_force"] is None
    again = site.here.post(f"{target}/retire")
    assert (again.status_code, exact(again)["code"]) == (409, "already-retired")


def test_publishing_the_same_draft_twice_with_one_key_makes_one_version(site: Site) -> None:
    etag = draft(site.here, "once")
    body, headers = {"effective_from": "2026-11"}, {"If-Match": etag, "Idempotency-Key": "publish-once"}
    first = site.here.post("/v1/rule-sets/once/versions", body, headers=headers)
    again = site.here.post("/v1/rule-sets/once/versions", body, headers=headers)
    assert (first.status_code, again.status_code) == (201, 201)
    assert exact(first) == exact(again)
    assert again.headers["Location"] == first.headers["Location"] and again.headers["ETag"] == first.headers["ETag"]
    assert len(exact(site.here.get("/v1/rule-sets/once/versions"))["items"]) == 1
    other = site.here.post("/v1/rule-sets/once/versions", {"effective_from": "2026-12"}, headers=headers)
    assert (other.status_code, exact(other)["code"]) == (422, "idempotency-mismatch")


def test_a_refused_request_may_be_sent_again_with_its_key(site: Site) -> None:
    etag = draft(site.here, "again", named("again", BROKEN))
    headers = {"If-Match": etag, "Idempotency-Key": "publish-again"}
    body = {"effective_from": "2026-11"}
    for _ in range(2):
        refused = site.here.post("/v1/rule-sets/again/versions", body, headers=headers)
        assert exact(refused)["code"] == "rule-set-refused"


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "key with spaces", "ключ"])
def test_idempotency_keys_are_plain_and_short(site: Site, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    response = site.here.post("/v1/keys", {"name": "x", "scopes": ["read"]}, headers=headers)
    assert response.status_code == 422
    assert exact(response)["issues"][0]["code"] == "idempotency-key-invalid"


@pytest.mark.parametrize("period", ["2026-13", "2026-W54", "november", "2026-11-31", "2026-Q5", "99999"])
def test_periods_that_do_not_exist(site: Site, period: str) -> None:
    draft(site.here, f"p-{period}".lower())
    shown = site.here.get("/v1/rule-sets", query_string={})
    assert shown.status_code == 200
    response = site.here.get(f"/v1/rule-sets/p-{period}".lower(), query_string={"period": period})
    assert response.status_code == 422
    assert exact(response)["issues"][0]["code"] == "bad-period"


@pytest.mark.parametrize("rule_set_id", ["售前客服", "a.b-c_d", "x" * 100])
def test_names_in_any_script(site: Site, rule_set_id: str) -> None:
    response = site.here.put(f"/v1/rule-sets/{rule_set_id}/draft", f"id: {rule_set_id}\n", headers=YAML)
    assert response.status_code == 201, response.text
    assert exact(site.here.get(f"/v1/rule-sets/{rule_set_id}"))["id"] == rule_set_id


@pytest.mark.parametrize(
    "rule_set_id", ["%00", "a%00b", "x" * 5000, "..", "%2e%2e%2fetc", "a b", "%ff", "'; drop table draft;--"]
)
def test_names_that_cannot_be(site: Site, rule_set_id: str) -> None:
    for method in ("GET", "PUT", "DELETE"):
        response = site.here.call(method, f"/v1/rule-sets/{rule_set_id}/draft", *([b"{}"] if method == "PUT" else []))
        assert response.status_code in (404, 422), (method, response.text)


def test_a_document_for_another_name_is_refused(site: Site) -> None:
    response = site.here.put("/v1/rule-sets/elsewhere/draft", RESPONSE_TIME, headers=YAML)
    assert response.status_code == 422
    (issue,) = exact(response)["issues"]
    assert (issue["code"], issue["line"]) == ("rule-set-id-differs", 3)


def test_checking_stores_nothing_and_tells_needs_steps_and_tests(site: Site) -> None:
    response = site.here.post("/v1/rule-sets/check", named("only-checked"), headers=YAML)
    body = exact(response)
    assert body["ok"] is True
    assert [need["id"] for need in body["needs"] if need["used"]] == ["first_response", "chats"]
    assert [test["passed"] for test in body["tests"]] == [True]
    given = {"first_response": "35s", "chats": 100}
    assert body["tests"][0]["period"] == "2026-11"
    assert body["tests"][0]["people"] == [{"subject": "subject", "inputs": given, "history": [], "decisions": {}}]
    assert "speed.points" in [step["id"] for step in body["steps"]]
    assert site.here.get("/v1/rule-sets/only-checked").status_code == 404
    failing = exact(site.here.post("/v1/rule-sets/check", FAILING_TEST, headers=YAML))
    assert [test["passed"] for test in failing["tests"]] == [False]
    failed = {
        "subject": "subject",
        "where": "score",
        "expected": "51",
        "got": "50",
        "met": False,
        "path": ["tests", 0, "expect", "score"],
    }
    assert [one for one in failing["tests"][0]["expectations"] if not one["met"]] == [failed]


def test_the_audit_trail_tells_it_all(site: Site) -> None:
    publish(site.here, "audited", draft(site.here, "audited"))
    entries = exact(site.here.get("/v1/audit?object=rule-set/audited"))["items"]
    assert [entry["action"] for entry in entries] == ["version.published", "draft.written"]
    only = exact(site.here.get("/v1/audit?object=rule-set/audited&action=draft.written"))["items"]
    assert [entry["id"] for entry in only] == [entries[1]["id"]]
    day = entries[0]["at"][:10]
    here = {"object": "rule-set/", "action": "version.", "since": day}
    assert entries[0] in exact(site.here.get("/v1/audit", query_string=here))["items"]
    assert exact(site.here.get("/v1/audit", query_string={**here, "until": day}))["items"] == []
    refused = site.here.get("/v1/audit", query_string={"since": "2026-02-30"})
    assert (refused.status_code, exact(refused)["issues"][0]["path"]) == (422, "since")


def test_the_difference_is_told_in_meaning(site: Site) -> None:
    etag = publish(site.here, "differing", draft(site.here, "differing"))
    reworded = named("differing").replace("# kept as written", "# other words").replace("100%", "100.0%")
    saved = site.here.put("/v1/rule-sets/differing/draft", reworded, headers={**YAML, "If-Match": etag})
    target = "/v1/rule-sets/differing/diff"
    assert exact(site.here.get(f"{target}?from=1&to=draft"))["same"] is True
    changed = named("differing").replace("60s", "90s").replace("at_least: 60", "at_least: 70")
    site.here.put("/v1/rule-sets/differing/draft", changed, headers={**YAML, "If-Match": saved.headers["ETag"]})
    told = exact(site.here.get(f"{target}?from=1&to=draft"))
    assert (told["from"], told["to"], told["same"]) == (1, None, False)
    places = [change["path"] for change in told["changes"]]
    assert len(places) == 2 and places[0].startswith("metrics.speed.points") and places[1].startswith("tiers")
    assert site.here.get(f"{target}?from=1&to=2").status_code == 404
    for wrong in ("from=1", "from=0&to=1", "from=1&to=-1", "from=1&to=latest", "from=1&to=9999999999"):
        assert site.here.get(f"{target}?{wrong}").status_code == 422, wrong


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark"])
def test_a_version_as_sql(site: Site, dialect: str) -> None:
    """With its columns as JSON, or the text alone; what reads people gives the values of the API."""
    name = f"sql-{dialect}"
    publish(site.here, name, draft(site.here, name))
    target = f"/v1/rule-sets/{name}/versions/1/sql?dialect={dialect}&period=2026-11"
    shown = exact(site.here.get(target))
    text = site.here.get(target, headers={"Accept": "application/sql"})
    assert text.content_type.startswith("application/sql")
    assert text.text == shown["sql"]
    assert [item["id"] for item in shown["inputs"]] == ["team", "first_response", "chats"]
    assert {"speed.points", "score", "tier"} <= {step["id"] for step in shown["steps"]}
    assert site.here.get(f"/v1/rule-sets/{name}/versions/2/sql?period=2026-11").status_code == 404
    if dialect == "duckdb":
        con = duckdb.connect()
        con.execute("CREATE TABLE people AS SELECT 'ann' AS subject, 'a' AS team, 20 AS first_response, 9 AS chats")
        (row,) = con.sql(text.text).fetchall()
        heads = [column[0] for column in con.sql(text.text).description]
        assert dict(zip(heads, row, strict=True))["score"] == 80


ROWS = """\
scorewright: 1
id: calls
name: Calls
period: month
datasets:
  calls: {subject: agent, time: at, id: id, columns: {wait: duration}}
measures:
  answered: {dataset: calls, value: count(wait)}
  waiting: {dataset: calls, value: mean(wait)}
metrics:
  speed: {value: waiting, weight: 100%, points: {curve: [[10s, 100], [60s, 0]]}}
tests:
  - name: two calls
    rows:
      calls:
        - {id: 1, at: 2026-11-03 09:00, wait: 30s}
        - {id: 2, at: 2026-11-03 10:00, wait: 40s}
    expect: {score: 50}
"""


def test_people_of_a_test_can_be_tried_with_what_its_rows_measure(site: Site) -> None:
    body = exact(site.here.post("/v1/rule-sets/check", ROWS, headers=YAML))
    (test,) = body["tests"]
    assert test["passed"] and test["people"][0]["inputs"] == {"answered": 2, "waiting": 35}
    request = {"document": ROWS, "period": test["period"], "people": test["people"]}
    assert exact(site.here.post("/v1/rule-sets/try", request))["results"][0]["score"] == 50


def test_formulas_are_said_even_where_the_document_has_errors(site: Site) -> None:
    wrong = RESPONSE_TIME.replace("weight: 100%", "weight: 90%")
    body = exact(site.here.post("/v1/rule-sets/formulas", wrong, headers=YAML))
    assert [(one["path"], one["kind"], one["words"]["en"]) for one in body["formulas"]] == [
        ("metrics.speed.value", "duration", "speed = first_response"),
        ("rewards.per_chat.amount", "number", "amount = chats × 0.5"),
    ]
    kinds = {one["id"]: (one["section"], one["kind"]) for one in body["names"]}
    assert kinds["chats"] == ("inputs", "count") and kinds["speed"] == ("metrics", "duration")
    assert site.here.post("/v1/rule-sets/formulas", "id: [", headers=YAML).status_code == 422
