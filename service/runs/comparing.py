"""Two sets of results of the same people side by side: who changes tier or status, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from service.runs.differences import Side, side_sql

FIELDS = ("status", "score", "tier", "net")
CHANGED = " OR ".join(f"{field}_before IS DISTINCT FROM {field}_after" for field in FIELDS)
BOTH_SCORED = "status_before = 'scored' AND status_after = 'scored'"


@dataclass(frozen=True, slots=True)
class Move:
    """So many people have ``before`` on the one side and ``after`` on the other; None where they have nothing."""

    before: str | None
    after: str | None
    people: int


@dataclass(frozen=True, slots=True)
class PersonChange:
    """One person on both sides; None where the person takes no part or is not scored. Amounts are exact texts."""

    subject: str
    name: str | None
    status: tuple[str | None, str | None]
    score: tuple[Decimal | None, Decimal | None]
    tier: tuple[str | None, str | None]
    net: tuple[str | None, str | None]
    net_change: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """``before`` and ``after`` count the people of each side, ``changed`` those for whom anything differs.

    ``tiers`` has every pair of tiers that somebody has who is scored on both sides, ``statuses`` the pairs of statuses
    that differ. ``up`` and ``down`` count changes of tier by the order of the later ladder; a tier that only one side
    has gives no direction. Totals are None on a side without money.
    """

    before: int
    after: int
    changed: int
    statuses: tuple[Move, ...]
    tiers: tuple[Move, ...]
    tiers_changed: int
    up: int
    down: int
    currencies: tuple[str | None, str | None]
    totals: tuple[str | None, str | None]
    total_change: str | None
    people: tuple[PersonChange, ...]


def compared(
    con: duckdb.DuckDBPyConnection, before: Side, after: Side, *, names: tuple[str, str], limit: int
) -> Comparison:
    """``names`` are SELECTs of subject and name for both sides. ``limit`` people are told, largest amounts first."""
    pairs = "".join(f", b.{field} AS {field}_before, a.{field} AS {field}_after" for field in FIELDS)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE compared AS SELECT coalesce(a.subject, b.subject) AS subject{pairs} "
        f"FROM ({side_sql(before)}) b FULL JOIN ({side_sql(after)}) a ON a.subject = b.subject"
    )
    ladder = [tier.id for tier in after[0].program.outline.tiers]
    moves = _moves(con, "tier", BOTH_SCORED) if ladder or before[0].program.outline.tiers else ()
    steps = [
        (ladder.index(move.before) - ladder.index(move.after), move.people) for move in moves if _known(move, ladder)
    ]
    currencies = _currency(before), _currency(after)
    counts = _row(con, f"count(status_before), count(status_after), count(*) FILTER ({CHANGED})")
    sums = _row(con, "sum(net_before), sum(net_after), sum(coalesce(net_after, 0) - coalesce(net_before, 0))")
    totals = [
        _total(amount, side) if has else None
        for amount, side, has in zip(sums[:2], (before, after), currencies, strict=True)
    ]
    same_money = currencies[0] is not None and currencies[0] == currencies[1]
    return Comparison(
        before=counts[0],
        after=counts[1],
        changed=counts[2],
        statuses=_moves(con, "status", "status_before IS DISTINCT FROM status_after"),
        tiers=moves,
        tiers_changed=sum(move.people for move in moves if move.before != move.after),
        up=sum(people for step, people in steps if step > 0),
        down=sum(people for step, people in steps if step < 0),
        currencies=currencies,
        totals=(totals[0], totals[1]),
        total_change=_total(sums[2], after) if same_money else None,
        people=_people(con, names, limit, same_money),
    )


def _moves(con: duckdb.DuckDBPyConnection, field: str, condition: str) -> tuple[Move, ...]:
    rows = con.execute(
        f"SELECT {field}_before, {field}_after, count(*) FROM compared WHERE {condition} "
        "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    return tuple(Move(*row) for row in rows)


def _known(move: Move, ladder: Sequence[str]) -> bool:
    return move.before in ladder and move.after in ladder


def _people(
    con: duckdb.DuckDBPyConnection, names: tuple[str, str], limit: int, same_money: bool
) -> tuple[PersonChange, ...]:
    """Whom it concerns most: the largest amount first, then the largest change of the score."""
    pairs = ", ".join(f"c.{field}_before, c.{field}_after" for field in FIELDS)
    change = "coalesce(c.net_after, 0) - coalesce(c.net_before, 0)"
    rows = con.execute(
        f"SELECT c.subject, coalesce(a.name, b.name), {pairs}, {change} FROM compared c "
        f"LEFT JOIN ({names[0]}) b ON b.subject = c.subject LEFT JOIN ({names[1]}) a ON a.subject = c.subject "
        f"WHERE {CHANGED} ORDER BY abs({change}) DESC, abs(c.score_after - c.score_before) DESC NULLS FIRST, c.subject "
        f"LIMIT {limit}"
    ).fetchall()
    return tuple(
        PersonChange(
            row[0],
            row[1],
            (row[2], row[3]),
            (row[4], row[5]),
            (row[6], row[7]),
            (_text(row[8]), _text(row[9])),
            _text(row[10]) if same_money else None,
        )
        for row in rows
    )


def _row(con: duckdb.DuckDBPyConnection, told: str) -> tuple[Any, ...]:
    found = con.execute(f"SELECT {told} FROM compared").fetchone()
    assert found is not None
    return found  # type: ignore[no-any-return]


def _currency(side: Side) -> str | None:
    """The currency of a side that has money to pay out."""
    program = side[0].program
    return program.currency if program.outline.payout is not None else None


def _total(amount: Decimal | None, side: Side) -> str:
    """Nobody with an amount is an amount of nothing."""
    return f"{amount or 0:.{side[0].program.money_decimals}f}"


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
