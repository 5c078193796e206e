"""``POST /v1/rule-sets/{id}/versions``: a draft becomes a version."""

from __future__ import annotations

from api.etags import if_match
from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import EFFECTIVE_FROM_TAKEN, RULE_SET_REFUSED
from api.refusals import of_document
from api.schemas.rule_sets import DRAFT_EXAMPLE, VERSION_EXAMPLE, Published, PublishRequest
from engine.issues import Refused
from service.checking import check_for_publishing
from service.versions import Publishable, publish, ready_to_publish

routes = Routes("publishing", "Versions")


def _check(call: Call) -> Publishable:
    try:
        return ready_to_publish(call.work, call.path["rule_set_id"], if_match(), check_for_publishing)
    except Refused as refused:
        raise of_document(refused.issues) from None


@routes.post(
    "/v1/rule-sets/<rule_set_id>/versions",
    scope="publish",
    body=Body(PublishRequest(), {"effective_from": "2026-12", "note": "chats target raised", "replace": False}),
    answer=Answer(
        201,
        "The new version",
        Published(),
        {
            "version": {**VERSION_EXAMPLE, "effective_from": "2026-12"},
            "draft": {**DRAFT_EXAMPLE, "published_as": 3},
            "replaced": None,
            "issues": [],
        },
        headers={"Location": "Where it is.", "ETag": "The draft's."},
    ),
    prepare=_check,
    idempotent=True,
    precondition=True,
    kinds=(RULE_SET_REFUSED, EFFECTIVE_FROM_TAKEN),
)
def publish_draft(call: Call, rule_set_id: str) -> Reply:
    """Publish the draft.

    It becomes the next version: numbered, hashed, never changed again, in force from `effective_from` until a later
    version starts. Refused while the document has errors or one of its own tests fails. `If-Match` is the draft's
    `ETag`, so that what is published is what was read.
    """
    ready: Publishable = call.prepared
    body = call.body
    done = publish(call.work, ready, body["effective_from"], body["note"], replace=body["replace"])
    answer = {
        "version": done.version,
        "draft": done.draft,
        "replaced": done.replaced,
        "issues": [issue.to_json() for issue in ready.issues],
    }
    location = f"/v1/rule-sets/{rule_set_id}/versions/{done.version.number}"
    return Reply(answer, etag=done.draft.etag, headers={"Location": location})
