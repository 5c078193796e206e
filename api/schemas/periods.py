"""Periods as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Length, Text
from api.schemas.language import TEXT, TEXT_OR_NULL, record, written_time
from api.schemas.reading import Strict
from service.runs.closing import LONGEST_NOTE, PeriodFacts


class CloseRequest(Strict):
    """A note for those who come later."""

    note = Text(load_default="", validate=Length(0, LONGEST_NOTE), metadata={"description": "For people."})


class ReopenRequest(Strict):
    """Why it is opened again."""

    reason = Text(required=True, validate=Length(1, LONGEST_NOTE), metadata={"description": "Kept in the audit trail."})


PERIOD_SCHEMA = record(
    {
        "period": TEXT,
        "closed": {"type": "boolean"},
        "closed_at": {"type": ["string", "null"], "format": "date-time"},
        "closed_by": TEXT_OR_NULL,
        "note": TEXT_OR_NULL,
        "runs": {
            "type": "array",
            "description": "The runs that count.",
            "items": record({"rule_set": TEXT, "run": {"type": "integer"}}),
        },
    }
)
PERIOD_EXAMPLE = {
    "period": "2026-10",
    "closed": True,
    "closed_at": "2026-11-05T09:00:00Z",
    "closed_by": "019aa8f3c0de00000000000000000001",
    "note": "paid with the November salary",
    "runs": [{"rule_set": "taobao-presales", "run": 1}],
}


def period_body(period: PeriodFacts) -> dict[str, Any]:
    body = {name: getattr(period, name) for name in PERIOD_SCHEMA["properties"]}
    runs = [{"rule_set": rule_set, "run": run} for rule_set, run in period.runs]
    return {**body, "closed_at": written_time(period.closed_at), "runs": runs}
