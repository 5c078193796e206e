"""``/v1/functions``, ``/v1/methods``, ``/v1/schemas/rule-set.json``: the rule language, described for editors."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from api.json import write_json
from api.operation import Answer, Reply, Routes, Transaction
from api.performing import Call
from api.schemas.language import (
    FUNCTION_EXAMPLE,
    FUNCTION_SCHEMA,
    METHODS_EXAMPLE,
    METHODS_SCHEMA,
    RULE_SET_SCHEMA_SCHEMA,
    items_of,
)
from engine.functions.declaration import Function, Parameter
from engine.functions.registry import OFFERED
from rules.document.schema import DOCUMENT
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS

SAME = (Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),)
CACHED = {"ETag": "Changes only with the product."}

routes = Routes("language", "Language")


@routes.get(
    "/v1/functions",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "The functions", items_of(FUNCTION_SCHEMA), {"items": [FUNCTION_EXAMPLE]}, headers=CACHED),
    also=SAME,
)
def list_functions(call: Call) -> Reply:
    """List the functions that formulas may use."""
    return _unchanging(_functions())


@routes.get(
    "/v1/methods",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "The methods and forms", METHODS_SCHEMA, METHODS_EXAMPLE, headers=CACHED),
    also=SAME,
)
def list_methods(call: Call) -> Reply:
    """List the scoring methods and the forms of rewards.

    Each with the JSON schema of its settings, from which a form can be drawn.
    """
    return _unchanging(_methods())


@routes.get(
    "/v1/schemas/rule-set.json",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "The schema", RULE_SET_SCHEMA_SCHEMA, {"title": "Scorewright rule set"}, headers=CACHED),
    also=SAME,
)
def show_rule_set_schema(call: Call) -> Reply:
    """Read the JSON schema of a rule set.

    For completion in editors. What a schema cannot say (names, units, weights) `POST /v1/rule-sets/check` tells.
    """
    return _unchanging(_document())


def _unchanging(text: str) -> Reply:
    etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    return Reply(raw=text, etag=etag, headers={"Cache-Control": "max-age=300"})


@cache
def _functions() -> str:
    return write_json({"items": [_function(OFFERED[name]) for name in sorted(OFFERED)]})


@cache
def _methods() -> str:
    scoring = [
        {
            "key": method.key,
            "name": method.name.to_json(),
            "doc": method.doc.to_json(),
            "example": method.example,
            "schema": {"type": "object", "properties": method.properties},
        }
        for method in SCORING_METHODS.values()
    ]
    rewards = [
        {
            "key": form.key,
            "name": form.name.to_json(),
            "doc": form.doc.to_json(),
            "example": form.example,
            "schema": form.schema,
        }
        for form in REWARD_FORMS.values()
    ]
    return write_json({"scoring": scoring, "rewards": rewards})


@cache
def _document() -> str:
    return write_json(DOCUMENT)


def _function(function: Function) -> dict[str, object]:
    return {
        "name": function.name,
        "signature": function.signature,
        "scope": str(function.scope),
        "doc": function.doc.to_json(),
        "parameters": [_parameter(parameter) for parameter in function.parameters],
        "examples": [
            {
                "formula": example.formula,
                "gives": example.gives,
                "columns": {name: list(values) for name, values in example.columns},
            }
            for example in function.examples
        ],
    }


def _parameter(parameter: Parameter) -> dict[str, object]:
    return {
        "name": parameter.name,
        "accepts": parameter.accepts,
        "optional": parameter.optional,
        "repeats": parameter.repeats,
        "named_only": parameter.named_only,
        "words": list(parameter.words),
        "default": parameter.default,
        "doc": parameter.doc.to_json() if parameter.doc else None,
    }
