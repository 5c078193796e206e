"""What is done with a run, stage by stage: prepare its inputs, score everybody, store the lines, finish.

Each function does one piece and ends in one transaction that brings all of it or nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from engine.values import Record
from rules.score import facts
from service.audit import note_change
from service.duck import literal, parquet, quoted
from service.outbox import post
from service.runs.claiming import Claim, Lost, add_tasks, is_stage_done
from service.runs.columns import STATUS, SUBJECT, Layout
from service.runs.differences import differences_sql
from service.runs.earlier import TABLE, Earlier
from service.runs.evaluating import Evaluating
from service.runs.folder import run_folder
from service.runs.job import Job, program_of_version
from service.runs.lines import lines_sql
from service.text import json_text, sha256_of
from service.work import Work
from store.clock import database_time
from store.models import CurrentRun, Run, RunDifference, RunResult, RunTask
from store.models.run import current_of, run_by_number
from store.models.run_result import COLUMNS, DIFFERENCE_COLUMNS, NOTHING, store_rows
from store.models.run_task import tasks_of

STATUSES = ("scored", "incomplete", "not_eligible", "problem")


def prepare(job: Job) -> None:
    """Gather the inputs into one file."""
    with job.writing("inputs") as target, job.computing() as con:
        gathered = job.sources.gather(job.asked(), con, target)

    def change(work: Work, run: Run, task: RunTask) -> None:
        run.people, run.inputs_file = gathered.people, job.made[-1]
        run.warnings = json_text([issue.to_json() for issue in gathered.warnings])
        task.people = task.progress = gathered.people
        add_tasks(work, run, "score", [(None, None, gathered.people)])

    job.complete(change)


def score(job: Job) -> None:
    """Evaluate everybody into one file, and cut that into pieces to store."""
    ready = job.program()
    inputs = job.folder.existing(job.run.inputs_file)
    pins = json.loads(job.run.snapshot).get("earlier", {})
    with (
        job.writing("values") as target,
        job.folder.scratch("values.csv") as scratch,
        job.computing() as con,
    ):
        histories: Callable[[Sequence[str]], Mapping[str, tuple[Record, ...]]] = _nothing
        table = None
        if pins:
            earlier = Earlier(
                job.office,
                job.claim.actor,
                ready.program,
                job.run.rule_set_id,
                job.period,
                pins,
                job.run.created_at,
            )

            def histories(subjects: Sequence[str]) -> Mapping[str, tuple[Record, ...]]:
                return earlier(con, subjects)

            earlier.load(con, ready.program, job.folder.path)
            table = TABLE

        Evaluating(con, ready, facts(job.period), scratch, histories, job.progress, table).evaluate(inputs, target)
        counts = dict(con.execute(f"SELECT {quoted(STATUS)}, count(*) FROM {parquet(target)} GROUP BY 1").fetchall())
        pieces = con.execute(
            f"SELECT min(subject), max(subject), count(*) FROM (SELECT {quoted(SUBJECT)} AS subject, "
            f"(row_number() OVER (ORDER BY {quoted(SUBJECT)}) - 1) // {job.terms.piece} AS piece "
            f"FROM {parquet(target)}) GROUP BY piece ORDER BY piece"
        ).fetchall()

    def change(work: Work, run: Run, task: RunTask) -> None:
        run.values_file = job.made[-1]
        run.counts = json_text({status: counts.get(status, 0) for status in STATUSES})
        if pieces:
            add_tasks(work, run, "store", pieces)
        else:
            add_tasks(work, run, "finish", [(None, None, 0)])

    job.complete(change)


def _nothing(_subjects: Sequence[str]) -> Mapping[str, tuple[Record, ...]]:
    return {}


def store(job: Job) -> None:
    """Put the lines of some people into the database."""
    values = job.folder.existing(job.run.values_file)
    claim = job.claim
    layout = Layout(job.program().program)
    with job.folder.scratch("lines.csv") as rows:
        with job.computing() as con:
            select = lines_sql(layout, parquet(values), claim.workspace_id, claim.run)
            count = write_rows(con, select, rows, [claim.first, claim.last])
        digest = _digest(rows, claim)
        if job.beat.lost:
            raise Lost

        def insert(work: Work) -> None:
            store_rows(work.session, RunResult.__tablename__, COLUMNS, rows)

        def change(work: Work, run: Run, task: RunTask) -> None:
            task.rows, task.hash = count, digest
            work.session.flush()
            if is_stage_done(work, run):
                add_tasks(work, run, "finish", [(None, None, 0)])

        job.complete(change, store=insert)


def finish(job: Job) -> None:
    """Post what is different from the run that counted until now, and let this one count."""
    with job.office.reading(job.claim.actor) as work:
        former = current_of(work.session, job.run.workspace_id, job.run.rule_set_id, job.run.period)
        superseded = former.run if former is not None and former.run < job.run.number else None
    with job.folder.scratch("differences.csv") as rows:
        count = 0 if superseded is None else _write_differences(job, superseded, rows)

        def insert(work: Work) -> None:
            if count:
                store_rows(work.session, RunDifference.__tablename__, DIFFERENCE_COLUMNS, rows)

        def change(work: Work, run: Run, task: RunTask) -> None:
            _finish_run(work, run, former.run if former else None, superseded, count)

        job.complete(change, store=insert)
    # Whatever else lies there was written by attempts that were lost, and nothing will ever name it.
    job.folder.keep_only({job.run.inputs_file, job.run.values_file})


def _finish_run(work: Work, run: Run, former: int | None, superseded: int | None, differences: int) -> None:
    session = work.session
    current = current_of(session, run.workspace_id, run.rule_set_id, run.period)
    if (current.run if current else None) != former:
        # Another run of the same period was finished at this moment; the next attempt compares with that one.
        raise Lost
    if current is None:
        current = CurrentRun(
            workspace_id=run.workspace_id,
            rule_set_id=run.rule_set_id,
            period=run.period,
            period_key=run.period_key,
            run=run.number,
        )
        session.add(current)
    elif current.run < run.number:
        current.run = run.number
    hashes = [task.hash for task in tasks_of(session, run.workspace_id, run.number) if task.stage == "store"]
    run.results_hash = sha256_of(*(hash for hash in hashes if hash is not None))
    run.supersedes, run.state, run.finished_at = superseded, "done", database_time(session)
    told = {
        "run": run.number,
        "rule_set": run.rule_set_id,
        "version": run.version,
        "period": run.period,
        "counts": json.loads(run.counts or "{}"),
        "supersedes": superseded,
        "differences": differences,
    }
    note_change(work, "run.finished", f"run/{run.number}", after_hash=run.results_hash, detail=told)
    post(work, "run.finished", told)


def _write_differences(job: Job, superseded: int, rows: Path) -> int:
    with job.office.reading(job.claim.actor) as work:
        former = run_by_number(work.session, job.run.workspace_id, superseded)
        assert former is not None
        before = program_of_version(work, former.rule_set_id, former.version)
        after = program_of_version(work, job.run.rule_set_id, job.run.version)
    old = run_folder(job.office.data_dir, job.run.workspace_id, superseded).existing(former.values_file)
    new = job.folder.existing(job.run.values_file)
    select = differences_sql(
        (Layout(before.program), parquet(old)),
        (Layout(after.program), parquet(new)),
        job.run.workspace_id,
        job.run.number,
    )
    with job.computing() as con:
        return write_rows(con, select, rows)


def write_rows(con: duckdb.DuckDBPyConnection, select: str, file: Path, values: Sequence[object] = ()) -> int:
    """The rows of a query as a CSV file for :func:`store.models.run_result.store_rows`; how many there are."""
    order = f"COPY ({select}) TO {literal(file)} (FORMAT csv, HEADER false, NULLSTR {literal(NOTHING)})"
    found = con.execute(order, list(values)).fetchone()
    return int(found[0]) if found else 0


def _digest(file: Path, claim: Claim) -> str:
    """The hash of the rows without the run they belong to, so that equal results have equal hashes."""
    rows = b"\n" + file.read_bytes()
    own = rows.replace(f"\n{claim.workspace_id},{claim.run},".encode(), b"\n")
    return f"sha256:{hashlib.sha256(own).hexdigest()}"


STAGES: Mapping[str, Callable[[Job], None]] = {"prepare": prepare, "score": score, "store": store, "finish": finish}
