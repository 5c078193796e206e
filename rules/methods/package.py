"""An amount per started block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Binary, Call, Node, number
from engine.formula.types import COUNT, MONEY
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.kinds import comparable
from rules.methods.method import RewardForm
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class Package:
    """What is counted, the size of a block, the amount of each started block, and what is free before the first."""

    of: Formula
    size: Formula
    amount: Formula
    free: Formula | None


def read(raw: Any, path: Path, reader: Reader) -> Package | None:
    of, size = reader.formula(raw["of"], (*path, "of")), reader.formula(raw["size"], (*path, "size"))
    amount = reader.formula(raw["amount"], (*path, "amount"), want="money")
    free = reader.optional(raw, "free", path)
    if of is None or size is None or amount is None or ("free" in raw and free is None):
        return None
    alike = [comparable(of.type, limit, reader) for limit in (size, free)]
    if not reader.is_above_zero(size):
        return None
    return Package(of, size, amount, free) if all(alike) else None


def _blocks(settings: Package, owner: str, builder: Builder) -> Node:
    """How many blocks were started."""
    counted = builder.formula(settings.of, owner)
    if settings.free is not None:
        counted = Binary("-", counted, builder.formula(settings.free, owner))
    beyond = Call("max", (number(0), counted))
    return Call("ceil", (Binary("/", beyond, builder.formula(settings.size, owner)),))


def amount(settings: Package, owner: str, _held: Node, builder: Builder) -> Node:
    return Binary("*", _blocks(settings, owner, builder), builder.formula(settings.amount, owner))


def explain(settings: Package, owner: str, builder: Builder) -> Explained:
    parts = [
        Part("of", builder.formula(settings.of, owner), settings.of.type),
        Part("size", builder.formula(settings.size, owner), settings.of.type),
        Part("blocks", _blocks(settings, owner, builder), COUNT),
        Part("amount", builder.formula(settings.amount, owner), MONEY),
    ]
    zh, en = "{of}", "{of}"
    if settings.free is not None:
        zh, en = "{of} 减免 {free}", "{of} less {free} free"
        parts.append(Part("free", builder.formula(settings.free, owner), settings.of.type))
    return Worked(
        Words(
            f"{zh}，每 {{size}} 一档，不足一档按一档：{{blocks}} × {{amount}}",
            f"{en}, in blocks of {{size}}, a started block counts: {{blocks}} × {{amount}}",
        ),
        tuple(parts),
    )


FORM = RewardForm(
    key="package",
    name=Words("按包计价", "package"),
    doc=Words(
        "超过 free（默认 0）的部分每 size 为一档，不足一档按一档计，每档 amount。",
        "What is beyond free (0 unless said) is counted in blocks of size; every started block is worth amount.",
    ),
    example="package: {of: complaints, size: 3, amount: -50, free: 2}\n",
    schema=fragments.record(
        dict.fromkeys(("of", "size", "amount", "free"), fragments.FORMULA), required=("of", "size", "amount")
    ),
    read=read,
    amount=amount,
    explain=explain,
    along=lambda settings: settings.of,
)
