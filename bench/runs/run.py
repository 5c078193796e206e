"""`./dev bench runs`: a period of many people through the worker, into SQLite and PostgreSQL; where the time goes.

Storing is compared with a bare load of the very same rows into a table of the same shape: COPY of one file on
PostgreSQL, one executemany of ready tuples on SQLite, each in one transaction.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import databases, page
from bench.runs.bare import bare_load
from bench.runs.sample import PERIOD, Made, rules
from service.runs.claiming import Terms
from service.runs.starting import RunFacts, RunRequest, get_run, start_runs
from service.work import SCOPES, Actor, Office
from service.worker import Worker
from service.workspaces import create_workspace
from store.database import Database
from store.migrate import upgrade
from tests.runs.sheet import put_in_force

GOAL = 0.30
"""Of the rows a second that the bare load reaches."""
STAGES = ("prepare", "score", "store", "finish")


@dataclass(frozen=True, slots=True)
class Outcome:
    """``whole`` is seconds from taking the first piece to the end of the last one; ``bare`` of the bare load."""

    database: str
    run: RunFacts
    whole: float
    bare: float

    @property
    def share(self) -> float:
        """Rows a second stored by the run, as a share of what the bare load reaches."""
        return self.bare / self.run.timings["store"]


def main(words: list[str]) -> int:
    """Return 0 when storing reaches the goal on every database, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench runs", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000, help="how many people are scored")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database; leaves the page alone")
    chosen = parser.parse_args(words)
    outcomes = []
    with scratch_folder() as folder:
        for name, opened in (("sqlite", sqlite), ("postgresql", postgresql)):
            if chosen.only in (None, name):
                outcomes.append(measured(name, opened, folder, chosen.people))
                print(f"{name}: storing reaches {outcomes[-1].share:.0%} of a bare load", flush=True)
    report = report_of(outcomes, chosen.people)
    print(report)
    if not chosen.only:
        page.rewrite("runs", report)
    return 0 if all(outcome.share >= GOAL for outcome in outcomes) else 1


def measured(name: str, opened: Callable[[Path], Iterator[str]], folder: Path, people: int) -> Outcome:
    with contextmanager(opened)(folder) as url:
        upgrade(url)
        office = Office(Database(url, pool_size=3), data_dir=folder / f"data-{name}")
        create_workspace(office, "bench", "Bench")
        actor = Actor("bench", "", frozenset(SCOPES))
        put_in_force(office, actor, rules())
        sources = Made(people)
        with office.writing(actor) as work:
            number = start_runs(work, sources, RunRequest(PERIOD, "bench-presales"))[0].run.id
        began = time.perf_counter()
        Worker(office, sources, Terms(memory="4GB")).run_until_idle()
        whole = time.perf_counter() - began
        with office.reading(actor) as work:
            run = get_run(work, number)
        if run.state != "done":
            raise SystemExit(f"the run did not end well: {run.problem}")
        bare, rows = bare_load(office, run, folder)
        if rows != run.rows:
            raise SystemExit(f"the bare load has {rows} rows, the run {run.rows}")
        office.database.close()
        return Outcome(name, run, whole, bare)


def report_of(outcomes: list[Outcome], people: int) -> str:
    heads = ("database", "of which", "seconds", "people a second", "rows a second", "of a bare load")
    rows = []
    for outcome in outcomes:
        run = outcome.run
        rows.append(
            (outcome.database, "the whole run", f"{outcome.whole:.1f}", f"{people / outcome.whole:,.0f}", "", "")
        )
        for stage in STAGES:
            seconds = run.timings[stage]
            speed = f"{people / seconds:,.0f}" if stage != "finish" else ""
            stored = stage == "store"
            rows.append(
                (
                    "",
                    stage,
                    f"{seconds:.1f}",
                    speed,
                    f"{run.rows / seconds:,.0f}" if stored else "",
                    f"{outcome.share:.0%}" if stored else "",
                )
            )
        rows.append(
            ("", "bare load of the same rows", f"{outcome.bare:.1f}", "", f"{run.rows / outcome.bare:,.0f}", "100%")
        )
    lines = outcomes[0].run.rows
    told = f"{page.machine()} {people:,} people, {lines:,} lines, one worker, all on one machine."
    return f"{told}\n\n{page.table(heads, rows)}"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="scorewright-bench-runs-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bench.sqlite3'}"


def postgresql(_folder: Path) -> Iterator[str]:
    with databases.postgresql() as url:
        yield url
