"""Ranges are safe: whatever comes in, every value that the interpreter gives lies inside its range."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.formula.types import Kind
from engine.interpreter import Interpreter
from engine.values import Input, Person, Value
from rules.check import check_text
from rules.checks.ranges import Compiled
from rules.period import parse_period
from rules.score import facts

ROOT = Path(__file__).parents[3]
FILES = [ROOT / "tests/data/documents/presales.yaml", *sorted(ROOT.glob("templates_library/*/*/rule-set.yaml"))]
PERIODS = {"month": "2026-11", "week": "2026-W47", "quarter": "2026-Q4", "year": "2026", "day": "2026-11-21"}


def value_of(item: Input, data: Any) -> Value:
    """A value as the door would let it in, or None."""
    if data.draw(st.integers(0, 9)) == 0:
        return None
    if item.type.kind is Kind.FLAG:
        return data.draw(st.booleans())
    if item.type.is_text:
        return data.draw(st.sampled_from(item.type.choices or ("a", "b")))
    low = item.low if item.low is not None else Fraction(-1000)
    high = item.high if item.high is not None else low + data.draw(st.sampled_from([1, 100, 10_000]))
    step = Fraction(1, 1 if item.type.kind in (Kind.COUNT, Kind.DATE) else 100)
    return low + step * data.draw(st.integers(0, max(0, int((high - low) / step))))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
@settings(max_examples=15)
@given(data=st.data())
def test_values_lie_in_their_ranges(file: Path, data: Any) -> None:
    report = check_text(file.read_bytes())
    assert report.rule_set is not None and report.program is not None
    program = report.program
    ranges = Compiled(report.rule_set, program).ranges
    people = [
        Person(id, {item.id: value_of(item, data) for item in program.inputs if item.origin != "decision"})
        for id in ("ann", "bob")
    ]
    for result in Interpreter(program).evaluate(people, facts(parse_period(PERIODS[program.period]))):
        for step in program.steps:
            value = result.values.get(step.id)
            if isinstance(value, Fraction):
                found = ranges[step.id]
                assert found is not None and found.low <= value <= found.high, step.id
