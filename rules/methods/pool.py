"""A sum shared among people, to the cent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.explained import Explained, Part, Worked
from engine.formula.nodes import Call, Name, Node, number
from engine.formula.types import MONEY, NUMBER
from engine.issues import Path, Words
from rules.builder import Builder
from rules.document import fragments
from rules.methods.method import RewardForm
from rules.model import Formula
from rules.reader import Reader

EQUALLY = "equally"


@dataclass(frozen=True, slots=True)
class Pool:
    """The sum, what it is shared by (None: equally), and among whom."""

    amount: Formula
    by: Formula | None
    within: tuple[str, ...]


def read(raw: Any, path: Path, reader: Reader) -> Pool | None:
    amount = reader.formula(raw["amount"], (*path, "amount"), want="money")
    equally = raw["by"] == EQUALLY
    by = None if equally else reader.formula(raw["by"], (*path, "by"))
    within = reader.within(raw.get("within"), (*path, "within"))
    return None if amount is None or (by is None and not equally) else Pool(amount, by, within)


def _basis(settings: Pool, owner: str, builder: Builder) -> Node:
    return number(1) if settings.by is None else builder.named(builder.formula(settings.by, owner), owner)


def amount(settings: Pool, owner: str, held: Node, builder: Builder) -> Node:
    call = Call(
        "share_pool",
        (
            builder.formula(settings.amount, owner),
            _basis(settings, owner, builder),
            held,
            number(builder.money_decimals),
        ),
        tuple(("within", Name(name)) for name in settings.within),
    )
    share = Words("奖金池份额", "share of the pool")
    return builder.lift(call, owner, settings.amount.path[:-1], MONEY, builder.money_decimals, share)


def explain(settings: Pool, owner: str, builder: Builder) -> Explained:
    whole = Part("amount", builder.formula(settings.amount, owner), MONEY)
    if settings.by is None:
        return Worked(Words("{amount} 平均分配", "{amount} shared equally"), (whole,))
    sentence = Words(
        "{amount} 按各人的份额分配，本人为 {basis}", "{amount} shared in proportion; one's own share is {basis}"
    )
    return Worked(sentence, (whole, Part("basis", _basis(settings, owner, builder), NUMBER)))


FORM = RewardForm(
    key="pool",
    name=Words("奖金池", "pool"),
    doc=Words(
        "把 amount 分给同一 within 内满足 when 的人：by: score 按得分，equally 平均，或任何公式。各人的份额精确到分，"
        "合计等于总额；余下的分给小数部分最大者，相同时按人员编号。同组各人的 amount 必须相同；份额合计为 0 或有负数"
        "时不能分配。",
        "Shares amount among the people of one within who meet when: by: score in proportion to the score, equally, "
        "or by "
        "any formula. Shares are exact to the cent and add up; left-over cents go to the largest remainders, equal "
        "ones by "
        "person id. The amount must be the same for everyone in the group; with shares that sum to 0, or a negative "
        "one, "
        "nothing can be divided.",
    ),
    example="pool: {amount: 10000, by: score, within: team}\n",
    schema=fragments.record(
        {"amount": fragments.FORMULA, "by": fragments.FORMULA, "within": fragments.WITHIN}, required=("amount", "by")
    ),
    read=read,
    amount=amount,
    explain=explain,
)
