"""Asking for runs, looking at them, cancelling, resuming and retrying them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.issues import Refused, Words, declare
from engine.program import ENGINE_VERSION, Program
from rules.period import Period, parse_period
from rules.score import refuse_other_kind
from service.audit import note_change
from service.closed_periods import correction_reason, refuse_closed
from service.errors import Conflict, NotFound
from service.programs import Compiled
from service.runs.claiming import add_tasks
from service.runs.earlier import pin_earlier
from service.runs.job import program_of_version
from service.runs.sources import Sources
from service.text import json_text, sha256_of
from service.versions import get_version, number_for
from service.work import Page, Work
from store.clock import database_time
from store.models import Run
from store.models.api_key import name_of_key
from store.models.run import (
    RunFilter,
    next_run_number,
    run_by_nature,
    run_by_number,
    run_with_current,
    runs_before,
)
from store.models.run_task import free_tasks, tasks_locked, tasks_of
from store.models.version import numbers_in_force

DETAILS = ("events",)
"""Pins that say where something lies, not what it is."""
ROLE = "role"

RULE_SET_OR_ROLE = declare(
    "rule-set-or-role",
    zh="应写明 rule_set 或 role 之一",
    en="Exactly one of 'rule_set' and 'role' must be given",
    mend_zh="写 rule_set 指定一个方案，或写 role 运行适用于该岗位的全部方案；version 只能与 rule_set 一起写",
    mend_en="Name one rule set, or a role for all rule sets that apply to it; 'version' goes with 'rule_set' only.",
)
NO_RULE_SET_FOR_ROLE = declare(
    "no-rule-set-for-role",
    zh="{period} 没有适用于岗位“{role}”的生效方案",
    en="No rule set in force for {period} applies to the role '{role}'",
    mend_zh="检查方案的 applies_to.role 和生效期间",
    mend_en="Check `applies_to.role` of the rule sets and the periods from which they are in force.",
)


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What to run: a rule set, or all rule sets for a role. ``reason`` is there for corrections only."""

    period: str
    rule_set: str | None = None
    role: str | None = None
    version: int | None = None
    correction: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A run as it may be shown. ``id`` counts the runs of the workspace. ``done`` are the people that the present
    stage has got through; ``timings`` seconds by stage. ``current`` tells whether it counts for its period.
    """

    id: int
    rule_set: str
    version: int
    hash: str
    period: str
    engine: str
    snapshot_hash: str
    snapshot: Mapping[str, object]
    state: str
    stage: str
    total: int | None
    done: int
    counts: Mapping[str, int] | None
    warnings: Sequence[Mapping[str, object]]
    problem: Sequence[Mapping[str, object]] | None
    timings: Mapping[str, float]
    rows: int
    results_hash: str | None
    supersedes: int | None
    current: bool
    reason: str | None
    created_by: str
    created_by_name: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def people(self) -> Mapping[str, int | None]:
        return {"total": self.total, "done": self.done}


@dataclass(frozen=True, slots=True)
class Started:
    """``created`` is False when it was there already."""

    run: RunFacts
    created: bool


def start_runs(work: Work, sources: Sources, request: RunRequest) -> tuple[Started, ...]:
    """Queue a run, or one for each rule set of a role. What was asked for before with the same version, period and
    data is not done again. Needs scope ``score``.

    Conflict ``period-closed`` when the period is closed and this is no correction.
    """
    work.actor.require("score")
    period = parse_period(request.period, ("period",))
    if (request.rule_set is None) == (request.role is None) or (request.role and request.version is not None):
        raise Refused([RULE_SET_OR_ROLE.at(("rule_set",))])
    reason = correction_reason(request.reason, correction=request.correction)
    if reason is None:
        refuse_closed(work, period)
    started = []
    for rule_set, number in _chosen(work, request, period):
        ready = program_of_version(work, rule_set, number)
        started.append(_start(work, sources, ready, rule_set, number, period, reason))
    return tuple(started)


def get_run(work: Work, number: int) -> RunFacts:
    """Needs scope ``read``."""
    work.actor.require("read")
    found = run_with_current(work.session, work.workspace_id, number)
    if found is None:
        raise NotFound("run", str(number))
    return _facts(work, *found)


def list_runs(work: Work, wanted: RunFilter, *, after: int | None = None, limit: int = 50) -> Page[RunFacts]:
    """Newest first. Needs scope ``read``."""
    work.actor.require("read")
    rows = runs_before(work.session, work.workspace_id, wanted, after, limit + 1)
    items = tuple(_facts(work, run, current) for run, current in rows[:limit])
    return Page(items, (items[-1].id,) if len(rows) > limit else None)


def cancel_run(work: Work, number: int) -> RunFacts:
    """Stop a run that is not finished; it can be resumed. Needs scope ``score``."""
    run = _for_change(work, number, ("queued", "running"))
    run.state, run.finished_at = "cancelled", database_time(work.session)
    note_change(work, "run.cancelled", f"run/{number}", detail={"stage": run.stage})
    return get_run(work, number)


def resume_run(work: Work, number: int) -> RunFacts:
    """Go on with a cancelled run where it was; what was done stays done. Needs scope ``score``."""
    run = _for_change(work, number, ("cancelled",))
    if run.reason is None:
        refuse_closed(work, parse_period(run.period))
    return _go_on(work, run, "run.resumed")


def retry_run(work: Work, number: int) -> RunFacts:
    """Go on with a failed run where it was. Needs scope ``score``."""
    run = _for_change(work, number, ("failed",))
    if run.reason is None:
        refuse_closed(work, parse_period(run.period))
    return _go_on(work, run, "run.retried")


def _go_on(work: Work, run: Run, action: str) -> RunFacts:
    free_tasks(work.session, run.workspace_id, run.number)
    run.state = "queued" if run.started_at is None else "running"
    run.problem = run.finished_at = None
    note_change(work, action, f"run/{run.number}", detail={"stage": run.stage})
    work.session.flush()
    return get_run(work, run.number)


def _for_change(work: Work, number: int, states: Sequence[str]) -> Run:
    work.actor.require("score")
    # Workers lock a piece before its run; whoever changes both must do the same.
    if "queued" not in states:
        tasks_locked(work.session, work.workspace_id, number)
    run = run_by_number(work.session, work.workspace_id, number, for_update=True)
    if run is None:
        raise NotFound("run", str(number))
    if run.state not in states:
        words = Words(
            f"第 {number} 次运行的状态是 {run.state}，不能这样做",
            f"Run {number} is {run.state}; that cannot be done now",
        )
        raise Conflict("run-state", words)
    return run


def _chosen(work: Work, request: RunRequest, period: Period) -> list[tuple[str, int]]:
    """Rule sets and versions. Raises when there is none."""
    if request.rule_set is not None:
        number = request.version
        if number is None:
            number = number_for(work, request.rule_set, period)
        ready = program_of_version(work, request.rule_set, number)
        refuse_other_kind(ready.program, period, ("period",))
        return [(request.rule_set, number)]
    role = str(request.role)
    found = for_role(work, role, period)
    if not found:
        raise Refused([NO_RULE_SET_FOR_ROLE.at(("role",), role=role[:60], period=str(period))])
    return found


def for_role(work: Work, role: str, period: Period) -> list[tuple[str, int]]:
    """The rule sets that a run of the role would run, each with its version; maybe none. Needs scope ``read``."""
    work.actor.require("read")
    found = []
    for rule_set, number in numbers_in_force(work.session, work.workspace_id, period.key):
        ready = program_of_version(work, rule_set, number)
        if applies_to_role(ready.program, role) and ready.program.period == period.kind:
            found.append((rule_set, number))
    return found


def applies_to_role(program: Program, role: str) -> bool:
    return any(name == ROLE and role in wanted for name, wanted in program.applies_to)


def _start(
    work: Work, sources: Sources, ready: Compiled, rule_set: str, number: int, period: Period, reason: str | None
) -> Started:
    pins = sources.pin(work, ready.program, period)
    identity = dict(pins.identity)
    if earlier := pin_earlier(work, ready.program, rule_set, period):
        identity["earlier"] = earlier
    snapshot = json_text({**identity, **pins.details})
    snapshot_hash = sha256_of(json.dumps(identity, sort_keys=True))
    run_number = next_run_number(work.session, work.workspace_id)
    nature = (rule_set, number, str(period), snapshot_hash, ENGINE_VERSION)
    same = run_by_nature(work.session, work.workspace_id, *nature)
    if same is not None:
        return Started(_with_current(work, same.number), False)
    version = get_version(work, rule_set, number)
    run = Run(
        workspace_id=work.workspace_id,
        number=run_number,
        rule_set_id=rule_set,
        version=number,
        period=str(period),
        period_key=period.key,
        content_hash=version.facts.content_hash,
        engine_version=ENGINE_VERSION,
        snapshot_hash=snapshot_hash,
        snapshot=snapshot,
        reason=reason,
        state="queued",
        stage="prepare",
        created_by=work.actor.key_id,
        created_at=work.now,
    )
    work.session.add(run)
    work.session.flush()
    add_tasks(work, run, "prepare", [(None, None, 0)])
    work.session.flush()
    facts = {
        "rule_set": rule_set,
        "version": number,
        "period": str(period),
        "snapshot": snapshot_hash,
        "reason": reason,
    }
    note_change(work, "run.started", f"run/{run.number}", after_hash=snapshot_hash, detail=facts)
    return Started(_with_current(work, run.number), True)


def _with_current(work: Work, number: int) -> RunFacts:
    found = run_with_current(work.session, work.workspace_id, number)
    assert found is not None
    return _facts(work, *found)


def _facts(work: Work, run: Run, current: int | None) -> RunFacts:
    tasks = tasks_of(work.session, run.workspace_id, run.number)
    present = [task for task in tasks if task.stage == run.stage]
    done = sum(task.people if task.state == "done" else task.progress for task in present)
    timings: dict[str, float] = {}
    for stage in dict.fromkeys(task.stage for task in tasks):
        spans = [(task.began_at, task.ended_at) for task in tasks if task.stage == stage]
        if all(began and ended for began, ended in spans):
            first = min(began for began, _ in spans if began)
            timings[stage] = round((max(ended for _, ended in spans if ended) - first).total_seconds(), 3)
    return RunFacts(
        id=run.number,
        rule_set=run.rule_set_id,
        version=run.version,
        hash=run.content_hash,
        period=run.period,
        engine=run.engine_version,
        snapshot_hash=run.snapshot_hash,
        snapshot={name: pin for name, pin in json.loads(run.snapshot).items() if name not in DETAILS},
        state=run.state,
        stage=run.stage,
        total=run.people,
        done=run.people or 0 if run.state == "done" else done,
        counts=json.loads(run.counts) if run.counts else None,
        warnings=json.loads(run.warnings) if run.warnings else (),
        problem=json.loads(run.problem) if run.problem else None,
        timings=timings,
        rows=sum(task.rows or 0 for task in tasks),
        results_hash=run.results_hash,
        supersedes=run.supersedes,
        current=current == run.number,
        reason=run.reason,
        created_by=run.created_by,
        created_by_name=name_of_key(work.session, run.created_by),
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
    )
