"""Whole commission (全额累进): the rate of the bracket that the sum falls into applies to all of it."""

from __future__ import annotations

from collections.abc import Iterable

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Compare, If, Node, number
from engine.formula.types import MONEY, PERCENT
from engine.issues import Issue, Path, Severity, Words, declare
from rules.builder import Builder
from rules.methods import brackets
from rules.methods.band_advice import constant
from rules.methods.brackets import Bracket, Brackets
from rules.methods.method import RewardForm

WHOLE_CLIFF = declare(
    "whole-rate-falls",
    severity=Severity.ADVICE,
    zh="超过“{edge}”后整笔的比例由 {before} 降到 {after}，多做反而少得。",
    en="Above '{edge}' the rate of the whole sum falls from {before} to {after}: doing more earns less.",
    mend_zh="让比例逐档升高，或改用 graduated（超额累进）。",
    mend_en="Let the rates rise, or use graduated, where each rate applies to its own part.",
)


def _chosen(settings: Brackets, of: Node, owner: str, builder: Builder, gives: dict[Bracket, Node]) -> Node:
    """What the bracket that the sum falls into gives; nothing for no sum."""
    chosen = gives[settings.brackets[-1]]
    for bracket in reversed(settings.brackets[:-1]):
        assert bracket.up_to is not None
        chosen = If(Compare("<=", of, builder.formula(bracket.up_to, owner)), gives[bracket], chosen)
    return If(Compare(">", of, number(0)), chosen, number(0))


def amount(settings: Brackets, owner: str, _held: Node, builder: Builder) -> Node:
    of = builder.formula(settings.of, owner)
    gives: dict[Bracket, Node] = {}
    for bracket in settings.brackets:
        earned: Node = Binary("*", of, builder.formula(bracket.rate, owner))
        if bracket.amount is not None:
            earned = Binary("+", earned, builder.formula(bracket.amount, owner))
        gives[bracket] = earned
    return _chosen(settings, of, owner, builder, gives)


def explain(settings: Brackets, owner: str, builder: Builder) -> Explained:
    of = builder.formula(settings.of, owner)
    rates = {bracket: builder.formula(bracket.rate, owner) for bracket in settings.brackets}
    percent = all(bracket.rate.type == PERCENT for bracket in settings.brackets)
    rate = _chosen(settings, of, owner, builder, rates)
    parts = [
        Part("of", of, settings.of.type),
        Part("rate", rate, PERCENT if percent else settings.brackets[0].rate.type),
    ]
    sentence = "{of} × {rate}"
    if any(bracket.amount is not None for bracket in settings.brackets):
        fixed: dict[Bracket, Node] = {
            bracket: builder.formula(bracket.amount, owner) if bracket.amount else number(0)
            for bracket in settings.brackets
        }
        parts.append(Part("fixed", _chosen(settings, of, owner, builder, fixed), MONEY))
        sentence += " + {fixed}"
    return Worked(Words(sentence, sentence), tuple(parts))


def advise(settings: Brackets, _path: Path) -> Iterable[Issue]:
    """A fixed amount may make up for a lower rate, so only brackets without one are compared."""
    for earlier, later in zip(settings.brackets, settings.brackets[1:], strict=False):
        before, after = constant(earlier.rate.node), constant(later.rate.node)
        plain = earlier.amount is None and later.amount is None and earlier.up_to is not None
        if plain and before is not None and after is not None and after < before:
            edge = earlier.up_to.text if earlier.up_to else ""
            yield WHOLE_CLIFF.at(later.rate.path, edge=edge, before=earlier.rate.text, after=later.rate.text)


FORM = RewardForm(
    key="whole",
    name=Words("全额累进", "whole"),
    doc=Words(
        "全额累进：总额落在哪一档，整笔都按那一档的比例；up_to 包含本数。档内的 amount 是另加的固定金额。总额不大于 "
        "0 时不发。",
        "Retroactive: the rate of the bracket into which the sum falls applies to all of it; up_to is included. A "
        "bracket's "
        "amount is paid in addition. Nothing is paid for a sum that is not above 0.",
    ),
    example=(
        "whole:\n  of: paid_amount\n  brackets: [{up_to: 10000, rate: 1%}, {up_to: 50000, rate: 2%}, {rate: 3%, "
        "amount: 500}]\n"
    ),
    schema=brackets.SCHEMA,
    read=brackets.read,
    amount=amount,
    explain=explain,
    advise=advise,
    along=lambda settings: settings.of,
)
