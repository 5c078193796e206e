"""The shape of a document: JSON Schema errors become issues in our words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from engine.issues import Issue, Path, Words, did_you_mean, nearest
from rules import codes
from rules.document.codes import TOO_MANY_PROBLEMS
from rules.document.fitting import fits
from rules.document.limits import MOST_ISSUES


def _is_number(_checker: object, value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _is_integer(_checker: object, value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number).redefine("integer", _is_integer)
ShapeValidator: Any = extend(Draft202012Validator, type_checker=_TYPES)  # type: ignore[no-untyped-call]

_LIMITS = {
    "minimum": Words("最小 {0}", "at least {0}"),
    "maximum": Words("最大 {0}", "at most {0}"),
    "minLength": Words("至少 {0} 个字符", "{0} characters or more"),
    "maxLength": Words("最多 {0} 个字符", "{0} characters or fewer"),
    "minItems": Words("至少 {0} 项", "{0} or more entries"),
    "maxItems": Words("最多 {0} 项", "{0} or fewer entries"),
    "minProperties": Words("至少 {0} 项", "{0} or more entries"),
    "maxProperties": Words("最多 {0} 项", "{0} or fewer entries"),
    "pattern": Words("写法不对", "it is not written as it should be"),
}


def shape_issues(data: Any, schema: dict[str, Any], at: Path = ()) -> list[Issue]:
    """What ``data`` differs in from ``schema``, up to a limit; paths are prefixed with ``at``."""
    if fits(data, schema):
        return []
    found = (issue.under(at) for error in ShapeValidator(schema).iter_errors(data) for issue in _issues(error))
    issues = list(islice(found, MOST_ISSUES))
    if len(issues) == MOST_ISSUES:
        issues.append(TOO_MANY_PROBLEMS.at(at, limit=MOST_ISSUES))
    return issues


def _issues(error: ValidationError) -> Iterator[Issue]:
    path: Path = tuple(error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    given: Any = error.instance
    asked: Any = error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(schema.get("properties", {}))
            for key in given:
                if key not in known:
                    yield codes.UNKNOWN_KEY.at((*path, key), key=_brief(key), hint=_key_hint(key, known))
        case "required":
            # jsonschema gives one error for every key that is missing
            yield from (codes.MISSING_KEY.at(path, key=key) for key in asked if error.message.startswith(f"{key!r} "))
        case "enum" | "const":
            choices = [str(choice) for choice in schema.get("enum", [schema.get("const")])]
            word = _brief(given)
            yield codes.UNKNOWN_WORD.at(
                path, word=word, choices=", ".join(choices), hint=did_you_mean(str(given)[:60], choices)
            )
        case "anyOf" | "oneOf":
            inner = _closest(error)
            if inner:
                for one in inner:
                    yield from _issues(one)
            else:
                yield codes.WRONG_TYPE.at(path, expected=_expected(schema), got=_brief(given))
        case "type":
            yield codes.WRONG_TYPE.at(path, expected=_expected(schema), got=_brief(given))
        case _:
            yield codes.OUT_OF_BOUNDS.at(path, got=_brief(given), limit=_limit(str(error.validator), asked))


def _limit(keyword: str, value: Any) -> Words:
    words = _LIMITS[keyword]
    return Words(words.zh.format(value), words.en.format(value))


def _closest(error: ValidationError) -> list[ValidationError]:
    """The errors of the one alternative that is of the right kind, if there is exactly one: its mapping was meant."""
    alternatives: dict[Any, list[ValidationError]] = {}
    for inner in error.context or ():
        alternatives.setdefault(inner.schema_path[0], []).append(inner)
    meant = [found for found in alternatives.values() if not any(_is_other_kind(inner, error) for inner in found)]
    return meant[0] if len(meant) == 1 else []


def _is_other_kind(inner: ValidationError, error: ValidationError) -> bool:
    return inner.validator == "type" and inner.absolute_path == error.absolute_path


def _key_hint(key: str, known: list[str]) -> Words | None:
    """The nearest key, or all of them where there are not too many to read."""
    match = nearest(key, known)
    if match is not None or len(known) > 20 or not known:
        return did_you_mean(key, known)
    return Words("可用的有：" + "、".join(known), "Available: " + ", ".join(known))


def _expected(schema: dict[str, Any]) -> Words:
    words = schema.get("x-expects")
    if words:
        return Words(words["zh"], words["en"])
    kind = schema.get("type", "")
    kinds = kind if isinstance(kind, list) else [kind]
    names = {
        "object": Words("一组“键: 值”", "keys with values"),
        "array": Words("列表", "a list"),
        "string": Words("文字", "text"),
        "number": Words("数字", "a number"),
        "integer": Words("整数", "a whole number"),
        "boolean": Words("true 或 false", "true or false"),
    }
    found = [names[kind] for kind in kinds if kind in names]
    return Words("或".join(word.zh for word in found), " or ".join(word.en for word in found))


def _brief(value: Any) -> Words | str:
    """A value as a message may show it: short, lists and mappings only by what they are."""
    if isinstance(value, dict):
        keys = ", ".join(key[:20] for key in list(value)[:3]) + (", …" if len(value) > 3 else "")
        return f"{{{keys}}}"
    if isinstance(value, list):
        return Words(f"列表（{len(value)} 项）", f"a list of {len(value)}")
    if value is None:
        return Words("空（null）", "nothing (null)")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 40 else text[:40] + "…"
