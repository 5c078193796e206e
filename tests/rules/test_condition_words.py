"""Conditions in explanations stand as the author wrote them, never with the names a program gives its own steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.explain import explain
from engine.interpreter import Interpreter
from rules.check import check_text
from rules.period import parse_period
from rules.score import Subject, score

DOCUMENT = """\
scorewright: 1
id: steady
inputs: {quality: number, on_duty: {type: flag, missing: no}}
metrics: {m: {value: quality, weight: 100%, points: as_is}}
adjustments:
  care: {add: -2, when: score > 60 and on_duty}
  bonus: {add: 1, when: score > 95}
rewards:
  steady: {amount: 100, when: streak(score >= 90) >= 2}
  once: {amount: 50, when: score >= 90, once_per: quarter}
  duty: {amount: 5, when: on_duty, split: {subject: 60%, 主管: 40%}}
outcomes:
  praise: {when: score > cohort_mean(quality), do: praise}
"""


def test_conditions_are_told_in_the_authors_words() -> None:
    report = check_text(DOCUMENT)
    assert report.program is not None
    history = [{"period": "2026-10", "score": 95, "rewards.once": 50}]
    person = Subject("a", {"quality": 94, "on_duty": "yes"}, history)
    (answer,) = score(report.program, Interpreter(report.program), parse_period("2026-11"), [person])
    assert answer.result is not None and answer.evaluation is not None
    told = json.dumps(
        explain(report.program, answer.evaluation, answer.result, full=True), ensure_ascii=False, default=str
    )
    for sentence in (
        "steady：streak(得分 >= 90) >= 2（即 2 >= 2），满足",
        "once: score >= 90 and not paid this quarter already (92 >= 90 and not true) is not met",
        "once：得分 >= 90 and not 本季度已发",
        "duty：on_duty，满足",
        "duty（本人） = 3",
        "duty (主管) = 2",
        "bonus: the score so far > 95 (92 > 95) is not met",
        "care：基础得分 > 60 and on_duty（即 94 > 60 and true），满足",
        "praise: score > cohort_mean(quality) (92 > 94) is not met",
    ):
        assert sentence in told
    assert "#" not in "".join(part for part in told.split('"') if "：" in part or " is met" in part)


LABELLED = """\
scorewright: 1
id: labelled
parameters: {limit: {value: 2, label: {zh: 投诉红线（次）, en: complaints - at most}}}
inputs:
  orders: {type: count, label: {zh: 下单人数, en: people who ordered}}
  inquiries: {type: count, label: {zh: 询单人数, en: people who enquired}}
  complaints: {type: count}
metrics:
  conversion:
    label: {zh: 转化率, en: conversion}
    value: if(询单人数 > 0,  orders/询单人数, 30%)
    weight: 100%
    points: {attainment: {target: 50%}}
rewards:
  calm: {amount: 5, when: complaints <= limit and orders > inquiries / 4}
"""


def test_formulas_are_told_with_labels_and_otherwise_as_they_were_written() -> None:
    report = check_text(LABELLED)
    assert report.program is not None, report.issues
    person = Subject("a", {"orders": 3, "inquiries": 6, "complaints": 2})
    (answer,) = score(report.program, Interpreter(report.program), parse_period("2026-11"), [person])
    assert answer.result is not None and answer.evaluation is not None
    tree = explain(report.program, answer.evaluation, answer.result, full=True)["tree"]
    told = json.dumps(tree, ensure_ascii=False, default=str)
    for sentence in (
        "转化率 = if(询单人数 > 0,  下单人数/询单人数, 30%) = if(6 > 0, 3 / 6, 30%) = 50%",
        "conversion = if(people who enquired > 0,  people who ordered/people who enquired, 30%) = ",
        "calm：complaints <= “投诉红线（次）” and 下单人数 > 询单人数 / 4（即 2 <= 2 and 3 > 6 / 4），满足",
        "complaints <= “complaints - at most” and people who ordered > people who enquired / 4",
    ):
        assert sentence in told, told


NAMED = """\
scorewright: 1
id: named
parameters: {edge: {value: 60, label: {zh: 底线, en: bottom line}}}
attributes: {team: {type: text, label: {zh: 班组, en: shift}}}
inputs: {orders: count, inquiries: count}
metrics:
  conversion:
    label: {zh: 转化率, en: conversion rate}
    value: orders / inquiries
    weight: 60%
    points: {curve: [[0, 0], [100%, 100]]}
  volume:
    label: {zh: 接待量, en: volume of work}
    value: inquiries
    weight: 40%
    points: {formula: "if(points(conversion) > edge, 100, min(value, 100))"}
adjustments: {low: {when: points(conversion) < edge, add: -5}}
tiers:
  - {id: gold, at_least: edge + 30, label: {zh: 金牌, en: gold medal}}
  - {id: none, label: {zh: 无, en: nothing}}
rewards:
  bonus: {when: tier == 'gold', amount: "if(tier != 'gold', 1, points(conversion))"}
  ranked: {when: "rank(points(conversion) + 1, within=team) <= 3", amount: 10}
  tiered: {by_tier: {gold: points(volume)}}
outcomes:
  praise: {when: previous(tier) == 'gold' and streak(points(conversion) >= 10) >= 2, do: praise}
"""


def test_points_tiers_and_parts_of_formulas_are_told_by_label_wherever_they_stand() -> None:
    report = check_text(NAMED)
    assert report.program is not None, report.issues
    history = [{"period": "2026-10", "score": 95, "tier": "gold", "conversion.points": 50}]
    person = Subject("a", {"orders": 19, "inquiries": 20, "team": "T"}, history)
    (answer,) = score(report.program, Interpreter(report.program), parse_period("2026-11"), [person])
    assert answer.result is not None and answer.evaluation is not None
    tree = explain(report.program, answer.evaluation, answer.result, full=True)["tree"]
    told = list(_sentences(tree))
    for sentence in (
        "值 20：if(points(转化率) > 底线, 100, min(value, 100))，得 100 分",
        "转化率的得分 = 95",
        "the points of conversion rate = 95",
        "low: points(conversion rate) < bottom line (95 < 60) is not met",
        "不低于 底线 + 30 → 金牌",
        "bonus：等级 = '金牌'（即 '金牌' = '金牌'），满足",
        "bonus: if(tier != 'gold medal', 1, points(conversion rate)) = 95 CNY, 95 CNY",
        "tier = gold medal",
        "ranked：rank(points(转化率) + 1, within=班组) <= 3（即 1 <= 3），满足",
        "tiered: tier gold medal → points(volume of work), 100 CNY",
        "praise：previous(等级) = '金牌' and streak(points(转化率) >= 10) >= 2（即 '金牌' = '金牌' and 2 >= 2），满足",
    ):
        assert sentence in told, told
    left = re.compile(r"\b(conversion|volume|edge|gold)\b(?! rate| of| medal)")
    assert [one for one in told if left.search(one)] == []


def _sentences(nodes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for node in nodes:
        yield from (node["sentence"]["zh"], node["sentence"]["en"])
        yield from _sentences(node["children"])
