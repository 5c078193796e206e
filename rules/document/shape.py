"""The shape of a document: JSON Schema errors become issues in our words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from engine.issues import Issue, Path, Words, did_you_mean
from rules import codes


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = extend(
    Draft202012Validator,
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number).redefine("integer", _is_integer),
)


def shape_issues(data: Any, schema: dict[str, Any], at: Path = ()) -> list[Issue]:
    """Everything in which ``data`` differs from ``schema``; paths are prefixed with ``at``."""
    return [issue.under(at) for error in _Validator(schema).iter_errors(data) for issue in _issues(error)]


def _issues(error: ValidationError) -> Iterator[Issue]:
    path: Path = tuple(error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    match error.validator:
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            for key in error.instance:
                if key not in known:
                    yield codes.UNKNOWN_KEY.at((*path, key), key=key, hint=did_you_mean(key, known))
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    yield codes.MISSING_KEY.at(path, key=key)
        case "enum" | "const":
            choices = [str(choice) for choice in schema.get("enum", [schema.get("const")])]
            word = _brief(error.instance)
            yield codes.UNKNOWN_WORD.at(
                path, word=word, choices=", ".join(choices), hint=did_you_mean(str(error.instance), choices)
            )
        case "type" | "anyOf" | "oneOf":
            yield codes.WRONG_TYPE.at(path, expected=_expected(schema), got=_brief(error.instance))
        case _:
            yield codes.OUT_OF_BOUNDS.at(path, got=_brief(error.instance), limit=f"{error.validator} {error.validator_value}")


def _expected(schema: dict[str, Any]) -> Words:
    words = schema.get("x-expects")
    if words:
        return Words(words["zh"], words["en"])
    kind = schema.get("type", "")
    kinds = kind if isinstance(kind, list) else [kind]
    names = {
        "object": Words("“键: 值”的一组内容", "a mapping"),
        "array": Words("列表", "a list"),
        "string": Words("文字", "text"),
        "number": Words("数字", "a number"),
        "integer": Words("整数", "a whole number"),
        "boolean": Words("true 或 false", "true or false"),
    }
    found = [names[kind] for kind in kinds if kind in names]
    return Words("或".join(word.zh for word in found), " or ".join(word.en for word in found))


def _brief(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "{" + ", ".join(list(map(str, value))[:3]) + ("…}" if len(value) > 3 else "}")
    if isinstance(value, list):
        return f"[…] ({len(value)})"
    text = str(value)
    return text if len(text) <= 40 else text[:40] + "…"
