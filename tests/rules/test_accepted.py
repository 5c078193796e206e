"""The twins: harmless documents of the hostile collection, said in our language, are accepted with their meaning."""

from __future__ import annotations

from rules.check import check_text
from rules.document.canonical import content_hash
from rules.document.load import load
from rules.model import RuleSet

DOCUMENT = """\
scorewright: 1
id: sales
inputs: {amount: money, quality: percent}
metrics:
  amount_points: {value: amount, weight: WEIGHT_A, points: {curve: [[0, 0], [1000, 100]]}}
  quality_points: {value: quality, weight: WEIGHT_B, points: {curve: [[0, 0], [100%, 100]]}}
tiers:
  - {id: bronze, at_least: 60, label: "LABEL"}
  - {id: gold, at_least: 90}
  - {id: none}
"""


def read(text: str | bytes) -> RuleSet:
    report = check_text(text)
    assert report.issues == ()
    assert report.rule_set is not None
    return report.rule_set


def document(a: str = "60%", b: str = "40%", label: str = "铜牌") -> str:
    return DOCUMENT.replace("WEIGHT_A", a).replace("WEIGHT_B", b).replace("LABEL", label)


def test_weights_as_fractions() -> None:
    assert [metric.weight for metric in read(document("0.6", "0.4")).metrics] == [
        metric.weight for metric in read(document("60%", "40%")).metrics
    ]


def test_weights_written_with_decimals_are_the_same_rules() -> None:
    assert read(document("0.60", "0.4")).hash == read(document("0.6", "0.40")).hash


def test_the_order_of_tiers_does_not_matter() -> None:
    assert [tier.id for tier in read(document()).tiers] == ["gold", "bronze", "none"]


def test_a_label_that_a_spreadsheet_would_run_is_text() -> None:
    label = "=cmd|'/c calc'!A1"
    assert next(tier.label.zh for tier in read(document(label=label)).tiers if tier.id == "bronze") == label


def test_a_byte_order_mark_changes_nothing() -> None:
    assert read(b"\xef\xbb\xbf" + document().encode()).hash == read(document()).hash


def test_60_and_60_0_are_the_same_number() -> None:
    assert read(document().replace("at_least: 60", "at_least: 60.0")).hash == read(document()).hash


def test_the_program_carries_the_hash_of_the_document_it_came_from() -> None:
    """It stands on every result, so it must be the hash that the version is known by."""
    report = check_text(document())
    assert report.program is not None and report.rule_set is not None
    assert report.program.hash == report.rule_set.hash == content_hash(load(document().encode()).data)
