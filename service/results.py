"""Recorded results: kept for ever, read by later periods (``previous``, ``streak``) and by people.

Recording the same thing again changes nothing; recording something else for the same person and period adds a row that
supersedes the earlier one, which stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeVar

import simplejson
from sqlalchemy import insert

from engine.values import Record, Value
from rules.period import FIRST_YEAR, Period, parse_period
from service.audit import note_change
from service.closed_periods import refuse_closed
from service.errors import NotFound
from service.outbox import post
from service.text import checked_text, sha256_of
from service.work import Page, Work
from store.models import RecordedResult, RuleSet
from store.models.recorded_result import current_results, results_between, results_of_subject
from store.models.rule_set import rule_set_for_update
from store.models.version import version_by_number

# 15 digits before the point and as many after it as any declaration can ask for.
EXACT = Context(prec=60)
SUBJECTS_AT_ONCE = 500

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class ToRecord:
    """One person's result. ``values`` are the published values by step id, from which later periods read.

    ``answer`` is the result as it was given out: plain JSON data.
    """

    subject: str
    inputs_hash: str
    status: str
    values: Mapping[str, Value]
    answer: Mapping[str, object]
    score: Fraction | None = None
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A stored result. ``sequence`` counts recordings for the same person and period; the highest one counts."""

    rule_set_id: str
    version: int
    subject: str
    period: str
    sequence: int
    inputs_hash: str
    engine_version: str
    status: str
    score: Decimal | None
    tier: str | None
    values: Mapping[str, Value]
    answer: Mapping[str, object]
    recorded_by: str
    recorded_at: datetime


def record(
    work: Work, rule_set_id: str, version: int, period: Period, engine_version: str, results: Sequence[ToRecord]
) -> tuple[Recorded, ...]:
    """Store results of one scoring, in the order given, each person once. Needs scope ``score``.

    Conflict ``period-closed`` when the period is.

    A person whose current row has the same version, inputs, engine version and values keeps that row.
    """
    work.actor.require("score")
    if len({result.subject for result in results}) != len(results):
        raise ValueError("a person occurs twice among the results to record")
    for place, result in enumerate(results):
        checked_text(result.subject, "subject", low=1, high=200, path=("results", place, "subject"))
    # One recording after the other within a rule set: two at once would both take the same sequence number.
    rule_set = rule_set_for_update(work.session, work.workspace_id, rule_set_id)
    if rule_set is None:
        raise NotFound("rule-set", rule_set_id)
    refuse_closed(work, period)
    pinned = version_by_number(work.session, work.workspace_id, rule_set_id, version)
    if pinned is None:
        raise NotFound("version", f"{rule_set_id}@{version}")
    stored: dict[str, RecordedResult] = {}
    added: list[str] = []
    for chunk in _chunks(results):
        current = current_results(
            work.session, work.workspace_id, rule_set_id, [result.subject for result in chunk], str(period)
        )
        rows = []
        for result in chunk:
            former = current.get(result.subject)
            row = _row(work, rule_set, version, period, engine_version, result, former)
            if former is not None and _same(former, row):
                stored[result.subject] = former
            else:
                stored[result.subject] = RecordedResult(**row)
                rows.append(row)
                added.append(result.subject)
        if rows:
            work.session.execute(insert(RecordedResult), rows)
    if added:
        _note_recording(work, rule_set_id, version, pinned.content_hash, period, stored, added)
    return tuple(_recorded(stored[result.subject]) for result in results)


def history(
    work: Work,
    rule_set_id: str,
    subjects: Sequence[str],
    before: Period,
    periods: int,
    until: datetime | None = None,
) -> dict[str, tuple[Record, ...]]:
    """For each person the records of the ``periods`` periods before ``before``, oldest first; gaps are left out.

    With ``until``, what was recorded later does not count. Only results of the same kind of period and with status
    ``scored`` count. Needs scope ``score`` or ``read``.
    """
    if "score" not in work.actor.scopes:
        work.actor.require("read")
    found: dict[str, list[Record]] = {subject: [] for subject in subjects}
    if periods > 0:
        first = _earliest(before, periods)
        for chunk in _chunks(list(found)):
            for row in results_between(
                work.session, work.workspace_id, rule_set_id, list(chunk), first.key, before.key, until
            ):
                period = parse_period(row.period)
                if period.kind is before.kind and row.status == "scored":
                    values = _values_from(row.named_values)
                    found[row.subject].append(Record(row.period, period.index, period.quarter, period.year, values))
    return {subject: tuple(records) for subject, records in found.items()}


def list_results(
    work: Work, subject: str, *, after: tuple[str | int, ...] | None = None, limit: int = 50
) -> Page[Recorded]:
    """A person's results of all rule sets, superseded ones too, latest period first. Needs scope ``read``."""
    work.actor.require("read")
    key = (str(after[0]), str(after[1]), str(after[2]), int(after[3])) if after else None
    rows = results_of_subject(work.session, work.workspace_id, subject, key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    following = (last.period_key, last.period, last.rule_set_id, last.sequence) if last else None
    return Page(tuple(_recorded(row) for row in rows[:limit]), following)


def exact_decimal(value: Fraction) -> Decimal:
    """The number as a decimal, exactly; a ValueError when it has none (one third), for published values always have."""
    decimal = EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    if Fraction(decimal) != value:
        raise ValueError(f"{value} is no decimal number: only published values can be recorded")
    return decimal


def _row(
    work: Work,
    rule_set: RuleSet,
    version: int,
    period: Period,
    engine_version: str,
    result: ToRecord,
    former: RecordedResult | None,
) -> dict[str, object]:
    return {
        "workspace_id": work.workspace_id,
        "rule_set_id": rule_set.id,
        "subject": result.subject,
        "period_key": period.key,
        "period": str(period),
        "sequence": former.sequence + 1 if former else 1,
        "version": version,
        "inputs_hash": result.inputs_hash,
        "engine_version": engine_version,
        "status": result.status,
        "score": None if result.score is None else f"{exact_decimal(result.score):f}",
        "tier": result.tier,
        "named_values": _values_text(result.values),
        "answer": simplejson.dumps(result.answer, use_decimal=True, separators=(",", ":")),
        "recorded_by": work.actor.key_id,
        "recorded_at": work.now,
    }


def _same(former: RecordedResult, row: Mapping[str, object]) -> bool:
    compared = ("version", "inputs_hash", "engine_version", "status", "score", "tier", "named_values")
    return all(getattr(former, name) == row[name] for name in compared)


def _values_text(values: Mapping[str, Value]) -> str:
    """JSON with the names sorted, numbers as exact decimal literals: text and number cannot be mistaken."""
    plain = {name: exact_decimal(value) if isinstance(value, Fraction) else value for name, value in values.items()}
    return simplejson.dumps(plain, use_decimal=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _values_from(text: str) -> dict[str, Value]:
    return json.loads(text, parse_float=Fraction, parse_int=Fraction)  # type: ignore[no-any-return]


def _recorded(row: RecordedResult) -> Recorded:
    return Recorded(
        rule_set_id=row.rule_set_id,
        version=row.version,
        subject=row.subject,
        period=row.period,
        sequence=row.sequence,
        inputs_hash=row.inputs_hash,
        engine_version=row.engine_version,
        status=row.status,
        score=None if row.score is None else Decimal(row.score),
        tier=row.tier,
        values=_values_from(row.named_values),
        answer=json.loads(row.answer),
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )


def _note_recording(
    work: Work,
    rule_set_id: str,
    version: int,
    content_hash: str,
    period: Period,
    stored: Mapping[str, RecordedResult],
    added: Sequence[str],
) -> None:
    facts = {"rule_set": rule_set_id, "version": version, "period": str(period), "count": len(added)}
    rows = sorted((stored[subject] for subject in added), key=lambda row: row.subject)
    after = sha256_of(*(part for row in rows for part in (row.subject, str(row.sequence), row.named_values)))
    note_change(
        work,
        "results.recorded",
        f"rule-set/{rule_set_id}",
        after_hash=after,
        detail={**facts, "rule_set_hash": content_hash},
    )
    post(work, "results.recorded", facts)


def _earliest(before: Period, periods: int) -> Period:
    """As far back as asked, or as the calendar we know goes."""
    first = Period(before.kind, FIRST_YEAR, 1)
    return before.back(min(periods, before.index - first.index))


def _chunks(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), SUBJECTS_AT_ONCE):
        yield items[start : start + SUBJECTS_AT_ONCE]
