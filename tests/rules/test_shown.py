"""Values and names are told as their readers know them."""

from __future__ import annotations

import pytest

from rules.check import check_text
from rules.shown import shown_kind

DOCUMENT = """
scorewright: 1
id: shown
name: 示例
currency: CNY
parameters:
  target: {value: 25000, label: {zh: 目标, en: target of sales}}
inputs:
  sales: {type: money, label: {zh: 成交额, en: sales}}
  orders: {type: count, label: {zh: 下单人数, en: orders placed}}
  enquiries: {type: count, label: {zh: 询单人数, en: enquiries}}
metrics:
  shown: {value: VALUE, weight: 100%, points: {bands: [{at_least: LIMIT, points: 100}, {otherwise: 0}]}}
"""


@pytest.mark.parametrize(
    ("value", "limit", "kind"),
    [
        ("orders / enquiries", "35%", "percent"),
        ("sales / target", "90%", "percent"),
        ("orders / enquiries", "0.35", "number"),
        ("sales / orders", "120", "money"),
        ("orders", "90", "count"),
    ],
)
def test_a_value_is_a_percentage_where_its_limits_are(value: str, limit: str, kind: str) -> None:
    program = check_text(DOCUMENT.replace("VALUE", value).replace("LIMIT", limit)).program
    assert program is not None
    assert shown_kind(program.step_by_id["shown"], program) == kind
    assert shown_kind(program.step_by_id["shown.points"], program) == "points"


def test_names_that_may_be_used_are_listed_by_label_in_each_language() -> None:
    issues = check_text(DOCUMENT.replace("VALUE", "zzzzzz / orders").replace("LIMIT", "35%")).issues
    (unknown,) = [issue for issue in issues if issue.code == "unknown-name"]
    assert unknown.hint is not None
    assert unknown.hint.zh == "可用的有：询单人数、下单人数、成交额、目标"
    assert unknown.hint.en == "Available: enquiries, orders placed, sales, target of sales"
