"""Every rule set on a page checks without a problem and passes the tests it carries."""

from __future__ import annotations

from copy import deepcopy

import pytest

from rules.cases import run_tests
from rules.check import CheckReport, check_text
from rules.document.load import load
from rules.document.tree import Data
from rules.document.write import to_yaml
from tests.docs.pages import Block, blocks, every

HEAD = ("scorewright", "id", "name", "period", "currency")
DATA = ("attributes", "parameters", "inputs", "tables", "datasets", "measures")

WHOLE = [block for block in every("yaml", "rule-set") if "part" not in block.words]
PARTS = every("yaml", "rule-set", "part")


@pytest.mark.parametrize("block", WHOLE, ids=lambda block: block.where)
def test_a_complete_rule_set_has_no_problem_and_passes_its_tests(block: Block) -> None:
    report = check_text(block.text)
    assert not told(report)
    assert report.rule_set is not None and report.rule_set.tests, "an example without a test proves nothing"
    passes(report)


@pytest.mark.parametrize("block", PARTS, ids=lambda block: block.where)
def test_a_part_fits_the_complete_rule_set_of_its_page(block: Block) -> None:
    whole = [one for one in blocks(block.page) if one in WHOLE and one.line < block.line]
    assert whole, "there is no complete rule set above it"
    report = check_text(to_yaml(joined(load(whole[-1].text).data, load(block.text).data)))
    assert not [line for line in told(report) if "unused" not in line]
    passes(report)


def joined(whole: dict[str, Data], part: dict[str, Data]) -> dict[str, Data]:
    """Head, data and metrics of the whole; of the part everything, its data in addition."""
    together: dict[str, Data] = {key: deepcopy(whole[key]) for key in (*HEAD, *DATA, "metrics") if key in whole}
    for key, value in part.items():
        known = together.get(key)
        if key in DATA and isinstance(known, dict) and isinstance(value, dict):
            together[key] = {**known, **value}
        else:
            together[key] = value
    return together


def told(report: CheckReport) -> list[str]:
    return [f"{issue.line}: {issue.severity} {issue.code}: {issue.message.en}" for issue in report.issues]


def passes(report: CheckReport) -> None:
    assert report.program is not None and report.rule_set is not None
    failed = [
        issue.message.en for outcome in run_tests(report.program, report.rule_set.tests) for issue in outcome.issues
    ]
    assert not failed
