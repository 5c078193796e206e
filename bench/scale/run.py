"""How the time of a whole period grows: with people, with metrics, with comparing people, with events.

Every measurement is one ``scorewright run`` in this process, from Parquet files to Parquet files, or the measures of a
month of call records. The table goes into `docs/scale.md`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bench.page import machine, rewrite, table
from bench.period.events import by_measures, make_calls
from engine.program import Program
from rules.check import check_text
from rules.period import parse_period
from rules.score import facts
from service.in_place import in_duckdb
from service.in_place.files import mapped

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scale.md"
_POINTS = (
    "{bands: [{at_least: 80, points: 100}, {at_least: 50, points: 70}, {otherwise: 30}]}",
    "{curve: [[0, 0], [50, 60], [100, 100]]}",
    "{attainment: {target: 60, at_most: 120}}",
)
_RANKED = "{rank: {places: [100, 90, 80], otherwise: 50, within: team}}"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev bench scale", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="the most people")
    parser.add_argument("--events", type=int, default=10_000_000, help="the most events")
    parser.add_argument("--no-page", action="store_true", help="print only, leave docs/scale.md as it is")
    asked = parser.parse_args(words)
    busy = f"{os.getloadavg()[0]:.0f} other processes wanted the processors when this began."
    with tempfile.TemporaryDirectory() as scratch:
        rows = list(_measured(asked.people, asked.events, Path(scratch)))
    found = table(("what grows", "how it is scored", "size", "seconds", "a second"), rows)
    print(found)
    if not asked.no_page:
        rewrite("scale", f"{machine()} {busy}\n\n{found}", PAGE)
    return 0


def _measured(people: int, events: int, folder: Path) -> Iterator[tuple[str, ...]]:
    for count in (people // 10, people // 3, people):
        yield _row("people", "10 metrics, each alone", count, _scored(folder, count, 10, 0))
    for metrics in (5, 20, 80):
        seconds = _scored(folder, people // 10, metrics, 0)
        yield _row("metrics", f"{metrics} metrics", people // 10, seconds)
    for count in (people // 10, people // 3, people):
        yield _row("people", "10 metrics, two of them ranked in teams", count, _scored(folder, count, 10, 2))
    for count in (events // 10, events // 3, events):
        file = folder / "calls.parquet"
        make_calls(file, count, threads=2)
        start = time.perf_counter()
        by_measures(file, threads=2)
        yield _row("events", "8 measures of every agent", count, time.perf_counter() - start)


def _row(what: str, how: str, size: int, seconds: float) -> tuple[str, ...]:
    return what, how, f"{size:,}", f"{seconds:.1f}", f"{size / seconds:,.0f}"


def _scored(folder: Path, people: int, metrics: int, ranked: int) -> float:
    """Seconds from the file to the results."""
    program = _program(metrics, ranked)
    file, output = folder / "people.parquet", folder / f"{people}-{metrics}-{ranked}"
    _make_people(file, people, metrics)
    start = time.perf_counter()
    with in_duckdb.opened() as engine:
        columns = engine.columns(str(file))
        positions = {column.name: n for n, column in enumerate(columns)}
        how = mapped(program, columns, positions["subject"], positions)
        outcome = engine.score(program, facts(parse_period("2026-11")), str(file), how, None, output)
    seconds = time.perf_counter() - start
    assert outcome.people == people and outcome.by_scorer == 0, outcome
    return seconds


def _program(metrics: int, ranked: int) -> Program:
    weight = f"{100 / metrics:.4f}%"
    lines = [
        f"  m{n}: {{value: v{n}, weight: {weight}, points: {_RANKED if n < ranked else _POINTS[n % len(_POINTS)]}}}"
        for n in range(metrics)
    ]
    inputs = [f"  v{n}: {{type: number, missing: {n}}}" for n in range(metrics)]
    document = "\n".join(
        [
            "scorewright: 1", "id: growing", "period: month", "attributes: {team: text}", "inputs:", *inputs,
            "metrics:", *lines, "tiers:", "  - {id: gold, at_least: 80}", "  - {id: none}",
            "rewards:", "  bonus: {by_tier: {gold: 500, none: 0}}",
        ]
    )  # fmt: skip
    report = check_text(document)
    assert report.program is not None, report.issues
    return report.program


def _make_people(file: Path, people: int, metrics: int) -> None:
    values = [
        f"CASE WHEN hash(i * {2 * n + 3}) % 50 > 0 THEN (hash(i * {n + 5}) % 10000 / 100)::DECIMAL(6, 2) END AS v{n}"
        for n in range(metrics)
    ]
    person = ["'person-' || lpad(i::VARCHAR, 8, '0') AS subject", f"'team-' || (i % (1 + {people} // 20)) AS team"]
    selected = f"SELECT {', '.join(person + values)} FROM range({people}) AS people(i)"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({selected}) TO '{file}' (FORMAT parquet)")
