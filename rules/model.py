"""The checked rule set: frozen values, every formula resolved and typed, every name known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from engine.formula.nodes import Node, Span
from engine.formula.types import Type
from engine.issues import Path, Words
from engine.measures.measure import Dataset, Every, Window
from engine.values import Input


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as written, its resolved tree and its type."""

    text: str
    node: Node
    type: Type
    path: Path


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of a name (an id, or ``id.points``) in the formula at ``path``. ``earlier``: its value of earlier
    periods is meant."""

    name: str
    path: Path
    span: Span | None
    earlier: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a company changes without touching a formula.

    ``dated`` are (period text, value) pairs from which on the value holds; ``scoped`` are (attribute → value)
    conditions with a value of their own, the first match wins over the general one.
    """

    id: str
    label: Words
    type: Type
    value: Fraction
    low: Fraction | None
    high: Fraction | None
    dated: tuple[tuple[str, Fraction], ...]
    scoped: tuple[tuple[tuple[tuple[str, str | bool], ...], Fraction], ...]
    path: Path


@dataclass(frozen=True, slots=True)
class Declared:
    """An input or attribute with its words."""

    input: Input
    label: Words
    path: Path


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows a measure reads: those of a dataset, or with ``of_scores`` the results of the rule set ``source``,
    belonging to the person in ``by``; of these, rows that meet ``where``, within the hours or the shift, by raters who
    count."""

    source: str
    of_scores: bool
    by: str
    columns: Mapping[str, Type]
    where: Formula | None
    hours: tuple[Window, ...]
    shift: Window | None
    raters: int
    independent: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """A value worked out from rows; a caller may also send it like an input.

    ``value`` looks at all rows, or at those of one piece of ``every``; ``then`` at the values of the pieces.
    """

    id: str
    label: Words
    why: Words | None
    input: Input
    rows: Rows
    value: Formula
    every: Every | None
    then: Formula | None
    min_rows: int
    empty: Fraction | None
    decimals: int
    path: Path


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a scoring method, reward form or tier form: which, and its settings as that method read them."""

    method: str
    settings: Any
    path: Path


@dataclass(frozen=True, slots=True)
class Missing:
    """What happens when a metric has no value: ``fail``, ``exclude``, ``points`` (then ``points`` are given), or
    ``inherit`` when the metric says nothing and the inputs decide."""

    policy: str
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a metric weighs within its group, apart from everything else about it. ``weight`` None: it says nothing."""

    id: str
    weight: Fraction | None
    group: str | None
    path: Path


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure, how it becomes points, and what it weighs."""

    id: str
    label: Words
    why: Words | None
    category: str | None
    level: str | None
    value: Formula
    decimals: int
    weight: Fraction | None
    group: str | None
    missing: Missing
    points: Use
    at_least: Formula | None
    at_most: Formula | None
    path: Path


@dataclass(frozen=True, slots=True)
class Group:
    """A group of metrics with a weight of its own."""

    id: str
    label: Words
    weight: Fraction
    path: Path


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of the score after the weighted sum; see the language reference for how its parts combine."""

    id: str
    label: Words
    when: Formula | None
    add: Formula | None
    multiply: Formula | None
    set: Formula | None
    at_least: Formula | None
    at_most: Formula | None
    clause: str | None
    in_addition: bool
    path: Path

    @property
    def changes(self) -> bool:
        """Whether it adds, multiplies or sets; else it only limits the score."""
        return self.add is not None or self.multiply is not None or self.set is not None


@dataclass(frozen=True, slots=True)
class Score:
    """How the score is published; ``formula`` replaces the weighted sum; ``absent`` for a rule set without a score."""

    decimals: int = 2
    at_least: Formula | None = None
    at_most: Formula | None = None
    formula: Formula | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Tier:
    """A level. Absolute by ``at_least``/``above``, forced by ``top`` (its own share of the people)."""

    id: str
    label: Words
    at_least: Formula | None
    above: Formula | None
    top: Fraction | None
    path: Path


@dataclass(frozen=True, slots=True)
class Forced:
    """The common settings of a forced distribution. ``ties`` is ``include`` or ``exclude``; ``by`` breaks ties."""

    within: tuple[str, ...]
    ties: str
    by: tuple[Formula, ...]
    min_group: int


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward or penalty: its form, and the conditions, limits and shares every form may have."""

    id: str
    label: Words
    form: Use
    when: Formula | None
    at_least: Formula | None
    at_most: Formula | None
    prorate: Formula | None
    once_per: str | None
    split: tuple[tuple[str, Fraction], ...]
    clause: str | None
    in_addition: bool
    path: Path


@dataclass(frozen=True, slots=True)
class Budget:
    """A limit on the sum of rewards of a group of people; exceeded, every reward shrinks by the same factor."""

    amount: Formula
    within: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """The wage guard: at most a share of the wage is taken, and what remains is never below a minimum."""

    of: Formula
    deductions_at_most: Fraction | None
    never_below: Formula | None


@dataclass(frozen=True, slots=True)
class Payout:
    """How rewards and penalties become the net amount."""

    decimals: int | None = None
    at_most: Formula | None = None
    at_least: Formula | None = None
    budget: Budget | None = None
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """An action that a rule sets off."""

    id: str
    label: Words
    do: str
    when: Formula
    message: Words | None
    owner: str | None
    clause: str | None
    path: Path


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A document without errors."""

    id: str
    name: Words
    language: int
    applies_to: Mapping[str, str | list[str]]
    period: str
    currency: str
    money_decimals: int
    hash: str
    attributes: tuple[Declared, ...]
    parameters: tuple[Parameter, ...]
    inputs: tuple[Declared, ...]
    datasets: tuple[Dataset, ...]
    measures: tuple[Measure, ...]
    tables: Mapping[str, Mapping[str, Fraction]]
    groups: tuple[Group, ...]
    metrics: tuple[Metric, ...]
    adjustments: tuple[Adjustment, ...]
    score: Score
    tiers: tuple[Tier, ...]
    forced: Forced | None
    eligible: Formula | None
    rewards: tuple[Reward, ...]
    payout: Payout
    outcomes: tuple[Outcome, ...]
    tests: tuple[Mapping[str, Any], ...]
    references: tuple[Reference, ...] = ()
    data: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def labels(self) -> dict[str, Words]:
        """What every value that has a name of its own is called."""
        labels = {item.id: item.label for item in self.measures + self.parameters + self.metrics}
        return labels | {item.input.id: item.label for item in self.attributes + self.inputs}
