"""Which column is which: by id, or by a label that only one thing has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cli.people import codes
from engine.issues import Issue, did_you_mean, nearest
from engine.program import Program
from rules.model import RuleSet
from service.tables.matching import Wanted, match_columns, name_key

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
    labels = {item.input.id: item.label for item in (*rule_set.inputs, *rule_set.attributes)}
    labels |= {measure.id: measure.label for measure in rule_set.measures}
    wanted = [Wanted(id, (labels[id].zh, labels[id].en) if id in labels else ()) for id in ids]
    wanted += [Wanted(id) for id in _decision_columns(program)]
    known = {name_key(name) for thing in wanted for name in (thing.id, *thing.names)}
    keys = [name_key(name) for name in header]
    names = [name_key(name) for name in ((subject_column,) if subject_column else SUBJECT_NAMES)]
    subject = next((keys.index(name) for name in names if name in keys and (subject_column or name not in known)), None)
    found = match_columns(header, wanted, () if subject is None else (subject,))
    issues = [_at(issue, header, line) for issue in found.issues]
    usable = not issues
    every = [name for thing in wanted for name in (thing.id, *thing.names)]
    for position in found.unused:
        name = header[position].strip()[:60]
        near = nearest(name, every)
        hint = did_you_mean(name, [near]) if near else None
        issues.append(_at(codes.COLUMN_UNKNOWN.at(("columns", name), name=name, hint=hint), header, line))
    if subject is None:
        absent = codes.NO_SUBJECT_COLUMN.at(("columns",), known=subject_column or ", ".join(SUBJECT_NAMES))
        return None, [*issues, replace(absent, line=line, column=1)]
    return (Columns(subject, found.positions) if usable else None), issues


def _decision_columns(program: Program) -> list[str]:
    decisions = [item.id for item in program.inputs if item.origin == "decision"]
    return [f"{id}.{part}" for id in decisions for part in DECISION_PARTS]


def _at(issue: Issue, header: Sequence[str], line: int) -> Issue:
    """The issue of a column, at its last place in the header."""
    place = max(at for at, name in enumerate(header) if name.strip()[:60] == issue.path[-1])
    return replace(issue, line=line, column=place + 1)
