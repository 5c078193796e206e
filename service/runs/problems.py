"""Why people of a run have no result, by reason: what is missing, what stopped the calculation, what was refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from engine.issues import CODES, Words
from engine.reasons import Reason
from engine.result import Json
from engine.sentences import reason_words
from service.duck import parquet, quoted
from service.runs.columns import REFUSED, STATUS, SUBJECT, TROUBLE_CODE, TROUBLE_STEP
from service.runs.reading import View

MOST_LOOKED_AT = 2_000
"""People of one status; whoever has thousands without a result mends the reasons of the first ones."""
NAMED = 5


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is in the way, of one person. ``id`` is the input or step that it is about."""

    status: str
    code: str
    id: str | None
    label: Words | None
    message: Words


def problems_of(view: View) -> Json:
    """What concerns most people first."""
    people: dict[Cause, list[str]] = {}
    looked: dict[str, set[str]] = {"incomplete": set(), "problem": set()}
    for cause, subject in (*_missing(view), *_stopped(view), *_refused(view)):
        people.setdefault(cause, []).append(subject)
        looked[cause.status].add(subject)
    items = [
        {
            "status": cause.status,
            "code": cause.code,
            "id": cause.id,
            "label": cause.label.to_json() if cause.label else None,
            "message": cause.message.to_json(),
            "people": len(subjects),
            "first": subjects[:NAMED],
        }
        for cause, subjects in sorted(people.items(), key=lambda item: -len(item[1]))
    ]
    return {"items": items, "complete": all(len(seen) < MOST_LOOKED_AT for seen in looked.values())}


def _missing(view: View) -> Iterator[tuple[Cause, str]]:
    labels = view.program.labels
    condition, order = f"v.{quoted(STATUS)} = 'incomplete'", f"v.{quoted(SUBJECT)}"
    for row in view.results(condition, order, MOST_LOOKED_AT, 0, [], "none"):
        result = row["result"]
        assert isinstance(result, dict)
        reasons = {Reason(one["id"], one["reason"]) for one in result["missing"] if one["then"] == "incomplete"}
        for reason in sorted(reasons):
            words = reason_words(reason, labels)
            yield Cause("incomplete", reason.code, reason.id, labels.get(reason.id), words), str(row["subject"])


def _stopped(view: View) -> Iterator[tuple[Cause, str]]:
    for subject, step, code in view.con.execute(
        f"SELECT {quoted(SUBJECT)}, {quoted(TROUBLE_STEP)}, {quoted(TROUBLE_CODE)} FROM {parquet(view.values)} "
        f"WHERE {quoted(TROUBLE_CODE)} IS NOT NULL AND {quoted(REFUSED)} IS NULL ORDER BY 1 LIMIT {MOST_LOOKED_AT}"
    ).fetchall():
        known = view.program.step_by_id.get(step)
        yield Cause("problem", code, step, known.label if known else None, CODES[code].message), subject


def _refused(view: View) -> Iterator[tuple[Cause, str]]:
    """Issues of one value are told by what is wrong with the first person's."""
    told: dict[tuple[str, str], Cause] = {}
    for subject, text in view.con.execute(
        f"SELECT {quoted(SUBJECT)}, {quoted(REFUSED)} FROM {parquet(view.values)} "
        f"WHERE {quoted(REFUSED)} IS NOT NULL ORDER BY 1 LIMIT {MOST_LOOKED_AT}"
    ).fetchall():
        for issue in json.loads(text):
            id = str(issue["path"]).rpartition(".")[2] or None
            key = (str(issue["code"]), str(issue["path"]))
            if key not in told:
                message = Words(issue["message"]["zh"], issue["message"]["en"])
                told[key] = Cause("problem", key[0], id, view.program.labels.get(id or ""), message)
            yield told[key], subject
