"""The columns of results that are written as Parquet, and the rows of people whom the scorer took."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.formula.types import Kind
from engine.program import Program
from engine.result import build_result
from engine.values import Evaluation

WHOLE_DIGITS = 15
SCORED, INCOMPLETE, NOT_ELIGIBLE, PROBLEM = "scored", "incomplete", "not_eligible", "problem"


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of results: its name, how many decimals a number has (None for flags and texts), where it comes from.

    ``step`` is the step whose value it is, ``read`` takes it out of the body of a result. ``complete``: it is shown
    only for people with a whole result.
    """

    name: str
    step: str | None
    read: Callable[[Mapping[str, Any]], object]
    decimals: int | None = None
    flag: bool = False
    complete: bool = False

    @property
    def type(self) -> str:
        """The type in DuckDB and Spark."""
        if self.decimals is not None:
            return f"DECIMAL({WHOLE_DIGITS + self.decimals}, {self.decimals})"
        return "BOOLEAN" if self.flag else "VARCHAR"


def columns_of(program: Program) -> tuple[ResultColumn, ...]:
    """Named as in results written as CSV: who, how it went, the score, and every line of the outline."""
    outline, money = program.outline, program.money_decimals
    found = [
        ResultColumn("subject", None, lambda body: body["subject"]),
        ResultColumn("status", None, lambda body: body["status"]),
    ]
    if outline.score is not None:
        read = lambda body: body["score"]  # noqa: E731
        found.append(ResultColumn("score", outline.score, read, outline.score_decimals, complete=True))
    if outline.tier is not None:
        found.append(ResultColumn("tier", outline.tier, lambda body: body["tier"], complete=True))
    for metric in outline.metrics:
        found.append(_metric_value(program, metric.id, metric.value, metric.decimals))
        points = _in("metrics", metric.id, "points")
        found.append(ResultColumn(f"metrics.{metric.id}.points", metric.points, points, 4))
    for line in outline.adjustments:
        read_effect = _listed("adjustments", line.id, "effect")
        found.append(ResultColumn(f"adjustments.{line.id}", line.effect, read_effect, outline.score_decimals))
    for reward in outline.rewards:
        name = f"rewards.{reward.id}"
        if reward.amount is not None:
            amount = _listed("rewards", reward.id, "amount")
            found.append(ResultColumn(name, reward.amount, amount, money, complete=True))
        else:
            applies = _listed("rewards", reward.id, "applies")
            found.append(ResultColumn(name, reward.met, applies, flag=True, complete=True))
    if outline.payout is not None:
        for part in ("rewards", "penalties", "net"):
            step = getattr(outline.payout, part)
            found.append(ResultColumn(f"payout.{part}", step, _in("payout", part), money, complete=True))
    found.append(ResultColumn("outcomes", None, lambda body: " ".join(one["id"] for one in body["outcomes"]) or None))
    found.append(ResultColumn("problem", None, lambda body: (body["problem"] or {}).get("code")))
    return tuple(found)


def _metric_value(program: Program, id: str, step: str, decimals: int) -> ResultColumn:
    type = program.step_by_id[step].type if step in program.step_by_id else program.input_by_id[step].type
    read = _in("metrics", id, "value")
    name = f"metrics.{id}.value"
    if type.is_number or type.kind is Kind.DATE:
        return ResultColumn(name, step, read, decimals)
    return ResultColumn(name, step, read, flag=type.kind is Kind.FLAG)


def _in(*path: str) -> Callable[[Mapping[str, Any]], object]:
    def read(body: Mapping[str, Any]) -> object:
        found: Any = body
        for name in path:
            found = None if found is None else found.get(name)
        return found

    return read


def _listed(section: str, id: str, field: str) -> Callable[[Mapping[str, Any]], object]:
    return lambda body: next((line[field] for line in body[section] if line["id"] == id), None)


def row_of(program: Program, columns: Sequence[ResultColumn], found: Evaluation) -> tuple[object, ...]:
    """The row of one person whom the scorer took."""
    body = build_result(program, found).to_json()
    return tuple(_cell(column, column.read(body)) for column in columns)


def refused_row(columns: Sequence[ResultColumn], subject: str, codes: Iterable[object]) -> tuple[object, ...]:
    """The row of one person whom the door refused, with the codes of the issues."""
    told = {"subject": subject, "status": PROBLEM, "problem": " ".join(dict.fromkeys(str(code) for code in codes))}
    return tuple(told.get(column.name) for column in columns)


def _cell(column: ResultColumn, value: object) -> object:
    if value is None or column.decimals is None:
        return value
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-column.decimals))
