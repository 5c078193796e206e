"""Graduated commission (超额累进): each rate applies to the part inside its bracket."""

from __future__ import annotations

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Call, Compare, If, Node, number, total
from engine.issues import Words
from rules.builder import Builder
from rules.methods import brackets
from rules.methods.brackets import Brackets
from rules.methods.method import RewardForm


def amount(settings: Brackets, owner: str, _held: Node, builder: Builder) -> Node:
    return total([Binary("*", part, rate) for part, rate in _parts(settings, owner, builder)])


def _parts(settings: Brackets, owner: str, builder: Builder) -> list[tuple[Node, Node]]:
    """For each bracket the part of the sum that lies inside it, and the rate. Nothing is paid below zero."""
    of = builder.formula(settings.of, owner)
    low: Node = number(0)
    parts: list[tuple[Node, Node]] = []
    for bracket in settings.brackets:
        rate = builder.formula(bracket.rate, owner)
        upper = of
        if bracket.up_to is not None:
            high = builder.formula(bracket.up_to, owner)
            upper = Call("min", (of, high))
        parts.append((If(Compare(">", of, low), Binary("-", upper, low), number(0)), rate))
        if bracket.up_to is not None:
            low = high
    return parts


def explain(settings: Brackets, owner: str, builder: Builder) -> Explained:
    parts, texts = [], []
    for position, (part, rate) in enumerate(_parts(settings, owner, builder)):
        parts += [Part(f"part{position}", part, settings.of.type), Part(f"rate{position}", rate, settings.brackets[position].rate.type)]
        texts.append(f"{{part{position}}} × {{rate{position}}}")
    return Worked(Words(" + ".join(texts), " + ".join(texts)), tuple(parts))


FORM = RewardForm(
    key="graduated",
    name=Words("超额累进", "graduated"),
    doc=Words(
        "超额累进：每一档的比例只用于落在这一档之内的部分。",
        "Graduated (marginal): each rate applies only to the part inside its bracket.",
    ),
    example="graduated:\n  of: paid_amount\n  brackets: [{up_to: 10000, rate: 1%}, {up_to: 50000, rate: 2%}, {rate: 3%}]\n",
    schema=brackets.SCHEMA,
    read=brackets.read,
    amount=amount,
    explain=explain,
)

