"""Brackets of a commission: how they are read and checked, shared by the graduated and the whole form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.formula.types import MONEY, Type
from engine.formula.units import written_value
from engine.issues import Path, declare
from rules import codes
from rules.document import fragments
from rules.methods.kinds import comparable
from rules.model import Formula
from rules.reader import Reader

BRACKET_ORDER = declare(
    "bracket-order",
    zh="各档的上限要从低到高：“{later}”不高于前面的“{earlier}”。",
    en="The upper limits of the brackets must rise: '{later}' is not above '{earlier}' before it.",
    mend_zh="从低到高排列各档，最后一档不写 up_to。",
    mend_en="Order the brackets from low to high; leave up_to out of the last.",
)
BRACKET_OPEN = declare(
    "bracket-open",
    zh="只有最后一档可以不写 up_to，而且最后一档不能写。",
    en="The last bracket, and only the last, has no up_to.",
    mend_zh="给中间的档补上 up_to，最后一档写成 {{rate: …}}。",
    mend_en="Give every other bracket its up_to; write the last as {{rate: …}}.",
)

SCHEMA = fragments.record(
    {
        "of": fragments.FORMULA,
        "brackets": fragments.listing(
            fragments.record(dict.fromkeys(("up_to", "rate", "amount"), fragments.FORMULA), required=("rate",)), most=50
        ),
    },
    required=("of", "brackets"),
)


@dataclass(frozen=True, slots=True)
class Bracket:
    """One bracket: up to and including ``up_to`` (None for the last), at ``rate``, with a fixed ``amount`` besides."""

    up_to: Formula | None
    rate: Formula
    amount: Formula | None


@dataclass(frozen=True, slots=True)
class Brackets:
    """What is paid on, and the brackets from low to high. ``type`` is the type of the limits."""

    of: Formula
    brackets: tuple[Bracket, ...]
    type: Type = MONEY


def read(raw: Any, path: Path, reader: Reader) -> Brackets | None:
    of = reader.formula(raw["of"], (*path, "of"))
    found: list[Bracket] = []
    complete = of is not None
    for position, row in enumerate(raw["brackets"]):
        at = (*path, "brackets", position)
        rate = reader.formula(row["rate"], (*at, "rate"))
        up_to = reader.optional(row, "up_to", at)
        fixed = reader.optional(row, "amount", at, want="money")
        if of is not None and rate is not None and of.type == MONEY and (written_value(rate.node) or 0) > 1:
            # three yuan for every yuan: a percent sign is missing
            text = str(row["rate"])
            reader.add(codes.NOT_A_PERCENT.at((*at, "rate"), text=text, suggestion=f"{text}%"))
        last = position + 1 == len(raw["brackets"])
        if ("up_to" in row) == last:
            reader.add(BRACKET_OPEN.at(at))
            complete = False
        if rate is None or ("up_to" in row and up_to is None) or ("amount" in row and fixed is None):
            complete = False
            continue
        if of is not None and not comparable(of.type, up_to, reader):
            complete = False
        earlier = found[-1].up_to if found else None
        if earlier is not None and up_to is not None:
            low, high = reader.known(earlier.node), reader.known(up_to.node)
            if low is not None and high is not None and low >= high:
                reader.add(BRACKET_ORDER.at((*at, "up_to"), earlier=earlier.text, later=up_to.text))
        found.append(Bracket(up_to, rate, fixed))
    return Brackets(of, tuple(found), of.type) if complete and of is not None else None
