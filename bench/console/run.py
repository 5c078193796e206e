"""`./dev bench console`: how long people wait for the console in Chromium, with many results and many metrics."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from bench import page
from bench.console.acts import with_metrics, with_results
from bench.console.centre import furnish
from bench.console.clock import Waits
from bench.http.run import _environment
from bench.http.seed import publish_rule_set
from bench.http.server import serving
from bench.row.ours import DOCUMENT, PROGRAM
from service.settings import load_settings
from tests.console.site import Console, chromium, lacking, visiting

TEAMS = "\nattributes: {team: {type: text, label: {zh: 班组, en: team}}}\n".encode()
"""People can be looked at by team only where the rule set knows of teams."""


def main(words: list[str]) -> int:
    """Return 0 when every median meets its goal, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench console", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--metrics", type=int, default=200, help="of the rule set that is edited")
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    chosen = parser.parse_args(words)
    if reason := lacking():
        print(reason)
        return 1
    busy = os.getloadavg()[0]
    found = []
    for waits in measured(chosen.people, chosen.metrics):
        times = sorted(map(round, waits.times))
        print(f"{waits.what}: {waits.middle:.0f} ms, at most {waits.most:.0f}: {times}", flush=True)
        found.append(waits)
    if not chosen.dry:
        page.rewrite("console", report_of(found, busy))
    return 0 if all(waits.middle <= waits.goal for waits in found) else 1


def measured(people: int, metrics: int) -> Iterator[Waits]:
    with TemporaryDirectory(prefix="scorewright-bench-") as directory, _environment(directory, None) as env:
        folder = Path(directory)
        env = {**env, "SCOREWRIGHT_DATA_DIR": str(folder / "data")}
        key = publish_rule_set(load_settings(), PROGRAM.rule_set, DOCUMENT.read_bytes() + TEAMS)
        with serving("wsgi:app", env, folder / "server.log") as address:
            run = furnish(address, key, PROGRAM.rule_set, people, metrics)
            console = Console(f"http://{address[0]}:{address[1]}", key, "", folder)
            with (
                sync_playwright() as playwright,
                chromium(playwright) as browser,
                visiting(browser, console, "zh-CN") as seen,
            ):
                yield from with_results(seen, run, people)
                yield from with_metrics(seen, metrics)


def report_of(found: list[Waits], busy: float) -> str:
    heads = ("what is done", "times", "median ms", "longest ms", "goal ms")
    rows = [(one.what, str(len(one.times)), f"{one.middle:.0f}", f"{one.most:.0f}", str(one.goal)) for one in found]
    told = f"Load of the machine before: {busy:.1f}. Chromium without a screen, gunicorn with two workers, SQLite."
    return f"{page.machine()} {told}\n\n{page.table(heads, rows)}"
