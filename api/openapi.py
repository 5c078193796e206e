"""The API description, written from the declared operations.

APIFlask turns schemas into OpenAPI; what it has no words for (request headers, problem answers with their examples,
response headers) is added here, from the same declarations that requests are judged by.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from apispec import APISpec
from flask import Flask
from marshmallow import Schema

from api.cookies import OVER_HTTP, SAFE_METHODS
from api.idempotency import IDEMPOTENCY_KEY
from api.operation import ANY, Answer, Operation
from api.problems import (
    BAD_REQUEST,
    BODY_UNREADABLE,
    CONFLICT,
    CROSS_SITE,
    FORBIDDEN,
    INTERNAL_ERROR,
    MEDIA,
    NOT_FOUND,
    PRECONDITION_REQUIRED,
    REQUEST_REFUSED,
    STALE,
    TOO_LARGE,
    TOO_MANY_REQUESTS,
    UNAUTHENTICATED,
    UNAVAILABLE,
    UNSUPPORTED_MEDIA,
    Kind,
    Problem,
    problem_body,
)
from api.schemas.path import PATH_PARAMETERS

SECURITY = ("api_key", "session")

WORDS_SCHEMA = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
ISSUE_SCHEMA = {
    "type": "object",
    "description": "One problem at one place of a document or request.",
    "properties": {
        "code": {"type": "string", "description": "Constant, kebab-case; explained at `/v1/problems/{code}`."},
        "severity": {"type": "string", "enum": ["error", "warning", "advice"]},
        "message": {"$ref": "#/components/schemas/Words"},
        "path": {"type": "string", "description": "`metrics.conversion.bands[2]`; empty for the whole."},
        "hint": {"anyOf": [{"$ref": "#/components/schemas/Words"}, {"type": "null"}]},
        "line": {"type": ["integer", "null"], "minimum": 1},
        "column": {"type": ["integer", "null"], "minimum": 1},
    },
    "required": ["code", "severity", "message", "path", "hint", "line", "column"],
}
PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457. The one shape of every error; programs go by `code`, people by the rest.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "hint": {"type": "string", "description": "How to put it right."},
        "request_id": {"type": "string"},
        "issues": {"type": "array", "items": {"$ref": "#/components/schemas/Issue"}},
    },
    "required": ["type", "title", "status", "detail", "code", "hint", "request_id", "issues"],
}
EXPLANATION_NODE_SCHEMA = {
    "type": "object",
    "description": "One value of an explanation, with the rule it came from and the values below it.",
    "properties": {
        "id": {"type": "string"},
        "label": {"$ref": "#/components/schemas/Words"},
        "value": {"type": ["number", "string", "boolean", "null"]},
        "shown": {"$ref": "#/components/schemas/Words"},
        "sentence": {"$ref": "#/components/schemas/Words"},
        "clause": {"type": ["string", "null"]},
        "path": {"type": ["string", "null"], "description": "Where the document says it."},
        "why": {
            "anyOf": [{"$ref": "#/components/schemas/Words"}, {"type": "null"}],
            "description": "Of a metric: what it is measured for.",
        },
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/ExplanationNode"}},
    },
    "required": ["id", "label", "value", "shown", "sentence", "clause", "path", "children"],
    "additionalProperties": False,
}
SHARED_SCHEMAS = {
    "Words": WORDS_SCHEMA,
    "Issue": ISSUE_SCHEMA,
    "Problem": PROBLEM_SCHEMA,
    "ExplanationNode": EXPLANATION_NODE_SCHEMA,
}


def describe(operation: Operation) -> dict[str, Any]:
    """What APIFlask's generator wants to know about a view."""
    answer = operation.answer
    spec: dict[str, Any] = {
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        "operation_id": operation.name,
        "response": {
            "schema": _shape(answer.schema),
            "status_code": answer.status,
            "description": answer.description,
            "example": answer.example,
            "examples": dict(answer.examples) or None,
            "links": None,
            "content_type": answer.media[0],
            "headers": None,
        },
        "responses": {},
    }
    if operation.scope is not None:
        spec["security"] = list(SECURITY)
    if operation.query is not None:
        spec["args"] = [(operation.query, "query")]
    if operation.body is not None:
        spec["body"] = _shape(operation.body.shape)
        spec["content_type"] = list(operation.body.media)
        spec["body_example"] = operation.body.example
    return spec


def _shape(schema: Schema | Mapping[str, Any] | None) -> dict[str, Any]:
    return _reference(schema) if isinstance(schema, Schema) else dict(schema or {})


def _reference(schema: Schema) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{type(schema).__name__}"}


def kinds_of(operation: Operation) -> list[Kind]:
    """Every problem the operation may answer, in the order of their statuses."""
    kinds = [*operation.kinds, TOO_MANY_REQUESTS, INTERNAL_ERROR, REQUEST_REFUSED, BAD_REQUEST]
    if operation.scope is not None:
        kinds += [UNAUTHENTICATED, UNAVAILABLE]
        if operation.scope != ANY:
            kinds.append(FORBIDDEN)
        if operation.method not in SAFE_METHODS:
            kinds.append(CROSS_SITE)
    if "<" in operation.address:
        kinds.append(NOT_FOUND)
    if operation.body is not None:
        kinds += [BODY_UNREADABLE, TOO_LARGE, UNSUPPORTED_MEDIA]
    if operation.precondition:
        kinds += [PRECONDITION_REQUIRED, STALE]
    if operation.idempotent:
        kinds.append(CONFLICT)
    return sorted(dict.fromkeys(kinds), key=lambda kind: (kind.status, kind.code.name))


def finish(spec: APISpec, app: Flask) -> dict[str, Any]:
    """The whole description, from what APIFlask has made of it."""
    operations = operations_of(app)
    for operation in operations:
        for shape in (operation.answer.schema, operation.body.shape if operation.body else None):
            # A schema that stands inside another is there already, under the same name.
            if isinstance(shape, Schema) and type(shape).__name__ not in spec.components.schemas:
                spec.components.schema(type(shape).__name__, schema=shape)
    return _complete(spec.to_dict(), operations)


def _complete(spec: dict[str, Any], operations: list[Operation]) -> dict[str, Any]:
    components = spec.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.update(SHARED_SCHEMAS)
    components["securitySchemes"] = {
        "api_key": {"type": "http", "scheme": "bearer", "description": "An API key: `Authorization: Bearer sw_…`."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": OVER_HTTP,
            "description": "A browser that signed in at `/v1/session`; for the console's own pages only.",
        },
    }
    for operation in operations:
        described = spec["paths"][template(operation.address)][operation.method.lower()]
        _parameters(described, operation)
        _success(described, operation)
        _problems(described, operation)
    return spec


def operations_of(app: Flask) -> list[Operation]:
    found = (getattr(view, "operation", None) for view in app.view_functions.values())
    return [operation for operation in found if isinstance(operation, Operation)]


def template(address: str) -> str:
    """``/v1/rule-sets/<rule_set_id>`` → ``/v1/rule-sets/{rule_set_id}``."""
    return re.sub(r"<(?:[^<:]+:)?([^>]+)>", r"{\1}", address)


def _parameters(described: dict[str, Any], operation: Operation) -> None:
    parameters = described["parameters"]
    for parameter in parameters:
        if parameter["in"] == "path":
            parameter.update(PATH_PARAMETERS[parameter["name"]], required=True)
    if operation.precondition:
        parameters.append(
            _header("If-Match", "The ETag that the change is made from (412 when it is no longer the current one).")
        )
    if operation.idempotent:
        parameters.append(
            _header(
                IDEMPOTENCY_KEY,
                "Sent again with the same body, it gets the first answer again.",
                required=operation.key_required,
                minLength=1,
                maxLength=200,
                pattern=r"^[\x21-\x7e]+$",
            )
        )
    if operation.body is not None:
        described["requestBody"]["required"] = operation.body.required
        for media, shape in operation.body.shapes.items():
            described["requestBody"]["content"][media] = {"schema": dict(shape), "example": shape["example"]}
        if operation.body.examples:
            for content in described["requestBody"]["content"].values():
                content.pop("example", None)
                content["examples"] = dict(operation.body.examples)


def _header(name: str, description: str, *, required: bool = False, **schema: Any) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "description": description,
        "required": required,
        "schema": {"type": "string", **schema},
    }


def _success(described: dict[str, Any], operation: Operation) -> None:
    responses = described["responses"]
    answer = operation.answer
    own = responses[str(answer.status)]
    if answer.schema is None:
        own.pop("content", None)
    for media in answer.media[1:]:
        own["content"][media] = dict(own["content"][answer.media[0]])
    _headers(own, answer)
    for other in operation.also:
        responses[str(other.status)] = _plain(other)
    for response in responses.values():
        response.setdefault("headers", {})["X-Request-Id"] = {"schema": {"type": "string"}}


def _plain(answer: Answer) -> dict[str, Any]:
    response: dict[str, Any] = {"description": answer.description}
    if answer.schema is not None:
        if isinstance(answer.schema, Schema):
            raise TypeError("a second answer is described by a JSON schema")
        response["content"] = {media: {"schema": answer.schema} for media in answer.media}
        if answer.example is not None:
            for content in response["content"].values():
                content["example"] = answer.example
    _headers(response, answer)
    return response


def _headers(response: dict[str, Any], answer: Answer) -> None:
    for name, description in answer.headers.items():
        response.setdefault("headers", {})[name] = {"description": description, "schema": {"type": "string"}}


def _problems(described: dict[str, Any], operation: Operation) -> None:
    by_status: dict[int, list[Kind]] = defaultdict(list)
    for kind in kinds_of(operation):
        by_status[kind.status].append(kind)
    for status, kinds in by_status.items():
        response: dict[str, Any] = {
            "description": " / ".join(kind.title.en for kind in kinds),
            "headers": {"X-Request-Id": {"schema": {"type": "string"}}},
            "content": {
                MEDIA: {
                    "schema": {"$ref": "#/components/schemas/Problem"},
                    "examples": {kind.code.name: {"value": _example(kind)} for kind in kinds},
                }
            },
        }
        if status in (429, 503):
            response["headers"]["Retry-After"] = {"description": "Seconds.", "schema": {"type": "string"}}
        described["responses"][str(status)] = response


class _Dots(Mapping[str, object]):
    """Every fact as an ellipsis: an example shows a message's words, not a made-up case."""

    def __getitem__(self, key: str) -> object:
        return "…"

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 0


def _example(kind: Kind) -> dict[str, Any]:
    message = kind.code.message
    words = type(message)(message.zh.format_map(_Dots()), message.en.format_map(_Dots()))
    return problem_body(Problem(kind, detail=words), "en", "4f9c2a7be1d04c55a1b2c3d4")
