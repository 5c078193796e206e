"""One person's results of all periods, each with its explanation: what runs found, and what was recorded besides.

For a rule set and a period the run that counts says what holds; without one, what was recorded last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import simplejson
from duckdb import DuckDBPyConnection

from engine.result import Json
from service.duck import reading
from service.errors import NotFound
from service.runs.reading import one_result, view_of
from service.work import Office, Page, Work
from store.models import Run
from store.models.person import known_people
from store.models.recorded_result import results_of_subject
from store.models.run import current_runs_before
from store.models.run_result import runs_of_person

Position = tuple[str, str, str]
"""First day of the period, period, rule set: results are listed by them, latest first."""
MOST_RECORDED = 1000


@dataclass(frozen=True, slots=True)
class PersonResult:
    """``run`` is None for what was recorded by itself. ``change`` is the score minus the one before it, as far as
    the same rule set has one on the page."""

    rule_set: str
    version: int
    period: str
    run: int | None
    at: datetime
    score: Decimal | None
    change: Decimal | None
    result: Json


def results_of_person(
    office: Office,
    work: Work,
    subject: str,
    rule_set: str | None = None,
    *,
    level: str = "summary",
    after: Position | None = None,
    limit: int = 12,
) -> Page[PersonResult]:
    """NotFound for somebody who is neither in the list of people nor in any result. Needs scope ``read``."""
    work.actor.require("read")
    runs = current_runs_before(work.session, work.workspace_id, rule_set, after)
    with_person = runs_of_person(work.session, work.workspace_id, [run.number for run in runs], subject)
    found: dict[Position, PersonResult | Run] = {
        (run.period_key, run.period, run.rule_set_id): run for run in runs if run.number in with_person
    }
    for row in results_of_subject(work.session, work.workspace_id, subject, None, MOST_RECORDED):
        position = (row.period_key, row.period, row.rule_set_id)
        wanted = rule_set in (None, row.rule_set_id) and (after is None or position < after)
        if wanted and position not in found:
            answer = _json(row.answer)
            found[position] = PersonResult(
                row.rule_set_id, row.version, row.period, None, row.recorded_at, _score(answer), None, answer
            )
    if not found and after is None and not known_people(work.session, work.workspace_id, [subject]):
        raise NotFound("person", subject)
    order = sorted(found, reverse=True)
    with reading() as con:
        items = [_read(con, office, work, found[position], subject, level) for position in order[:limit]]
    return Page(tuple(_with_changes(items)), order[limit - 1] if len(order) > limit else None)


def _read(
    con: DuckDBPyConnection, office: Office, work: Work, found: PersonResult | Run, subject: str, level: str
) -> PersonResult:
    if isinstance(found, PersonResult):
        return found
    body = one_result(view_of(con, office, work, found), subject, level)["result"]
    assert isinstance(body, dict) and found.finished_at is not None
    return PersonResult(
        found.rule_set_id, found.version, found.period, found.number, found.finished_at, _score(body), None, body
    )


def _with_changes(items: list[PersonResult]) -> list[PersonResult]:
    changed = []
    for place, item in enumerate(items):
        former = next((other for other in items[place + 1 :] if other.rule_set == item.rule_set), None)
        both = item.score is not None and former is not None and former.score is not None
        changed.append(replace(item, change=item.score - former.score) if both else item)  # type: ignore[operator,union-attr]
    return changed


def _score(body: Json) -> Decimal | None:
    score = body.get("score")
    return None if score is None else Decimal(str(score))


def _json(text: str) -> Json:
    return dict(simplejson.loads(text, use_decimal=True))
