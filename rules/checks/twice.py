"""One event punished twice without the document saying that this is meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.formula.nodes import Binary, Compare, Logic, Name, Node, Number, children
from engine.formula.types import Kind
from engine.issues import Issue, Path, Severity, Words, declare, path_text
from rules.checks.ranges import Compiled, narrowed
from rules.model import Adjustment, Formula, Reward

PUNISHED_TWICE = declare(
    "punished-twice",
    severity=Severity.ADVICE,
    zh="“{name}”在 {first} 已经扣过一次，这里又扣一次。",
    en="'{name}' already costs something at {first}, and costs again here.",
    mend_zh="只保留一处；如果两处都要扣，在这里写明 in_addition: true。",
    mend_en="Keep one of the two; if both are meant, say so here with in_addition: true.",
)

_EVENTS = frozenset({Kind.COUNT, Kind.FLAG})


@dataclass(frozen=True, slots=True)
class Deduction:
    """An adjustment or penalty that never gives anything: its events, when it applies, and where it stands."""

    path: Path
    events: frozenset[str]
    when: Formula | None
    in_addition: bool


def advise_twice(compiled: Compiled) -> Iterable[Issue]:
    """Every deduction against those before it. A limit of the score (a red line) is not a deduction."""
    earlier: list[Deduction] = []
    for deduction in _deductions(compiled):
        for other in earlier:
            shared = deduction.events & other.events
            meant = deduction.in_addition or other.in_addition
            if shared and not meant and _may_both_apply(deduction, other, compiled):
                names = sorted(shared)
                words = Words("、".join(names), ", ".join(names))
                yield PUNISHED_TWICE.at(deduction.path, name=words, first=path_text(other.path))
                break
        earlier.append(deduction)


def _deductions(compiled: Compiled) -> Iterator[Deduction]:
    kinds = {item.id: item.type.kind for item in compiled.program.inputs if item.origin in ("input", "measure")}
    events = frozenset(id for id, kind in kinds.items() if kind in _EVENTS)
    made = [(f"adjustment.{item.id}", item) for item in compiled.rule_set.adjustments if item.changes]
    paid = [(f"reward.{item.id}", item) for item in compiled.rule_set.rewards]
    items: list[tuple[str, Adjustment | Reward]] = [*made, *paid]
    for step, item in items:
        effect = compiled.ranges.get(step)
        if effect is None or effect.high > 0 or effect.low == 0:
            continue
        names = {name for formula in _formulas(item) for name in _counted(formula.node)}
        yield Deduction(item.path, events & names, item.when, item.in_addition)


def _formulas(item: Adjustment | Reward) -> Iterator[Formula]:
    """The formulas that say what the item depends on, apart from its limits."""
    if isinstance(item, Adjustment):
        parts: tuple[object, ...] = (item.when, item.add, item.multiply, item.set)
    else:
        parts = (item.when, item.form.settings)
    yield from (part for part in parts if isinstance(part, Formula))


def _counted(node: Node) -> Iterator[str]:
    """The names of which more makes a difference: not divisors, and of comparisons only “so many or more”."""
    match node:
        case Name(id):
            yield id
        case Binary("/", left, _):
            yield from _counted(left)
        case Compare(op, left, right):
            if op in (">", ">=", "==") and isinstance(right, Number):
                yield from _counted(left)
            elif op in ("<", "<=", "==") and isinstance(left, Number):
                yield from _counted(right)
        case _:
            for child in children(node):
                yield from _counted(child)


def _may_both_apply(one: Deduction, other: Deduction, compiled: Compiled) -> bool:
    """Whether there can be a case in which both conditions hold."""
    conditions = tuple(item.when.node for item in (one, other) if item.when is not None)
    return narrowed(compiled.ranges, Logic("and", conditions)) is not None
