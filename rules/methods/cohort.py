"""What the methods that compare people have in common: the group, its least size, and calls over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.formula.nodes import Absent, Call, Compare, If, Name, Node, number
from engine.formula.types import COUNT, NUMBER, Type
from engine.issues import Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.method import Subject

MIN_GROUP = fragments.expects({"type": "integer", "minimum": 1, "maximum": 100000}, "正整数", "a whole number from 1")

_LABELS: Mapping[str, Words] = {
    "rank": Words("名次", "place"),
    "percent_rank": Words("超过其余人的比例", "share of the others one is ahead of"),
    "cohort_mean": Words("同组平均值", "mean of the group"),
    "cohort_stddev": Words("同组标准差", "standard deviation of the group"),
    "cohort_count": Words("同组有值的人数", "people of the group with a value"),
}


def among(
    builder: Builder,
    subject: Subject,
    function: str,
    within: Sequence[str],
    named: Sequence[tuple[str, Node]] = (),
    type: Type = NUMBER,
) -> Name:
    """The step of one cohort function over the metric's value."""
    groups = tuple(("within", Name(name)) for name in within)
    call = Call(function, (subject.value,), (*groups, *named))
    return builder.lift(call, subject.id, (), type, label=_LABELS[function])


def if_group_reaches(least: int, node: Node, builder: Builder, subject: Subject, within: Sequence[str]) -> Node:
    """The node where the group has at least so many people with a value; missing in a smaller group."""
    if least <= 1:
        return node
    count = among(builder, subject, "cohort_count", within, type=COUNT)
    return If(Compare(">=", count, number(least)), node, Absent())
