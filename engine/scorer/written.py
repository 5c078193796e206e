"""The answer for an ordinary person, written as text straight from the whole numbers of the quick door.

It says what :func:`engine.result.build_result` says, without building it: a fraction, a decimal and a mapping for every
number cost many times the scoring. It takes only who is scored with nothing missing and nothing left out; for anyone
else, and for programs whose answer takes more than reading values, it gives None.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from engine.formula.types import Kind
from engine.program import AdjustmentLine, MetricLine, Program, RewardLine
from engine.result import WEIGHT_DECIMALS, number
from engine.scorer.scorer import load_function

Scaled = tuple[Any, ...]

POINTS_DECIMALS = 4

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Unwritable(Exception):
    """The program's answers need more than reading values."""


def result_writer(program: Program, position: Mapping[str, int]) -> Callable[[str, Scaled], str | None] | None:
    """A function from a person's id and scaled values to the JSON of the result; ``position`` is the quick door's.

    None for a program whose answers are left to :func:`engine.result.build_result`.
    """
    try:
        return _Writer(program, position).load()
    except Unwritable:
        return None


@dataclass(frozen=True, slots=True)
class _Code:
    """An expression over ``row``, the values with the shares behind them, in a function that is still to be made."""

    text: str


class _Writer:
    """Collects the pieces of the result, constant texts and expressions, for one generated function."""

    def __init__(self, program: Program, position: Mapping[str, int]):
        self.program, self.position = program, position
        outline = program.outline
        self._functions: dict[str, object] = {"encode": _encode}
        self._shares = _Shares(program, position)
        self._parts: list[str | _Code] = ['{"subject":', _Code("encode(person)")]
        self._add(',"status":"scored","score":')
        self._number(outline.score, outline.score_decimals)
        self._add(',"tier":')
        self._text(outline.tier)
        self._add(',"metrics":{')
        for n, line in enumerate(outline.metrics):
            self._add("," if n else "")
            self._metric(line)
        self._add('},"adjustments":[')
        for n, adjustment in enumerate(outline.adjustments):
            self._add("," if n else "")
            self._adjustment(adjustment)
        self._add('],"rewards":[')
        for n, reward in enumerate(outline.rewards):
            self._add("," if n else "")
            self._reward(reward)
        self._add('],"payout":')
        self._payout()
        self._add(',"outcomes":[')
        self._outcomes()
        self._add('],"missing":[],"problem":null,"explanation":null')
        self._groups()
        self._add("}")

    def load(self) -> Callable[[str, Scaled], str | None]:
        """A function that gives the result's JSON, or None for a person of whom there is more to say."""
        outline, position = self.program.outline, self.position
        more = [f"row[{position[id]}] is None" for id in _needed(self.program)]
        more += [f"row[{position[line.excluded]}] is True" for line in outline.metrics if line.excluded]
        if outline.eligible:
            more.append(f"row[{position[outline.eligible]}] is not True")
        lines = ["def compute(person, row):", *(f"    if {test}: return None" for test in more)]
        if self._shares.place:
            self._functions["divided"] = self._shares.divided
            lines.append("    row = (*row, *divided(row))")
        pieces = [repr(part) if isinstance(part, str) else part.text for part in _joined(self._parts)]
        lines.append(f"    return ''.join(({', '.join(pieces)},))")
        name = f"<scorewright {self.program.rule_set}@{self.program.hash[:19]} written>"
        write: Callable[..., Any] = load_function(name, lines, self._functions)
        return write

    def _add(self, part: str | _Code) -> None:
        self._parts.append(part)

    def _metric(self, line: MetricLine) -> None:
        self._add(f'{_encode(line.id)}:{{"value":')
        step = self.program.step_by_id[line.value]
        if step.decimals is not None:
            self._number(line.value, line.decimals)
        elif step.type.is_text or step.type.kind is Kind.FLAG:
            self._plain(line.value)
        else:
            raise Unwritable
        self._add(',"points":')
        self._number(line.points, POINTS_DECIMALS)
        weight = None
        if line.weight is not None:
            weight = number(self.program.weights.get(line.id, Fraction(0)), WEIGHT_DECIMALS)
        self._add(f',"weight":{"null" if weight is None else weight},"contribution":')
        share = self._shares.place.get(line.id)
        if share is None:
            self._add("null")
        else:
            self._units(share, self.program.outline.score_decimals)
        self._add(',"excluded":false}')

    def _adjustment(self, line: AdjustmentLine) -> None:
        self._add(f'{{"id":{_encode(line.id)},"applies":')
        self._flag(line.when)
        self._add(',"effect":')
        self._number(line.effect, self.program.outline.score_decimals)
        self._add(f',"clause":{_encode(line.clause)}}}')

    def _reward(self, line: RewardLine) -> None:
        self._add(f'{{"id":{_encode(line.id)},"applies":')
        self._flag(line.met)
        self._add(',"amount":')
        self._money(line.amount)
        self._add(f',"clause":{_encode(line.clause)}')
        if line.item is not None:
            self._add(f',"item":{_encode({"kind": line.item_kind, "title": line.item.to_json()})}')
        if line.shares:
            self._add(',"shares":{')
            for n, (party, step) in enumerate(line.shares):
                self._add(f"{',' if n else ''}{_encode(party)}:")
                self._money(step)
            self._add("}")
        self._add("}")

    def _payout(self) -> None:
        line = self.program.outline.payout
        if line is None:
            self._add("null")
            return
        self._add('{"rewards":')
        self._money(line.rewards)
        self._add(',"penalties":')
        self._money(line.penalties)
        self._add(',"net":')
        self._money(line.net)
        self._add(f',"currency":{_encode(self.program.currency)}')
        if line.before_budget is not None:
            self._add(',"before_budget":')
            self._money(line.before_budget)
        if line.carried is not None:
            self._add(',"carried":')
            self._money(line.carried)
        self._add("}")

    def _outcomes(self) -> None:
        told = []
        for line in self.program.outline.outcomes:
            body = {
                "id": line.id,
                "do": line.do,
                "label": line.label.to_json(),
                "message": line.message.to_json() if line.message else None,
                "owner": line.owner,
                "clause": line.clause,
            }
            told.append((self.position[line.met], _encode(body)))
        if told:
            self._functions["told"] = lambda row: ",".join(text for position, text in told if row[position] is True)
            self._add(_Code("told(row)"))

    def _groups(self) -> None:
        groups = self.program.outline.groups
        if not groups:
            return
        self._add(',"groups":{')
        for n, group in enumerate(groups):
            self._add(f"{',' if n else ''}{_encode(group.id)}:{{" + '"points":')
            self._number(group.points, POINTS_DECIMALS)
            self._add(f',"weight":{number(group.weight, WEIGHT_DECIMALS)}}}')
        self._add("}")

    def _number(self, step: str | None, shown: int) -> None:
        if step is None:
            self._add("null")
            return
        decimals = self.program.step_by_id[step].decimals
        if decimals is None or decimals > shown:
            raise Unwritable
        self._units(self.position[step], decimals)

    def _units(self, position: int, decimals: int) -> None:
        self._functions[f"number{decimals}"] = _number_of(decimals)
        self._add(_Code(f"number{decimals}(row[{position}])"))

    def _money(self, step: str | None) -> None:
        if step is None:
            self._add("null")
            return
        if self.program.step_by_id[step].decimals != (decimals := self.program.money_decimals):
            raise Unwritable
        self._functions["amount"] = _amount
        self._add(_Code(f"amount(row[{self.position[step]}], {decimals})"))

    def _text(self, step: str | None) -> None:
        if step is None:
            self._add("null")
        elif not self.program.step_by_id[step].type.is_text:
            raise Unwritable
        else:
            self._plain(step)

    def _plain(self, step: str) -> None:
        self._add(_Code(f"encode(row[{self.position[step]}])"))

    def _flag(self, step: str | None) -> None:
        if step is None:
            self._add("true")
        else:
            self._add(_Code(f"('true' if row[{self.position[step]}] is True else 'false')"))


class _Shares:
    """What each metric brought to the base score, as :func:`engine.contributions.contributions` divides it.

    ``place`` says where a metric's share stands when the shares follow the scaled values.
    """

    def __init__(self, program: Program, position: Mapping[str, int]):
        outline = program.outline
        self.place: dict[str, int] = {}
        self._base = 0
        if outline.base is None:
            return
        if not program.weights or program.step_by_id[outline.base].decimals != outline.score_decimals:
            raise Unwritable
        self._base = position[outline.base]
        exact: list[tuple[int, Fraction]] = []
        for line in outline.metrics:
            if line.id in program.weights:
                decimals = program.step_by_id[line.points].decimals
                if decimals is None:
                    raise Unwritable
                self.place[line.id] = len(position) + len(exact)
                unit = Fraction(10) ** (outline.score_decimals - decimals)
                exact.append((position[line.points], program.weights[line.id] * unit))
        self._whole = lcm(*(factor.denominator for _, factor in exact))
        self._factors = [(at, factor.numerator * (self._whole // factor.denominator)) for at, factor in exact]

    def divided(self, scaled: Scaled) -> list[int]:
        """In units of the score's last decimal, adding up to the base: the largest remainders rise first."""
        if not self.place:
            return []
        whole = self._whole
        parts, rests = [], []
        for at, factor in self._factors:
            units, rest = divmod(scaled[at] * factor, whole)
            parts.append(units)
            rests.append(-rest)
        left = scaled[self._base] - sum(parts)
        if left:
            order = sorted(range(len(parts)), key=rests.__getitem__)
            for position in range(abs(left)):
                parts[order[position % len(order)]] += 1 if left > 0 else -1
        return parts


def _needed(program: Program) -> list[str]:
    """The steps without which the person is not scored, or there is something to tell."""
    outline = program.outline
    steps = [outline.score, *(step for line in outline.metrics for step in (line.points, line.value))]
    steps += [line.amount for line in outline.rewards]
    steps += [outline.base, outline.payout.net if outline.payout else None]
    return list(dict.fromkeys(step for step in steps if step is not None))


def _joined(parts: list[str | _Code]) -> list[str | _Code]:
    """Neighbouring constant texts as one."""
    joined: list[str | _Code] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


_SHORT = 10**15
"""Floats of at most 15 digits are shown as the decimals that they stand for."""


def _number_of(decimals: int) -> Callable[[int | None], str]:
    """So many units of 10^-decimals as a decimal without trailing zeros."""
    scale, form = 10**decimals, f"{{}}{{}}.{{:0{decimals}d}}".format

    def written(units: int | None) -> str:
        if units is None:
            return "null"
        if units % scale == 0:
            return str(units // scale)
        # below a thousandth they would come with an exponent
        if -_SHORT < units < _SHORT and not -scale < units * 1000 < scale:
            return repr(units / scale)
        whole, rest = divmod(abs(units), scale)
        return form("-" if units < 0 else "", whole, rest).rstrip("0")

    return written


def _amount(units: int | None, decimals: int) -> str:
    """An amount as a JSON string with all its minor units."""
    if units is None:
        return "null"
    sign, digits = ("-" if units < 0 else ""), f"{abs(units):0{decimals + 1}d}"
    return f'"{sign}{digits[:-decimals]}.{digits[-decimals:]}"' if decimals else f'"{sign}{digits}"'
