"""``GET /v1/rule-sets/{id}/draft/impact``: what a draft would have made of a run."""

from __future__ import annotations

from api.operation import Answer, Reply, Routes, Transaction
from api.performing import Call
from api.problems import (
    NO_RUN_TO_COMPARE,
    NOT_FOUND,
    RULE_SET_REFUSED,
    RUN_FILES_MISSING,
    RUN_UNFINISHED,
    TOO_MANY_TO_COMPARE,
)
from api.refusals import of_document, of_issues
from api.schemas.impact import IMPACT_EXAMPLE, IMPACT_SCHEMA, ImpactQuery, impact_body
from engine.issues import Refused
from service.runs.impact import impact_of_draft

routes = Routes("impact", "Versions")


@routes.get(
    "/v1/rule-sets/<rule_set_id>/draft/impact",
    scope="read",
    query=ImpactQuery(),
    answer=Answer(200, "Both side by side", IMPACT_SCHEMA, IMPACT_EXAMPLE),
    transaction=Transaction.NONE,
    kinds=(
        NOT_FOUND,
        RULE_SET_REFUSED,
        NO_RUN_TO_COMPARE,
        RUN_UNFINISHED,
        TOO_MANY_TO_COMPARE,
        RUN_FILES_MISSING,
    ),
)
def show_impact(call: Call, rule_set_id: str) -> Reply:
    """Show what the draft would have made of a run.

    The people of the run are scored by the draft, on the data that the run had pinned, and compared with what the run
    found, or with what another version makes of the same data. Nothing is stored. At most a million
    people; fewer where their figures must be gathered anew or the draft's rules can only be followed one by one.
    """
    query = call.query
    try:
        found = impact_of_draft(
            call.door.office,
            call.actor,
            call.door.sources,
            rule_set_id,
            number=query.get("run"),
            against=query.get("against"),
            limit=query["limit"],
        )
    except Refused as refused:
        # Issues of the document know their line; those of the request do not.
        in_document = any(issue.line is not None for issue in refused.issues)
        raise (of_document if in_document else of_issues)(refused.issues) from None
    return Reply(impact_body(found))
