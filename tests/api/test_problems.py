"""One shape for every error, on every route, in the reader's language."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from api.openapi import operations_of, template
from api.operation import ANY, Operation
from api.problems import KINDS, UNAUTHENTICATED
from engine.issues import CODES
from tests.api.client import Caller, assert_is_problem, exact
from tests.api.conftest import Site

KNOWN = {"number": "1", "run_id": "1", "period": "2026-11", "format": "csv"}
"""Parts of addresses that are read as more than a name."""


def address(operation: Operation) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: KNOWN.get(match[1], "nothing"), template(operation.address))


def send(caller: Caller, operation: Operation, **options: object) -> TestResponse:
    body = operation.body.example if operation.body is not None else None
    return caller.call(operation.method, address(operation), body, **options)  # type: ignore[arg-type]


def test_every_guarded_operation_wants_a_key(small_site: Site) -> None:
    for operation in operations_of(small_site.app):
        response = send(small_site.nobody, operation)
        if operation.scope is None:
            # whoever signs in shows a key in the body
            assert response.status_code < 500 and (response.status_code != 401 or UNAUTHENTICATED in operation.kinds)
            continue
        assert response.status_code == 401, operation.name
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert exact(response)["code"] == "unauthenticated"


def test_every_guarded_operation_wants_its_own_scope(small_site: Site) -> None:
    callers = {
        scope: small_site.with_scopes(*({"read", "score", "edit", "publish", "admin"} - {scope}))
        for scope in ("read", "score", "edit", "publish", "admin")
    }
    for operation in operations_of(small_site.app):
        if operation.scope not in (None, ANY):
            response = send(callers[operation.scope], operation)
            assert response.status_code == 403, operation.name
            assert exact(response)["code"] == "forbidden"


def test_every_operation_refuses_what_it_does_not_know(small_site: Site) -> None:
    for operation in operations_of(small_site.app):
        response = send(small_site.here, operation, query_string={"nonsense": "1"})
        assert response.status_code == 422, operation.name
        assert ("parameter-unknown", "nonsense") in [
            (issue["code"], issue["path"]) for issue in exact(response)["issues"]
        ]


def test_every_operation_with_a_body_refuses_other_types_and_broken_ones(small_site: Site) -> None:
    for operation in operations_of(small_site.app):
        if operation.body is None or operation.body.to_disk:
            continue  # a file may be anything; what it turns out to be is told in the report
        target = address(operation)
        for headers in (
            {"Content-Type": "text/plain"},
            {"Content-Type": "application/json; charset=gbk"},
            {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        ):
            response = small_site.here.call(operation.method, target, "{}", headers=headers)
            assert response.status_code == 415, (operation.name, headers)
            assert "application/json" in response.headers["Accept"]
        response = small_site.here.call(operation.method, target, b'{"a": "\xff"}')
        assert response.status_code == 400, (operation.name, response.text)
        response = small_site.here.call(operation.method, target, b"{")
        assert response.status_code == 400, (operation.name, response.text)
        response = small_site.here.call(operation.method, target, b" " * (5 * 1024 * 1024))
        assert response.status_code == 413, operation.name


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("target", ["/v1", "/v1/rule-sets/", "/v1//rule-sets", "/v1/rule-sets/a/b/c", "/v1/keys"])
def test_addresses_and_methods_that_do_not_exist(small_site: Site, method: str, target: str) -> None:
    response = small_site.nobody.call(method, target)
    if target == "/v1/keys":
        expected = 401 if method in ("GET", "POST") else 405
        assert response.status_code == expected
        if expected == 405:
            assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    else:
        assert response.status_code == 404
        assert exact(response)["code"] == "no-such-address"


def test_the_words_follow_the_reader_and_the_codes_do_not(small_site: Site) -> None:
    answers = {}
    for asked, expected in [
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("en-GB,en", "en"),
        ("fr", "en"),
        ("en;q=0.1, zh-CN;q=0.9", "zh-CN"),
        (";;;,q=", "en"),
    ]:
        response = small_site.nobody.get("/v1/keys", headers={"Accept-Language": asked})
        assert response.headers["Content-Language"] == expected, asked
        answers[expected] = exact(response)
    assert answers["zh-CN"]["title"] == "未通过身份验证"
    assert answers["en"]["title"] == "Not authenticated"
    assert answers["zh-CN"]["code"] == answers["en"]["code"]


def test_a_caller_may_name_the_request(small_site: Site) -> None:
    named = small_site.nobody.get("/v1/keys", headers={"X-Request-Id": "order-4711.retry_2"})
    assert exact(named)["request_id"] == "order-4711.retry_2"
    forged = small_site.nobody.get("/v1/keys", headers={"X-Request-Id": 'x"}{"level":"error'})
    assert re.fullmatch(r"[0-9a-f]{24}", exact(forged)["request_id"])


def test_the_unexpected_is_a_problem_too_and_tells_nothing(site: Site) -> None:
    """A table that is gone is as unexpected as it gets, and it is a real failure, not an imagined one."""
    with site.office.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_entry RENAME TO mislaid")
    try:
        response = site.here.get("/v1/audit")
        assert response.status_code in (500, 503)
        body = assert_is_problem(site.app, response)
        assert "audit_entry" not in response.text
        assert body["issues"] == []
        assert "Retry-After" in response.headers or response.status_code == 500
        assert site.here.get("/v1/rule-sets").status_code == 200
    finally:
        with site.office.database.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE mislaid RENAME TO audit_entry")
    assert site.here.get("/v1/audit").status_code == 200


def test_every_code_is_explained_where_the_type_of_a_problem_leads(small_site: Site) -> None:
    listed = exact(small_site.nobody.get("/v1/problems"))["items"]
    assert {item["code"] for item in listed} == set(CODES)
    for name, kind in KINDS.items():
        shown = exact(small_site.nobody.get(f"/v1/problems/{name}"))
        assert shown["status"] == kind.status
    for item in listed:
        for language in ("zh", "en"):
            assert item["message"][language] and item["mend"][language], item["code"]


def test_all_that_is_wrong_is_told_at_once_with_the_nearest_name(small_site: Site) -> None:
    response = small_site.here.post(
        "/v1/keys", {"nam": "x", "scopes": ["raed", "read", "read", 7], "expires_at": "tomorrow"}
    )
    issues = {(issue["path"], issue["code"]): issue for issue in exact(response)["issues"]}
    assert set(issues) == {
        ("name", "field-required"),
        ("nam", "field-unknown"),
        ("scopes[0]", "field-value"),
        ("scopes[3]", "field-type"),
        ("expires_at", "field-type"),
    }
    assert "name" in issues["nam", "field-unknown"]["hint"]["en"]
    assert "read" in issues["scopes[0]", "field-value"]["hint"]["en"]
