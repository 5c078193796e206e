"""Which column is which: by id, or by a label that only one thing has."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cli.people import codes
from engine.formula.scope import labels_of
from engine.issues import Issue, did_you_mean, nearest
from engine.program import Program
from rules.model import RuleSet

SUBJECT_NAMES = ("subject", "人员编号", "员工编号", "工号", "人员", "员工", "employee", "employee_id", "person", "id")
DECISION_PARTS = ("amount", "reason", "author")


@dataclass(frozen=True, slots=True)
class Columns:
    """The position of the subject, and of every value by its id (a decision's parts as ``decision.<id>.amount``)."""

    subject: int
    values: Mapping[str, int]


def columns_of(
    program: Program, rule_set: RuleSet, header: Sequence[str], line: int, subject_column: str | None
) -> tuple[Columns | None, list[Issue]]:
    """How the header is understood, with every problem in it; None when it cannot be used."""
    ids = [item.id for item in program.inputs if item.origin in ("input", "attribute", "measure")]
    known: dict[str, tuple[str, ...]] = {}
    for id in (*ids, *_decision_columns(program)):
        known[_key(id)] = (*known.get(_key(id), ()), id)
    declared = [*((item.input.id, item.label) for item in (*rule_set.inputs, *rule_set.attributes))]
    declared += [(measure.id, measure.label) for measure in rule_set.measures]
    labels = labels_of((text, id) for id, label in declared for text in (label.zh, label.en) if text != id)
    known = {**_by_key(labels), **known, **{id: (id,) for id in ids}}
    wanted = [_key(subject_column)] if subject_column else [_key(name) for name in SUBJECT_NAMES]
    keys = [_key(name) for name in header]
    subject = next(
        (keys.index(name) for name in wanted if name in keys and (subject_column or name not in known)), None
    )
    values: dict[str, int] = {}
    issues: list[Issue] = []

    def add(issue: Issue, position: int) -> None:
        issues.append(_at(issue, line, position))

    for position, key in enumerate(keys):
        if position == subject or not key:
            continue
        name = header[position].strip()[:60]
        found = known.get(name) or known.get(key, ())
        if len(found) > 1:
            add(codes.COLUMN_AMBIGUOUS.at(("columns", name), name=name, ids=", ".join(found)), position)
        elif not found:
            near = nearest(name, [*ids, *labels])
            hint = did_you_mean(name, [near]) if near else None
            add(codes.COLUMN_UNKNOWN.at(("columns", name), name=name, hint=hint), position)
        elif found[0] in values:
            other = header[values[found[0]]].strip()[:60]
            add(codes.COLUMN_TWICE.at(("columns", name), name=name, other=other), position)
        else:
            values[found[0]] = position
    if subject is None:
        add(codes.NO_SUBJECT_COLUMN.at(("columns",), known=subject_column or ", ".join(SUBJECT_NAMES)), 0)
        return None, issues
    usable = not any(issue.severity == "error" for issue in issues)
    return (Columns(subject, values) if usable else None), issues


def _decision_columns(program: Program) -> list[str]:
    decisions = [item.id for item in program.inputs if item.origin == "decision"]
    return [f"{id}.{part}" for id in decisions for part in DECISION_PARTS]


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _by_key(labels: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for label, ids in labels.items():
        found[_key(label)] = tuple(dict.fromkeys((*found.get(_key(label), ()), *ids)))
    return found


def _at(issue: Issue, line: int, position: int) -> Issue:
    return replace(issue, line=line, column=position + 1)
