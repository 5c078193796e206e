"""Datasets: event tables that measures read, with the type of every column."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.formula.types import RATING, Kind, Type
from engine.issues import Path, Words, did_you_mean, path_text
from engine.measures.measure import Dataset
from engine.values import Input
from rules import codes
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.names import id_problems
from rules.reader import Reader
from rules.sections.data import NOT_NEGATIVE, TYPES, plain

ROW_NAMES = ("subject", "time", "id")
"""What the person, the time and the id of a row are called wherever rows of all datasets are handled."""

COLUMN: Schema = {
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
                "rater": fragments.TEXT,
                "label": fragments.WORDS,
                "columns": fragments.mapping(COLUMN),
            },
            required=("subject", "time", "id", "columns"),
        ),
        50,
    )
}


def read_datasets(data: Mapping[str, Any], reader: Reader) -> dict[str, Dataset]:
    """The usable datasets by name."""
    found = {}
    for id, raw, path in reader.items(data, "datasets"):
        reader.add(*id_problems(id, path))
        reader.words(raw.get("label"), (*path, "label"))
        columns = read_columns(raw["columns"], (*path, "columns"), reader)
        rater = raw.get("rater")
        if rater is not None and not _is_text(columns.get(rater)):
            hint = did_you_mean(rater, [name for name, item in columns.items() if _is_text(item)])
            what = Words("文字列", "text column")
            reader.add(codes.UNKNOWN_REFERENCE.at((*path, "rater"), name=rater, what=what, hint=hint))
            rater = None
        found[id] = Dataset(id, raw["subject"], raw["time"], raw["id"], columns, rater)
    return found


def read_columns(raw: Mapping[str, Any], path: Path, reader: Reader) -> dict[str, Input]:
    """Columns as the door reads them."""
    columns: dict[str, Input] = {}
    taken: dict[str, str] = {}
    for name, kind in raw.items():
        reader.add(*id_problems(name, (*path, name)))
        other = taken.setdefault(name.casefold(), name)
        if other != name:
            # files and databases do not tell them apart
            reader.add(codes.DUPLICATE_NAME.at((*path, name), name=name, other=path_text((*path, other))))
        if name.casefold() in ROW_NAMES:
            reader.add(codes.RESERVED_NAME.at((*path, name), name=name))
        columns[name] = _column(name, kind, path, reader)
    return columns


def _column(name: str, kind: Any, path: Path, reader: Reader) -> Input:
    if isinstance(kind, str):
        type = TYPES[kind]
        return Input(name, type, "column", low=Fraction(0) if type.kind in NOT_NEGATIVE else None)
    if "choice" in kind:
        return Input(name, Type(Kind.CHOICE, choices=tuple(kind["choice"])), "column")
    low, high = (Fraction(edge) for edge in kind["rating"])
    if low > high:
        reader.add(codes.LIMITS_CROSSED.at((*path, name, "rating"), low=plain(low), high=plain(high)))
    return Input(name, RATING, "column", low=low, high=high)


def _is_text(item: Input | None) -> bool:
    return item is not None and item.type.kind is Kind.TEXT
