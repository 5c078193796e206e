"""Prizes by place among the people scored together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Call, Compare, Flag, If, Logic, Name, Node, Text, number, total
from engine.formula.types import FLAG, MONEY
from engine.issues import Issue, Path, Words
from rules.builder import Builder, met
from rules.document import fragments
from rules.methods.cohort import MIN_GROUP
from rules.methods.kinds import comparable
from rules.methods.method import RewardForm, literal
from rules.methods.rank import places_advice
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class ByRank:
    """What is ranked among whom, the amounts from the first place on, and who can win.

    ``minimum`` is what the ranked value must reach (with ``ascending``: must not exceed); ``max_wins`` lets a person
    win at most so many of the document's prizes by rank, earlier ones counting first.
    """

    of: Formula
    within: tuple[str, ...]
    amounts: tuple[Formula, ...]
    ascending: bool
    ties: str
    minimum: Formula | None
    min_group: int
    max_wins: int | None


def read(raw: Any, path: Path, reader: Reader) -> ByRank | None:
    of = reader.formula(raw["of"], (*path, "of"))
    amounts = [reader.formula(value, (*path, "amounts", n), want="money") for n, value in enumerate(raw["amounts"])]
    within = reader.within(raw.get("within"), (*path, "within"))
    minimum = reader.optional(raw, "minimum", path)
    known = tuple(amount for amount in amounts if amount is not None)
    if of is None or len(known) < len(amounts) or ("minimum" in raw and minimum is None):
        return None
    if not comparable(of.type, minimum, reader):
        return None
    return ByRank(
        of=of,
        within=within,
        amounts=known,
        ascending=raw.get("ascending", False),
        ties=raw.get("ties", "share"),
        minimum=minimum,
        min_group=raw.get("min_group", 1),
        max_wins=raw.get("max_wins"),
    )


def amount(settings: ByRank, owner: str, held: Node, builder: Builder) -> Node:
    earlier = _earlier_prizes(owner, builder)
    value = builder.named(builder.formula(settings.of, owner), owner)
    conditions = [held]
    if settings.minimum is not None:
        limit = builder.formula(settings.minimum, owner)
        conditions.append(met(Compare("<=" if settings.ascending else ">=", value, limit)))
    if settings.max_wins is not None and earlier:
        won = total([If(Compare(">", prize, number(0)), number(1), number(0)) for prize in earlier])
        conditions.append(met(Compare("<", won, number(settings.max_wins))))
    placed = held if len(conditions) == 1 else builder.named(Logic("and", tuple(conditions)), owner, (), FLAG)
    amounts = [builder.formula(formula, owner) for formula in settings.amounts]
    call = Call(
        "prize",
        (
            value,
            placed,
            Flag(settings.ascending),
            Text(settings.ties),
            number(builder.money_decimals),
            number(settings.min_group),
            *amounts,
        ),
        tuple(("within", Name(name)) for name in settings.within),
    )
    prize = Words("名次奖金", "prize by place")
    lifted = builder.lift(call, owner, settings.of.path[:-1], MONEY, builder.money_decimals, prize)
    # who belongs to no group of ``within`` is not placed, which is no reason to have no result at all
    return Call("coalesce", (lifted, number(0)))


def _earlier_prizes(owner: str, builder: Builder) -> list[Node]:
    """The prizes of the rewards before this one."""
    return [
        Name(step.id)
        for step in builder.steps
        if isinstance(step.expr, Call) and step.expr.function == "prize" and not step.id.startswith(f"{owner}#")
    ]


def explain(settings: ByRank, owner: str, builder: Builder) -> Explained:
    value = builder.named(builder.formula(settings.of, owner), owner)
    amounts = [builder.written(formula) for formula in settings.amounts]
    zh, en = (literal(" / ".join(texts)) for texts in ([one.zh for one in amounts], [one.en for one in amounts]))
    return Worked(
        Words(f"以 {{value}} 参加排名，各名次 {zh}", f"ranked with {{value}} for the prizes {en}"),
        (Part("value", value, settings.of.type),),
    )


def advise(settings: ByRank, _path: Path) -> Iterable[Issue]:
    return places_advice(settings.amounts)


FORM = RewardForm(
    key="by_rank",
    name=Words("按名次", "by rank"),
    doc=Words(
        "按名次发奖：amounts 依次为第 1、2、3… 名的金额。within 只在同一属性的人之间排名；ascending: true 时数值越小"
        "越靠前。"
        "并列时 ties: share（默认）平分所占名次的金额，精确到分；same 都得该名次的金额，后面的名次跳过；skip 并列的名"
        "次不发。"
        "minimum 是参加排名的门槛；人数不到 min_group 不发；max_wins 限制一人最多得几项名次奖，写在前面的先算。"
        "不参加考核、不满足 when、没有值或没有 within 属性的人不占名次，奖金为 0。",
        "Prizes by place: amounts lists the 1st, 2nd, 3rd … place. within ranks only people with the same attribute; "
        "ascending: true puts the smallest first. Ties: share (unless said otherwise) divides the amounts of the "
        "places "
        "taken up, to the cent; same gives each the place's amount and skips the places after it; skip awards a tied "
        "place "
        "to nobody. minimum is the threshold for taking part; below min_group people nothing is awarded; max_wins "
        "limits "
        "how many prizes by rank one person wins, earlier rewards first. Who is not eligible, does not meet when, or "
        "has no "
        "value or no such attribute, takes no place and gets 0.",
    ),
    example="by_rank: {of: conversion, within: shop, amounts: [300, 200, 100], minimum: 20%}\n",
    schema=fragments.record(
        {
            "of": fragments.FORMULA,
            "within": fragments.WITHIN,
            "amounts": fragments.listing(fragments.FORMULA, most=100),
            "ascending": fragments.FLAG,
            "ties": fragments.words("share", "same", "skip"),
            "minimum": fragments.FORMULA,
            "min_group": MIN_GROUP,
            "max_wins": MIN_GROUP,
        },
        required=("of", "amounts"),
    ),
    read=read,
    amount=amount,
    explain=explain,
    advise=advise,
    along=lambda settings: settings.of,
)
