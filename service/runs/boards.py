"""Rankings, distributions and comparisons of a run's results. Only who was scored is counted."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from engine.result import Json, money, number
from service.duck import parquet, quoted
from service.runs.columns import STATUS, SUBJECT
from service.runs.reading import View
from service.work import Page

SCORED = f"v.{quoted(STATUS)} = 'scored'"


def leaderboard(
    view: View,
    by: str = "score",
    within: str | None = None,
    *,
    ascending: bool = False,
    anonymous: bool = False,
    me: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Page[Json]:
    """Places by ``by`` within each value of the attribute ``within``. Equal values share a place, and the places they
    take up are left out (1, 2, 2, 4). ``anonymous`` names nobody but ``me``."""
    column = view.order(by, "by")
    group = view.attribute(within, "within") if within else "NULL"
    direction = "ASC" if ascending else "DESC"
    rows = view.con.execute(
        f"SELECT *, count(*) OVER (PARTITION BY grouped, value) FROM (SELECT v.{quoted(SUBJECT)} AS subject, "
        f"{view.name_sql} AS name, CAST({group} AS VARCHAR) AS grouped, v.{column.sql} AS value, "
        f"rank() OVER (PARTITION BY {group} ORDER BY v.{column.sql} {direction}) AS place FROM {view.joined} "
        f"WHERE {SCORED} AND v.{column.sql} IS NOT NULL) "
        f"ORDER BY grouped NULLS LAST, place, subject LIMIT {limit + 1} OFFSET {offset}"
    ).fetchall()
    items = [
        {
            "place": place,
            "tied": tied,
            "subject": subject if not anonymous or subject == me else None,
            "name": name if not anonymous or subject == me else None,
            "group": grouped,
            "value": _value(view, by, value),
        }
        for subject, name, grouped, value, place, tied in rows[:limit]
    ]
    return Page(tuple(items), (offset + limit,) if len(rows) > limit else None)


def distribution(view: View, by: str = "score", bins: int = 10) -> Json:
    """How the values spread: bins of equal width that begin with the smallest, and how many people have each tier."""
    column = view.order(by, "by")
    unit = 10**column.decimals
    whole = f"CAST(v.{column.sql} * {unit} AS HUGEINT)"
    condition = f"{SCORED} AND v.{column.sql} IS NOT NULL"
    table = f"{parquet(view.values)} v"
    count, low, high, total = view.con.execute(
        f"SELECT count(*), min({whole}), max({whole}), sum({whole}) FROM {table} WHERE {condition}"
    ).fetchall()[0]
    body: Json = {
        "by": by,
        "count": count,
        "bins": [],
        "tiers": _tiers(view),
        "statuses": _statuses(view),
        "net": _net(view),
        "currency": view.program.currency,
    }
    if not count:
        return {**body, "lowest": None, "highest": None, "mean": None, "quartiles": None}
    width = -((low - high - 1) // bins)
    tier = view.layout.by_step[view.program.outline.tier].sql if view.program.outline.tier else "NULL"
    counted: dict[int, dict[str | None, int]] = {}
    for at, id, people in view.con.execute(
        f"SELECT CAST(({whole} - {low}) // {width} AS INTEGER), {tier}, count(*) FROM {table} WHERE {condition} "
        "GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall():
        counted.setdefault(at, {})[id] = people
    body["bins"] = [
        {
            "from": _value(view, by, Decimal(low + at * width).scaleb(-column.decimals)),
            "below": _value(view, by, Decimal(low + (at + 1) * width).scaleb(-column.decimals)),
            "count": sum(counted.get(at, {}).values()),
            "tiers": {id: people for id, people in counted.get(at, {}).items() if id is not None},
        }
        for at in range(-((low - high - 1) // width))
    ]
    quartiles = view.con.execute(
        f"SELECT quantile_disc(v.{column.sql}, [0.25, 0.5, 0.75]) FROM {table} WHERE {condition}"
    ).fetchall()[0][0]
    return {
        **body,
        "lowest": _value(view, by, Decimal(low).scaleb(-column.decimals)),
        "highest": _value(view, by, Decimal(high).scaleb(-column.decimals)),
        "mean": _mean(view, by, Fraction(total, count * unit), column.decimals),
        "quartiles": [_value(view, by, value) for value in quartiles],
    }


def compare_groups(view: View, within: str, by: str = "score") -> list[Json]:
    """Each value of an attribute: how many people, how they did, what they get."""
    group, column = view.attribute(within, "within"), view.order(by, "by")
    net = view.orders.get("net")
    paid = f"sum(v.{net.sql}) FILTER ({SCORED})" if net else "NULL"
    value = f"v.{column.sql}"
    rows = view.con.execute(
        f"SELECT CAST({group} AS VARCHAR) AS grouped, count(*), count({value}) FILTER ({SCORED}), "
        f"sum({value}) FILTER ({SCORED}), min({value}) FILTER ({SCORED}), max({value}) FILTER ({SCORED}), "
        f"quantile_disc({value}, 0.5) FILTER ({SCORED}), {paid} FROM {view.joined} GROUP BY 1 ORDER BY 1 NULLS LAST"
    ).fetchall()
    tiers = _tiers_by(view, group)
    return [
        {
            "group": name,
            "people": people,
            "scored": scored,
            "mean": _mean(view, by, Fraction(total) / scored, column.decimals) if scored else None,
            "median": _value(view, by, median),
            "lowest": _value(view, by, low),
            "highest": _value(view, by, high),
            "tiers": tiers.get(name, {}),
            "net": None if money_sum is None else money(Fraction(money_sum), view.program.money_decimals),
        }
        for name, people, scored, total, low, high, median, money_sum in rows
    ]


def _tiers(view: View) -> list[Json]:
    counted = _tiers_by(view, "NULL").get(None, {})
    return [
        {"id": tier.id, "label": tier.label.to_json(), "count": counted.get(tier.id, 0)}
        for tier in view.program.outline.tiers
    ]


def _tiers_by(view: View, group: str) -> dict[str | None, dict[str, int]]:
    tier = view.program.outline.tier
    if tier is None:
        return {}
    column = view.layout.by_step[tier].sql
    found: dict[str | None, dict[str, int]] = {}
    for name, id, count in view.con.execute(
        f"SELECT CAST({group} AS VARCHAR), v.{column}, count(*) FROM {view.joined} "
        f"WHERE {SCORED} AND v.{column} IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall():
        found.setdefault(name, {})[id] = count
    return found


def _net(view: View) -> str | None:
    """What everybody is paid together."""
    column = view.orders.get("net")
    if column is None:
        return None
    ((total,),) = view.con.execute(
        f"SELECT sum(v.{column.sql}) FROM {parquet(view.values)} v WHERE {SCORED}"
    ).fetchall()
    return money(Fraction(total or 0), view.program.money_decimals)


def _statuses(view: View) -> Mapping[str, int]:
    table = parquet(view.values)
    return dict(view.con.execute(f"SELECT {quoted(STATUS)}, count(*) FROM {table} GROUP BY 1 ORDER BY 1").fetchall())


def _value(view: View, by: str, value: Decimal | None) -> Any:
    """A number; an amount of money as text with all its minor units."""
    if value is None:
        return None
    if by == "net" or by.startswith("reward:"):
        return money(Fraction(value), view.program.money_decimals)
    return number(Fraction(value), view.orders[by].decimals)


def _mean(view: View, by: str, mean: Fraction, decimals: int) -> Any:
    """Rounded like the values themselves; an amount to its minor unit."""
    shown = number(mean, decimals)
    return _value(view, by, shown)
