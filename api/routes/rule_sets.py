"""``/v1/rule-sets``: which there are, and their drafts."""

from __future__ import annotations

from dataclasses import asdict
from zoneinfo import ZoneInfo

from api.etags import if_match
from api.operation import JSON, YAML, Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import NOT_ACCEPTABLE, RULE_SET_REFUSED
from api.refusals import of_document
from api.representations import document_reply, sent_document
from api.schemas.rule_sets import (
    DOCUMENT_EXAMPLE,
    DOCUMENT_SCHEMA,
    DRAFT_EXAMPLE,
    RULE_SET_DETAIL_EXAMPLE,
    RULE_SETS_EXAMPLE,
    Draft,
    RuleSetDetail,
    RuleSetQuery,
    RuleSets,
    RuleSetsQuery,
)
from engine.issues import Refused
from rules.period import Period, PeriodKind, parse_period, period_of
from service.errors import NotFound
from service.rule_sets import delete_draft, get_draft, get_rule_set, list_rule_sets, put_draft
from service.versions import in_force, list_versions
from service.workspaces import workspace_of

NEWEST = 20

routes = Routes("rule_sets", "Rule sets")


@routes.get(
    "/v1/rule-sets",
    scope="read",
    query=RuleSetsQuery(),
    answer=Answer(200, "A page of rule sets", RuleSets(), RULE_SETS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_all_rule_sets(call: Call) -> Reply:
    """List the rule sets."""
    return call.page(list_rule_sets(call.work, sort=call.query["sort"], after=call.position, limit=call.query["limit"]))


@routes.get(
    "/v1/rule-sets/<rule_set_id>",
    scope="read",
    query=RuleSetQuery(),
    answer=Answer(200, "The rule set", RuleSetDetail(), RULE_SET_DETAIL_EXAMPLE),
)
def show_rule_set(call: Call, rule_set_id: str) -> Reply:
    """Show a rule set.

    With its draft, its newest versions and the version in force for `period` (without one: for today, in the
    workspace's time zone).
    """
    text = call.query.get("period")
    period = parse_period(text, ("period",)) if text else _today(call)
    facts = get_rule_set(call.work, rule_set_id)
    versions = list_versions(call.work, rule_set_id, limit=NEWEST)
    try:
        current = in_force(call.work, rule_set_id, period).facts
    except NotFound:
        current = None
    draft = get_draft(call.work, rule_set_id) if facts.has_draft else None
    return Reply({**asdict(facts), "draft": draft, "in_force": current, "versions": versions.items})


@routes.get(
    "/v1/rule-sets/<rule_set_id>/draft",
    scope="read",
    answer=Answer(
        200,
        "The document: as JSON, or as YAML text as it was written",
        DOCUMENT_SCHEMA,
        DOCUMENT_EXAMPLE,
        media=(JSON, YAML),
        headers={"ETag": "Send it as `If-Match` with the next change."},
    ),
    also=(Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),),
    kinds=(NOT_ACCEPTABLE,),
)
def show_draft(call: Call, rule_set_id: str) -> Reply:
    """Read the draft.

    `Accept: application/yaml` gives the text exactly as it was stored, with its comments.
    """
    draft = get_draft(call.work, rule_set_id)
    return document_reply(draft.document, draft.media, draft.etag)


@routes.put(
    "/v1/rule-sets/<rule_set_id>/draft",
    scope="edit",
    body=Body(DOCUMENT_SCHEMA, DOCUMENT_EXAMPLE, media=(JSON, YAML), parsed=False),
    answer=Answer(200, "The draft was replaced", Draft(), DRAFT_EXAMPLE, headers={"ETag": "The new state."}),
    also=(
        Answer(
            201,
            "The draft is new",
            {"$ref": "#/components/schemas/Draft"},
            {**DRAFT_EXAMPLE, "revision": 1},
            headers={"ETag": "The new state.", "Location": "Where it is."},
        ),
    ),
    precondition=True,
    kinds=(RULE_SET_REFUSED,),
)
def save_draft(call: Call, rule_set_id: str) -> Reply:
    """Write the draft.

    Whatever can be read as a document is stored, finished or not; `POST /v1/rule-sets/check` tells its problems. A
    draft that exists is replaced only with its `ETag` in `If-Match`. Storing the same text again changes nothing.
    """
    try:
        draft = put_draft(
            call.work, rule_set_id, sent_document(call.body, call.media, call.door.settings.max_document), if_match()
        )
    except Refused as refused:
        raise of_document(refused.issues) from None
    if not draft.created:
        return Reply(draft, etag=draft.etag)
    return Reply(draft, 201, draft.etag, {"Location": f"/v1/rule-sets/{rule_set_id}/draft"})


@routes.delete(
    "/v1/rule-sets/<rule_set_id>/draft",
    scope="edit",
    answer=Answer(204, "The draft is gone"),
    precondition=True,
)
def discard_draft(call: Call, rule_set_id: str) -> Reply:
    """Drop the draft.

    A rule set that was never published goes with it.
    """
    delete_draft(call.work, rule_set_id, if_match())
    return Reply()


def _today(call: Call) -> Period:
    zone = ZoneInfo(workspace_of(call.work).time_zone)
    return period_of(PeriodKind.DAY, call.work.now.astimezone(zone).date())
