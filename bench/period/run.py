"""`./dev bench period`: a month of a million people, of ten million, and of their calls, against work by hand."""

from __future__ import annotations

import argparse
import tempfile
from importlib.metadata import version
from math import isclose
from pathlib import Path

import duckdb

from bench import page
from bench.period import events
from bench.period.files import Cost, measured
from bench.period.peers import BY_HAND, PLAN, Peer, best_of, different, in_memory, make_people, paid_wrongly, people_sql
from bench.period.person_by_person import seconds_a_person
from bench.period.sums import sums_only
from bench.row import reference
from bench.row.outcome import Outcome

ROUNDS = 5
CHECKED = 5_000
"""People whose values are compared with exact fractions."""


def main(words: list[str]) -> int:
    """Return 0 when the peers agree and were measured, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench period", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="people of the comparison in memory")
    parser.add_argument("--many", type=int, default=10_000_000, help="people of the comparison from file to file")
    parser.add_argument("--sample", type=int, default=20_000, help="people for peers that take one at a time")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds per peer; the best one counts")
    parser.add_argument("--folder", type=Path, default=None, help="where the files are written meanwhile")
    parser.add_argument("--events", type=int, default=50_000_000, help="call records of the comparison of measures")
    chosen = parser.parse_args(words)
    with duckdb.connect() as con:
        make_people(con, chosen.people)
        peers = in_memory(con)
        best = best_of(peers, chosen.rounds)
        values = {peer.name: peer.values() for peer in peers}
        wrong = {name: different(values[PLAN], found) for name, found in values.items()}
        wrong = {name: found for name, found in wrong.items() if found}
        unlike = _unlike_fractions(con, values[PLAN])
        for name, found in {**wrong, **({"exact fractions": unlike} if unlike else {})}.items():
            print(f"{name} differs from {PLAN}: {found}")
        if unlike or BY_HAND in wrong:
            return 1
        one_by_one = seconds_a_person(con, min(chosen.sample, chosen.people))
        alone = sums_only(con)
        best_alone = best_of(alone, chosen.rounds)
        told = {peer.name: peer.values() for peer in alone}
    for name in (BY_HAND, "Polars, by hand", "NumPy, by hand"):
        unlike_sums = [
            one for one, sum in told[PLAN].items() if not isclose(sum, told[name].get(one, sum), rel_tol=1e-9)
        ]
        if unlike_sums:
            print(f"the sums of {name} differ from those of {PLAN}: {', '.join(unlike_sums)}")
            return 1
    rows = [
        (
            f"{peer.name} ({peer.package} {version(peer.package)})" if peer.package else peer.name,
            peer.what,
            f"{chosen.people / best[peer.name] / 1e6:.1f}",
            f"{best[peer.name] / best[PLAN]:.2f}",
            f"{paid_wrongly(values[PLAN], values[peer.name]):,}",
        )
        for peer in sorted(peers, key=lambda peer: best[peer.name])
    ]
    rows += [
        (name, f"a sample of {chosen.sample:,}", f"{1e-6 / took:.3f}", f"{took * chosen.people / best[PLAN]:.0f}", "")
        for name, took in sorted(one_by_one.items(), key=lambda item: item[1])
    ]
    heads = ("peer", "how", "million people a second", f"times {PLAN}", "people scored or paid wrongly")
    text = f"{page.machine()} {chosen.people:,} people in memory, best of {chosen.rounds} rounds.\n\n"
    text += page.table(heads, rows)
    text += "\n\n" + _alone(alone, best_alone, one_by_one, chosen.people)
    text += "\n\n" + _from_files(chosen.people, chosen.many, chosen.folder)
    if chosen.events:
        text += "\n\n" + _from_events(chosen.events, chosen.folder)
    print(text)
    page.rewrite("period", text)
    return 0


def _unlike_fractions(con: duckdb.DuckDBPyConnection, ours: dict) -> dict[str, int]:  # type: ignore[type-arg]
    """Where the plan differs from exact fractions, for the first people, to the last digit."""
    found = con.execute(f"SELECT * EXCLUDE subject FROM people LIMIT {CHECKED}")
    names = [column[0] for column in found.description or ()]
    wrong: dict[str, int] = {}
    for position, values in enumerate(found.fetchall()):
        expected = reference.score(dict(zip(names, values, strict=True)))  # type: ignore[arg-type]
        for name, want in zip(Outcome._fields, expected, strict=True):
            have = ours[name][position]
            if have != want and not (want is None and have != have):
                wrong[name] = wrong.get(name, 0) + 1
    return wrong


def _alone(peers: list[Peer], best: dict[str, float], one_by_one: dict[str, float], people: int) -> str:
    rows = [
        (peer.name, peer.what, f"{people / best[peer.name] / 1e6:.1f}", f"{best[peer.name] / best[PLAN]:.2f}")
        for peer in sorted(peers, key=lambda peer: best[peer.name])
    ]
    rows += [
        (name, "a person after the other", f"{1e-6 / took:.3f}", f"{took * people / best[PLAN]:.0f}")
        for name, took in sorted(one_by_one.items(), key=lambda item: item[1])
    ]
    return page.table(("arithmetic alone", "how", "million people a second", f"times {PLAN}"), rows)


def _from_files(few: int, many: int, folder: Path | None) -> str:
    kinds = {"plan": PLAN, "sql": BY_HAND, "polars": "Polars, by hand"}
    costs: dict[tuple[str, int], Cost] = {}
    with tempfile.TemporaryDirectory(dir=folder) as place:
        target = Path(place) / "values.parquet"
        for people in (few, many):
            source = Path(place) / f"{people}.parquet"
            with duckdb.connect() as con:
                con.execute(f"COPY ({people_sql(people)}) TO '{source}' (FORMAT parquet)")
            for _ in range(2):
                for kind in kinds:
                    cost = measured(kind, source, target)
                    before = costs.get((kind, people))
                    if before is None or cost.seconds < before.seconds:
                        costs[kind, people] = cost
    rows = [
        (
            name,
            "Parquet to Parquet",
            f"{few / costs[kind, few].seconds / 1e6:.1f}",
            f"{many / costs[kind, many].seconds / 1e6:.1f}",
            f"{costs[kind, many].seconds / costs[kind, few].seconds:.1f}",
            f"{costs[kind, many].mebibytes:,.0f}",
        )
        for kind, name in kinds.items()
    ]
    heads = (
        "peer",
        "how",
        f"million a second, {few:,} people",
        f"million a second, {many:,} people",
        "times longer",
        f"peak MiB, {many:,} people",
    )
    return page.table(heads, rows)


def _from_events(rows: int, folder: Path | None) -> str:
    """Raises AssertionError when the answers differ."""
    found = events.run(rows, folder=folder)
    best = min(peer.seconds for peer in found[1:])
    lines = [
        (peer.name, f"{peer.seconds:.1f}", f"{rows / peer.seconds / 1e6:.1f}", f"{peer.seconds / best:.2f}")
        for peer in found
    ]
    heads = (f"{rows:,} events, eight measures", "seconds", "million events a second", "times the faster by hand")
    return page.table(heads, lines)
