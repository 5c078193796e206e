"""Datasets and measures: declared and checked here; their values come in as inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formula.infer import expect, resolve
from engine.formula.parser import formula_of
from engine.formula.scope import Scope
from engine.formula.types import NUMBER, TEXT, Kind, Type
from engine.functions.declaration import Scope as Reach
from engine.issues import Path, Words, did_you_mean
from engine.values import Input
from rules import codes
from rules.document import fragments
from rules.document.fragments import Schema
from rules.model import Measure
from rules.reader import MOST_HINTS, Reader
from rules.sections.data import TYPES, read_missing

_COLUMN: Schema = {
    "anyOf": [
        {"type": "string", "enum": list(TYPES)},
        fragments.record({"choice": fragments.listing(fragments.TEXT)}, ("choice",)),
        fragments.record(
            {"rating": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}}, ("rating",)
        ),
    ],
    "x-expects": {
        "zh": "类型名、{choice: […]} 或 {rating: [低, 高]}",
        "en": "a type, {choice: […]} or {rating: [low, high]}",
    },
}
SCHEMA: dict[str, Schema] = {
    "datasets": fragments.mapping(
        fragments.record(
            {
                "subject": fragments.TEXT,
                "time": fragments.TEXT,
                "id": fragments.TEXT,
                "label": fragments.WORDS,
                "columns": fragments.mapping(_COLUMN),
            },
            required=("subject", "time", "id", "columns"),
        ),
        50,
    ),
    "measures": fragments.mapping(
        fragments.record(
            {
                "dataset": fragments.TEXT,
                "scores_of": fragments.TEXT,
                "by": fragments.TEXT,
                "value": fragments.FORMULA,
                "where": fragments.CONDITION,
                "every": fragments.CONSTANT,
                "then": fragments.FORMULA,
                "min_rows": {"type": "integer", "minimum": 1, "maximum": 1000000},
                "label": fragments.WORDS,
                "why": fragments.WORDS,
                "missing": fragments.expects(
                    {"type": ["string", "number"]}, "fail、exclude 或一个值", "fail, exclude, or a value"
                ),
                "empty": fragments.CONSTANT,
            },
            required=("value",),
        )
    ),
}


def read_measures(data: Mapping[str, Any], reader: Reader) -> tuple[Measure, ...]:
    """Measures as inputs of the same name, of the type that their formula gives."""
    datasets = {id: _columns(raw["columns"]) for id, raw, _ in reader.items(data, "datasets")}
    found = []
    for id, raw, path in reader.items(data, "measures"):
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        type = _measure_type(raw, path, datasets, reader)
        missing, default = ("fail", None) if type is None else read_missing(raw, path, type, reader)
        reader.declare(id, type or NUMBER, path, label)
        if type is None:
            reader.doubt(id)
        else:
            found.append(Measure(id, label, Input(id, type, "measure", missing, default), str(raw["value"]), path))
    return tuple(found)


def _columns(raw: Mapping[str, Any]) -> dict[str, Type]:
    columns = {}
    for name, kind in raw.items():
        if isinstance(kind, str):
            columns[name] = TYPES[kind]
        elif "choice" in kind:
            columns[name] = Type(Kind.CHOICE, choices=tuple(kind["choice"]))
        else:
            columns[name] = TYPES["rating"]
    return columns


def _measure_type(
    raw: Mapping[str, Any], path: Path, datasets: Mapping[str, Mapping[str, Type]], reader: Reader
) -> Type | None:
    if "scores_of" in raw:
        if "by" not in raw:
            reader.add(codes.MISSING_KEY.at(path, key="by"))
        return _typed(raw["value"], (*path, "value"), {"score": NUMBER, "tier": TEXT}, reader, "number")
    if "dataset" not in raw:
        reader.add(codes.NO_METHOD.at(path, choices="dataset, scores_of"))
        return None
    if raw["dataset"] not in datasets:
        what = Words("数据集", "dataset")
        hint = did_you_mean(raw["dataset"], datasets)
        reader.add(codes.UNKNOWN_REFERENCE.at((*path, "dataset"), name=raw["dataset"], what=what, hint=hint))
        return None
    columns = dict(datasets[raw["dataset"]])
    if "where" in raw:
        _typed(raw["where"], (*path, "where"), columns, reader, "flag")
    if "every" in raw:
        every = reader.constant(raw["every"], (*path, "every"))
        if every is not None and every.unit != "duration":
            expected = Words("时长，例如 30min", "a duration, such as 30min")
            reader.add(codes.WRONG_TYPE.at((*path, "every"), expected=expected, got=str(raw["every"])))
        if "then" not in raw:
            reader.add(codes.MISSING_KEY.at(path, key="then"))
    value = _typed(raw["value"], (*path, "value"), columns, reader, "any")
    if "then" in raw and value is not None:
        return _typed(raw["then"], (*path, "then"), {"value": value}, reader, "number")
    return value


def _typed(raw: Any, path: Path, columns: Mapping[str, Type], reader: Reader, want: str) -> Type | None:
    """The type of a formula over rows, with its problems collected. A condition looks at one row, a value at many."""
    if reader.full:
        return None
    node, issues = formula_of(raw, path)
    reader.add(*issues)
    if node is None:
        return None
    rows = want != "flag"
    scope = Scope(
        names={**reader.names, **columns},
        labels=reader.labels,
        later=frozenset(reader.later - set(columns)),
        reach=frozenset({Reach.PERSON, Reach.ROWS}) if rows else frozenset({Reach.PERSON}),
        params=reader.params,
        columns=frozenset(columns) if rows else frozenset(),
        hints=len(reader.issues) < MOST_HINTS,
    )
    node, type, issues = resolve(node, scope, path)
    reader.refer(node, path, apart=columns)
    reader.add(*reader.own_issues(node, issues))
    if type is None or want == "any":
        return type
    wrong = expect(type, want, path, node)
    reader.add(*wrong)
    return None if wrong else type
