"""`./dev bench imports`: a million calls from a CSV file into a running server, others' requests going on meanwhile."""

import argparse
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import page
from bench.http.asking import call
from bench.http.load import Address
from bench.http.run import _environment
from bench.http.seed import publish_rule_set
from bench.http.server import serving
from bench.imports.memory import Watch, memory_of
from bench.imports.pace import Pace, Waits
from bench.row.ours import PROGRAM
from bench.row.people import generate
from service.settings import load_settings

MOST_MEMORY = 150 * 1024 * 1024
MOST_SLOWER = 2.0
ASKED = 2.0
"""Seconds between two questions how far the import is."""
DATASET = {
    "subject": "agent",
    "time": "started_at",
    "id": "call_id",
    "columns": {
        "queue": "text",
        "wait": "duration",
        "talk": "duration",
        "kind": {"choice": ["simple", "complex"]},
        "resolved": "flag",
        "csat": {"rating": [1, 5]},
    },
}
KINDS = ("complex", "simple")
WRONG = {17: "1,234", 400_000: "NaN", 999_999: "long"}
"""Rows of the file whose waiting time is none."""


def main(words: list[str]) -> int:
    """Return 0 when what was imported is right and both goals are met, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--per-second", type=float, default=40.0, help="scoring requests meanwhile")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long they are timed before")
    parser.add_argument("--workers", type=int, default=2, help="processes of gunicorn")
    parser.add_argument("--database", metavar="URL", help="an empty database; without it, a SQLite file made for this")
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    chosen = parser.parse_args(words)

    busy = os.getloadavg()[0]
    body = json.dumps(
        {"rule_set": PROGRAM.rule_set, "period": "2026-11", "subject": "u1", "inputs": generate(1)[0]}
    ).encode()
    with TemporaryDirectory(prefix="scorewright-bench-") as directory, _environment(directory, chosen.database) as env:
        file = Path(directory, "calls.csv")
        write_calls(file, chosen.rows)
        env = {**env, "SCOREWRIGHT_DATA_DIR": str(Path(directory, "data"))}
        key = {"Authorization": f"Bearer {publish_rule_set(load_settings())}"}
        headers = {**key, "Content-Type": "application/json"}
        with serving("wsgi:app", env, Path(directory, "server.log"), chosen.workers) as address:
            for name in ("calls", "calls_again"):
                call(address, "PUT", f"/v1/datasets/{name}", json.dumps(DATASET).encode(), headers)
            server = _listener(address)
            idle = memory_of(server)
            # adding up the memory of processes stops them for milliseconds, so others are timed by a second import
            with Watch(server) as watch:
                watched = _imported(address, "calls", file, key)
            with Pace(address, "/v1/scores", body, headers, chosen.per_second) as pace:
                time.sleep(chosen.seconds)
                before = pace.stop()
            with Pace(address, "/v1/scores", body, headers, chosen.per_second) as pace:
                time.sleep(1)
                began = time.perf_counter()
                done = _imported(address, "calls_again", file, key)
                took = time.perf_counter() - began
                during = pace.stop()
        wrong = len([row for row in WRONG if row <= chosen.rows])
        outcomes = [(one["state"], one["report"]["added"], one["report"]["refused"]) for one in (watched, done)]
        right = outcomes == [("done", chosen.rows - wrong, wrong)] * 2
        told = _report(chosen, file.stat().st_size, took, watch.peak - idle, idle, before, during, busy)
    print(told)
    if not right:
        print(f"WRONG: {outcomes}, {done['report']['issues'][:5]}")
    if right and not chosen.dry:
        with suppress(ValueError):
            page.rewrite("imports", told)
    met = watch.peak - idle <= MOST_MEMORY and during.slowest_percent <= MOST_SLOWER * before.slowest_percent
    return 0 if right and met else 1


def write_calls(file: Path, rows: int) -> None:
    """A month of calls, three of them with a waiting time that is no number."""
    with file.open("w", encoding="utf-8") as out:
        out.write("call_id,agent,started_at,queue,wait,talk,kind,resolved,csat\n")
        for row in range(1, rows + 1):
            day, hour, minute, second = 1 + row % 28, 8 + row % 12, row * 7 % 60, row * 13 % 60
            wait = WRONG.get(row, str(row * 31 % 180))
            if "," in wait:
                wait = f'"{wait}"'
            out.write(
                f"c{row:09d},u{row * 17 % 500:03d},2026-10-{day:02d} {hour:02d}:{minute:02d}:{second:02d},q{row % 4},"
                f"{wait},{row * 97 % 900}.5,{KINDS[row % 3 > 0]},{'true' if row % 5 else 'false'},{1 + row % 5}\n"
            )


def _imported(address: Address, dataset: str, file: Path, key: dict[str, str]) -> dict[str, Any]:
    """Send the file and wait for the end of its import, asking as often as the console does."""
    headers = {
        **key,
        "Content-Type": "text/csv",
        "Idempotency-Key": dataset,
        "Content-Length": str(file.stat().st_size),
    }
    with file.open("rb") as content:
        queued = call(address, "POST", f"/v1/datasets/{dataset}/imports?on_refused=keep_rest", content, headers)
    while queued["state"] in ("queued", "running"):
        time.sleep(ASKED)
        queued = call(address, "GET", f"/v1/datasets/{dataset}/imports/{queued['id']}", None, key)
    return queued


def _listener(address: Address) -> int:
    """The process that listens: the one whose command line binds the address, the oldest of its family."""
    bound = f"{address[0]}:{address[1]}"
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                if f"SCOREWRIGHT_BIND={bound}".encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
    return min(found)


def _report(
    chosen: argparse.Namespace,
    size: int,
    took: float,
    more: int,
    idle: int,
    before: Waits,
    during: Waits,
    busy: float,
) -> str:
    mib = 1024 * 1024
    wrong = sum(row <= chosen.rows for row in WRONG)
    rows = [
        ("rows", f"{chosen.rows:,}, {wrong} of them wrong", f"{size / mib:.0f} MiB of CSV"),
        ("time until all of them count", f"{took:.1f} s", f"{chosen.rows / took:,.0f} rows/s"),
        ("memory above the idle service", f"{more / mib:.0f} MiB", f"goal: 150 MiB; idle {idle / mib:.0f} MiB"),
        ("a score meanwhile, median", f"{during.median:.1f} ms", f"{before.median:.1f} ms before"),
        (
            "a score meanwhile, slowest percent",
            f"{during.slowest_percent:.1f} ms",
            f"{before.slowest_percent:.1f} ms before: {during.slowest_percent / before.slowest_percent:.1f} ×; goal 2",
        ),
    ]
    told = page.table(("", "measured", "beside"), rows)
    return f"{page.machine()} Load of the machine before: {busy:.1f}. {chosen.workers} processes.\n\n{told}"
