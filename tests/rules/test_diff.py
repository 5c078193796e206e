"""Differences between two rule sets: what counts as one, that none is lost, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.issues import Words
from rules.diff import diff
from rules.diff_words import _FORMS, _KEYS, SECTIONS
from rules.document.load import load
from rules.document.schema import DOCUMENT
from rules.meaning import fingerprint, meaning_of
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS
from rules.packs import LIBRARY, load_pack
from rules.sections.metrics import points_schema

SOURCE = """
scorewright: 1
id: presales
name: {zh: 售前, en: presales}
attributes: {team: text}
parameters:
  chats_target: {value: 800, label: {zh: 接待量目标, en: chats target}, from: {2026-07: 850}}
inputs:
  inquiries: {type: count, label: {zh: 询单人数, en: people who enquired}}
  orders: {type: count, label: 下单人数}
  chats: count
metrics:
  conversion:
    label: {zh: 询单转化率, en: conversion}
    value: orders / inquiries
    missing: exclude
    weight: 30%
    points:
      bands:
        - {at_least: 35%, points: 100}
        - {at_least: 30%, points: 85}
        - {otherwise: 30}
  volume: {value: chats, weight: 70%, points: {curve: [[0, 0], [800, 100]]}}
adjustments:
  late: {add: -5, label: {zh: 迟到, en: lateness}}
  cap: {at_most: 99}
score: {round: 2}
tiers:
  - {id: gold, at_least: 90, label: {zh: 金牌, en: gold}}
  - {id: silver, at_least: 75}
  - {id: none}
rewards:
  bonus: {label: {zh: 等级奖金, en: tier bonus}, by_tier: {gold: 1000, silver: 500}}
  commission: {graduated: {of: chats * 10, brackets: [{up_to: 1000, rate: 1%}, {rate: 2%}]}}
outcomes:
  coaching: {when: points(conversion) < 60, do: training}
tests:
  - {name: ordinary, given: {inquiries: 10, orders: 3, chats: 5}, expect: {tier: none}}
"""


def data() -> dict[str, Any]:
    return deepcopy(load(SOURCE).data)


def changed(edit: Callable[[dict[str, Any]], object]) -> list[tuple[str, str, str]]:
    after = data()
    edit(after)
    return [(change.kind, change.sentence.zh, change.sentence.en) for change in diff(data(), after)]


TOLD: list[tuple[Callable[[dict[str, Any]], object], list[tuple[str, str, str]]]] = [
    (
        lambda d: d["metrics"]["conversion"].update(weight="35%"),
        [("changed", "询单转化率的权重 30% → 35%", "weight of conversion 30% → 35%")],
    ),
    (
        lambda d: d["metrics"]["conversion"].update(weight=Decimal("0.35")),
        [("changed", "询单转化率的权重 30% → 35%", "weight of conversion 30% → 35%")],
    ),
    (
        lambda d: d["metrics"]["conversion"]["points"]["bands"][1].update(points=90),
        [("changed", "询单转化率的第 2 段的分数 85 → 90", "points of band 2 of conversion 85 → 90")],
    ),
    (
        lambda d: d["metrics"]["conversion"]["points"]["bands"].insert(1, {"at_least": "32%", "points": 95}),
        [
            (
                "added",
                "新增询单转化率的第 2 段：下限 32%，分数 95",
                "added band 2 of conversion: lower limit 32%, points 95",
            )
        ],
    ),
    (
        lambda d: d["metrics"]["volume"]["points"]["curve"][1].__setitem__(0, 900),
        [("changed", "volume的第 2 个拐点的值 800 → 900", "value of corner 2 of volume 800 → 900")],
    ),
    (
        lambda d: d["metrics"]["volume"].update(points="as_is"),
        [
            (
                "changed",
                "volume的计分方式 线性计分 → 直接取值（是）",
                "scoring method of volume curve → as it is (yes)",
            )
        ],
    ),
    (
        lambda d: d["parameters"]["chats_target"].update(value=900),
        [("changed", "接待量目标 800 → 900", "chats target 800 → 900")],
    ),
    (
        lambda d: d["parameters"]["chats_target"]["from"].update({"2026-10": 990}),
        [("added", "新增接待量目标自 2026-10 起：990", "added from 2026-10 of chats target: 990")],
    ),
    (
        lambda d: d["rewards"]["commission"]["graduated"]["brackets"][0].update(rate="3%"),
        [("changed", "commission的第 1 档的比例 1% → 3%", "rate of bracket 1 of commission 1% → 3%")],
    ),
    (
        lambda d: d["rewards"]["bonus"]["by_tier"].update(gold=1200),
        [("changed", "等级奖金的金牌 1000 → 1200", "gold of tier bonus 1000 → 1200")],
    ),
    (
        lambda d: d["rewards"].update(commission={"amount": 100}),
        [("changed", "commission的形式 超额累进 → 金额（100）", "form of commission graduated → amount (100)")],
    ),
    (
        lambda d: d["tiers"][1].update(at_least=80),
        [("changed", "silver的分数线 75 → 80", "threshold of silver 75 → 80")],
    ),
    (lambda d: d["tiers"].pop(0), [("removed", "删去等级“金牌”", "removed tier 'gold'")]),
    (
        lambda d: d.update(adjustments=dict(reversed(d["adjustments"].items()))),
        [("moved", "调整“cap”由第 2 位移到第 1 位", "adjustment 'cap' moved from place 2 to place 1")],
    ),
    (
        lambda d: d.update(metrics=dict(reversed(d["metrics"].items()))),
        [("moved", "指标“volume”由第 2 位移到第 1 位", "metric 'volume' moved from place 2 to place 1")],
    ),
    (
        lambda d: d["metrics"]["conversion"].update(value="orders / (inquiries + 1)"),
        [
            (
                "changed",
                "询单转化率的计算方式 orders / inquiries → orders / (inquiries + 1)",
                "value of conversion orders / inquiries → orders / (inquiries + 1)",
            )
        ],
    ),
    (
        lambda d: d["outcomes"]["coaching"].update(label={"zh": "辅导", "en": "coaching talk"}),
        [
            (
                "added",
                "新增辅导的名称：“辅导”",
                "added label of coaching talk: 'coaching talk'",
            )
        ],
    ),
    (lambda d: d.pop("outcomes"), [("removed", "删去后续行动“coaching”", "removed outcome 'coaching'")]),
    (lambda d: d["score"].update(round=1), [("changed", "得分的小数位数 2 → 1", "decimals of score 2 → 1")]),
    (lambda d: d.update(currency="EUR"), [("changed", "货币 CNY → EUR", "currency CNY → EUR")]),
]


@pytest.mark.parametrize(("edit", "told"), TOLD)
def test_change_is_told(edit: Callable[[dict[str, Any]], object], told: list[tuple[str, str, str]]) -> None:
    """Each kind of edit is told once, in both languages."""
    assert changed(edit) == told


FORMATTING: list[Callable[[dict[str, Any]], object]] = [
    lambda d: d["metrics"]["conversion"].update(weight=Decimal("0.3")),
    lambda d: d["metrics"]["conversion"].update(weight="30.0%"),
    lambda d: d["metrics"]["conversion"].update(value="（orders）÷ inquiries"),
    lambda d: d["metrics"]["conversion"].update(value="下单人数 / 询单人数"),
    lambda d: d["outcomes"]["coaching"].update(when="POINTS(conversion)＜60"),
    lambda d: d.update(inputs=dict(reversed(d["inputs"].items()))),
    lambda d: d.update(outcomes=dict(reversed(d["outcomes"].items())), payout={}),
    lambda d: d["inputs"].update(chats={"type": "count"}),
    lambda d: d["inputs"]["orders"].update(label={"zh": "下单人数", "en": "下单人数"}, missing="fail"),
    lambda d: d["tiers"].reverse(),
    lambda d: d.update(period="month", currency="CNY"),
    lambda d: d["adjustments"]["cap"].update(in_addition=False, label="cap"),
    lambda d: d["metrics"].update(
        volume={"points": {"curve": [["0", 0], [800, "100"]]}, "weight": "70%", "value": "chats", "decimals": 6}
    ),
]


@pytest.mark.parametrize("edit", FORMATTING)
def test_spelling_is_no_change(edit: Callable[[dict[str, Any]], object]) -> None:
    """Other spellings, short forms, defaults and an order without meaning are no difference."""
    assert changed(edit) == []


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every single value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else None
    if inner is None:
        yield path
    else:
        for key, part in inner:
            yield from leaves(part, (*path, key))


DOCUMENTS = [
    load(SOURCE).data,
    *(load_pack(LIBRARY / "shop" / id).document.data for id in ("presales-agent", "regulation")),
]
LEAVES = [(document, leaf) for document in DOCUMENTS for leaf in leaves(document)]


def with_leaf(document: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    after = deepcopy(document)
    place: Any = after
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return after


VALUES = st.one_of(
    st.integers(-1000, 1000), st.sampled_from(["35%", "0.35", "x + 1", "exclude", "新", "fail", "CNY"]), st.booleans()
)


@settings(max_examples=150)
@given(st.sampled_from(LEAVES), VALUES)
def test_every_changed_value_is_reported(place: tuple[dict[str, Any], tuple[str | int, ...]], value: object) -> None:
    """Whichever value of whichever document is replaced: told at or above its place, or it meant the same."""
    document, path = place
    after = with_leaf(document, path, value)
    same = fingerprint(meaning_of(document)) == fingerprint(meaning_of(after))
    changes = diff(document, after)
    assert (not changes) == same
    assert all(change.sentence.zh and change.sentence.en for change in changes)
    if not same and path[-1] not in ("id", "name"):
        short = len(path)  # a short form is told at what it stands for, below its place
        assert any(path[: len(change.path)] == change.path[:short] for change in changes)


@settings(max_examples=20)
@given(st.sampled_from(DOCUMENTS), st.sampled_from(DOCUMENTS))
def test_documents_differ_exactly_when_their_meaning_does(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Nothing is told between equal documents, something between any others, and both ways round."""
    same = fingerprint(meaning_of(one)) == fingerprint(meaning_of(other))
    assert (not diff(one, other)) == same == (not diff(other, one))


@settings(max_examples=40)
@given(st.sampled_from(DOCUMENTS), st.randoms(use_true_random=False))
def test_order_matters_only_where_it_means_something(document: dict[str, Any], random: Any) -> None:
    """Shuffled keys are a difference only in sections that are worked through in order, and then only moves."""

    def shuffled(value: Any) -> Any:
        if isinstance(value, list):
            return [shuffled(part) for part in value]
        if not isinstance(value, dict):
            return value
        items = [(key, shuffled(part)) for key, part in value.items()]
        random.shuffle(items)
        return dict(items)

    after = shuffled(document)
    changes = diff(document, after)
    assert {change.kind for change in changes} <= {"moved"}
    moved = {str(change.path[0]) for change in changes}  # a split, inside a reward, is in order too
    ordered = {
        key for key in ("metrics", "adjustments", "rewards") if list(document.get(key, {})) != list(after.get(key, {}))
    }
    assert moved - {"rewards"} <= ordered | {"rewards"}
    assert ordered <= moved


def test_changes_come_in_the_order_of_the_sections() -> None:
    """Parameters before metrics, metrics before rewards."""
    after = data()
    after["rewards"]["bonus"]["by_tier"]["gold"] = 1
    after["metrics"]["volume"]["weight"] = "60%"
    after["parameters"]["chats_target"]["value"] = 1
    assert [change.path[0] for change in diff(data(), after)] == ["parameters", "metrics", "rewards"]


def test_every_key_of_the_language_has_a_name() -> None:
    """A new key of the language needs words here, or differences in it could not be told."""

    def keys(schema: Any) -> Iterator[str]:
        if not isinstance(schema, dict):
            return
        for key, part in schema.get("properties", {}).items():
            yield key
            yield from keys(part)
        for part in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
            yield from keys(part)

    schemas = [
        DOCUMENT,
        *map(points_schema, SCORING_METHODS.values()),
        *(form.schema for form in REWARD_FORMS.values()),
    ]
    found = {key for schema in schemas for key in keys(schema)}
    assert found - set(_KEYS) - set(_FORMS) - set(SECTIONS) == set()


def test_formulas_are_told_with_labels() -> None:
    text = """
inputs: {orders: {type: count, label: {zh: 下单人数, en: people who ordered}}}
metrics: {m: {label: {zh: 转化率, en: conversion}, value: orders, weight: 100%, points: as_is}}
tiers: [{id: gold, label: {zh: 金牌, en: gold medal}, at_least: 90}, {id: none}]
outcomes: {talk: {do: talk, when: points(m) < 60}}
"""
    (change,) = diff(load(text).data, load(text.replace("points(m) < 60", "orders<5 or tier != 'gold'")).data)
    assert (change.before, change.after) == ("points(m) < 60", "orders<5 or tier != 'gold'")
    assert change.told == (
        Words("points(转化率) < 60", "points(conversion) < 60"),
        Words("下单人数<5 or 等级 != '金牌'", "people who ordered<5 or tier != 'gold medal'"),
    )
    (number,) = diff(load(text).data, load(text.replace("at_least: 90", "at_least: 80")).data)
    assert number.told == (None, None)
