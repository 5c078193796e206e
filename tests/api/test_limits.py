"""Limits: how many requests, how large, and what the process says about itself meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.client import exact
from tests.api.conftest import Site, open_site
from tests.api.documents import YAML, named


@pytest.fixture
def strict_site(tmp_path: Path) -> Iterator[Site]:
    yield from open_site(f"sqlite:///{tmp_path / 'strict.sqlite3'}", rate_limit="5 per minute")


def test_each_key_has_an_account_of_its_own(strict_site: Site) -> None:
    for _ in range(5):
        assert strict_site.here.get("/v1/rule-sets").status_code == 200
    refused = strict_site.here.get("/v1/keys")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert exact(refused)["code"] == "too-many-requests"
    assert strict_site.there.get("/v1/rule-sets").status_code == 200


def test_guessing_keys_is_counted_against_the_guesser(strict_site: Site) -> None:
    statuses = [
        strict_site.nobody.get("/v1/keys", headers={"Authorization": f"Bearer sw_guess{number}"}).status_code
        for number in range(7)
    ]
    assert statuses == [401] * 5 + [429] * 2


def test_probes_are_always_answered(strict_site: Site) -> None:
    for _ in range(10):
        for address in ("/healthz", "/readyz", "/metrics"):
            assert strict_site.nobody.get(address).status_code == 200


def test_metrics_name_routes_and_never_addresses(small_site: Site) -> None:
    small_site.here.get("/v1/rule-sets/some-private-name")
    small_site.nobody.call("BREW", "/coffee")
    text = small_site.nobody.get("/metrics").text
    assert 'route="/v1/rule-sets/<rule_set_id>"' in text
    assert 'method="(other)",route="(none)"' in text
    assert "some-private-name" not in text and "BREW" not in text


def test_metrics_can_be_switched_off(tmp_path: Path) -> None:
    for site in open_site(f"sqlite:///{tmp_path / 'quiet.sqlite3'}", metrics=False):
        assert site.nobody.get("/metrics").status_code == 404


def test_not_ready_without_tables(tmp_path: Path) -> None:
    for site in open_site(f"sqlite:///{tmp_path / 'empty.sqlite3'}"):
        with site.office.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE workspace RENAME TO mislaid")
        response = site.nobody.get("/readyz")
        assert response.status_code == 503
        assert response.headers["Retry-After"]
        assert site.nobody.get("/healthz").status_code == 200


def test_only_as_many_proxies_are_believed_as_were_named(tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    for site in open_site(f"sqlite:///{tmp_path / 'direct.sqlite3'}", rate_limit="2 per minute"):
        statuses = [
            site.nobody.get("/v1/keys", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(3)
        ]
        assert statuses == [401, 401, 429]
    for site in open_site(f"sqlite:///{tmp_path / 'proxied.sqlite3'}", rate_limit="2 per minute", trusted_proxies=1):
        statuses = [
            site.nobody.get("/v1/keys", headers={"X-Forwarded-For": f"10.0.0.{n}, 203.0.113.9"}).status_code
            for n in range(3)
        ]
        assert statuses == [401, 401, 429]
        assert site.nobody.get("/v1/keys", headers={"X-Forwarded-For": "203.0.113.10"}).status_code == 401
        assert site.nobody.get("/v1/keys", headers=forwarded).status_code == 429


def test_an_operator_may_want_smaller_documents(tmp_path: Path) -> None:
    text = named("long") + "# " + "x" * 2000
    for site in open_site(f"sqlite:///{tmp_path / 'short.sqlite3'}", max_document=2000):
        for response in (
            site.here.put("/v1/rule-sets/long/draft", text, headers=YAML),
            site.here.post("/v1/rule-sets/check", text, headers=YAML),
        ):
            assert response.status_code == 413
            assert exact(response)["code"] == "document-too-large"
