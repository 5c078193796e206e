"""Reward forms of the second opinion: functions from a person's position to the amount before conditions and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from tests.differential.oracle import Value, half_away, places, read_number
from tests.differential.oracle_methods import Points
from tests.differential.oracle_sums import Json, checked, dealt, names_of, plus, times

if TYPE_CHECKING:
    from tests.differential.oracle_rules import Judge


def _amount(judge: Judge, name: str, raw: object, _held: list[bool]) -> Points:
    return judge.formula(name, raw)


def _by_tier(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    amounts = {tier: judge.formula(name, value) for tier, value in raw.items()}

    def amount(n: int) -> Value:
        values = judge.people[n].values
        if values["score"] is None:
            return None
        return amounts[values["tier"]](n) if values["tier"] in amounts else Fraction(0)

    return amount


def _graduated(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    of = judge.formula(name, raw["of"])

    def amount(n: int) -> Value:
        total, low, parts = of(n), Fraction(0), []
        if total is None:
            return None
        for bracket in raw["brackets"]:
            high = read_number(bracket.get("up_to", 10**15))
            if total > low:
                parts += [
                    checked((min(total, high) - low) * read_number(bracket["rate"])),
                    read_number(bracket.get("amount", 0)),
                ]
            low = high
        return plus(*parts)

    return amount


def _whole(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    of = judge.formula(name, raw["of"])

    def amount(n: int) -> Value:
        total = of(n)
        if total is None or total <= 0:
            return None if total is None else Fraction(0)
        bracket = next(row for row in raw["brackets"] if "up_to" not in row or total <= read_number(row["up_to"]))
        return plus(times(total, read_number(bracket["rate"])), read_number(bracket.get("amount", 0)))

    return amount


def _package(judge: Judge, name: str, raw: Json, _held: list[bool]) -> Points:
    of = judge.formula(name, raw["of"])

    def amount(n: int) -> Value:
        counted = of(n)
        if counted is None:
            return None
        beyond = max(Fraction(0), checked(counted - read_number(raw.get("free", 0))))
        return times(Fraction(ceil(checked(beyond / read_number(raw["size"])))), read_number(raw["amount"]))

    return amount


def _column(judge: Judge, name: str, raw: object) -> list[Value]:
    """What is ranked or shared by."""
    if str(raw).isidentifier():
        return [person.values.get(str(raw)) for person in judge.people]
    return judge.run.all_of(name, raw)


def _by_rank(judge: Judge, name: str, raw: Json, held: list[bool]) -> Points:
    of = _column(judge, name, raw["of"])
    amounts = [half_away(read_number(value), judge.minor) for value in raw["amounts"]]
    exact = [read_number(value) for value in raw["amounts"]]
    ascending = raw.get("ascending", False)

    def takes_part(n: int) -> bool:
        if of[n] is None or not held[n]:
            return False
        if "minimum" in raw:
            edge = read_number(raw["minimum"])
            if not (of[n] <= edge if ascending else of[n] >= edge):
                return False
        won = [judge.people[n].values.get(prize) for prize in judge.prizes]
        return not (
            "max_wins" in raw and won and (None in won or sum(1 for prize in won if prize > 0) >= raw["max_wins"])
        )

    def work(own: list[int]) -> list[Value]:
        placed = [n for n in own if takes_part(n)]
        answers: dict[int, Value] = {}
        if len(placed) >= raw.get("min_group", 1):
            for n in placed:
                tied = [m for m in placed if of[m] == of[n]]
                first, last = places([of[m] for m in placed], of[n], ascending)
                taken = amounts[first - 1 : last]
                if not taken:
                    continue
                if len(tied) == 1 or raw.get("ties", "share") == "same":
                    answers[n] = exact[first - 1]
                elif raw.get("ties", "share") == "share":
                    shares = dealt(
                        sum(taken, Fraction(0)),
                        [Fraction(1)] * len(tied),
                        [judge.people[m].id for m in tied],
                        judge.minor,
                    )
                    answers[n] = shares[tied.index(n)]
        return [answers.get(n, Fraction(0)) for n in own]

    column = judge.run.spread(names_of(raw), work, judge.minor)
    judge.prizes.append(f"{name} prize")
    judge.keep(judge.prizes[-1], column)
    return lambda n: Fraction(0) if column[n] is None else column[n]


def _pool(judge: Judge, name: str, raw: Json, held: list[bool]) -> Points:
    by = [Fraction(1)] * len(judge.people) if raw["by"] == "equally" else _column(judge, name, raw["by"])
    amount = _column(judge, name, raw["amount"])

    def work(own: list[int]) -> list[Value]:
        counted = [n for n in own if held[n] and by[n] is not None and amount[n] is not None]
        problem = None
        if counted and len({amount[n] for n in counted}) > 1:
            problem = "pool-differs"
        elif counted and (min(by[n] for n in counted) < 0 or not any(by[n] for n in counted)):
            problem = "pool-without-basis"
        if problem:
            for n in counted:
                judge.people[n].trouble = problem
        shares: dict[int, Value] = {}
        if counted and not problem:
            whole = half_away(amount[counted[0]], judge.minor)
            ids = [judge.people[n].id for n in counted]
            shares = dict(zip(counted, dealt(whole, [by[n] for n in counted], ids, judge.minor), strict=True))
        return [shares.get(n, None if held[n] else Fraction(0)) for n in own]

    column = judge.run.spread(names_of(raw), work, judge.minor)
    return lambda n: column[n]


def _discretionary(judge: Judge, name: str, _raw: object, _held: list[bool]) -> Points:
    return lambda n: judge.people[n].values[f"decision.{name.removeprefix('reward.')}"]


FORMS: Mapping[str, Callable[[Judge, str, Any, list[bool]], Points]] = {
    "amount": _amount, "by_tier": _by_tier, "graduated": _graduated, "whole": _whole, "package": _package,
    "by_rank": _by_rank, "pool": _pool, "discretionary": _discretionary,
}  # fmt: skip
