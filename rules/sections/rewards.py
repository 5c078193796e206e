"""Rewards and penalties: one form each, with the conditions, limits, proration and shares that any form may have."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.formula.nodes import Binary, Call, Flag, If, Logic, Name, Node, Not, Text, number
from engine.formula.types import FLAG, MONEY
from engine.issues import Words
from engine.program import RewardLine
from rules import codes
from rules.builder import Builder, limited, met
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.shape import shape_issues
from rules.methods.reward_forms import REWARD_FORMS
from rules.model import Reward, RuleSet, Score, Use
from rules.reader import Reader

_COMMON: dict[str, Schema] = {
    "label": fragments.WORDS,
    "why": fragments.WORDS,
    "when": fragments.CONDITION,
    "at_least": fragments.FORMULA,
    "at_most": fragments.FORMULA,
    "prorate": fragments.FORMULA,
    "once_per": fragments.words("quarter", "year", "ever"),
    "split": fragments.mapping(fragments.PERCENT, most=8),
    "clause": fragments.TEXT,
    "in_addition": fragments.FLAG,
}


def reward_schema() -> Schema:
    """The shape of one reward: the common keys and one form."""
    return fragments.record({**_COMMON, **{form.key: {} for form in REWARD_FORMS.values()}})


SCHEMA: dict[str, Schema] = {"rewards": fragments.mapping(reward_schema())}


def read_rewards(data: Mapping[str, Any], score: Score, reader: Reader) -> tuple[Reward, ...]:
    found = []
    for id, raw, path in reader.items(data, "rewards"):
        label = reader.words(raw.get("label"), (*path, "label"), default=id)
        keys = [key for key in raw if key in REWARD_FORMS]
        if len(keys) != 1:
            choices = ", ".join(REWARD_FORMS)
            reader.add(
                codes.SEVERAL_METHODS.at(path, found=", ".join(keys))
                if keys
                else codes.NO_METHOD.at(path, choices=choices)
            )
            continue
        form = REWARD_FORMS[keys[0]]
        issues = shape_issues(raw[form.key], form.schema, (*path, form.key))
        reader.add(*issues)
        if form.needs_score and score.absent:
            reader.add(codes.NO_SCORE.at(path, what=id))
        settings = None if issues else form.read(raw[form.key], (*path, form.key), reader)
        common = {
            key: reader.optional(raw, key, path, want="flag" if key == "when" else "number")
            for key in ("when", "at_least", "at_most", "prorate")
        }
        if common["prorate"] is not None:
            reader.is_not_negative(common["prorate"])
        split = _read_split(raw, path, reader)
        if settings is None:
            continue
        found.append(
            Reward(
                id=id,
                label=label,
                form=Use(form.key, settings, (*path, form.key)),
                once_per=raw.get("once_per"),
                split=split,
                clause=raw.get("clause"),
                in_addition=raw.get("in_addition", False),
                path=path,
                **common,
            )
        )
    return tuple(found)


def _read_split(raw: Mapping[str, Any], path: Any, reader: Reader) -> tuple[tuple[str, Fraction], ...]:
    if "split" not in raw:
        return ()
    shares = [(party, reader.part(share, (*path, "split", party))) for party, share in raw["split"].items()]
    known = tuple((party, share) for party, share in shares if share is not None)
    total = sum((share for _, share in known), Fraction(0))
    if len(known) == len(shares) and total != 1:
        reader.add(codes.SHARES_SUM.at((*path, "split"), total=f"{float(total) * 100:g}%"))
    if "subject" not in raw["split"]:
        reader.add(codes.MISSING_KEY.at((*path, "split"), key="subject"))
    return known


def build_rewards(rule_set: RuleSet, builder: Builder) -> tuple[RewardLine, ...]:
    """Steps for every reward, in order: whether it applies, its amount, and the shares it is split into."""
    return tuple(_build(reward, builder) for reward in rule_set.rewards)


_PAID: Mapping[str, Words] = {
    "quarter": Words("本季度已发", "paid this quarter already"),
    "year": Words("本年度已发", "paid this year already"),
    "ever": Words("以前已发", "paid before"),
}


def _build(reward: Reward, builder: Builder) -> RewardLine:
    form = REWARD_FORMS[reward.form.method]
    name = f"reward.{reward.id}"
    conditions: list[Node] = []
    if reward.when is not None:
        conditions.append(met(builder.formula(reward.when, name)))
    if reward.once_per is not None:
        call = Call("paid_within", (Name(name), Text(reward.once_per)))
        paid = builder.lift(call, name, reward.path, FLAG, label=_PAID[reward.once_per])
        conditions.append(Not(paid))
    held: Node = Flag(True)
    if conditions:
        test = conditions[0] if len(conditions) == 1 else Logic("and", tuple(conditions))
        held = builder.step(f"{name}.met", test, FLAG, None, reward.path)
    amount, shares = None, []
    if form.money:
        amount = name
        worth = form.amount(reward.form.settings, name, held, builder)
        if reward.prorate is not None:
            worth = Binary("*", worth, builder.formula(reward.prorate, name))
        worth = limited(
            worth,
            builder.formula(reward.at_least, name) if reward.at_least else None,
            builder.formula(reward.at_most, name) if reward.at_most else None,
        )
        worth = If(held, worth, number(0)) if conditions else worth
        shares = _shares(reward, name, worth, builder)
    return RewardLine(
        id=reward.id,
        label=reward.label,
        form=form.key,
        amount=amount,
        met=held.id if isinstance(held, Name) else None,
        shares=tuple(shares),
        item=reward.form.settings.title if not form.money else None,
        item_kind=reward.form.settings.kind if not form.money else None,
        decision=f"decision.{reward.id}" if form.key == "discretionary" else None,
        clause=reward.clause,
        path=reward.path,
        rule=form.explain(reward.form.settings, name, builder),
    )


def _shares(reward: Reward, name: str, worth: Node, builder: Builder) -> list[tuple[str, str]]:
    """The person's own amount as step ``name``; with a split, the whole first and a step for every other party."""
    decimals = builder.money_decimals
    if not reward.split:
        builder.step(name, worth, MONEY, decimals, reward.path, reward.label)
        return []
    whole = builder.step(f"{name}.whole", worth, MONEY, decimals, reward.path, reward.label)
    parts = [number(share) for _, share in reward.split]
    shares = []
    for position, (party, _) in enumerate(reward.split):
        step = name if party == "subject" else f"{name}.share.{party}"
        call = Call("split_share", (whole, number(position), number(decimals), *parts))
        whose = Words("本人", "own part") if party == "subject" else Words(party, party)
        label = Words(f"{reward.label.zh}（{whose.zh}）", f"{reward.label.en} ({whose.en})")
        builder.step(step, call, MONEY, decimals, reward.path, label)
        shares.append((party, step))
    return shares
