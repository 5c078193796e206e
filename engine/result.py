"""One person's result, read from the program's outline and the published values: the same for every evaluator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.contributions import contributions, effective_weights
from engine.issues import CODES
from engine.numbers import round_half_away
from engine.program import Program, RewardLine
from engine.reasons import NOTHING_MEASURED, Reason, why_missing
from engine.values import Evaluation, Value

Json = dict[str, object]

WEIGHT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that was missing: the root cause, what it touched, and what was then done.

    ``then`` is ``excluded`` (left out, its weight shared), ``points`` (the declared points were given), ``not-met`` or
    ``incomplete``.
    """

    reason: Reason
    touched: str
    then: str

    def to_json(self) -> Json:
        return {"id": self.reason.id, "reason": self.reason.code, "affects": self.touched, "then": self.then}


@dataclass(frozen=True, slots=True)
class Result:
    """What a caller gets for one person. ``body`` has the fields of the API's answer, numbers as exact decimals."""

    subject: str
    status: str
    score: Decimal | None
    tier: str | None
    missing: tuple[Missing, ...]
    body: Json

    def to_json(self) -> Json:
        return self.body


def build_result(program: Program, evaluation: Evaluation, measured: Mapping[str, str] = NOTHING_MEASURED) -> Result:
    """The result of one evaluation. ``status`` is ``scored``, ``incomplete``, ``not_eligible`` or ``problem``.

    ``measured`` says why measures have no value, by id.
    """
    values = evaluation.values
    outline = program.outline
    status, missing = _status(program, evaluation, measured)
    complete = status == "scored"
    score = number(values.get(outline.score), outline.score_decimals) if outline.score and complete else None
    tier = values.get(outline.tier) if outline.tier and complete else None
    body: Json = {
        "subject": evaluation.person,
        "status": status,
        "score": score,
        "tier": tier,
        "metrics": _metrics(program, values),
        "adjustments": [
            {
                "id": line.id,
                "applies": line.when is None or values.get(line.when) is True,
                "effect": number(values.get(line.effect), outline.score_decimals),
                "clause": line.clause,
            }
            for line in outline.adjustments
        ],
        "rewards": [_reward(program, line, values) for line in outline.rewards] if complete else [],
        "payout": _payout(program, values) if complete else None,
        "outcomes": [
            {
                "id": line.id,
                "do": line.do,
                "label": line.label.to_json(),
                "message": line.message.to_json() if line.message else None,
                "owner": line.owner,
                "clause": line.clause,
            }
            for line in outline.outcomes
            if complete and values.get(line.met) is True
        ],
        "missing": [item.to_json() for item in missing],
        "problem": None,
        "explanation": None,
    }
    if outline.groups:
        body["groups"] = {
            group.id: {"points": number(values.get(group.points), 4), "weight": number(group.weight, WEIGHT_DECIMALS)}
            for group in outline.groups
        }
    if evaluation.trouble is not None:
        trouble = evaluation.trouble
        words = CODES[trouble.code].message
        body["problem"] = {"code": trouble.code, "step": trouble.step, "message": words.to_json()}
    return Result(evaluation.person, status, score, tier if isinstance(tier, str) else None, missing, body)


def _status(program: Program, evaluation: Evaluation, measured: Mapping[str, str]) -> tuple[str, tuple[Missing, ...]]:
    values, outline = evaluation.values, program.outline

    def missing(step: str, touched: str, then: str) -> list[Missing]:
        return [Missing(reason, touched, then) for reason in why_missing(program, step, values, measured)]

    if evaluation.trouble is not None:
        return "problem", ()
    if outline.eligible is not None and values.get(outline.eligible) is not True:
        if values.get(outline.eligible) is False:
            return "not_eligible", ()
        return "incomplete", tuple(missing(outline.eligible, "eligible", "incomplete"))
    found: list[Missing] = []
    blocked = outline.score is not None and values.get(outline.score) is None
    for line in outline.metrics:
        if values.get(line.points) is None:
            left_out = line.excluded is not None and values.get(line.excluded) is True
            then = (
                "excluded" if left_out else "incomplete" if line.weight or not outline.score else "shown-without-points"
            )
            found += missing(line.points, line.id, then)
        elif values.get(line.value) is None:
            found += missing(line.value, line.id, "points")
    if blocked and not any(item.then == "incomplete" for item in found):
        found += missing(str(outline.score), "score", "incomplete")
    for reward in outline.rewards:
        if reward.amount is not None and values.get(reward.amount) is None and not blocked:
            blocked = True
            found += missing(reward.amount, reward.id, "incomplete")
    if not blocked and outline.payout is not None and values.get(outline.payout.net) is None:
        blocked = True
        found += missing(outline.payout.net, "payout", "incomplete")
    return ("incomplete" if blocked else "scored"), tuple(dict.fromkeys(found))


def _metrics(program: Program, values: Mapping[str, Value]) -> Json:
    outline = program.outline
    weights = effective_weights(program, values)
    parts = contributions(program, values)
    return {
        line.id: {
            "value": plain(values.get(line.value), line.decimals),
            "points": number(values.get(line.points), 4),
            "weight": number(weights.get(line.id, Fraction(0)) if line.weight is not None else None, WEIGHT_DECIMALS),
            "contribution": number(parts.get(line.id), outline.score_decimals),
            "excluded": bool(line.excluded and values.get(line.excluded) is True),
        }
        for line in outline.metrics
    }


def _reward(program: Program, line: RewardLine, values: Mapping[str, Value]) -> Json:
    applies = line.met is None or values.get(line.met) is True
    reward: Json = {"id": line.id, "applies": applies, "amount": None, "clause": line.clause}
    if line.amount is not None:
        reward["amount"] = money(values.get(line.amount), program.money_decimals)
    if line.item is not None:
        reward["item"] = {"kind": line.item_kind, "title": line.item.to_json()}
    if line.shares:
        reward["shares"] = {party: money(values.get(step), program.money_decimals) for party, step in line.shares}
    return reward


def _payout(program: Program, values: Mapping[str, Value]) -> Json | None:
    line = program.outline.payout
    if line is None:
        return None
    decimals = program.money_decimals
    payout: Json = {
        "rewards": money(values.get(line.rewards), decimals),
        "penalties": money(values.get(line.penalties), decimals),
        "net": money(values.get(line.net), decimals),
        "currency": program.currency,
    }
    if line.before_budget is not None:
        payout["before_budget"] = money(values.get(line.before_budget), decimals)
    if line.carried is not None:
        payout["carried"] = money(values.get(line.carried), decimals)
    return payout


def number(value: Value, decimals: int) -> Decimal | None:
    """An exact number as a decimal without trailing zeros; a weight that has no end is rounded."""
    if not isinstance(value, Fraction):
        return None
    units, rest = divmod(value.numerator * 10**decimals, value.denominator)
    if rest:
        units = int(round_half_away(value, decimals) * 10**decimals)
    if units % 10**decimals == 0:
        return Decimal(units // 10**decimals)
    return Decimal(units).scaleb(-decimals).normalize()


def plain(value: Value, decimals: int) -> object:
    """Any value as JSON: numbers as decimals, flags and texts as they are."""
    return number(value, decimals) if isinstance(value, Fraction) else value


def money(value: Value, decimals: int) -> str | None:
    """An amount as a decimal text with all its minor units: ``640.00``."""
    if not isinstance(value, Fraction):
        return None
    units = value.numerator * 10**decimals // value.denominator
    sign, digits = ("-" if units < 0 else ""), f"{abs(units):0{decimals + 1}d}"
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"
