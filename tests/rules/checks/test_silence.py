"""Advice is given only where it is certain: what looks similar and is sound brings none."""

from __future__ import annotations

import pytest

from rules.check import check_text

HEAD = """\
scorewright: 1
id: demo
inputs: {orders: count, late: count, days: count, sales: money}
metrics:
  m: {value: orders, weight: 100%, points: {bands: [{at_least: 10, points: 100}, {at_least: 0, points: 50}]}}
"""
SOUND = {
    "a red line beside a deduction": """
adjustments:
  late_points: {add: -2 * late, at_least: -20}
  too_late: {when: late >= 6, at_most: 59}
""",
    "said to be meant": """
adjustments: {late_points: {add: -2 * late}}
rewards: {late_fine: {amount: -50 * late, in_addition: true}}
""",
    "one or the other": """
rewards:
  some: {when: late >= 1 and late < 3, amount: -100}
  many: {when: late >= 3, amount: -500}
""",
    "a divisor is no event": """
rewards:
  one: {amount: -100 * late / max(days, 1)}
  two: {amount: -100 * orders / max(days, 1)}
""",
    "a bonus is no punishment": """
adjustments: {late_points: {add: -2 * late}}
rewards: {punctual: {when: late = 0, amount: 100}}
""",
    "a reward for every tier": """
tiers: [{id: gold, at_least: 90}, {id: silver, at_least: 60}, {id: none}]
rewards:
  for_silver: {by_tier: {silver: 300}}
  for_gold: {by_tier: {gold: 500}}
""",
    "made up for by another reward": """
tiers: [{id: gold, at_least: 90}, {id: silver, at_least: 60}, {id: none}]
rewards:
  for_silver: {by_tier: {silver: 300}}
  for_gold: {when: tier = 'gold', amount: 500}
""",
    "the score may rise above its points": """
adjustments: {extra: {add: orders}}
tiers: [{id: gold, at_least: 150}, {id: none}]
""",
    "the lowest tier begins at the lowest score": """
tiers: [{id: gold, at_least: 90}, {id: bronze, at_least: 50}]
""",
}
SOUND_POINTS = {
    "the best in the middle": "bands: [{at_most: 5, points: 50}, {at_most: 9, points: 100}, {otherwise: 60}]",
    "no count below zero": "bands: [{at_least: 10, points: 100}, {at_least: 0, points: 50}]",
    "counts have no halves": "bands: [{at_least: 10, points: 100}, {at_most: 9, points: 50}]",
    "edges in any order": "bands: [{below: 5, points: 20}, {at_least: 10, points: 100}, {otherwise: 60}]",
}


def advice(text: str) -> set[str]:
    """The codes given, apart from inputs that a small case does not need."""
    report = check_text(text)
    assert report.ok, report.issues
    return {issue.code for issue in report.issues} - {"unused-name"}


@pytest.mark.parametrize("name", SOUND)
def test_sound_rules(name: str) -> None:
    assert advice(HEAD + SOUND[name].lstrip("\n")) == set()


@pytest.mark.parametrize("name", SOUND_POINTS)
def test_sound_points(name: str) -> None:
    head, _, _ = HEAD.partition("bands:")
    assert advice(f"{head}{SOUND_POINTS[name]}}}}}\n") == set()
