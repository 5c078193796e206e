"""Metrics and groups: value, points, weight — and the weighted sum that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from engine.formula.division import may_divide_by_zero
from engine.formula.nodes import Binary, Call, If, Logic, Name, Node, Number, names_in, number, total
from engine.formula.types import FLAG, NUMBER, POINTS, Type
from engine.issues import Path, Words, did_you_mean
from engine.program import GroupLine, MetricLine
from rules import codes
from rules.builder import POINTS_DECIMALS, VALUE_DECIMALS, Builder, limited
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.names import LONGEST_SENTENCE
from rules.document.shape import shape_issues
from rules.methods.method import ScoringMethod, Subject
from rules.methods.scoring import SCORING_METHODS
from rules.model import Formula, Group, Metric, Missing, RuleSet, Use, Weighed
from rules.reader import Reader

SCHEMA: dict[str, Schema] = {
    "groups": fragments.mapping(
        fragments.record({"weight": fragments.PERCENT, "label": fragments.WORDS, "why": fragments.WORDS}, ("weight",)),
        50,
    ),
    "metrics": fragments.mapping(
        fragments.record(
            {
                "label": fragments.WORDS,
                "why": fragments.WORDS,
                "category": fragments.TEXT,
                "level": fragments.words("agent", "team", "department", "management", "company"),
                "value": fragments.FORMULA,
                "decimals": fragments.DECIMALS,
                "weight": fragments.PERCENT,
                "group": fragments.ID,
                "missing": fragments.expects(
                    {"type": ["string", "number"]}, "fail、exclude 或一个分数", "fail, exclude, or points"
                ),
                "points": fragments.expects({"type": ["object", "string"]}, "计分方法", "a scoring method"),
            },
            required=("points",),
        )
    ),
}
_COMMON = {"at_least": fragments.FORMULA, "at_most": fragments.FORMULA}


def points_schema(method: ScoringMethod) -> Schema:
    """The shape of ``points:`` when this method is chosen."""
    return fragments.record({**method.properties, **_COMMON}, required=(method.key,))


@cache
def _points_schema(key: str) -> Schema:
    """The same one whenever it is asked for, so that it is prepared once."""
    return points_schema(SCORING_METHODS[key])


def read_groups(data: Mapping[str, Any], reader: Reader) -> tuple[Group, ...]:
    found = []
    for id, raw, path in reader.items(data, "groups"):
        weight = _weight(raw["weight"], (*path, "weight"), reader)
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        if weight is not None:
            found.append(Group(id, label, weight, path))
    return tuple(found)


def read_metrics(data: Mapping[str, Any], groups: tuple[Group, ...], reader: Reader) -> tuple[Metric, ...]:
    found = []
    known = {group.id for group in groups} | set(data.get("groups") or {})
    for id, raw, path in reader.items(data, "metrics"):
        metric = _read_metric(id, raw, path, known, reader)
        if metric is not None:
            found.append(metric)
        if metric is None and id not in reader.names:
            reader.declare(id, NUMBER, path)
            reader.doubt(id)
    return tuple(found)


def _read_metric(id: str, raw: Mapping[str, Any], path: Path, groups: set[str], reader: Reader) -> Metric | None:
    label = reader.words(raw.get("label"), (*path, "label"), default=id)
    method = _method(raw["points"], (*path, "points"), reader)
    value = reader.optional(raw, "value", path, want="any")
    settings: Mapping[str, Any] = {} if isinstance(raw["points"], str) else raw["points"]
    if "value" not in raw and (method is None or method.own_value is None):
        if method is not None:
            reader.add(codes.MISSING_KEY.at(path, key="value"))
        return None
    weighed = read_weighed(id, raw, path, reader)
    group = weighed.group
    if group is not None and group not in groups:
        hint = did_you_mean(group, groups)
        reader.add(codes.UNKNOWN_REFERENCE.at((*path, "group"), name=group, what=Words("组", "group"), hint=hint))
    missing = _missing(raw, path, reader)
    if method is None:
        return None
    if "value" in raw and value is None:
        _read_points_of_no_value(id, method, settings, path, reader)
        return None
    own: dict[str, Type] = {} if value is None else {id: value.type, "value": value.type}
    use = method.read(settings, (*path, "points"), reader, own)
    low = reader.optional(settings, "at_least", (*path, "points"), extra=own)
    high = reader.optional(settings, "at_most", (*path, "points"), extra=own)
    if use is None:
        return None
    if value is None:
        assert method.own_value is not None
        value = Formula("", method.own_value(use), NUMBER, path)
    elif missing.policy == "inherit":
        for span in may_divide_by_zero(value.node, reader.params):
            reader.add(codes.DIVISION_UNGUARDED.at(value.path, span=span))
    reader.declare(id, value.type, path, label)
    reader.points.add(id)
    return Metric(
        id=id,
        label=label,
        why=reader.words(raw["why"], (*path, "why"), longest=LONGEST_SENTENCE) if "why" in raw else None,
        category=raw.get("category"),
        level=raw.get("level"),
        value=value,
        decimals=raw.get("decimals", VALUE_DECIMALS),
        weight=weighed.weight,
        group=group,
        missing=missing,
        points=Use(method.key, use, (*path, "points")),
        at_least=low,
        at_most=high,
        path=path,
    )


def _read_points_of_no_value(
    id: str, method: ScoringMethod, settings: Mapping[str, Any], path: Path, reader: Reader
) -> None:
    """The value is wrong; tell of wrong names in the points as well, but of nothing that a value decides."""
    own: dict[str, Type] = {id: NUMBER, "value": NUMBER}
    before = len(reader.issues)
    method.read(settings, (*path, "points"), reader, own)
    for key in ("at_least", "at_most"):
        reader.optional(settings, key, (*path, "points"), extra=own)
    reader.issues[before:] = reader.about_names(reader.issues[before:])


def _method(raw: Any, path: Path, reader: Reader) -> ScoringMethod | None:
    choices = ", ".join(SCORING_METHODS)
    if isinstance(raw, str):
        method = SCORING_METHODS.get(raw)
        if method is None or not method.bare:
            reader.add(codes.NO_METHOD.at(path, choices=choices))
            return None
        return method
    keys = [key for key in raw if key in SCORING_METHODS]
    if len(keys) != 1:
        code = (
            codes.SEVERAL_METHODS.at(path, found=", ".join(keys)) if keys else codes.NO_METHOD.at(path, choices=choices)
        )
        reader.add(code)
        return None
    method = SCORING_METHODS[keys[0]]
    issues = shape_issues(raw, _points_schema(method.key), path)
    reader.add(*issues)
    return None if issues else method


def read_weighed(id: str, raw: Mapping[str, Any], path: Path, reader: Reader) -> Weighed:
    """A metric's weight alone."""
    weight = _weight(raw["weight"], (*path, "weight"), reader) if "weight" in raw else None
    return Weighed(id, weight, raw.get("group"), path)


def _weight(raw: Any, path: Path, reader: Reader) -> Fraction | None:
    weight = reader.percent(raw, path)
    if weight is not None and not 0 <= weight <= 1:
        reader.add(codes.WEIGHT_RANGE.at(path, weight=str(raw)))
        return None
    return weight


def _missing(raw: Mapping[str, Any], path: Path, reader: Reader) -> Missing:
    value = raw.get("missing")
    if value is None:
        return Missing("inherit")
    if value in ("fail", "exclude"):
        return Missing(str(value))
    constant = reader.constant(value, (*path, "missing"))
    return Missing("points", constant.value) if constant else Missing("fail")


def build_metrics(rule_set: RuleSet, builder: Builder) -> tuple[MetricLine, ...]:
    """Steps for every metric's value and points, in document order."""
    inputs = [item.input for item in rule_set.inputs] + [item.input for item in rule_set.measures]
    optional = {item.id for item in inputs if item.missing == "exclude"}
    sources: dict[str, frozenset[str]] = {id: frozenset({id}) for id in optional}
    shares = weight_shares(rule_set)
    lines = []
    for metric in rule_set.metrics:
        method = SCORING_METHODS[metric.points.method]
        value = builder.formula(metric.value, metric.id)
        decimals = metric.decimals if metric.value.type.is_number else None
        builder.step(metric.id, value, metric.value.type, decimals, metric.path, metric.label)
        sources[metric.id] = frozenset().union(
            *(sources.get(name, frozenset()) for name in names_in(metric.value.node))
        )
        subject = Subject(metric.id, Name(metric.id), metric.value.type)
        builder.rename["value"] = metric.id
        points = limited(
            method.points(metric.points.settings, subject, builder),
            builder.formula(metric.at_least, metric.id) if metric.at_least else None,
            builder.formula(metric.at_most, metric.id) if metric.at_most else None,
        )
        rule = method.explain(metric.points.settings, subject, builder)
        del builder.rename["value"]
        if metric.missing.policy == "points":
            points = If(_is_missing(Name(metric.id)), Number(metric.missing.points or Fraction(0)), points)
        name = f"{metric.id}.points"
        builder.step(name, points, POINTS, POINTS_DECIMALS, metric.path, metric.label)
        excluded = _excluded(metric, name, sources[metric.id])
        if excluded is not None:
            builder.step(f"{metric.id}.excluded", excluded, FLAG, None, metric.path)
        lines.append(
            MetricLine(
                id=metric.id,
                label=metric.label,
                value=metric.id,
                points=name,
                weight=shares.get(metric.id),
                group=metric.group,
                excluded=f"{metric.id}.excluded" if excluded is not None else None,
                decimals=metric.decimals,
                path=metric.path,
                why=metric.why,
                category=metric.category,
                level=metric.level,
                formula=builder.written(metric.value) if metric.value.text else None,
                rule=rule,
            )
        )
    return tuple(lines)


def _is_missing(node: Node) -> Node:
    return Call("is_missing", (node,))


def _excluded(metric: Metric, points: str, optional: frozenset[str]) -> Node | None:
    """When the metric is left out: as it says itself, else when an input that may be left out is missing."""
    without = _is_missing(Name(points))
    if metric.missing.policy == "exclude":
        return without
    if metric.missing.policy == "inherit" and optional:
        gone = tuple(_is_missing(Name(id)) for id in sorted(optional))
        return Logic("and", (without, gone[0] if len(gone) == 1 else Logic("or", gone)))
    return None


def weight_shares(rule_set: RuleSet) -> dict[str, Fraction]:
    """Each weighted metric's share of the whole score: its weight within its group × the group's weight."""
    if rule_set.score.absent or rule_set.score.formula is not None:
        return {}
    groups = {group.id: group.weight for group in rule_set.groups}
    return {
        metric.id: metric.weight * (groups[metric.group] if metric.group else 1)
        for metric in rule_set.metrics
        if metric.weight is not None
    }


def build_weighted_sum(
    rule_set: RuleSet, lines: Sequence[MetricLine], builder: Builder
) -> tuple[Node, tuple[GroupLine, ...]]:
    """The weighted sum: metrics within groups, groups within the whole; what is left out shares its weight."""
    by_id = {line.id: line for line in lines}
    if not rule_set.groups:
        return weighted_mean([_weighted(metric, by_id) for metric in rule_set.metrics if metric.weight]), ()
    items, group_lines = [], []
    for group in rule_set.groups:
        members = [
            _weighted(metric, by_id) for metric in rule_set.metrics if metric.group == group.id and metric.weight
        ]
        step = f"group.{group.id}"
        builder.step(step, weighted_mean(members), POINTS, POINTS_DECIMALS, group.path, group.label)
        group_lines.append(GroupLine(group.id, group.label, group.weight, step))
        gone = [excluded for _, _, excluded in members]
        whole = Logic("and", tuple(flag for flag in gone if flag is not None)) if members and None not in gone else None
        if group.weight:
            items.append((group.weight, Name(step), whole))
    return weighted_mean(items), tuple(group_lines)


def _weighted(metric: Metric, lines: Mapping[str, MetricLine]) -> tuple[Fraction, Node, Node | None]:
    line = lines[metric.id]
    assert metric.weight is not None
    return metric.weight, Name(line.points), Name(line.excluded) if line.excluded else None


def weighted_mean(items: Sequence[tuple[Fraction, Node, Node | None]]) -> Node:
    """Σ weight × points over Σ weight of what is not left out; missing when everything is left out."""
    whole = total([Binary("*", Number(weight), points) for weight, points, _ in items])
    gone = tuple(excluded for _, _, excluded in items if excluded is not None)
    if not gone:
        return whole
    parts = [_unless(excluded, Binary("*", Number(weight), points)) for weight, points, excluded in items]
    weights = [_unless(excluded, Number(weight)) for weight, _, excluded in items]
    # the weights of everything sum to 1, so the usual person needs no division
    return If(gone[0] if len(gone) == 1 else Logic("or", gone), Binary("/", total(parts), total(weights)), whole)


def _unless(excluded: Node | None, node: Node) -> Node:
    return node if excluded is None else If(excluded, number(0), node)
