"""What a draft would have made of a run: the same people, the same data, other rules.

The draft is scored on what the run had pinned. Only what the run had no need of, such as a dataset that the draft is
the first to read, is taken as it is now, and the answer says so.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from engine.columnar.plan import input_names
from engine.issues import Issue, Refused, Words
from engine.program import Program
from engine.scorer import Scorer
from engine.values import Record
from rules.check import check_text
from rules.period import Period, parse_period
from rules.score import facts, refuse_other_kind
from service.duck import READING, THREADS, computing, parquet, quoted
from service.errors import Conflict, NotFound
from service.programs import Compiled
from service.rule_sets import DraftText, get_draft
from service.runs.columns import SUBJECT, Layout
from service.runs.comparing import Comparison, compared
from service.runs.earlier import TABLE, Earlier, pin_earlier
from service.runs.evaluating import Evaluating
from service.runs.events import type_differences, used_datasets
from service.runs.folder import run_folder
from service.runs.job import program_of_version
from service.runs.reading import NAME, refuse_unfinished
from service.runs.rollups import needed_scores
from service.runs.sources import Asked, Gathered, Sources
from service.snapshots import snapshot_from_json
from service.work import Actor, Office, Work
from store.models import Run
from store.models.run import current_runs_before, run_by_number

MOST_PEOPLE = 1_000_000
"""How many are compared while somebody waits for the answer: two or three seconds."""
MOST_GATHERED = 200_000
"""How many, where their figures have to be gathered anew, because the draft reads others than the run did: some fifteen
seconds."""
MOST_SCORED = 50_000
"""How many are scored one after another, where the columnar plan has no form for the draft or cannot prove them."""


@dataclass(frozen=True, slots=True)
class Impact:
    """``against`` is the version that the draft is compared with. ``fresh`` says what is as it is now rather than as it
    was for the run: ``dataset``, ``rule-set`` or ``earlier``, each with a name. ``warnings`` are about the data.
    """

    etag: str
    run: int
    period: str
    against: int
    fresh: tuple[tuple[str, str], ...]
    warnings: tuple[Issue, ...]
    comparison: Comparison


def impact_of_draft(
    office: Office,
    actor: Actor,
    sources: Sources,
    rule_set: str,
    *,
    number: int | None = None,
    against: int | None = None,
    limit: int = 20,
) -> Impact:
    """Compare the draft with a version on the data of a run: without ``number`` of the latest period's run that counts,
    without ``against`` with what that run found. ``limit`` people are told by name, those whom it concerns most.

    Nothing is stored. Conflict ``no-run-to-compare`` when nothing was run yet, ``run-unfinished``, or
    ``too-many-to-compare``; :class:`Refused` with the issues of the draft, or of a period of another kind. Needs scope
    ``read``.
    """
    with office.reading(actor) as work:
        draft = get_draft(work, rule_set)
        run = _chosen(work, rule_set, number)
        own = program_of_version(work, rule_set, run.version)
        other = own if against is None else program_of_version(work, rule_set, against)
    period = parse_period(run.period)
    ready = _drafted(draft)
    refuse_other_kind(ready.program, period, ("run",))
    with tempfile.TemporaryDirectory(prefix="scorewright-impact-") as place:
        scratch = Path(place)
        with computing(READING, THREADS, scratch) as con:
            trial = _Trial(office, actor, sources, run, own.program, period, con, scratch)
            after = trial.scored(ready, "draft")
            recorded = against is None or against == run.version
            before = trial.found(other) if recorded else trial.scored(other, "version")
            comparison = compared(con, before.side, after.side, names=(before.names, after.names), limit=limit)
    return Impact(
        draft.etag, run.number, run.period, against or run.version, tuple(after.fresh), after.warnings, comparison
    )


@dataclass(frozen=True, slots=True)
class _Scored:
    """Everybody by one program: its layout, the file of values and the one of inputs as tables in SQL."""

    side: tuple[Layout, str]
    names: str
    fresh: Sequence[tuple[str, str]] = ()
    warnings: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Trial:
    """A run whose data are scored by other rules; ``program`` is that of its own."""

    office: Office
    actor: Actor
    sources: Sources
    run: Run
    program: Program
    period: Period
    con: duckdb.DuckDBPyConnection
    scratch: Path

    def found(self, ready: Compiled) -> _Scored:
        """What the run itself found."""
        folder = run_folder(self.office.data_dir, self.actor.workspace_id, self.run.number)
        inputs = folder.existing(self.run.inputs_file)
        values = folder.existing(self.run.values_file)
        return _Scored((Layout(ready.program), parquet(values)), self._names(inputs))

    def scored(self, ready: Compiled, name: str) -> _Scored:
        """What these rules make of the same data."""
        program, run = ready.program, self.run
        pins, fresh = self._pins(program)
        values = self.scratch / f"{name}-values.parquet"
        inputs, gathered = self._inputs(program, pins, fresh, name)
        histories: Callable[[Sequence[str]], Mapping[str, tuple[Record, ...]]] = _nothing
        table = None
        if pins.get("earlier"):
            earlier = Earlier(
                self.office, self.actor, program, run.rule_set_id, self.period, pins["earlier"], run.created_at
            )
            earlier.load(self.con, program, self.scratch)
            table = TABLE

            def histories(subjects: Sequence[str]) -> Mapping[str, tuple[Record, ...]]:
                return earlier(self.con, subjects)

        Evaluating(
            self.con, ready, facts(self.period), self.scratch / f"{name}.csv", histories, _Left(gathered.people), table
        ).evaluate(inputs, values)
        return _Scored((Layout(program), parquet(values)), self._names(inputs), fresh, gathered.warnings)

    def _inputs(
        self, program: Program, pins: Mapping[str, Any], fresh: Sequence[tuple[str, str]], name: str
    ) -> tuple[Path, Gathered]:
        """The file of inputs: that of the run, where gathering anew would give the same."""
        run = self.run
        if not fresh and reads_the_same(program, self.program):
            warnings = tuple(Issue.from_json(told) for told in json.loads(run.warnings or "[]"))
            folder = run_folder(self.office.data_dir, self.actor.workspace_id, run.number)
            return folder.existing(run.inputs_file), Gathered(run.people or 0, warnings)
        _refuse_many(run.people or 0, MOST_GATHERED)
        inputs = self.scratch / f"{name}-inputs.parquet"
        asked = Asked(self.office, self.actor, program, self.period, pins, run.created_at, self.scratch)
        gathered = self.sources.gather(asked, self.con, inputs)
        _refuse_many(gathered.people, MOST_GATHERED)
        return inputs, gathered

    def _pins(self, program: Program) -> tuple[Mapping[str, Any], list[tuple[str, str]]]:
        """What the run had pinned, and what is there now of all else that the program reads."""
        pins: dict[str, Any] = json.loads(self.run.snapshot)
        fresh: list[tuple[str, str]] = []
        datasets = pins.get("events", {}).get("datasets", {})
        held = snapshot_from_json(pins["events"]) if datasets else None
        for dataset in used_datasets(program):
            fits = (
                held is not None
                and dataset.id in held.datasets
                and not list(type_differences(held.declared(dataset.id).columns, dataset))
            )
            if not fits:
                fresh.append(("dataset", dataset.id))
        fresh += [("rule-set", other) for other in needed_scores(program) if other not in pins.get("scores", {})]
        if fresh:
            # Pinning what a dataset holds may have to write its waiting records down first.
            with self.office.writing(self.actor) as work:
                now = self.sources.pin(work, program, self.period)
            pins["scores"] = {**dict(now.identity.get("scores") or {}), **pins.get("scores", {})}  # type: ignore[call-overload]
            present = now.details.get("events")
            if isinstance(present, dict):
                kept = {name: one for name, one in datasets.items() if ("dataset", name) not in fresh}
                pins["events"] = {**present, "datasets": {**present["datasets"], **kept}}
        if program.has_history and not pins.get("earlier"):
            with self.office.reading(self.actor) as work:
                pins["earlier"] = pin_earlier(work, program, self.run.rule_set_id, self.period)
            fresh.append(("earlier", self.run.rule_set_id))
        return pins, fresh

    def _names(self, inputs: Path) -> str:
        """A SELECT of subject and name, as far as the inputs know names."""
        found = {row[0] for row in self.con.execute(f"DESCRIBE SELECT * FROM {parquet(inputs)}").fetchall()}
        name = quoted(NAME) if NAME in found else "CAST(NULL AS VARCHAR)"
        return f"SELECT {quoted(SUBJECT)} AS subject, {name} AS name FROM {parquet(inputs)}"


def _chosen(work: Work, rule_set: str, number: int | None) -> Run:
    work.actor.require("read")
    if number is None:
        latest = current_runs_before(work.session, work.workspace_id, rule_set, None, 1)
        if not latest:
            raise Conflict(
                "no-run-to-compare",
                Words(f"“{rule_set}”还没有完成过运行", f"No run of '{rule_set}' is done yet"),
            )
        run: Run | None = latest[0]
    else:
        run = run_by_number(work.session, work.workspace_id, number)
    if run is None or run.rule_set_id != rule_set:
        raise NotFound("run", str(number))
    refuse_unfinished(run)
    _refuse_many(run.people or 0, MOST_PEOPLE)
    return run


def _drafted(draft: DraftText) -> Compiled:
    """The draft's program. It is not kept: the next letter makes another one of it."""
    report = check_text(draft.document, draft.media)
    if report.program is None:
        raise Refused(list(report.issues))
    return Compiled(report.program, Scorer(report.program), None, None)


def reads_the_same(one: Program, other: Program) -> bool:
    """Whether both are for the same people and read the same of them, so that what was gathered for one does for the
    other. Weights, points, tiers and amounts may differ."""
    return (
        one.applies_to == other.applies_to
        and one.input_by_id == other.input_by_id
        and input_names(one) == input_names(other)
        and one.measures == other.measures
        and one.datasets == other.datasets
    )


@dataclass(slots=True)
class _Left:
    """Told by an evaluation how many people are done, first by the plan: who is left must not be too many."""

    people: int
    begun: bool = False

    def __call__(self, done: int) -> None:
        if not self.begun:
            self.begun = True
            _refuse_many(self.people - done, MOST_SCORED)


def _refuse_many(people: int, most: int) -> None:
    if people > most:
        words = Words(
            f"有 {people} 人，而这样的草稿最多可对 {most} 人比较影响",
            f"There are {people} people; the effect of such a draft can be worked out for at most {most}",
        )
        raise Conflict("too-many-to-compare", words)


def _nothing(_subjects: Sequence[str]) -> Mapping[str, tuple[Record, ...]]:
    return {}
