"""Where a rule set speaks of something by its id, people read its label."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.console.test_editor import OWN

TEXT = """scorewright: 1
id: labelled
name: {zh: 有名字, en: with labels}
period: month
inputs:
  orders: {type: count, label: {zh: 下单人数, en: people who ordered}}
metrics:
  conversion:
    {label: {zh: 转化率, en: conversion rate}, value: orders, weight: 100%, points: {attainment: {target: 100}}}
tiers:
  - {id: gold, at_least: 90, label: {zh: 金牌, en: gold medal}}
  - {id: other, label: {zh: 普通, en: ordinary}}
rewards:
  medal: {label: {zh: 奖牌, en: medal}, by_tier: {gold: 1000}, when: points(conversion) >= 60 and tier != 'other'}
tests:
  - {name: 满分, given: {orders: 100}, expect: {tier: gold, metrics.conversion.points: 100}}
"""


@pytest.mark.parametrize(
    ("language", "condition", "tier", "given", "expected"),
    [
        (
            "zh-CN",
            "成立条件：转化率的得分 不低于 60 且 等级 不等于 “普通”",
            "金牌 gold",
            "下单人数（orders）",
            "转化率 · 得分",
        ),
        (
            "en",
            "holds when the points of conversion rate is at least 60 and the tier is not 'ordinary'",
            "gold medal gold",
            "people who ordered (orders)",
            "conversion rate · Points",
        ),
    ],
)
def test_ids_with_labels_are_told_by_them(
    page: Page, language: str, condition: str, tier: str, given: str, expected: str
) -> None:
    sent = {**OWN, "Content-Type": "application/yaml", "If-Match": "*"}
    first = page.context.request.get("/v1/rule-sets/labelled/draft").status == 404
    if first:
        del sent["If-Match"]
    assert page.context.request.put("/v1/rule-sets/labelled/draft", data=TEXT, headers=sent).ok
    page.goto("/rule-sets/labelled/edit?section=rewards")
    page.locator(f".ant-segmented-item:has(span[lang={language}])").first.click()
    page.locator(".ant-collapse-header").first.click()
    expect(page.get_by_text(condition)).to_be_visible()
    expect(page.locator(".ant-collapse-item .entry-name", has_text="gold")).to_have_text(re.compile(f"^{tier}"))
    page.goto("/rule-sets/labelled/edit?section=tests")
    page.locator(".ant-collapse-header").first.click()
    expect(page.get_by_role("textbox", name=given, exact=True)).to_have_value("100")
    expect(page.get_by_role("textbox", name=re.compile(re.escape(expected)))).to_have_value("100")
    row = page.locator(".test-outcome tr", has_text=re.compile("^(等级|Tier)"))
    expect(row).to_contain_text(tier.removesuffix(" gold"))
