"""Formulas in words: labels for ids, phrases for functions, in both languages, also where something else is wrong."""

from __future__ import annotations

import re

import pytest

from engine.formula.nodes import Call, walk
from engine.functions.phrases import CHOICES, PHRASES, SO_MANY
from engine.functions.registry import OFFERED
from engine.issues import path_text
from rules.check import check_text
from rules.packs import load_library
from rules.spoken import sentences

DOCUMENT = """\
scorewright: 1
id: said
attributes: {{team: {{type: text, label: {{zh: 班组, en: team}}}}}}
inputs:
  orders: {{type: count, label: {{zh: 下单人数, en: people who ordered}}}}
  inquiries: {{type: count, label: {{zh: 询单人数, en: people who enquired}}}}
  wait: duration
  on_duty: {{type: flag, label: {{zh: 在岗, en: on duty}}}}
metrics:
  conversion: {{label: {{zh: 转化率, en: conversion}}, value: "{formula}", weight: {weight}, points: as_is}}
adjustments:
  late: {{when: "{condition}", add: -0.5 * orders}}
"""


def said(formula: str = "orders", condition: str = "orders > 1", weight: str = "100%") -> dict[str, tuple[str, str]]:
    report = check_text(DOCUMENT.format(formula=formula, condition=condition, weight=weight))
    told = sentences(report.formulas, report.names, report.tiers)
    return {path_text(one.path): (one.words.zh, one.words.en) for one in told}


@pytest.mark.parametrize(
    ("formula", "zh", "en"),
    [
        ("orders / inquiries", "下单人数 ÷ 询单人数", "people who ordered ÷ people who enquired"),
        ("(下单人数 - 1) * 35%", "（下单人数 − 1） × 35%", "(people who ordered − 1) × 35%"),
        ("orders - (inquiries - 1)", "下单人数 − （询单人数 − 1）", "people who ordered − (people who enquired − 1)"),
        ("max(orders, 0) * 2", "（下单人数、0 中最大的） × 2", "(the largest of people who ordered, 0) × 2"),
        ("coalesce(orders, 0)", "下单人数（缺失时为 0）", "people who ordered, or 0 when it is missing"),
        ("round(orders)", "下单人数四舍五入到 0 位小数", "people who ordered rounded to 0 decimals"),
        (
            "if(orders > 5 and wait <= 90s, 1, -2)",
            "若下单人数 高于 5 且 wait 不超过 90 秒，则为 1，否则为 −2",
            "if people who ordered is above 5 and wait is at most 90 s then 1, otherwise −2",
        ),
        (
            "rank(orders, within=team)",
            "下单人数的名次（同一班组内）",
            "the place by people who ordered (within the same team)",
        ),
        ("previous(orders)", "上一期的下单人数", "people who ordered of the period before"),
        ("previous(orders, n=3)", "往前第 3 期的下单人数", "people who ordered 3 period(s) ago"),
        ("previous(orders, 2)", "往前第 2 期的下单人数", "people who ordered 2 period(s) ago"),
        (
            "streak(orders > 5, gaps='skip')",
            "下单人数 高于 5已连续几期（允许一次缺一期）",
            "for how many periods in a row people who ordered is above 5 "
            "(one period without result at a time is passed over)",
        ),
        (
            "rank(orders, ties='dense')",
            "下单人数的名次（并列之后不空名次）",
            "the place by people who ordered (no place is left free after a tie)",
        ),
        ("orders ** 2", "下单人数 的 2 次方", "people who ordered to the power of 2"),
        ("period_days()", "考核周期的天数", "the days of the period"),
    ],
)
def test_formulas(formula: str, zh: str, en: str) -> None:
    assert said(formula)["metrics.conversion.value"] == (f"转化率 = {zh}", f"conversion = {en}")


def test_conditions_and_effects() -> None:
    told = said(condition="points(conversion) < 60 or not on_duty and score >= 3min / 1min")
    assert told["adjustments.late.when"] == (
        "成立条件：转化率的得分 低于 60 或 （并非在岗 且 综合得分 不低于 3 分钟 ÷ 1 分钟）",
        "holds when the points of conversion is below 60 or (not on duty and the score is at least 3 min ÷ 1 min)",
    )
    assert told["adjustments.late.add"][0] == "综合得分加上 −0.5 × 下单人数"


def test_a_mistake_elsewhere_keeps_no_sentence_away() -> None:
    assert said(weight="90%")["metrics.conversion.value"][0] == "转化率 = 下单人数"
    told = said(formula="ordres * 2")
    assert "metrics.conversion.value" not in told
    assert "adjustments.late.when" in told


def test_every_function_has_its_phrase_with_its_own_arguments() -> None:
    assert PHRASES.keys() == OFFERED.keys()
    phrases = [*PHRASES.items(), *((name, words) for (name, _), words in SO_MANY.items())]
    for name, words in phrases:
        known = {parameter.name for parameter in OFFERED[name].parameters} | {"all"}
        for text in (words.zh, words.en):
            assert set(re.findall(r"\{(\w+)\}", text)) <= known, name
        assert set(re.findall(r"\{(\w+)\}", words.zh)) == set(re.findall(r"\{(\w+)\}", words.en)), name


def test_every_word_that_a_setting_can_be_given_is_said() -> None:
    offered = {(one.name, word) for each in OFFERED.values() for one in each.parameters for word in one.words}
    assert CHOICES.keys() == offered


def test_whatever_the_library_computes_is_said_without_names_of_functions() -> None:
    count = 0
    for pack in load_library():
        report = check_text(pack.document.text)
        functions = {part.function for one in report.formulas for part in walk(one.node) if isinstance(part, Call)}
        for one in sentences(report.formulas, report.names, report.tiers):
            count += 1
            assert one.words.zh and one.words.en
            assert not any(f"{name}(" in one.words.en or f"{name}（" in one.words.zh for name in functions)
    assert count > 300
