"""Made-up worlds for measures: people with spells and managers, rows with gaps and ties, and measures of every kind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import duckdb

from engine.measures import reference, relations
from engine.measures.clock import EPOCH, midnight, offsets
from engine.measures.measure import Dataset, Measure, Outcome
from engine.measures.reference import Setting
from engine.values import PeriodFacts
from rules.check import check_text
from rules.period import parse_period
from rules.score import facts

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Beirut")
COLUMNS = {
    "wait": "duration",
    "talk": "duration",
    "orders": "count",
    "amount": "money",
    "kind": {"choice": ["simple", "complex", "other"]},
    "solved": "flag",
    "note": "text",
    "rater": "text",
    "due": "date",
    "balance": "number",
}
WRITTEN = {
    "wait": "DECIMAL(9, 3)",
    "talk": "DECIMAL(23, 8)",
    "orders": "BIGINT",
    "amount": "DECIMAL(18, 4)",
    "kind": "VARCHAR",
    "solved": "BOOLEAN",
    "note": "VARCHAR",
    "rater": "VARCHAR",
    "due": "DATE",
    "balance": "DECIMAL(23, 8)",
}
VALUES = (
    "count()",
    "count(solved)",
    "count(kind = 'complex') / count()",
    "count(wait)",
    "sum(talk)",
    "sum(amount) / sum(orders)",
    "sum(balance)",
    "mean(talk)",
    "mean(balance)",
    "median(wait)",
    "percentile(talk, 90)",
    "percentile(amount, 12.5)",
    "percentile(balance, 100)",
    "percentile(orders, 0)",
    "stddev(talk)",
    "stddev(amount)",
    "cv(wait)",
    "cv(balance)",
    "maximum(wait) - minimum(wait)",
    "distinct(kind)",
    "distinct(orders)",
    "share(wait <= 20s)",
    "share(wait <= patience)",
    "share(solved or wait < 5s)",
    "share(kind = 'simple' and not solved)",
    "first(talk)",
    "last(amount)",
    "last(kind)",
    "first(solved)",
    "last(due)",
    "mean(if(solved, talk, 2 * talk))",
    "sum(orders * amount)",
    "mean(amount / orders)",
    "1 - cv(talk)",
    "if(count() = 0, 0, share(solved))",
    "sqrt(count())",
    "coalesce(sum(amount), 0) / period_days()",
    "max(mean(wait), 15s)",
    "round(sum(balance), -1)",
    "count(team = 'day')",
    "count(amount > quota)",
)
NUMBERS = tuple(value for value in VALUES if value not in ("last(kind)", "first(solved)", "last(due)"))
THENS = (
    "share(value >= 80%)",
    "minimum(value)",
    "maximum(value)",
    "mean(value)",
    "median(value)",
    "percentile(value, 90)",
    "stddev(value)",
    "cv(value)",
    "count()",
    "count(value)",
    "first(value)",
    "last(value)",
    "sum(value)",
    "distinct(value)",
)
CONDITIONS = (
    "solved",
    "kind = 'complex'",
    "wait > 10s and not solved",
    "kind = 'other' or amount >= 50",
    "orders >= least",
)
WINDOWS = (
    {"from": "09:00", "to": "18:00"},
    {"from": "09:00", "to": "17:30", "days": ["mon", "tue", "wed", "thu", "fri"]},
    {"from": "22:00", "to": "06:00"},
    {"from": "16:00", "to": "00:00"},
    {"from": "18:00", "to": "02:00", "days": ["fri", "sat"]},
    {"from": "06:00", "to": "06:00"},
)


@dataclass(frozen=True, slots=True)
class World:
    """Measures with everything that they read, as rows for DuckDB."""

    measures: tuple[Measure, ...]
    datasets: Mapping[str, Dataset]
    rows: Sequence[tuple[Any, ...]]
    results: Sequence[tuple[Any, ...]]
    people: Sequence[tuple[Any, ...]]
    members: Sequence[tuple[Any, ...]]
    period: PeriodFacts
    zone: str


def world(seed: int, rows: int = 300) -> World:
    """One made-up world; the same for the same seed."""
    chance = Random(f"world {seed}")
    zone = chance.choice(ZONES)
    period = facts(
        parse_period(chance.choice(("2026-10", "2026-11", "2026-03", "2026-W44", "2026-03-29", "2026-10-25")))
    )
    people, members = _people(chance, period)
    report = check_text(json.dumps(_document(chance)), "json")
    assert report.program is not None, [issue.to_json() for issue in report.issues]
    return World(
        measures=report.program.measures,
        datasets={dataset.id: dataset for dataset in report.program.datasets},
        rows=_rows(chance, period, zone, rows),
        results=[
            (f"p{n}", _manager(chance), _score(chance), chance.choice(("a", "b", None)), n, f"p{n % 3}")
            for n in range(14)
        ],
        people=people,
        members=members,
        period=period,
        zone=zone,
    )


def _document(chance: Random) -> dict[str, Any]:
    measures: dict[str, Any] = {}
    for number in range(14):
        measure: dict[str, Any] = {
            "dataset": "calls",
            "missing": "exclude",
            "decimals": chance.choice((6, 6, 6, 2, 0, 8)),
        }
        if chance.random() < 0.4:
            measure["every"] = chance.choice(("15min", "30min", "2h", "day", "week"))
            measure["value"] = chance.choice(NUMBERS)
            measure["then"] = chance.choice(THENS[1:] if "share" not in measure["value"] else THENS)
        else:
            measure["value"] = chance.choice(VALUES)
        if chance.random() < 0.4:
            measure["where"] = chance.choice(CONDITIONS)
        if chance.random() < 0.25:
            measure["hours"] = chance.sample(WINDOWS, chance.choice((1, 2)))
        if chance.random() < 0.2:
            measure["shift"] = chance.choice(WINDOWS)
        if chance.random() < 0.2:
            measure["by"] = "manager"
        if chance.random() < 0.2:
            measure["raters"] = {"at_least": chance.choice((1, 2, 3)), "independent": chance.random() < 0.6}
        if chance.random() < 0.2:
            measure["min_rows"] = chance.choice((1, 3, 20))
        if chance.random() < 0.2 and measure["value"] in NUMBERS and measure["value"] != "last(due)":
            measure["empty"] = 0
        measures[f"m{number}"] = measure
    for number, value in enumerate(
        ("mean(score)", "count(tier = 'a') / count()", "sum(done) / count()", "maximum(score)")
    ):
        by = chance.choice(("manager", "subject", "mentor"))
        measures[f"r{number}"] = {"scores_of": "agents", "by": by, "columns": {"done": "count"}, "value": value}
        measures[f"r{number}"]["missing"] = "exclude"
    return {
        "scorewright": 1,
        "id": "world",
        "attributes": {"team": "text", "quota": "money"},
        "parameters": {
            "patience": {"value": "12s", "where": [{"team": "day", "value": "25s"}]},
            "least": {"value": 1, "from": {"2026-11": 2}},
        },
        "datasets": {"calls": {"subject": "who", "time": "at", "id": "call", "rater": "rater", "columns": COLUMNS}},
        "measures": measures,
        "metrics": {"m": {"value": "coalesce(r0, 0)", "weight": "100%", "points": "as_is"}},
    }


def _people(chance: Random, period: PeriodFacts) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Spells of ten people, some of whom change or leave; members are most of them."""
    people: list[tuple[Any, ...]] = []
    for number in range(10):
        middle = chance.randint(period.start, period.end)
        cuts = (
            [(None, None)] if chance.random() < 0.6 or middle == period.start else [(None, middle - 1), (middle, None)]
        )
        if chance.random() < 0.15:
            cuts = cuts[:1] if len(cuts) > 1 else [(middle, None)]
        for first, last in cuts:
            days = [None if day is None else date.fromordinal(day) for day in (first, last)]
            team = chance.choice(("day", "night", None))
            people.append(
                (f"p{number}", *days, _manager(chance), team, chance.choice((None, Decimal("40.5"), Decimal(3))))
            )
    members = [spell for spell in people if chance.random() < 0.9] if chance.random() < 0.5 else people
    return people, members


def _manager(chance: Random) -> str | None:
    return chance.choice((None, "p0", "p1", "p2", "p3"))


def _score(chance: Random) -> Decimal | None:
    return None if chance.random() < 0.1 else Decimal(chance.randint(0, 12_000)) / 100


def _rows(chance: Random, period: PeriodFacts, zone: str, count: int) -> list[tuple[Any, ...]]:
    clock = offsets(zone, period.start, period.end)
    low, high = midnight(period.start - 1), midnight(period.end + 2)
    changes = [start for start, _ in clock.changes[1:]]
    rows = []
    for number in range(count):
        moment = chance.randrange(low, high, 1000)
        if chance.random() < 0.5:
            moment = chance.randrange(low // 60_000_000, high // 60_000_000) * 60_000_000
        if changes and chance.random() < 0.3:
            moment = chance.choice(changes) + chance.randrange(-4 * 3600, 4 * 3600) * 1_000_000
        rows.append(
            (
                f"p{chance.randint(0, 11)}",
                (EPOCH + timedelta(microseconds=moment)).replace(tzinfo=None),
                f"c{number:05d}",
                _maybe(chance, Decimal(chance.randrange(0, 40_000)) / chance.choice((1, 10, 1000)) / 1000, "0.001"),
                _maybe(chance, Decimal(chance.choice((0, 60, 61, 90, chance.randrange(0, 5000)))), "1"),
                _maybe(chance, Decimal(chance.randrange(0, 6)), "1"),
                _maybe(chance, Decimal(chance.randrange(0, 10_000)) / 100, "0.01"),
                chance.choice(("simple", "complex", "other", None)),
                chance.choice((True, False, None)),
                chance.choice(("x", "y", None)),
                chance.choice((None, "p0", "p1", "p2", "p3", "p4", "x9")),
                chance.choice((None, date(2026, 11, 1), date(2026, 12, 24))),
                _maybe(chance, _balance(chance), "0.00000001"),
            )
        )
    return rows


def _balance(chance: Random) -> Decimal:
    """Some so large that floats do not tell their cents apart."""
    if chance.random() < 0.01:
        return Decimal(chance.randrange(-(10**15) + 1, 10**15))
    return Decimal(chance.randrange(-(10**9), 10**9)) / 10 ** chance.choice((0, 3, 8))


def _maybe(chance: Random, value: Decimal, step: str) -> Decimal | None:
    return None if chance.random() < 0.1 else value.quantize(Decimal(step))


SPELL = "subject VARCHAR, from_day DATE, to_day DATE, manager VARCHAR, team VARCHAR, quota DECIMAL(18, 4)"
RESULT = "subject VARCHAR, manager VARCHAR, score DECIMAL(18, 2), tier VARCHAR, done BIGINT, mentor VARCHAR"


def load(con: duckdb.DuckDBPyConnection, made: World) -> None:
    """The tables ``calls``, ``agents``, ``people`` and ``members``."""
    columns = ", ".join(f"{name} {type}" for name, type in WRITTEN.items())
    _table(con, "calls", f"subject VARCHAR, time TIMESTAMP, id VARCHAR, {columns}", made.rows)
    _table(con, "agents", RESULT, made.results)
    _table(con, "people", SPELL, made.people)
    _table(con, "members", SPELL, made.members)


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: str, rows: Sequence[tuple[Any, ...]]) -> None:
    con.execute(f"CREATE OR REPLACE TABLE {name} ({columns})")
    if rows:
        cells = [[None if cell is None else str(cell) for cell in column] for column in zip(*rows, strict=True)]
        con.execute(f"INSERT INTO {name} SELECT {', '.join(['unnest(?::VARCHAR[])'] * len(cells))}", cells)


def expected(con: duckdb.DuckDBPyConnection, made: World) -> dict[str, dict[str, Outcome]]:
    """What the reference says of the loaded world."""
    first, last = made.period.start, made.period.end
    people = relations.read_spells(con, "people", first, last)
    members = relations.read_spells(con, "members", first, last)
    setting = Setting.of(made.period, made.zone, people, members)
    events = {"calls": relations.read_events(con, "calls", list(COLUMNS))}
    return reference.measured(made.measures, events, setting, {"agents": relations.read_results(con, "agents")})


def answers(
    con: duckdb.DuckDBPyConnection, relation: str, measures: Sequence[Measure]
) -> dict[str, dict[str, Outcome]]:
    """A relation of measured values in the form of the reference."""
    con.execute(f'SELECT * FROM "{relation}"')
    names = [column[0] for column in con.description or ()]
    found = {}
    for cells in con.fetchall():
        row = dict(zip(names, cells, strict=True))
        found[row["subject"]] = {
            measure.id: Outcome(
                relations.value_of(row[measure.id]), row[f"{measure.id}#reason"], row[f"{measure.id}#rows"]
            )
            for measure in measures
        }
    return found
