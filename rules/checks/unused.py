"""What is declared and never used."""

from __future__ import annotations

from collections.abc import Iterable

from engine.issues import Issue, Path, Words
from rules import codes
from rules.checks.ranges import Compiled

_INPUT = Words("输入", "input")
_MEASURE = Words("度量", "measure")
_PARAMETER = Words("参数", "parameter")
_TABLE = Words("对照表", "table")


def advise_unused(compiled: Compiled) -> Iterable[Issue]:
    """Inputs, measures, parameters and tables that no formula mentions.

    Attributes are left alone: people are also selected and grouped by them outside the rules.
    """
    rule_set = compiled.rule_set
    used = {reference.name for reference in rule_set.references}
    things: list[tuple[Words, str, Path]] = [(_INPUT, item.input.id, item.path) for item in rule_set.inputs]
    things += [(_MEASURE, item.id, item.path) for item in rule_set.measures]
    things += [(_PARAMETER, item.id, item.path) for item in rule_set.parameters]
    things += [(_TABLE, id, ("tables", id)) for id in rule_set.tables]
    for what, id, path in things:
        if id not in used:
            yield codes.UNUSED_NAME.at(path, what=what, name=id)
