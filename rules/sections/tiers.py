"""Tiers: levels by the published score, absolute or by a forced distribution among the people scored together."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from engine.explained import Case, Cases, Explained
from engine.formula.nodes import Absent, Call, Compare, Flag, If, Name, Node, Text, number
from engine.formula.types import Kind, Type
from engine.issues import Words, declare
from engine.program import TierLine
from rules import codes
from rules.builder import Builder
from rules.document import fragments
from rules.document.fragments import Schema
from rules.document.names import id_problems, slug_problems
from rules.model import Forced, Formula, RuleSet, Score, Tier
from rules.reader import Reader

TIER_TWICE = declare(
    "tier-twice",
    zh="两个等级“{name}”和“{other}”的界线都是 {edge}。",
    en="The tiers '{name}' and '{other}' both begin at {edge}.",
    mend_zh="改其中一个的界线，或删去一个。",
    mend_en="Change the edge of one, or remove it.",
)
TIER_MIXED = declare(
    "tiers-mixed",
    zh="等级不能既按分数线（at_least、above）又按比例（top）。",
    en="Tiers cannot be both by score (at_least, above) and by share (top).",
    mend_zh="全部按分数线，或全部按比例。",
    mend_en="Use one or the other for all of them.",
)
TIER_SHARES = declare(
    "tier-shares-over-100",
    zh="各等级的比例合计为 {total}，超过了 100%。",
    en="The shares of the tiers sum to {total}, which is more than 100%.",
    mend_zh="top 写各等级自己的比例，例如 20%、70%，其余的归最后一个等级。",
    mend_en="Let 'top' state each tier's own share, such as 20%, 70%; the rest goes to the last tier.",
)
TIER_REST = declare(
    "tier-rest-not-last",
    zh="等级“{name}”没有界线，它包含其余所有人，应排在最后，而且只有一个。",
    en="The tier '{name}' has no edge, so it takes everyone else: it must be the last and the only such tier.",
    mend_zh="给它写上 at_least，或移到最后。",
    mend_en="Give it at_least, or move it to the end.",
)

_TIER = fragments.record(
    {
        "id": fragments.ID,
        "label": fragments.WORDS,
        "at_least": fragments.FORMULA,
        "above": fragments.FORMULA,
        "top": fragments.PERCENT,
        "within": fragments.WITHIN,
        "ties": fragments.expects(
            {
                "anyOf": [
                    {"type": "string", "enum": ["include", "exclude"]},
                    fragments.record({"by": fragments.listing(fragments.FORMULA, most=8)}, ("by",)),
                ]
            },
            "include、exclude 或 {by: [公式…]}",
            "include, exclude or {by: [formulas…]}",
        ),
        "min_group": {"type": "integer", "minimum": 1, "maximum": 100000},
    },
    required=("id",),
)
SCHEMA: dict[str, Schema] = {"tiers": fragments.listing(_TIER, most=50)}


def read_tiers(data: Mapping[str, Any], score: Score, reader: Reader) -> tuple[tuple[Tier, ...], Forced | None]:
    """The tiers, highest first, and the settings of a forced distribution where ``top`` is used."""
    rows = [
        (raw, ("tiers", position))
        for position, raw in enumerate(data.get("tiers") or [])
        if reader.usable(("tiers", position))
    ]
    tiers: list[Tier] = []
    if rows and score.absent:
        reader.add(codes.NO_SCORE.at(("tiers",), what=Words("等级", "tiers")))
    for raw, path in rows:
        if slug_problems(raw["id"]):
            reader.add(*id_problems(raw["id"], (*path, "id")))
        if raw["id"] in {tier.id for tier in tiers}:
            reader.add(codes.DUPLICATE_NAME.at((*path, "id"), name=raw["id"], other="tiers"))
        tiers.append(
            Tier(
                id=raw["id"],
                label=reader.words(raw.get("label"), (*path, "label"), default=raw["id"]),
                at_least=reader.optional(raw, "at_least", path),
                above=reader.optional(raw, "above", path),
                top=reader.part(raw["top"], (*path, "top")) if "top" in raw else None,
                path=path,
            )
        )
    if tiers:
        reader.names["tier"] = Type(Kind.CHOICE, choices=tuple(tier.id for tier in tiers))
    forced = _read_forced([raw for raw, _ in rows], reader) if any(tier.top is not None for tier in tiers) else None
    _check(tiers, forced, reader)
    return (tuple(tiers) if forced else _highest_first(tiers, reader)), forced


def _read_forced(rows: list[Mapping[str, Any]], reader: Reader) -> Forced:
    settings: dict[str, Any] = {}
    for position, row in enumerate(rows):
        for key in ("within", "ties", "min_group"):
            if key in row and settings.setdefault(key, row[key]) != row[key]:
                reader.add(codes.SEVERAL_METHODS.at(("tiers", position, key), found=f"{settings[key]}, {row[key]}"))
    ties = settings.get("ties", "include")
    by: list[Formula] = []
    if isinstance(ties, dict):
        for position, raw in enumerate(ties["by"]):
            formula = reader.formula(raw, ("tiers", 0, "ties", "by", position))
            if formula is not None:
                by.append(formula)
        ties = "exclude"
    within = reader.within(settings.get("within"), ("tiers", 0, "within"))
    return Forced(within, ties, tuple(by), settings.get("min_group", 1))


def _check(tiers: list[Tier], forced: Forced | None, reader: Reader) -> None:
    edges: dict[Fraction, Tier] = {}
    for position, tier in enumerate(tiers):
        edge = tier.at_least or tier.above
        if forced and edge is not None:
            reader.add(TIER_MIXED.at(tier.path))
        if edge is None and tier.top is None and position + 1 < len(tiers) and (forced or _rest(tiers) > 1):
            reader.add(TIER_REST.at(tier.path, name=tier.id))
        known = reader.known(edge.node) if edge else None
        if known is not None:
            other = edges.setdefault(known, tier)
            if other is not tier and (other.above is None) == (tier.above is None):
                reader.add(TIER_TWICE.at(tier.path, name=tier.id, other=other.id, edge=edge.text if edge else ""))
    shares = sum((tier.top for tier in tiers if tier.top is not None), Fraction(0))
    if shares > 1:
        reader.add(TIER_SHARES.at(("tiers",), total=f"{float(shares) * 100:g}%"))


def _rest(tiers: list[Tier]) -> int:
    return sum(1 for tier in tiers if tier.at_least is None and tier.above is None)


def _highest_first(tiers: list[Tier], reader: Reader) -> tuple[Tier, ...]:
    """Sorted by constant edges, so that the order in the document does not matter; formulas keep the written order."""
    edges = []
    for tier in tiers:
        edge = tier.at_least or tier.above
        known = reader.known(edge.node) if edge else None
        if edge is not None and known is None:
            return tuple(tiers)
        edges.append((known is not None, known or Fraction(0), tier.above is not None))
    order = sorted(range(len(tiers)), key=lambda position: edges[position], reverse=True)
    return tuple(tiers[position] for position in order)


def build_tier(rule_set: RuleSet, builder: Builder) -> tuple[tuple[TierLine, ...], str | None, Explained | None]:
    """The step ``tier``: a text, missing when the score is missing or no tier fits."""
    if not rule_set.tiers:
        return (), None, None
    type = Type(Kind.CHOICE, choices=tuple(tier.id for tier in rule_set.tiers))
    lines = tuple(TierLine(tier.id, tier.label, tier.path) for tier in rule_set.tiers)
    if rule_set.forced is not None:
        node, rule = _forced(rule_set, rule_set.forced, builder)
    else:
        node, rule = _absolute(rule_set, builder)
    builder.step("tier", node, type, None, ("tiers",), Words("等级", "tier"))
    return lines, "tier", rule


def _absolute(rule_set: RuleSet, builder: Builder) -> tuple[Node, Explained]:
    result: Node = Absent()
    rows = []
    for tier in reversed(rule_set.tiers):
        test = None
        words = Words(f"其余 → {tier.label.zh}", f"the rest → {tier.label.en}")
        if tier.at_least is not None:
            test = Compare(">=", Name("score"), builder.formula(tier.at_least, "tier"))
            edge = builder.written(tier.at_least)
            words = Words("不低于 {edge} → {tier}", "at least {edge} → {tier}").format(edge=edge, tier=tier.label)
        elif tier.above is not None:
            test = Compare(">", Name("score"), builder.formula(tier.above, "tier"))
            edge = builder.written(tier.above)
            words = Words("高于 {edge} → {tier}", "above {edge} → {tier}").format(edge=edge, tier=tier.label)
        result = Text(tier.id) if test is None else If(test, Text(tier.id), result)
        rows.append(Case(test, words))
    # the lowest tier takes every score, but never a missing one
    known = Compare("==", Name("score"), Name("score"))
    return If(known, result, Absent()), Cases(tuple(reversed(rows)))


def _forced(rule_set: RuleSet, forced: Forced, builder: Builder) -> tuple[Node, Explained]:
    args: list[Node] = [Name("score"), number(forced.min_group), Flag(forced.ties == "include")]
    args.append(number(len(forced.by)))
    args += [builder.named(builder.formula(formula, "tier"), "tier") for formula in forced.by]
    rows = []
    for tier in rule_set.tiers:
        share = tier.top if tier.top is not None else Fraction(0)
        args += [Text(tier.id), number(share), Flag(tier.top is None)]
        percent = f"{float(share) * 100:g}%"
        words = Words(f"按名次取 {percent} → {tier.label.zh}", f"{percent} by place → {tier.label.en}")
        if tier.top is None:
            words = Words(f"其余 → {tier.label.zh}", f"the rest → {tier.label.en}")
        rows.append(Case(Compare("==", Name("tier"), Text(tier.id)), words))
    call = Call("forced_tier", tuple(args), tuple(("within", Name(name)) for name in forced.within))
    return call, Cases(tuple(rows))
