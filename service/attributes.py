"""Attributes of people: which there are, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from engine.issues import Words
from engine.program import Program
from engine.values import Input
from rules.period import PeriodKind, period_of
from service.errors import NotFound
from service.programs import program_on
from service.rule_sets import list_rule_sets
from service.spells import people_revision
from service.work import Work
from store.models.people_listing import attributes_on

USUAL: Mapping[str, tuple[str, ...]] = {
    "role": ("岗位", "角色", "职位"),
    "team": ("班组", "团队", "小组", "组别"),
    "shop": ("店铺", "门店", "网店"),
    "site": ("职场", "站点", "地点"),
    "shift": ("班次",),
    "wage": ("工资", "基本工资", "底薪"),
}
"""Attributes that most lists of people have, and what their columns are called."""

MOST_RULE_SETS = 200


@dataclass(frozen=True, slots=True)
class AttributeFacts:
    """``people`` have a value of it on the day asked for."""

    id: str
    label: Words
    people: int


def known_attributes(work: Work) -> dict[str, list[str]]:
    """Attributes that columns may be called after, with what they are called: the usual ones, and those of which rule
    sets in force speak."""
    names: dict[str, list[str]] = {id: list(usual) for id, usual in USUAL.items()}
    for program in _programs_in_force(work):
        for name, _ in program.applies_to:
            names.setdefault(name, [])
        for item in program.inputs:
            if item.origin == "attribute":
                label, called = program.labels[item.id], names.setdefault(item.id, [])
                called += [text for text in (label.zh, label.en) if text not in called]
    return names


def attribute_labels(work: Work) -> dict[str, Words]:
    """What the known attributes are called in each language; the first rule set that has a name for one decides."""
    labels: dict[str, Words] = {}
    for program in _programs_in_force(work):
        labels |= {item.id: program.labels[item.id] for item in _named(program) if item.id not in labels}
        labels |= {name: Words(name, name) for name, _ in program.applies_to if name not in {*labels, *USUAL}}
    return {**{id: Words(names[0], id) for id, names in USUAL.items()}, **labels}


def list_attributes(work: Work, day: str) -> list[AttributeFacts]:
    """Those that anybody has on a day and those that are known, by how many people have them. Needs scope ``read``."""
    work.actor.require("read")
    labels = attribute_labels(work)
    counts = dict(attributes_on(work.session, work.workspace_id, day, people_revision(work).number))
    found = [AttributeFacts(id, labels.get(id, Words(id, id)), counts.get(id, 0)) for id in {*labels, *counts}]
    return sorted(found, key=lambda one: (-one.people, one.id))


def _named(program: Program) -> Iterator[Input]:
    return (item for item in program.inputs if item.origin == "attribute" and not _is_id(program, item.id))


def _programs_in_force(work: Work) -> Iterator[Program]:
    reader = replace(work, actor=replace(work.actor, scopes=work.actor.scopes | {"read"}))
    today = period_of(PeriodKind.DAY, work.now.date())
    for rule_set in list_rule_sets(reader, limit=MOST_RULE_SETS).items:
        with suppress(NotFound):
            yield program_on(reader, rule_set.id, today)


def _is_id(program: Program, id: str) -> bool:
    """Whether an input has no label but its own id, which is no better than the usual name."""
    label = program.labels[id]
    return label.zh == id and label.en == id
