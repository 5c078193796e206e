"""What can be drawn of a rule set, and along which values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.formula.nodes import Name, Node
from engine.formula.types import NUMBER, Kind, Type
from engine.formula.write import to_text
from engine.issues import Words
from engine.program import Program, Step
from engine.values import MOST_DECIMALS
from rules.builder import VALUE_DECIMALS
from rules.checks.ranges import Compiled
from rules.methods.reward_forms import REWARD_FORMS
from rules.model import Reward
from rules.plots.walking import parts_of
from rules.shown import shown_kind

ALONG = "axis.along"
"""The name of the value that is drawn along, which nothing else in a program can have."""
SCORE = "score"
TIER = "tier"
PAYOUT = "payout"

DECIDED = Words("决定的金额", "amount decided")


@dataclass(frozen=True, slots=True)
class Axis:
    """A value to draw along: ``node`` is what is replaced by it, ``low`` and ``high`` what it can at most be.
    ``shown`` is the kind that its readers take it for, where its type says another."""

    id: str
    label: Words
    node: Node
    type: Type
    decimals: int
    low: Fraction | None = None
    high: Fraction | None = None
    shown: Kind | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is drawn: the step that gives it, and the values that it can be drawn along, the best first. ``by_place``
    says whether a prize by rank is told place by place; beside other rewards it is what it is among those present."""

    of: str
    result: str
    axes: tuple[Axis, ...]
    by_place: bool = True


def subject_of(of: str, compiled: Compiled) -> Subject | None:
    """What ``metrics.ID``, ``rewards.ID``, ``tiers`` or ``payout`` means; None for nothing that can be drawn."""
    program = compiled.program
    if of == PAYOUT and program.outline.payout is not None:
        return Subject(of, program.outline.payout.net, tuple(_of_payout(compiled)), by_place=False)
    section, _, id = of.partition(".")
    if of == "tiers" and program.outline.tier is not None:
        return Subject(of, TIER, (_axis(SCORE, compiled),))
    if section == "metrics" and f"{id}.points" in program.step_by_id:
        return Subject(of, f"{id}.points", tuple(_of_metric(id, compiled)))
    reward = next((one for one in compiled.rule_set.rewards if section == "rewards" and one.id == id), None)
    if reward is None or f"reward.{id}" not in program.step_by_id:
        return None
    whole = f"reward.{id}.whole"
    result = whole if whole in program.step_by_id else f"reward.{id}"
    return Subject(of, result, tuple(_of_reward(reward, result, compiled)))


def _of_metric(id: str, compiled: Compiled) -> Iterator[Axis]:
    own = _own(compiled.program, f"{id}.points", id)
    if id in names_read(own):
        yield _axis(id, compiled)
        return
    # A metric whose points do not come from one value, such as a checklist.
    yield from (_axis(name, compiled) for name in names_read(own) if _is_outside(name, id, compiled.program))


def parts_of_payout(program: Program) -> Iterator[tuple[Subject, Words]]:
    """Every reward of which money comes, each with its name; together they are what is paid before it is limited."""
    for line in program.outline.rewards:
        if line.amount is not None:
            yield Subject(f"rewards.{line.id}", line.amount, (), by_place=False), line.label


def _of_payout(compiled: Compiled) -> Iterator[Axis]:
    """Whatever moves one of the rewards: the score first, then numbers in the order of the rewards."""
    found: dict[str, Axis] = {}
    for reward in compiled.rule_set.rewards:
        subject = subject_of(f"rewards.{reward.id}", compiled)
        for axis in () if subject is None else subject.axes:
            # a formula is an axis of its own reward alone
            if isinstance(axis.node, Name):
                found.setdefault(axis.id, axis)
    yield from sorted(found.values(), key=lambda axis: (axis.id != SCORE, not axis.type.is_number))


def _of_reward(reward: Reward, result: str, compiled: Compiled) -> Iterator[Axis]:
    """The sum that the form is about, then whatever else it reads; the score before the tier."""
    along = REWARD_FORMS[reward.form.method].along(reward.form.settings)
    own = _own(compiled.program, result, f"reward.{reward.id}")
    names = [one for name in names_read(own) for one in ((SCORE, name) if name == TIER else (name,))]
    if along is not None and isinstance(along.node, Name):
        names.insert(0, along.node.id)
    elif along is not None:
        text = along.text or to_text(along.node)
        yield Axis("of", Words(text, text), along.node, along.type, VALUE_DECIMALS)
    axes = [
        _axis(name, compiled)
        for name in dict.fromkeys(names)
        if _is_outside(name, f"reward.{reward.id}", compiled.program)
    ]
    yield from sorted(filter(is_drawable, axes), key=lambda axis: not axis.type.is_number)


def _own(program: Program, result: str, owner: str) -> list[Step]:
    """The steps that belong to what is drawn: its result, then parts of it that have steps of their own."""
    own = [step for step in program.steps if step.id == result or step.id.startswith((f"{owner}#", f"{owner}."))]
    return own[::-1]


def names_read(steps: Sequence[Step]) -> list[str]:
    """Every id that the steps refer to, in the order of the steps."""
    return list(dict.fromkeys(part.id for step in steps for part in parts_of(step.expr) if isinstance(part, Name)))


def _is_outside(name: str, owner: str, program: Program) -> bool:
    step = program.step_by_id.get(name)
    if (
        name == owner
        or name.startswith((f"{owner}#", f"{owner}.", "period."))
        or (step is not None and step.path[0] == "parameters")
    ):
        return False
    return step is not None or name in program.input_by_id


def _axis(id: str, compiled: Compiled) -> Axis:
    program = compiled.program
    found = compiled.ranges.get(id)
    low, high = (None, None) if found is None else (_bound(found.low), _bound(found.high))
    step = program.step_by_id.get(id)
    if step is None:
        item = program.input_by_id[id]
        label = DECIDED if item.origin == "decision" else program.labels.get(id, Words(id, id))
        return Axis(id, label, Name(id), item.type, item.decimals, low, high)
    label = Words("得分", "score") if id == SCORE else step.label or Words(id, id)
    decimals = MOST_DECIMALS if step.decimals is None else step.decimals
    if id == SCORE:
        return Axis(id, label, Name(id), NUMBER, decimals, low, high)
    return Axis(id, label, Name(id), step.type, decimals, low, high, shown_kind(step, program))


def _bound(bound: Fraction | float) -> Fraction | None:
    return None if isinstance(bound, float) else bound


def is_drawable(axis: Axis) -> bool:
    """Whether its values are known or have an order; texts and days are neither."""
    return axis.type.is_number or axis.type.kind in (Kind.FLAG, Kind.CHOICE)
