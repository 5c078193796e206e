"""The data sections: attributes, parameters, inputs and tables — what comes in, by name and type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.door import INPUT_DECIMALS, KIND_WORDS, read_value
from engine.formula.nodes import Compare, Flag, If, Logic, Name, Node, Number, Text
from engine.formula.types import COUNT, DATE, DURATION, FLAG, MONEY, NUMBER, PERCENT, RATING, TEXT, Kind, Type
from engine.issues import Issue, Path, Refused, Words, did_you_mean
from engine.values import MOST_DECIMALS, Input, Value
from rules import codes
from rules.builder import PARAMETER_DECIMALS, Builder, met
from rules.document import fragments
from rules.document.fragments import Schema
from rules.model import Declared, Parameter
from rules.period import Period, parse_period
from rules.reader import Reader
from rules.sections.sources import SOURCE, read_source

TYPES: Mapping[str, Type] = {
    "count": COUNT,
    "number": NUMBER,
    "percent": PERCENT,
    "money": MONEY,
    "duration": DURATION,
    "rating": RATING,
    "flag": FLAG,
    "text": TEXT,
    "date": DATE,
    "choice": Type(Kind.CHOICE),
}
NUMBER_TYPES = ("number", "count", "percent", "money", "duration")
NOT_NEGATIVE = frozenset({Kind.COUNT, Kind.DURATION})

_DECLARATION: dict[str, Schema] = {
    "type": fragments.words(*TYPES),
    "label": fragments.WORDS,
    "why": fragments.WORDS,
    "choices": fragments.listing(fragments.TEXT, most=200),
    "scale": fragments.expects(
        {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "[最低, 最高]",
        "[lowest, highest]",
    ),
    "min": fragments.CONSTANT,
    "max": fragments.CONSTANT,
    "missing": fragments.expects(
        {"type": ["string", "number", "boolean"]}, "fail、exclude 或一个值", "fail, exclude, or a value"
    ),
    "from": SOURCE,
}


def _declaration(*without: str) -> Schema:
    properties = {key: schema for key, schema in _DECLARATION.items() if key not in without}
    return fragments.expects(
        {
            "anyOf": [
                {"type": "string", "enum": list(TYPES)},
                {"type": "object", "properties": properties, "required": ["type"], "additionalProperties": False},
            ]
        },
        "类型名，或 {type: …, label: …}",
        "a type, or {type: …, label: …}",
    )


SCHEMA: dict[str, Schema] = {
    "attributes": fragments.mapping(_declaration("scale", "min", "max", "missing", "from")),
    "parameters": fragments.mapping(
        {
            "anyOf": [
                fragments.CONSTANT,
                fragments.record(
                    {
                        "value": fragments.CONSTANT,
                        "type": fragments.words(*NUMBER_TYPES),
                        "label": fragments.WORDS,
                        "why": fragments.WORDS,
                        "min": fragments.CONSTANT,
                        "max": fragments.CONSTANT,
                        "from": fragments.mapping(fragments.CONSTANT),
                        "where": fragments.listing(
                            {
                                "type": "object",
                                "required": ["value"],
                                "minProperties": 2,
                                "additionalProperties": {"type": ["string", "number", "boolean"]},
                            }
                        ),
                    },
                    required=("value",),
                ),
            ],
            "x-expects": {"zh": "一个数，或 {value: …, label: …}", "en": "a number, or {value: …, label: …}"},
        }
    ),
    "inputs": fragments.mapping(_declaration()),
    "tables": fragments.mapping(fragments.mapping(fragments.CONSTANT)),
}


def read_declared(data: Mapping[str, Any], section: str, reader: Reader) -> tuple[Declared, ...]:
    """Attributes or inputs. A bare type name is short for ``{type: name}``."""
    found = []
    for id, raw, path in reader.items(data, section):
        raw = {"type": raw} if isinstance(raw, str) else raw
        type = TYPES[raw["type"]]
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        if type.kind is Kind.CHOICE:
            if "choices" not in raw:
                reader.add(codes.MISSING_KEY.at(path, key="choices"))
                continue
            type = Type(Kind.CHOICE, choices=tuple(raw["choices"]))
        low, high = _limits(raw, path, type, reader)
        missing, default = read_missing(raw, path, type, reader, high)
        if section == "attributes":
            missing = "value"
            reader.attributes.add(id)
        reader.declare(id, type, path, label)
        if isinstance(default, Fraction):
            _inside(default, low, high, (*path, "missing"), reader)
        if low is not None and low > 0:
            reader.params[id] = (low, high)
        item = Input(id, type, "attribute" if section == "attributes" else "input", missing, default, low, high)
        if "from" in raw:
            item = replace(item, source=read_source(raw["from"], type, (*path, "from"), reader))
        found.append(Declared(item, label, path))
    return tuple(found)


def _limits(raw: Mapping[str, Any], path: Path, type: Type, reader: Reader) -> tuple[Fraction | None, Fraction | None]:
    low: Fraction | None = Fraction(0) if type.kind in NOT_NEGATIVE else None
    high: Fraction | None = None
    if "scale" in raw:
        low, high = Fraction(raw["scale"][0]), Fraction(raw["scale"][1])
    for key in ("min", "max"):
        if key in raw:
            constant = reader.constant(raw[key], (*path, key))
            if constant is not None:
                low, high = (constant.value, high) if key == "min" else (low, constant.value)
    if type.kind is Kind.RATING and (low is None or high is None):
        reader.add(codes.MISSING_KEY.at(path, key="scale"))
    if low is not None and high is not None and low > high:
        reader.add(codes.LIMITS_CROSSED.at(path, low=plain(low), high=plain(high)))
    return low, high


def read_missing(
    raw: Mapping[str, Any], path: Path, type: Type, reader: Reader, high: Fraction | None = None
) -> tuple[str, Value]:
    """What happens when nothing is sent: a word, or ``value`` and the value, held to what the door asks of that type.

    ``high`` is the greatest value allowed, where there is one.
    """
    value = raw.get("missing", "fail")
    if value in ("fail", "exclude"):
        return str(value), None
    at = (*path, "missing")
    if type.kind in (Kind.FLAG, Kind.DATE):
        read = read_value(Input(str(path[-1]), type), value, at)
        if not isinstance(read, Issue):
            return "value", read
    elif type.is_text:
        if isinstance(value, str) and (not type.choices or value in type.choices):
            return "value", value
    elif type.is_number and not isinstance(value, bool):
        number = read_number(value, at, type, reader, high)
        return ("fail", None) if number is None else ("value", number)
    expected = Words("fail、exclude 或这种类型的一个值", "fail, exclude, or a value of this type")
    reader.add(codes.WRONG_TYPE.at(at, expected=expected, got=str(value)))
    return "fail", None


def read_number(
    raw: str | int | Decimal, at: Path, type: Type, reader: Reader, high: Fraction | None = None
) -> Fraction | None:
    """A written number held to what the door asks of a value of that type."""
    constant = reader.constant(raw, at)
    if constant is None:
        return None
    if type.kind is Kind.PERCENT and constant.unit == "plain" and abs(constant.value) > max(1, high or 0):
        reader.add(codes.NOT_A_PERCENT.at(at, text=str(raw), suggestion=f"{raw}%"))
        return None
    if not _may_be(constant, type):
        reader.add(codes.WRONG_TYPE.at(at, expected=KIND_WORDS[type.kind], got=str(raw)))
    elif (constant.value * 10**MOST_DECIMALS).denominator != 1:
        reader.add(INPUT_DECIMALS.at(at, name=str(at[-2]), got=str(raw), most=MOST_DECIMALS))
    else:
        return constant.value
    return None


_UNITS: Mapping[str, Kind] = {"percent": Kind.PERCENT, "duration": Kind.DURATION}


def _may_be(constant: Number, type: Type) -> bool:
    """Whether a written number could be sent as a value of that type: no time for money, no half of a count."""
    kind, value = type.kind, constant.value
    if constant.unit != "plain" and kind not in (_UNITS[constant.unit], Kind.NUMBER):
        return False
    return kind is not Kind.COUNT or value.denominator == 1


def _inside(value: Fraction, low: Fraction | None, high: Fraction | None, path: Path, reader: Reader) -> None:
    if low is not None and high is not None and low > high:
        return
    if (low is not None and value < low) or (high is not None and value > high):
        reader.add(codes.DEFAULT_OUTSIDE.at(path, value=plain(value), limits=_limit_words(low, high)))


def _limit_words(low: Fraction | None, high: Fraction | None) -> Words:
    if low is not None and high is not None:
        return Words(f"{plain(low)} 到 {plain(high)}", f"{plain(low)} to {plain(high)}")
    if low is not None:
        return Words(f"至少 {plain(low)}", f"at least {plain(low)}")
    return Words(f"最多 {plain(high or Fraction(0))}", f"at most {plain(high or Fraction(0))}")


def plain(value: Fraction) -> str:
    """A decimal fraction without trailing zeros."""
    return f"{float(value):.12g}"


def read_parameters(data: Mapping[str, Any], reader: Reader) -> tuple[Parameter, ...]:
    """Parameters, with their dated values in order of time and their scoped values in the order written."""
    found = []
    for id, raw, path in reader.items(data, "parameters"):
        if not isinstance(raw, dict):
            raw, value_path = {"value": raw}, path
        else:
            value_path = (*path, "value")
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        constant = reader.constant(raw["value"], value_path)
        if constant is None:
            continue
        written = {"percent": PERCENT, "duration": DURATION}.get(constant.unit, NUMBER)
        type = TYPES[raw["type"]] if "type" in raw else written
        if written is not NUMBER and type is not written:
            expected = KIND_WORDS[type.kind]
            reader.add(codes.WRONG_TYPE.at(value_path, expected=expected, got=str(raw["value"])))
        low, high = _limits(raw, path, type if type is not DURATION else NUMBER, reader)
        dated = _dated(raw, path, reader)
        scoped = _scoped(raw, path, reader)
        values = [(constant.value, value_path), *((value, (*path, "from", key)) for key, value in dated)]
        values += [(value, (*path, "where", position, "value")) for position, (_, value) in enumerate(scoped)]
        for value, at in values:
            _inside(value, low, high, at, reader)
        reader.declare(id, type, path, label)
        reader.params[id] = (low, high) if dated or scoped or low is not None else (constant.value, constant.value)
        if not dated and not scoped:
            reader.constants[id] = constant.value
        found.append(Parameter(id, label, type, constant.value, low, high, dated, scoped, path))
    return tuple(found)


def _dated(raw: Mapping[str, Any], path: Path, reader: Reader) -> tuple[tuple[str, Fraction], ...]:
    found: list[tuple[Period, Fraction]] = []
    for text, value in raw.get("from", {}).items():
        at = (*path, "from", text)
        constant = reader.constant(value, at)
        try:
            period = parse_period(text, at)
        except Refused as refused:
            reader.add(*refused.issues)
            continue
        if constant is not None:
            found.append((period, constant.value))
    found.sort(key=lambda item: item[0].start)
    return tuple((str(period), value) for period, value in found)


def _scoped(
    raw: Mapping[str, Any], path: Path, reader: Reader
) -> tuple[tuple[tuple[tuple[str, str | bool], ...], Fraction], ...]:
    found = []
    for position, row in enumerate(raw.get("where", [])):
        at = (*path, "where", position)
        constant = reader.constant(row["value"], (*at, "value"))
        conditions = []
        for key, wanted in row.items():
            if key == "value":
                continue
            if key not in reader.attributes:
                what = Words("属性", "attribute")
                hint = did_you_mean(key, reader.attributes)
                reader.add(codes.UNKNOWN_REFERENCE.at((*at, key), name=key, what=what, hint=hint))
            conditions.append((key, wanted))
        if constant is not None:
            found.append((tuple(conditions), constant.value))
    return tuple(found)


def read_tables(data: Mapping[str, Any], reader: Reader) -> dict[str, dict[str, Fraction]]:
    """Named tables: text key → number."""
    tables = {}
    for id, raw, path in reader.items(data, "tables"):
        rows = {key: reader.constant(value, (*path, key)) for key, value in raw.items()}
        tables[id] = {key: value.value for key, value in rows.items() if value is not None}
        percent = any(isinstance(value, str) and "%" in value for value in raw.values())
        reader.tables[id] = PERCENT if percent else NUMBER
    return tables


def build_parameters(parameters: tuple[Parameter, ...], builder: Builder) -> None:
    """One step per parameter: the dated value of the period, or the first scoped value that fits the person."""
    for parameter in parameters:
        value: Node = Number(parameter.value)
        for text, later in parameter.dated:
            start = parse_period(text).start
            value = If(Compare(">=", Name("period.start"), Number(Fraction(start.toordinal()))), Number(later), value)
        for conditions, special in reversed(parameter.scoped):
            tests = tuple(
                Compare("==", Name(key), Flag(wanted) if isinstance(wanted, bool) else Text(str(wanted)))
                for key, wanted in conditions
            )
            test = tests[0] if len(tests) == 1 else Logic("and", tests)
            # an unknown attribute fits no scoped value, so the general one holds
            value = If(met(test), Number(special), value)
        builder.step(parameter.id, value, parameter.type, PARAMETER_DECIMALS, parameter.path, parameter.label)
        builder.parameters.add(parameter.id)
