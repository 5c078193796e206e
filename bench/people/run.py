"""`./dev bench people`: people, their events and figures as CSV files into a running server, and a run of them all.

Meanwhile somebody else enters a figure twice a second, and it is told how long they waited for it.
"""

import argparse
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import page
from bench.databases import postgresql
from bench.http.asking import call
from bench.http.load import Address
from bench.http.run import _environment
from bench.http.seed import publish_rule_set
from bench.http.server import serving
from bench.imports.memory import Watch, memory_of
from bench.imports.run import _listener
from bench.people.writes import Waits, Writes
from service.settings import load_settings

PERIOD = "2026-10"
RULES = """
scorewright: 1
id: million
period: month
currency: CNY
attributes: {team: text, wage: money}
inputs:
  base: {type: money, from: people.wage}
  extra: {type: money, missing: 0}
datasets:
  calls:
    subject: agent
    time: at
    id: call
    columns: {wait: duration, solved: flag}
measures:
  answered: {dataset: calls, value: count()}
  quick: {dataset: calls, value: share(wait <= 20s), missing: exclude}
metrics:
  volume: {value: answered, weight: 60%, points: {attainment: {target: 3, at_most: 120}}}
  pace: {value: quick, weight: 40%, missing: exclude, points: {curve: [[0, 0], [100%, 100]]}}
rewards:
  bonus: {amount: base * 10% + extra, when: score >= 60}
"""
MOST_FIGURES = 200_000
"""A sheet takes no more rows."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: seconds, the most memory beyond the idle service, and what others' changes waited."""

    name: str
    seconds: float
    memory: int
    waits: Waits


def main(words: list[str]) -> int:
    """Return 0 when everybody came in, was scored and can be read, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench people", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=2, help="of each")
    parser.add_argument("--workers", type=int, default=2, help="processes of gunicorn")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database; leaves the page alone")
    chosen = parser.parse_args(words)
    busy = os.getloadavg()[0]
    told, right = [], True
    for name, opened in (("sqlite", nullcontext(None)), ("postgresql", postgresql())):
        if chosen.only in (None, name):
            with opened as url:
                steps, fine = measured(name, url, chosen)
            right = right and fine
            told += [row(name if step is steps[0] else "", step) for step in steps]
    heads = ("database", "what is done", "seconds", "more memory", "others' changes: median", "longest", "not done")
    told_of = (
        f"Load of the machine before: {busy:.1f}. {chosen.people:,} people, {chosen.people * chosen.events:,} events."
    )
    report = f"{page.machine()} {told_of}\n\n"
    report += page.table(heads, told)
    print(report)
    if right and not chosen.only:
        page.rewrite("people", report)
    return 0 if right else 1


def measured(name: str, url: str | None, chosen: argparse.Namespace) -> tuple[list[Step], bool]:
    with TemporaryDirectory(prefix="scorewright-bench-") as directory, _environment(directory, url) as env:
        folder = Path(directory)
        write_files(folder, chosen.people, chosen.events)
        env = {**env, "SCOREWRIGHT_DATA_DIR": str(folder / "data")}
        token = publish_rule_set(load_settings(), "million", RULES.encode())
        key = {"Authorization": f"Bearer {token}"}
        with serving("wsgi:app", env, folder / "server.log", chosen.workers) as address:
            writer = {"from": "2026-01-01", "people": [{"id": "writer", "attributes": {"team": "t0", "wage": "5000"}}]}
            call(
                address, "POST", "/v1/people", json.dumps(writer).encode(), {**key, "Content-Type": "application/json"}
            )
            steps, results = steps_of(name, address, key, folder)
            right = results == chosen.people
            if not right:
                print(f"WRONG: {results} people were scored")
                print((folder / "server.log").read_text()[-3000:])
            return steps, right


def steps_of(name: str, address: Address, key: dict[str, str], folder: Path) -> tuple[list[Step], int]:
    server = _listener(address)
    for _ in range(20):
        # what is loaded with the first request is no memory of the import
        call(address, "GET", "/v1/people?limit=1", None, key)
    idle = memory_of(server)
    steps: list[Step] = []
    csv = {**key, "Content-Type": "text/csv"}
    plain = {**key, "Content-Type": "application/json"}

    @contextmanager
    def step(what: str) -> Iterator[None]:
        began = time.perf_counter()
        with Watch(server) as watch, Writes(address, "/v1/figures/2026-09", plain) as writes:
            yield
            seconds = time.perf_counter() - began
        steps.append(Step(what, seconds, watch.peak - idle, writes.waits))
        print(f"{name}: {what}: {seconds:.1f} s, {writes.waits}", flush=True)

    with step("the list of people"):
        sent(address, "/v1/people/imports?from=2026-01-01", folder / "people.csv", csv)
    with step("their events"):
        one = sent(address, "/v1/datasets/calls/imports", folder / "events.csv", csv)
        until(address, f"/v1/datasets/calls/imports/{one['id']}", key)
    with step("a sheet of figures"):
        sent(address, f"/v1/figures/{PERIOD}/imports?rule_set=million", folder / "figures.csv", csv)
    with step("the run"):
        body = json.dumps({"rule_set": "million", "period": PERIOD}).encode()
        run = call(address, "POST", "/v1/runs", body, {**plain, "Idempotency-Key": "run"})["runs"][0]
        run = until(address, f"/v1/runs/{run['id']}", key)
    with step("the first page of results, by score"):
        call(address, "GET", f"/v1/runs/{run['id']}/results?sort=-score&limit=100", None, key)
    print(f"{name}: {run['state']}, stages: {run['timings']}", flush=True)
    return steps, (run["counts"] or {}).get("scored", 0) - 1


def write_files(folder: Path, people: int, events: int) -> None:
    with (folder / "people.csv").open("w", encoding="utf-8") as out:
        out.write("id,name,role,team,wage\n")
        for number in range(people):
            out.write(f"p{number:07d},Person {number},agent,t{number % 5000},{4000 + number % 3000}\n")
    with (folder / "figures.csv").open("w", encoding="utf-8") as out:
        out.write("id,extra\n")
        for number in range(min(people, MOST_FIGURES)):
            out.write(f"p{number:07d},{number % 700}\n")
    with (folder / "events.csv").open("w", encoding="utf-8") as out:
        out.write("call,agent,at,wait,solved\n")
        for number in range(people * events):
            day, hour, minute, second = 1 + number % 28, 8 + number % 12, number * 7 % 60, number * 13 % 60
            person, solved = number % people, "true" if number % 5 else "false"
            at = f"2026-10-{day:02d} {hour:02d}:{minute:02d}:{second:02d}"
            out.write(f"c{number:08d},p{person:07d},{at},{number * 31 % 90},{solved}\n")


def sent(address: Address, path: str, file: Path, headers: dict[str, str]) -> dict[str, Any]:
    length = {"Content-Length": str(file.stat().st_size), "Idempotency-Key": f"{path}{time.time()}"[-100:]}
    with file.open("rb") as content:
        return call(address, "POST", path, content, {**headers, **length})


def until(address: Address, path: str, key: dict[str, str]) -> dict[str, Any]:
    while (state := call(address, "GET", path, None, key))["state"] in ("queued", "running"):
        time.sleep(0.5)
    return state


def row(database: str, step: Step) -> tuple[str, ...]:
    waits = step.waits
    return (
        database,
        step.name,
        f"{step.seconds:.1f}",
        f"{step.memory / 1024**2:.0f} MiB",
        f"{waits.median * 1000:.0f} ms",
        f"{waits.longest:.1f} s",
        f"{waits.failed.total()} of {waits.count}",
    )
