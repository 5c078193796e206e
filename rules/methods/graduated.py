"""Graduated commission (超额累进): each rate applies to the part inside its bracket."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Call, Compare, If, Node, number, total
from engine.formula.types import MONEY
from engine.issues import Words
from rules.builder import Builder
from rules.methods import brackets
from rules.methods.band_advice import constant
from rules.methods.brackets import Brackets
from rules.methods.method import RewardForm


@dataclass(frozen=True, slots=True)
class _Inside:
    """What lies inside one bracket: the part of the sum, its rate, and the fixed amount once anything lies there."""

    part: Node
    rate: Node
    fixed: Node | None


def _insides(settings: Brackets, owner: str, builder: Builder) -> list[_Inside]:
    """One entry per bracket. Nothing is paid below zero."""
    of = builder.formula(settings.of, owner)
    low: Node = number(0)
    found = []
    for bracket in settings.brackets:
        high = builder.formula(bracket.up_to, owner) if bracket.up_to is not None else None
        upper = of if high is None else Call("min", (of, high))
        part = Call("max", (number(0), Binary("-", upper, low)))
        fixed = None
        if bracket.amount is not None:
            fixed = If(Compare(">", of, low), builder.formula(bracket.amount, owner), number(0))
        found.append(_Inside(part, builder.formula(bracket.rate, owner), fixed))
        low = high or low
    return found


def amount(settings: Brackets, owner: str, _held: Node, builder: Builder) -> Node:
    straight = _straight_pieces(settings, owner, builder)
    if straight is not None:
        return straight
    items: list[Node] = []
    for inside in _insides(settings, owner, builder):
        items.append(Binary("*", inside.part, inside.rate))
        if inside.fixed is not None:
            items.append(inside.fixed)
    return total(items)


def _straight_pieces(settings: Brackets, owner: str, builder: Builder) -> Node | None:
    """The same sum as one straight piece a bracket, ``of × rate + what the brackets below give more``, where limits
    and rates are constants that rise: one comparison a bracket instead of two. None where they are not."""
    of = builder.formula(settings.of, owner)
    pieces: list[tuple[Fraction | None, Node]] = []
    low, base = Fraction(0), Fraction(0)
    for bracket in settings.brackets:
        rate = constant(builder.formula(bracket.rate, owner))
        high = None if bracket.up_to is None else constant(builder.formula(bracket.up_to, owner))
        if rate is None or bracket.amount is not None or (bracket.up_to is not None and (high is None or high <= low)):
            return None
        piece: Node = Binary("*", of, number(rate))
        more = base - low * rate
        if more:
            piece = Binary("+" if more > 0 else "-", piece, number(abs(more)))
        pieces.append((high, piece))
        if high is not None:
            low, base = high, base + (high - low) * rate
    result = pieces[-1][1]
    for high, piece in reversed(pieces[:-1]):
        assert high is not None
        result = If(Compare("<=", of, number(high)), piece, result)
    return If(Compare("<", of, number(0)), number(0), result)


def explain(settings: Brackets, owner: str, builder: Builder) -> Explained:
    parts, texts = [], []
    for position, (inside, bracket) in enumerate(
        zip(_insides(settings, owner, builder), settings.brackets, strict=True)
    ):
        parts += [
            Part(f"part{position}", inside.part, settings.of.type),
            Part(f"rate{position}", inside.rate, bracket.rate.type),
        ]
        texts.append(f"{{part{position}}} × {{rate{position}}}")
        if inside.fixed is not None:
            parts.append(Part(f"fixed{position}", inside.fixed, MONEY))
            texts.append(f"{{fixed{position}}}")
    return Worked(Words(" + ".join(texts), " + ".join(texts)), tuple(parts))


FORM = RewardForm(
    key="graduated",
    name=Words("超额累进", "graduated"),
    doc=Words(
        "超额累进：每一档的比例只用于落在这一档之内的部分。档内的 amount 是总额进入这一档后另加的固定金额。",
        "Graduated (marginal): each rate applies only to the part inside its bracket. A bracket's amount is paid in "
        "addition "
        "once the sum reaches into it.",
    ),
    example=(
        "graduated:\n  of: paid_amount\n  brackets: [{up_to: 10000, rate: 1%}, {up_to: 50000, rate: 2%}, {rate: 3%}]\n"
    ),
    schema=brackets.SCHEMA,
    read=brackets.read,
    amount=amount,
    explain=explain,
    along=lambda settings: settings.of,
)
