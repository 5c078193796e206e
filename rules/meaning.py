"""What a document means, apart from how it is written: the form in which two documents are compared.

Short forms are written out, labels in formulas become ids, percent and decimal spellings of one number are one number,
defaults are left out, and only where order matters is it kept. It works on documents with errors too: what cannot be
read as a formula or number is compared as the text it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.formula.nodes import Name, Negate, Node, Number, rewrite
from engine.formula.parser import formula_of
from engine.formula.scope import labels_of
from engine.formula.write import to_text
from engine.issues import Path
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.schema import DOCUMENT
from rules.document.tree import Data
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS
from rules.reader import VALUE_SECTIONS
from rules.sections.metrics import points_schema
from rules.sections.rewards import reward_schema

ORDERED = frozenset({"metrics", "adjustments", "rewards"})
"""Sections whose entries are worked through in the order written."""

_DEFAULTS: Mapping[Path, Data] = {
    ("period",): "month",
    ("currency",): "CNY",
    ("score", "round"): 2,
    ("inputs", "*", "missing"): "fail",
    ("measures", "*", "missing"): "fail",
    ("metrics", "*", "decimals"): 6,
    ("metrics", "*", "points", "extend"): False,
    ("adjustments", "*", "in_addition"): False,
    ("rewards", "*", "in_addition"): False,
}
_OWN_NAMES: Mapping[Path, str] = {("tiers",): "id", ("tests",): "name"}
_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(%|s|min|h)?", re.ASCII)
_SECONDS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value: ``key`` is its meaning, ``raw`` how it is written; ``percent`` for what is always a share."""

    key: Hashable
    raw: Data
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """Named things; ``ordered`` when their order matters."""

    items: Mapping[str, Meaning]
    ordered: bool
    raw: Data


@dataclass(frozen=True, slots=True)
class Listing:
    """Things in a row. ``names`` tell them apart where each has an id or name of its own, once each."""

    items: tuple[Meaning, ...]
    names: tuple[str, ...] | None
    ordered: bool
    raw: Data


Meaning = Leaf | Record | Listing


def meaning_of(data: Mapping[str, Any]) -> Record:
    """The meaning of a whole document."""
    labels = _labels(data)
    known = {id for section in VALUE_SECTIONS for id in _mapping(data.get(section))}
    names = {label: ids[0] for label, ids in labels.items() if len(ids) == 1 and label not in known}
    return _Reading(names).record(data, DOCUMENT, ())


def fingerprint(meaning: Meaning) -> Hashable:
    """Equal for equal meanings, and only for those."""
    match meaning:
        case Leaf(key):
            return key
        case Record(items, ordered):
            pairs = [(key, fingerprint(item)) for key, item in items.items()]
            return ("record", tuple(pairs) if ordered else tuple(sorted(pairs, key=lambda pair: pair[0])))
        case Listing(parts, names, ordered):
            marks = tuple(fingerprint(item) for item in parts)
            if names is None or ordered:
                return ("listing", names, marks)
            return ("listing", tuple(sorted(zip(names, marks, strict=True), key=lambda pair: pair[0])))


def default_at(path: Path) -> Data:
    """What holds at ``path`` when nothing is written there, None when there is no such value."""
    return _DEFAULTS.get(_pattern(path))


def _pattern(path: Path) -> Path:
    return (path[0], "*", *path[2:]) if len(path) > 2 else path


def _labels(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    pairs: list[tuple[str, str]] = []
    for section in VALUE_SECTIONS:
        for id, raw in _mapping(data.get(section)).items():
            label = raw.get("label") if isinstance(raw, dict) else None
            texts: Iterable[Any] = label.values() if isinstance(label, dict) else (label,)
            pairs += [(text, id) for text in texts if isinstance(text, str) and text != id]
    return labels_of(pairs)


def _mapping(raw: Any) -> Mapping[str, Any]:
    return raw if isinstance(raw, dict) else {}


@dataclass(frozen=True, slots=True)
class _Reading:
    """One document being read; ``names`` leads from labels to ids."""

    names: Mapping[str, str]

    def read(self, raw: Data, schema: Schema, path: Path) -> Meaning:
        if schema is fragments.WORDS:
            return _words(raw)
        if schema is fragments.WITHIN:
            names = [raw] if isinstance(raw, str) else raw if isinstance(raw, list) else []
            return Leaf(("names", frozenset(map(str, names))), raw)
        if isinstance(raw, str):
            raw = _written_out(raw, path)
        if not isinstance(raw, dict) and len(path) == 2 and path[0] == "parameters":
            raw = {"value": raw}
        if isinstance(raw, dict):
            return self.record(raw, schema, path)
        if isinstance(raw, list):
            return self.listing(raw, schema, path)
        return self.leaf(raw, schema)

    def record(self, raw: Mapping[str, Any], schema: Schema, path: Path) -> Record:
        properties, others = _fields(raw, schema, path)
        items = {}
        for key, value in raw.items():
            if len(path) == 0 and value in (None, {}, []):
                continue  # an empty section says nothing
            part = self.read(value, properties.get(key, others), (*path, key))
            at = (*path, key)
            if _pattern(at) in _DEFAULTS and isinstance(part, Leaf) and part.key == _scalar(default_at(at)):
                continue
            items[key] = part
        if _is_own_name(items.get("label"), path):
            del items["label"]
        ordered = path in {(section,) for section in ORDERED} or path[-1:] == ("split",)
        return Record(items, ordered, dict(raw))

    def listing(self, raw: list[Data], schema: Schema, path: Path) -> Listing:
        of = _branch(schema, "array").get("items", {})
        items = tuple(self.read(item, of, (*path, position)) for position, item in enumerate(raw))
        key = _OWN_NAMES.get(path)
        names = tuple(str(item.get(key)) if isinstance(item, dict) else "" for item in raw) if key else None
        if names is not None and len(set(names)) < len(names):
            names = None
        return Listing(items, names, path != ("tests",) and not (path == ("tiers",) and _sorted_by_edges(items)), raw)

    def leaf(self, raw: Any, schema: Schema) -> Leaf:
        if "x-formula" in schema or "x-constant" in schema:
            return Leaf(self.formula(raw), raw, schema.get("x-constant") == "percent")
        plain = schema.get("type") == "string" or "enum" in schema
        return Leaf(("text", _normal(raw)) if plain and isinstance(raw, str) else _scalar(raw), raw)

    def formula(self, raw: Any) -> Hashable:
        node, _ = formula_of(raw, ())
        if node is None:
            return _scalar(raw)

        def change(part: Node) -> Node:
            match part:
                case Number(value, "percent"):
                    return Number(value)
                case Negate(Number(value, unit)):
                    return Number(-value, unit)
                case Name(id):
                    return Name(self.names.get(_normal(id), id))
            return part

        node = rewrite(node, change)
        return ("number", node.value, node.unit) if isinstance(node, Number) else ("formula", to_text(node))


def _fields(raw: Mapping[str, Any], schema: Schema, path: Path) -> tuple[Mapping[str, Schema], Schema]:
    """The schemas of the fields of a mapping, and of all others."""
    if len(path) == 3 and path[0] == "metrics" and path[2] == "points":
        chosen = next((SCORING_METHODS[key] for key in raw if key in SCORING_METHODS), None)
        schema = points_schema(chosen) if chosen else schema
    properties = _branch(schema, "object").get("properties", {})
    if len(path) == 2 and path[0] == "rewards":
        forms = {key: form.schema for key, form in REWARD_FORMS.items()}
        properties = {**reward_schema()["properties"], **forms}
    others = _branch(schema, "object").get("additionalProperties", {})
    return properties, others if isinstance(others, dict) else {}


def _branch(schema: Schema, type: str) -> Schema:
    """The form of the schema that is for mappings, or for lists."""
    return next((form for form in schema.get("anyOf", ()) if form.get("type") == type), schema)


def _written_out(raw: str, path: Path) -> Data:
    """Short forms in full: a bare type name, a bare scoring method."""
    if len(path) == 2 and path[0] in ("inputs", "attributes"):
        return {"type": raw}
    if len(path) == 3 and path[0] == "metrics" and path[2] == "points":
        return {raw: True if raw == "as_is" else {}}
    return raw


def _words(raw: Any) -> Leaf:
    if isinstance(raw, dict):
        zh, en = raw.get("zh") or raw.get("en"), raw.get("en") or raw.get("zh")
        return Leaf(("words", _normal(str(zh)), _normal(str(en)), len(raw) - ("zh" in raw) - ("en" in raw)), raw)
    return Leaf(("words", _normal(str(raw)), _normal(str(raw)), 0), raw)


def _is_own_name(label: Meaning | None, path: Path) -> bool:
    """Whether a label repeats what is shown without one: the id."""
    return isinstance(label, Leaf) and label.key == ("words", str(path[-1]), str(path[-1]), 0) if path else False


def _sorted_by_edges(tiers: Iterable[Meaning]) -> bool:
    """Whether the tiers find their order by themselves, because every edge is a known number."""
    edges = []
    for tier in tiers:
        if not isinstance(tier, Record) or "top" in tier.items:
            return False
        edges.append(tier.items.get("at_least", tier.items.get("above")))
    known = [edge for edge in edges if edge is not None]
    return all(_is_number(edge) for edge in known) and len(known) >= len(edges) - 1


def _is_number(part: Meaning) -> bool:
    return isinstance(part, Leaf) and isinstance(part.key, tuple) and part.key[0] == "number"


def _scalar(raw: Any) -> Hashable:
    """A value of no declared kind: amounts are compared as numbers, with their unit if it is a duration."""
    if raw is None or isinstance(raw, bool):
        return ("flag", raw)
    if isinstance(raw, int | Decimal):
        return ("number", Fraction(raw), "plain")
    match = _AMOUNT.fullmatch(str(raw))
    if match is None:
        return ("text", _normal(str(raw)))
    if match[2] in _SECONDS:
        return ("number", Fraction(match[1]) * _SECONDS[match[2]], "duration")
    return ("number", Fraction(match[1]) / (100 if match[2] else 1), "plain")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()
