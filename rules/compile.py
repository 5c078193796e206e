"""A checked rule set becomes a program: an ordered list of named steps that every evaluator runs."""

from __future__ import annotations

from fractions import Fraction

from engine.formula.types import FLAG, MONEY
from engine.program import AdjustmentLine, GroupLine, Outline, Program
from engine.values import Input
from rules.builder import Builder
from rules.model import RuleSet
from rules.sections.data import build_parameters
from rules.sections.measures import build_measures
from rules.sections.metrics import build_metrics, build_weighted_sum
from rules.sections.outcomes import build_outcomes
from rules.sections.payout import build_payout
from rules.sections.rewards import build_rewards
from rules.sections.score import build_score
from rules.sections.tiers import build_tier


def compile_rule_set(rule_set: RuleSet) -> Program:
    """The program of a rule set that has no errors."""
    builder = Builder(
        rule_set.money_decimals,
        {id: dict(rows) for id, rows in rule_set.tables.items()},
        labels=rule_set.labels,
        tiers={tier.id: tier.label for tier in rule_set.tiers},
    )
    for declared in (*rule_set.attributes, *rule_set.inputs):
        builder.input(declared.input)
    for measure in rule_set.measures:
        builder.input(measure.input)
    for reward in rule_set.rewards:
        if reward.form.method == "discretionary":
            low, high = reward.form.settings.low, reward.form.settings.high
            decision = Input(f"decision.{reward.id}", MONEY, "decision", "value", Fraction(0), low, high)
            builder.input(decision)
    build_parameters(rule_set.parameters, builder)
    measures = build_measures(rule_set, builder)
    eligible = None
    if rule_set.eligible is not None:
        node = builder.formula(rule_set.eligible, "eligible")
        eligible = builder.step("eligible", node, FLAG, None, rule_set.eligible.path).id
    metrics = build_metrics(rule_set, builder)
    groups: tuple[GroupLine, ...] = ()
    adjustments: tuple[AdjustmentLine, ...] = ()
    base = score = None
    if not rule_set.score.absent:
        weighted, groups = build_weighted_sum(rule_set, metrics, builder)
        if rule_set.score.formula is not None:
            weighted = builder.formula(rule_set.score.formula, "score.base")
        adjustments, base, score = build_score(rule_set, weighted, builder)
    tiers, tier, tier_rule = build_tier(rule_set, builder)
    rewards = build_rewards(rule_set, builder)
    outline = Outline(
        metrics=metrics,
        groups=groups,
        base=base,
        adjustments=adjustments,
        score=score,
        score_decimals=rule_set.score.decimals,
        tiers=tiers,
        tier=tier,
        tier_rule=tier_rule,
        eligible=eligible,
        rewards=rewards,
        payout=build_payout(rule_set, rewards, builder),
        outcomes=build_outcomes(rule_set, builder),
    )
    return Program(
        rule_set=rule_set.id,
        hash=rule_set.hash,
        period=rule_set.period,
        currency=rule_set.currency,
        money_decimals=rule_set.money_decimals,
        inputs=tuple(builder.inputs),
        steps=tuple(builder.steps),
        outline=outline,
        applies_to=tuple(
            (name, (wanted,) if isinstance(wanted, str) else tuple(wanted))
            for name, wanted in rule_set.applies_to.items()
        ),
        labels=rule_set.labels,
        datasets=rule_set.datasets,
        measures=measures,
    )
