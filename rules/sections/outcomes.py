"""Outcomes: actions that a rule sets off — training, alert, title, promotion review, role change and others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.formula.types import FLAG
from engine.program import OutcomeLine
from rules.builder import Builder, met
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.names import LONGEST_SENTENCE
from rules.model import Outcome, RuleSet
from rules.reader import Reader

ACTIONS = (
    "training",
    "coaching",
    "alert",
    "analysis",
    "title",
    "praise",
    "certificate",
    "promotion_review",
    "role_change",
    "escalation",
    "review",
    "task",
)

SCHEMA: dict[str, Schema] = {
    "outcomes": fragments.mapping(
        fragments.record(
            {
                "when": fragments.CONDITION,
                "do": fragments.words(*ACTIONS),
                "label": fragments.WORDS,
                "why": fragments.WORDS,
                "message": fragments.WORDS,
                "owner": fragments.TEXT,
                "clause": fragments.TEXT,
            },
            required=("when", "do"),
        )
    )
}


def read_outcomes(data: Mapping[str, Any], reader: Reader) -> tuple[Outcome, ...]:
    found = []
    for id, raw, path in reader.items(data, "outcomes"):
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        message = None
        if "message" in raw:
            message = reader.words(raw["message"], (*path, "message"), longest=LONGEST_SENTENCE)
        when = reader.formula(raw["when"], (*path, "when"), want="flag")
        if when is not None:
            found.append(Outcome(id, label, raw["do"], when, message, raw.get("owner"), raw.get("clause"), path))
    return tuple(found)


def build_outcomes(rule_set: RuleSet, builder: Builder) -> tuple[OutcomeLine, ...]:
    lines = []
    for outcome in rule_set.outcomes:
        step = f"outcome.{outcome.id}"
        builder.step(step, met(builder.formula(outcome.when, step)), FLAG, None, outcome.path, outcome.label)
        lines.append(
            OutcomeLine(
                outcome.id,
                outcome.label,
                outcome.do,
                step,
                outcome.message,
                outcome.owner,
                outcome.clause,
                outcome.path,
            )
        )
    return tuple(lines)
