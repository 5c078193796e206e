"""How the console's files are served: one page for its screens, a fresh nonce each time, assets kept by browsers."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.console import SCREENS, serve_console
from tests.api.conftest import Site

PAGE = '<!doctype html><meta property="csp-nonce" nonce="__NONCE__"><script type="module" nonce="__NONCE__"></script>'


@pytest.fixture
def browser(tmp_path: Path) -> FlaskClient:
    """A server of a small console: what is tested here is the serving."""
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "private.txt").write_text("not an asset")
    (assets / "index-3f2a.js").write_text("1")
    (assets / "index-3f2a.js.gz").write_bytes(gzip.compress(b"1"))
    app = Flask("console")
    serve_console(app, tmp_path)
    return app.test_client()


@pytest.mark.parametrize("address", ["/", *(f"/{screen}" for screen in SCREENS), "/rule-sets/x/edit"])
def test_every_screen_is_the_page(browser: FlaskClient, address: str) -> None:
    answer = browser.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_page_has_a_nonce_of_its_own(browser: FlaskClient) -> None:
    seen = set()
    for _ in range(2):
        answer = browser.get("/")
        nonces = set(re.findall(r'nonce="([^"]+)"', answer.text))
        (nonce,) = nonces
        assert len(nonce) >= 22
        policy = answer.headers["Content-Security-Policy"]
        assert f"script-src 'nonce-{nonce}'" in policy
        assert "default-src 'none'" in policy and "unsafe-inline" not in policy.split("style-src-attr")[0]
        seen.add(nonce)
    assert len(seen) == 2


def test_assets_are_kept_and_packed(browser: FlaskClient) -> None:
    packed = browser.get("/assets/index-3f2a.js", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == b"1"
    assert "immutable" in packed.headers["Cache-Control"]
    plain = browser.get("/assets/index-3f2a.js")
    assert plain.data == b"1" and plain.mimetype == "text/javascript"


@pytest.mark.parametrize("name", ["absent.js", "../private.txt", "..%2fprivate.txt", "%2e%2e/private.txt", ""])
def test_nothing_else_is_served(browser: FlaskClient, name: str) -> None:
    answer = browser.get(f"/assets/{name}")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_unknown_addresses_stay_problems(small_site: Site) -> None:
    assert small_site.nobody.get("/nothing-here").json["code"] == "no-such-address"
    assert small_site.nobody.get("/v1/nothing-here").json["code"] == "no-such-address"


def test_without_a_built_console_the_page_says_how_to_get_it(tmp_path: Path) -> None:
    app = Flask("console")
    serve_console(app, tmp_path)
    answer = app.test_client().get("/templates")
    assert answer.status_code == 503
    assert "./dev run" in answer.text and "控制台尚未构建" in answer.text
