"""Whether data plainly has the shape that a schema asks for: many times as fast as finding out what is wrong with it.

Only a yes counts. What is not understood here, in the data or in the schema, is a no, and is looked at again by
:mod:`rules.document.shape`.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sized
from decimal import Decimal
from typing import Any

Fits = Callable[[Any], bool]
Schema = Mapping[str, Any]

_KEPT = 200
_SAID = frozenset({"title", "description", "examples", "default", "$schema"})
"""Keywords that ask for nothing, besides all that begin with ``x-``."""

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, Decimal),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
"""By exact type, so that true is no number."""

_prepared: OrderedDict[int, tuple[Schema, Fits]] = OrderedDict()


def fits(data: Any, schema: Schema) -> bool:
    """True only for what the validator finds nothing wrong with."""
    known = _prepared.get(id(schema))
    if known is None:
        known = _prepared[id(schema)] = (schema, _fits(schema))
        while len(_prepared) > _KEPT:
            _prepared.popitem(last=False)
    return known[1](data)


def _fits(schema: Schema) -> Fits:
    """One function for a schema and all within it."""
    asked = {key: value for key, value in schema.items() if key not in _SAID and not key.startswith("x-")}
    checks = _bounds(asked)
    if "anyOf" in asked:
        alternatives = [_fits(one) for one in asked.pop("anyOf")]
        checks.append(lambda data: any(one(data) for one in alternatives))
    if "enum" in asked:
        choices = frozenset(choice for choice in asked.pop("enum") if isinstance(choice, str))
        checks.append(lambda data: type(data) is str and data in choices)
    if "const" in asked:
        only = asked.pop("const")
        checks.append(lambda data: type(data) is type(only) and data == only)
    if "items" in asked:
        item = _fits(asked.pop("items"))
        checks.append(lambda data: type(data) is not list or all(map(item, data)))
    if asked.keys() & {"properties", "additionalProperties", "required"}:
        checks.append(_members(asked))
    if "type" in asked:
        kinds = asked.pop("type")
        allowed = frozenset(kind for name in ([kinds] if isinstance(kinds, str) else kinds) for kind in _TYPES[name])
        checks.insert(0, lambda data: type(data) in allowed)
    if asked:
        return lambda data: False
    return lambda data: all(check(data) for check in checks)


def _bounds(asked: dict[str, Any]) -> list[Fits]:
    """The checks of sizes, lengths, limits and patterns; takes them out of ``asked``."""
    checks: list[Fits] = []
    for kind, low, high in (
        (dict, "minProperties", "maxProperties"),
        (list, "minItems", "maxItems"),
        (str, "minLength", "maxLength"),
    ):
        if low in asked or high in asked:
            checks.append(_sized(kind, asked.pop(low, 0), asked.pop(high, float("inf"))))
    if "minimum" in asked or "maximum" in asked:
        least, most = asked.pop("minimum", float("-inf")), asked.pop("maximum", float("inf"))
        checks.append(lambda data: type(data) not in (int, Decimal) or least <= data <= most)
    if "pattern" in asked:
        pattern = re.compile(asked.pop("pattern"))
        checks.append(lambda data: type(data) is not str or pattern.search(data) is not None)
    return checks


def _sized(kind: type[Sized], least: int, most: float) -> Fits:
    return lambda data: type(data) is not kind or least <= len(data) <= most


def _members(asked: dict[str, Any]) -> Fits:
    """The check of a mapping's keys and of what they hold."""
    known = {key: _fits(value) for key, value in asked.pop("properties", {}).items()}
    required = frozenset(asked.pop("required", ()))
    other = asked.pop("additionalProperties", True)
    others: Fits = _fits(other) if isinstance(other, dict) else lambda data: bool(other)

    def members(data: Any) -> bool:
        if type(data) is not dict:
            return True
        return required <= data.keys() and all(known.get(key, others)(value) for key, value in data.items())

    return members
