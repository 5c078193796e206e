"""`./dev bench http`: one person's score over HTTP beside echoes of the same body, written into the docs."""

import argparse
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import page
from bench.http.compare import Comparison, compare, middle
from bench.http.load import Address, Load, post
from bench.http.seed import publish_rule_set
from bench.http.server import serving
from bench.row import reference
from bench.row.ours import PROGRAM
from bench.row.outcome import Outcome
from bench.row.people import Person, generate
from service.settings import load_settings

WORKERS = 2
GOAL = 0.75
PEERS = {
    "/echo": "the body read as JSON and written back",
    "/echo-bytes": "the body sent back unread",
}


def main(words: list[str]) -> int:
    """Return 0 when the answer was right and the goal met, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench http", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often the two requests take turns")
    parser.add_argument("--seconds", type=float, default=3.0, help="how long a round is")
    parser.add_argument("--connections", type=int, default=8, help="how many requests are under way at a time")
    parser.add_argument("--workers", type=int, default=WORKERS, help="processes of gunicorn")
    parser.add_argument("--database", metavar="URL", help="an empty database; without it, a SQLite file made for this")
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    chosen = parser.parse_args(words)

    busy = os.getloadavg()[0]
    person = generate(1)[0]
    body = json.dumps({"rule_set": PROGRAM.rule_set, "period": "2026-11", "subject": "u1", "inputs": person}).encode()
    with TemporaryDirectory(prefix="scorewright-bench-") as directory, _environment(directory, chosen.database) as env:
        headers = {"Authorization": f"Bearer {publish_rule_set(load_settings())}"}
        scores = post("/v1/scores", body, headers)
        with serving("bench.http.app:app", env, Path(directory, "server.log"), chosen.workers) as address:
            wrong = disagreements(_asked(address, body, headers), person)
            if wrong:
                print("\n".join(wrong))
                return 1
            print("the answer is the reference's, to the last digit", flush=True)
            timing = {"rounds": chosen.rounds, "seconds": chosen.seconds, "connections": chosen.connections}
            found = {path: compare(address, scores, post(path, body, headers), **timing) for path in PEERS}
    report = _report(found, chosen, busy)
    print(report)
    if not chosen.dry:
        page.rewrite("http", report)
    return 0 if found["/echo"].ratio >= GOAL else 1


def disagreements(answer: Mapping[str, Any], person: Person) -> list[str]:
    """Every published value of the answer that is not the reference's."""
    result = answer["results"][0]
    expected = reference.score(person)
    found = dict(_published(result))
    missing = set(Outcome._fields) - found.keys() - {"base"}  # the score before adjustments is not given out
    lines = [f"{name}: not in the answer" for name in sorted(missing)]
    return lines + [
        f"{name}: {value!r}, but the reference has {getattr(expected, name)!r}"
        for name, value in found.items()
        if value != getattr(expected, name)
    ]


def _published(result: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for id, metric in result["metrics"].items():
        yield id, metric["value"]
        yield f"{id}_points", metric["points"]
    for line in result["adjustments"]:
        yield line["id"], line["effect"]
    for line in result["rewards"]:
        yield line["id"], float(line["amount"])
    yield "score", result["score"]
    yield "tier", result["tier"]


def _asked(address: Address, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
    connection = HTTPConnection(*address, timeout=60)
    try:
        connection.request("POST", "/v1/scores", body, {**headers, "Content-Type": "application/json"})
        response = connection.getresponse()
        text = response.read().decode()
        if response.status != 200:
            raise RuntimeError(f"{response.status}: {text}")
        answer: dict[str, Any] = json.loads(text)
        return answer
    finally:
        connection.close()


@contextmanager
def _environment(directory: str, database: str | None) -> Iterator[dict[str, str]]:
    """The settings for the server, which hold in this process too: it prepares the database."""
    settings = {
        "SCOREWRIGHT_DATABASE_URL": database or f"sqlite:///{directory}/bench.sqlite",
        "SCOREWRIGHT_SECRET_KEY": "a key that signs nothing outside this benchmark",
        # The limit is counted as always, it is only never reached.
        "SCOREWRIGHT_RATE_LIMIT": "1000000000 per minute",
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield settings
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _report(found: Mapping[str, Comparison], chosen: argparse.Namespace, load: float) -> str:
    ours = middle(found["/echo"].first)
    rows = [_row("POST /v1/scores", "one person by the version in force", ours.per_second, ours, "")]
    for path, what in PEERS.items():
        theirs = middle(found[path].second)
        rows.append(_row(f"POST {path}", what, theirs.per_second, theirs, f"{found[path].ratio:.2f}"))
    heads = ("request", "what it does", "a second", "median ms", "slowest 1 % ms", "scores for one of these")
    busy = max(comparison.client_busy for comparison in found.values())
    return (
        f"{page.machine()} gunicorn with {chosen.workers} workers, {_database(chosen.database)}, "
        f"{chosen.connections} connections, {chosen.rounds} rounds of {chosen.seconds:g} s each; the client, on the "
        f"same machine, computed {busy:.0%} of the time at most. Before it began, other work had "
        f"given the machine a load of {load:.1f}.\n\n{page.table(heads, rows)}"
    )


def _row(request: str, what: str, per_second: float, load: Load, ratio: str) -> tuple[str, ...]:
    return (request, what, f"{per_second:,.0f}", f"{load.median_ms:.1f}", f"{load.slowest_percent_ms:.1f}", ratio)


def _database(url: str | None) -> str:
    return "SQLite" if url is None or url.startswith("sqlite") else "PostgreSQL"
