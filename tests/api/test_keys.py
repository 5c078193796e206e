"""Keys over HTTP: shown once, good for what they were made for, and no longer after that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from api.app import create_app
from service.work import Office
from tests.api.client import Caller, exact
from tests.api.conftest import SETTINGS, Site


def test_a_key_is_shown_once_and_works_until_revoked(site: Site) -> None:
    made = site.here.post("/v1/keys", {"name": "CRM", "scopes": ["read", "admin"]})
    assert made.status_code == 201
    body = exact(made)
    user = Caller(site.app, body["token"])
    assert user.get("/v1/rule-sets").status_code == 200
    listed = user.get("/v1/keys")
    assert body["token"] not in listed.text
    shown = {key["id"]: key for key in exact(listed)["items"]}[body["key"]["id"]]
    assert shown["hint"] == body["token"][:8] and shown["last_used_at"] is not None
    for _ in range(2):
        assert site.here.delete(f"/v1/keys/{body['key']['id']}").status_code == 204
    assert user.get("/v1/rule-sets").status_code == 401


def test_an_expired_key_is_no_key(site: Site) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    made = exact(site.here.post("/v1/keys", {"name": "trial", "scopes": ["read"], "expires_at": soon.isoformat()}))
    assert Caller(site.app, made["token"]).get("/v1/rule-sets").status_code == 200
    later = Office(site.office.database, clock=lambda: soon + timedelta(seconds=1))
    assert made["key"]["expires_at"].endswith("Z")
    tomorrow = create_app(SETTINGS, later)
    assert Caller(tomorrow, made["token"]).get("/v1/rule-sets").status_code == 401


def test_what_is_not_a_token_is_refused(site: Site) -> None:
    for sent in (
        "Bearer",
        "Bearer ",
        "Bearer sw_",
        "Bearer sw_" + "x" * 5000,
        "Basic YTpi",
        "sw_x",
        "Bearer é",
        "bearer x y",
    ):
        response = site.nobody.get("/v1/keys", headers={"Authorization": sent})
        assert response.status_code == 401, sent


def test_the_scheme_is_written_in_any_case(site: Site) -> None:
    assert site.nobody.get("/v1/rule-sets", headers={"Authorization": f"bearer {site.here.token}"}).status_code == 200


def test_the_last_admin_key_stays(site: Site) -> None:
    admins = [key for key in exact(site.there.get("/v1/keys"))["items"] if "admin" in key["scopes"]]
    assert len(admins) == 1
    response = site.there.delete(f"/v1/keys/{admins[0]['id']}")
    assert response.status_code == 409
    assert exact(response)["code"] == "last-admin-key"


def test_a_repeated_request_makes_no_second_key_and_does_not_show_the_first_again(site: Site) -> None:
    once = {"Idempotency-Key": "make-the-key"}
    body = {"name": "twice", "scopes": ["read"]}
    first = site.here.post("/v1/keys", body, headers=once)
    again = site.here.post("/v1/keys", body, headers=once)
    assert first.status_code == again.status_code == 201
    assert exact(first)["token"].startswith("sw_")
    assert exact(again) == {**exact(first), "token": None}
    assert again.headers["Idempotency-Replayed"] == "true"
    named = [key for key in exact(site.here.get("/v1/keys?limit=200"))["items"] if key["name"] == "twice"]
    assert len(named) == 1


def test_an_expiry_in_the_past_is_refused(site: Site) -> None:
    response = site.here.post("/v1/keys", {"name": "x", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"})
    assert [issue["code"] for issue in exact(response)["issues"]] == ["expiry-passed"]


def test_times_are_read_strictly(site: Site) -> None:
    for text in (
        "2026-11-01",
        "2026-11-01T08:00:00",
        "2026-02-30T00:00:00Z",
        "2026-11-01T24:00:01Z",
        "0001-01-01T00:00:00+23:00",
        5,
    ):
        response = site.here.post("/v1/keys", {"name": "x", "scopes": ["read"], "expires_at": text})
        assert [issue["code"] for issue in exact(response)["issues"]] == ["field-type"], text


@pytest.mark.parametrize("name", ["admin\u200b", "\u2066x\u2069", "\u2800", "\U000e0041", " CRM", "two\nlines"])
def test_nothing_hides_in_the_name_of_a_key(small_site: Site, name: str) -> None:
    response = small_site.here.post("/v1/keys", {"name": name, "scopes": ["read"]})
    assert response.status_code == 422
    assert [(issue["code"], issue["path"]) for issue in exact(response)["issues"]] == [("name-invalid", "name")]
