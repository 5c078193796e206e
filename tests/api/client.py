"""A test client that holds every answer against the API description: what is not documented may not happen."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from typing import Any

from apiflask import APIFlask
from jsonschema import Draft202012Validator
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from api.json import write_json
from api.openapi import template
from api.problems import MEDIA

UNDESCRIBED = ("/openapi.json", "/docs")


class Caller:
    """Somebody with a key, or with none."""

    def __init__(self, app: APIFlask, token: str | None):
        self.app = app
        self.token = token
        self._client = app.test_client()

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.call("GET", address, **options)

    def post(self, address: str, body: object = None, **options: Any) -> TestResponse:
        return self.call("POST", address, body, **options)

    def put(self, address: str, body: object = None, **options: Any) -> TestResponse:
        return self.call("PUT", address, body, **options)

    def delete(self, address: str, **options: Any) -> TestResponse:
        return self.call("DELETE", address, **options)

    def call(
        self, method: str, address: str, body: object = None, headers: dict[str, str] | None = None, **options: Any
    ) -> TestResponse:
        """``body`` goes out as JSON; bytes and text go out as they are."""
        sent = dict(headers or {})
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        if body is not None:
            options["data"] = body if isinstance(body, bytes | str) else write_json(body)
            sent.setdefault("Content-Type", "application/json")
        response = self._client.open(address, method=method, headers=sent, **options)
        hold_against_description(self.app, method, response)
        return response


def hold_against_description(app: APIFlask, method: str, response: TestResponse) -> None:
    assert response.headers["X-Request-Id"]
    if response.status_code >= 400:
        assert_is_problem(app, response)
    try:
        url_rule, _ = app.url_map.bind("").match(response.request.path, method, return_rule=True)
    except HTTPException as error:
        assert response.status_code == error.code
        return
    if url_rule.rule.startswith(UNDESCRIBED) or url_rule.endpoint.startswith("console"):
        return
    described = description(app)["paths"][template(url_rule.rule)][method.lower()]
    status = str(response.status_code)
    told = f"{method} {url_rule.rule} answered an undocumented {status}: {response.data[:500]!r}"
    assert status in described["responses"], told
    documented = described["responses"][status].get("content", {})
    if not documented:
        assert response.data == b"", response.text
    elif response.status_code != 304:
        assert response.mimetype in documented, f"{response.mimetype} is not documented for {status}"
        if response.mimetype.endswith("json"):
            check(app, documented[response.mimetype]["schema"], exact(response))


def assert_is_problem(app: APIFlask, response: TestResponse) -> dict[str, Any]:
    """The one shape of errors, whatever went wrong."""
    assert response.mimetype == MEDIA, response.text
    body = exact(response)
    check(app, {"$ref": "#/components/schemas/Problem"}, body)
    assert body["status"] == response.status_code
    assert body["type"] == f"/v1/problems/{body['code']}"
    assert body["request_id"] == response.headers["X-Request-Id"]
    assert "Traceback" not in response.text
    return dict(body)


def exact(response: TestResponse) -> Any:
    return json.loads(response.text, parse_float=Decimal)


def check(app: APIFlask, schema: dict[str, Any], value: object) -> None:
    whole = {**schema, "components": description(app)["components"]}
    errors = list(Draft202012Validator(whole).iter_errors(value))
    assert not errors, "\n".join(f"{list(error.absolute_path)}: {error.message[:300]}" for error in errors)


@lru_cache(maxsize=8)
def description(app: APIFlask) -> dict[str, Any]:
    spec = app.spec
    assert isinstance(spec, dict)
    return json.loads(write_json(spec))  # type: ignore[no-any-return]
