"""The program: an ordered list of named steps that every evaluator runs, and the outline by which results are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from engine.explained import Explained
from engine.formula.naming import Naming, is_of_the_program
from engine.formula.nodes import Call, Node, names_in, walk
from engine.formula.types import Type
from engine.functions.declaration import Scope
from engine.issues import Path, Words
from engine.measures.measure import Dataset, Measure
from engine.values import Input

ENGINE_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class Step:
    """One named value.

    ``expr`` uses inputs and earlier steps only. A number is published: rounded once, half away from zero, to
    ``decimals``; flags and texts have ``decimals`` None, and so has a number that is a part of a formula (an argument
    or result of a lifted call): it stays exact, for nothing is rounded inside a formula. ``scope`` other than
    ``PERSON`` means that ``expr`` is one :class:`Call` of a cohort or history function and nothing else. ``path`` is
    where the document says it.
    """

    id: str
    expr: Node
    type: Type
    decimals: int | None
    scope: Scope = Scope.PERSON
    path: Path = ()
    label: Words | None = None

    @property
    def is_part(self) -> bool:
        """Whether it is an unrounded part of a formula."""
        return self.type.is_number and self.decimals is None


@dataclass(frozen=True, slots=True)
class MetricLine:
    """How a metric appears in results. ``weight`` is its share of the whole score when nothing is excluded, None when
    weights do not make the score. ``excluded`` is a flag step, None when the metric can never be left out. ``formula``
    is that of its value as its author wrote it, with labels instead of ids."""

    id: str
    label: Words
    value: str
    points: str
    weight: Fraction | None
    group: str | None
    excluded: str | None
    decimals: int
    path: Path
    why: Words | None = None
    category: str | None = None
    level: str | None = None
    formula: Words | None = None
    rule: Explained | None = None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of metrics: its weight and the step of its points."""

    id: str
    label: Words
    weight: Fraction
    points: str


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """An adjustment: ``effect`` is the step of its effect on the score, ``total`` of the score behind it."""

    id: str
    label: Words
    effect: str
    total: str
    when: str | None
    clause: str | None
    path: Path
    rule: Explained | None = None


@dataclass(frozen=True, slots=True)
class RewardLine:
    """A reward or penalty: ``amount`` is its money step, None for an item that is not money; ``met`` a flag step."""

    id: str
    label: Words
    form: str
    amount: str | None
    met: str | None
    shares: tuple[tuple[str, str], ...]
    item: Words | None
    item_kind: str | None
    decision: str | None
    clause: str | None
    path: Path
    rule: Explained | None = None


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """The step ids of the payout: sums apart, what a budget or the wage guard did, and the net."""

    rewards: str
    penalties: str
    net: str
    before_budget: str | None = None
    carried: str | None = None


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """An action out of a rule; ``met`` is its flag step."""

    id: str
    label: Words
    do: str
    met: str
    message: Words | None
    owner: str | None
    clause: str | None
    path: Path
    rule: Explained | None = None


@dataclass(frozen=True, slots=True)
class TierLine:
    """A tier as it is shown."""

    id: str
    label: Words
    path: Path


@dataclass(frozen=True, slots=True)
class Outline:
    """Which step is which, so that results and explanations are read from values alone."""

    metrics: tuple[MetricLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    base: str | None = None
    adjustments: tuple[AdjustmentLine, ...] = ()
    score: str | None = None
    score_decimals: int = 2
    tiers: tuple[TierLine, ...] = ()
    tier: str | None = None
    tier_rule: Explained | None = None
    eligible: str | None = None
    rewards: tuple[RewardLine, ...] = ()
    payout: PayoutLine | None = None
    outcomes: tuple[OutcomeLine, ...] = ()


@dataclass(frozen=True)
class Program:
    """A compiled rule set. ``hash`` is the content hash of the document it came from."""

    rule_set: str
    hash: str
    period: str
    currency: str
    money_decimals: int
    inputs: tuple[Input, ...]
    steps: tuple[Step, ...]
    outline: Outline
    labels: Mapping[str, Words] = field(default_factory=dict, compare=False)
    """What inputs, parameters and metrics are called, for explanations."""
    datasets: tuple[Dataset, ...] = ()
    measures: tuple[Measure, ...] = ()
    """How inputs of the origin ``measure`` are worked out from rows, see :mod:`engine.measures`."""
    applies_to: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whom it is for: each attribute with the texts of which one must be the person's; nothing for everybody."""

    @cached_property
    def naming(self) -> Naming:
        """What stands for ids where a formula is said."""
        parts = {step.id: step.label for step in self.steps if step.label and is_of_the_program(step.id)}
        tiers = {line.id: line.label for line in self.outline.tiers}
        earlier = Naming({})
        of_tiers = {"tier", *(step.id for step in self.steps if earlier.is_tier(step.expr))}
        return Naming(self.labels, tiers, parts, frozenset(of_tiers))

    @cached_property
    def input_by_id(self) -> dict[str, Input]:
        return {item.id: item for item in self.inputs}

    @cached_property
    def step_by_id(self) -> dict[str, Step]:
        return {step.id: step for step in self.steps}

    @cached_property
    def weights(self) -> dict[str, Fraction]:
        """Every weighted metric's share of the score when nothing is left out."""
        return {line.id: line.weight for line in self.outline.metrics if line.weight is not None}

    @cached_property
    def stages(self) -> tuple[tuple[Step, ...], ...]:
        """The steps in runs of one kind: person and history steps together, each cohort step alone."""
        stages: list[list[Step]] = []
        for step in self.steps:
            cohort = step.scope is Scope.COHORT
            if cohort or not stages or stages[-1][-1].scope is Scope.COHORT:
                stages.append([])
            stages[-1].append(step)
        return tuple(tuple(stage) for stage in stages)

    @cached_property
    def has_cohort(self) -> bool:
        return any(step.scope is Scope.COHORT for step in self.steps)

    @cached_property
    def has_history(self) -> bool:
        return any(step.scope is Scope.HISTORY for step in self.steps)

    def needs(self) -> frozenset[str]:
        """The inputs that some step reads, whether directly or inside a condition over earlier periods."""
        used: set[str] = set()
        for step in self.steps:
            used |= names_in(step.expr)
        return frozenset(item.id for item in self.inputs if item.id in used)


def calls_in(node: Node) -> list[Call]:
    """Every call inside the node."""
    return [part for part in walk(node) if isinstance(part, Call)]
