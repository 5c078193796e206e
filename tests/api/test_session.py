"""Signing a browser in: what the cookie opens, what it does not, and everything that ends it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.keys import authenticate
from service.sessions import make_link
from tests.api.client import exact
from tests.api.conftest import Site, open_site

OWN = {"X-Scorewright-Console": "1", "Origin": "http://localhost"}
KEY = {"name": "made in the console", "scopes": ["read"]}


def signed_in(site: Site, *scopes: str) -> FlaskClient:
    browser = site.app.test_client()
    key = site.with_scopes(*scopes).token if scopes else site.here.token
    assert browser.post("/v1/session", json={"key": key}).status_code == 201
    return browser


def link_of(site: Site) -> str:
    assert site.here.token is not None
    actor = authenticate(site.office, site.here.token)
    with site.office.writing(actor) as work:
        return make_link(work, actor.key_id)


def test_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    plain = site.nobody.post("/v1/session", {"key": site.here.token})
    assert plain.status_code == 201
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(plain.headers["Set-Cookie"].split("; "))
    assert site.here.token is not None and site.here.token not in plain.headers["Set-Cookie"] + plain.text
    secure = site.nobody.post("/v1/session", {"key": site.here.token}, base_url="https://localhost")
    assert secure.headers["Set-Cookie"].startswith("__Host-")
    assert "Secure" in secure.headers["Set-Cookie"].split("; ")


def test_session_may_do_what_its_key_may_and_no_more(site: Site) -> None:
    browser = signed_in(site, "read")
    told = browser.get("/v1/session").json
    assert told["key"]["scopes"] == ["read"] and told["workspace"]["id"] == "here" and told["expires_at"]
    assert browser.get("/v1/rule-sets").status_code == 200
    assert browser.get("/v1/keys").json["code"] == "forbidden"


def test_bearer_key_is_told_whose_it_is(site: Site) -> None:
    told = exact(site.there.get("/v1/session"))
    assert (told["workspace"]["id"], told["expires_at"]) == ("there", None)
    assert site.there.delete("/v1/session").status_code == 204
    assert site.there.get("/v1/session").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"X-Scorewright-Console": "1"},
        {"X-Scorewright-Console": "1", "Origin": "null"},
        {"X-Scorewright-Console": "1", "Origin": "http://localhost.evil.example"},
        {"X-Scorewright-Console": "1", "Origin": "https://localhost"},
        {"X-Scorewright-Console": "1", "Origin": "http://localhost:81"},
        {**OWN, "Sec-Fetch-Site": "same-site"},
        {**OWN, "Sec-Fetch-Site": "cross-site"},
        {**OWN, "Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_other_sites_cannot_change_anything_with_the_cookie(small_site: Site, headers: dict[str, str]) -> None:
    browser = signed_in(small_site)
    refused = browser.post("/v1/keys", json=KEY, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (403, "cross-site-request")
    assert browser.delete("/v1/session", headers=headers).status_code == 403
    assert browser.get("/v1/session").status_code == 200


@pytest.mark.parametrize("headers", [OWN, {"X-Scorewright-Console": "1", "Sec-Fetch-Site": "same-origin"}], ids=str)
def test_own_pages_can(small_site: Site, headers: dict[str, str]) -> None:
    assert signed_in(small_site).post("/v1/keys", json=KEY, headers=headers).status_code == 201


def test_a_key_that_is_sent_counts_rather_than_the_cookie(small_site: Site) -> None:
    browser = signed_in(small_site)
    sent = {"Authorization": f"Bearer {small_site.there.token}"}
    assert browser.get("/v1/session", headers=sent).json["workspace"]["id"] == "there"
    assert browser.post("/v1/keys", json=KEY, headers=sent).status_code == 201
    assert browser.get("/v1/session", headers={"Authorization": "Bearer sw_wrong"}).status_code == 401


def test_signing_out_ends_every_copy_of_the_cookie(site: Site) -> None:
    browser, copy = signed_in(site), site.app.test_client()
    cookie = browser.get_cookie("scorewright_session")
    assert cookie is not None
    copy.set_cookie("scorewright_session", cookie.value)
    assert copy.get("/v1/session").status_code == 200
    assert browser.delete("/v1/session", headers=OWN).status_code == 204
    assert browser.get_cookie("scorewright_session") is None
    assert copy.get("/v1/session").status_code == 401


def test_revoking_the_key_ends_its_sessions(site: Site) -> None:
    browser = signed_in(site, "read")
    key_id = browser.get("/v1/session").json["key"]["id"]
    assert site.here.delete(f"/v1/keys/{key_id}").status_code == 204
    assert browser.get("/v1/session").status_code == 401


@pytest.fixture
def clocked(tmp_path: Path) -> Iterator[Site]:
    yield from open_site(f"sqlite:///{tmp_path / 'clock.sqlite3'}")


def test_time_ends_sessions_and_links(clocked: Site) -> None:
    browser, link, began = signed_in(clocked), link_of(clocked), clocked.office.clock()

    def pass_time(gone: timedelta) -> None:
        # An office is frozen for good reasons; only a test moves its clock.
        object.__setattr__(clocked.office, "clock", lambda: began + gone)

    pass_time(timedelta(minutes=10))
    assert clocked.nobody.post("/v1/session", {"link": link}).status_code == 401
    pass_time(timedelta(hours=11, minutes=59))
    assert browser.get("/v1/session").status_code == 200
    pass_time(timedelta(hours=12))
    assert browser.get("/v1/session").status_code == 401


def test_link_signs_in_once(site: Site) -> None:
    link = link_of(site)
    first = site.nobody.post("/v1/session", {"link": link})
    assert (first.status_code, exact(first)["workspace"]["id"]) == (201, "here")
    assert site.nobody.post("/v1/session", {"link": link}).status_code == 401


@pytest.mark.parametrize("body", [{}, {"key": "sw_x", "link": "y"}, {"key": None}])
def test_one_way_to_sign_in_is_needed(small_site: Site, body: dict[str, object]) -> None:
    refused = small_site.nobody.post("/v1/session", body)
    assert refused.status_code == 422
    assert [issue["code"] for issue in exact(refused)["issues"]] == ["sign-in-by"]


@pytest.mark.parametrize("body", [{"key": "sw_wrong"}, {"key": "wrong"}, {"link": "wrong"}, {"link": "sw_wrong"}])
def test_wrong_key_or_link_tells_nothing(small_site: Site, body: dict[str, object]) -> None:
    refused = small_site.nobody.post("/v1/session", body)
    assert refused.status_code == 401 and "Set-Cookie" not in refused.headers


def test_signing_in_and_out_is_audited(site: Site) -> None:
    browser = signed_in(site)
    browser.delete("/v1/session", headers=OWN)
    actions = [entry["action"] for entry in exact(site.here.get("/v1/audit?limit=2"))["items"]]
    assert actions == ["session.closed", "session.opened"]


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Site]:
    yield from open_site(f"sqlite:///{tmp_path / 'guarded.sqlite3'}", sign_in_limit="3 per minute")


def test_attempts_to_sign_in_are_counted(guarded: Site) -> None:
    statuses = [guarded.nobody.post("/v1/session", {"key": "sw_guess"}).status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    refused = guarded.nobody.post("/v1/session", {"key": guarded.here.token})
    assert refused.status_code == 429 and 1 <= int(refused.headers["Retry-After"]) <= 60
    assert guarded.here.get("/v1/session").status_code == 200
