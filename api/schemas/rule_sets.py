"""Rule sets, drafts and versions, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas import words
from api.schemas.fields import Anything, Flag, Length, ListOf, Moment, OneOf, Part, Pattern, Text, Whole
from api.schemas.paging import Paging
from api.schemas.reading import Strict
from engine.issues import Words
from service.rule_sets import SORTS
from service.versions import MAX_NOTE_LENGTH

DOCUMENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "A rule set. Its own schema is at `/v1/schemas/rule-set.json`.",
    "additionalProperties": True,
}
DOCUMENT_TEXT_SCHEMA: dict[str, Any] = {"type": "string", "description": "A rule set as YAML text."}

DOCUMENT_EXAMPLE: dict[str, Any] = {
    "scorewright": 1,
    "id": "response-time",
    "name": {"zh": "响应时长", "en": "Response time"},
    "period": "month",
    "inputs": {"first_response": {"type": "duration"}},
    "metrics": {
        "speed": {
            "value": "first_response",
            "weight": "100%",
            "points": {"curve": [["10s", 100], ["60s", 0]]},
        }
    },
    "tiers": [{"id": "good", "at_least": 60}, {"id": "other"}],
}
DRAFT_EXAMPLE = {
    "rule_set": "taobao-presales",
    "revision": 4,
    "media": "yaml",
    "etag": '"4-5f7081a2b3c4d5e6f7081920"',
    "published_as": None,
    "updated_by": "019aa8f3c0de00000000000000000001",
    "updated_at": "2026-11-20T16:05:09Z",
}
RETIRED_EXAMPLE = {
    "at": "2026-11-20T16:05:09Z",
    "by": "019aa8f3c0de00000000000000000001",
    "note": "",
    "replaced_by": 4,
}
VERSION_EXAMPLE: dict[str, Any] = {
    "rule_set": "taobao-presales",
    "version": 3,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
    "language_version": 1,
    "effective_from": "2026-11",
    "note": "chats target raised",
    "published_by": "019aa8f3c0de00000000000000000001",
    "published_at": "2026-11-20T16:05:09Z",
    "retired": None,
}
VERSION_TEXT_EXAMPLE = {**VERSION_EXAMPLE, "media": "yaml", "document": DOCUMENT_EXAMPLE}
VERSIONS_EXAMPLE = {"items": [VERSION_EXAMPLE], "next": None}
RULE_SET_EXAMPLE = {
    "id": "taobao-presales",
    "name": {"zh": "淘宝售前客服", "en": "Taobao pre-sales agent"},
    "created_at": "2026-10-02T01:00:00Z",
    "has_draft": True,
    "latest_version": 3,
}
RULE_SETS_EXAMPLE = {"items": [RULE_SET_EXAMPLE], "next": None}
RULE_SET_DETAIL_EXAMPLE = {
    **RULE_SET_EXAMPLE,
    "draft": DRAFT_EXAMPLE,
    "in_force": VERSION_EXAMPLE,
    "versions": [VERSION_EXAMPLE],
}


class Draft(Strict):
    """A draft without its text."""

    rule_set = Text(required=True, attribute="rule_set_id")
    revision = Whole(required=True)
    media = Text(required=True, validate=OneOf(("yaml", "json")), metadata={"description": "How it was written."})
    etag = Text(required=True, metadata={"description": "Send it as `If-Match` with the next change."})
    published_as = Whole(
        required=True, allow_none=True, metadata={"description": "The version that holds exactly this text."}
    )
    updated_by = Text(required=True, metadata={"description": "A key's id."})
    updated_at = Moment(required=True)


class Retired(Strict):
    """When, by whom and why a version was taken out of force."""

    at = Moment(required=True)
    by = Text(required=True)
    note = Text(required=True)
    replaced_by = Whole(required=True, allow_none=True)


class Version(Strict):
    """A published version without its text."""

    rule_set = Text(required=True, attribute="rule_set_id")
    version = Whole(required=True, attribute="number")
    hash = Text(required=True, attribute="content_hash", metadata={"description": "SHA-256 of the canonical form."})
    language_version = Whole(required=True)
    effective_from = Text(required=True, metadata={"description": "The first period it counts for."})
    note = Text(required=True)
    published_by = Text(required=True, metadata={"description": "A key's id."})
    published_at = Moment(required=True)
    retired = Part(Retired, required=True, allow_none=True)


class VersionWithDocument(Version):
    """A published version with its document."""

    media = Text(required=True, validate=OneOf(("yaml", "json")))
    document = Anything(required=True, metadata=DOCUMENT_SCHEMA)


class Versions(Strict):
    """A page of versions, newest first."""

    items = ListOf(Part(Version), required=True)
    next = Text(required=True, allow_none=True)


class RuleSet(Strict):
    """A rule set by name."""

    id = Text(required=True)
    name = Part(words.Words, required=True, allow_none=True, metadata={"description": "Of the text stored last."})
    created_at = Moment(required=True)
    has_draft = Flag(required=True)
    latest_version = Whole(required=True, allow_none=True)


class RuleSetDetail(RuleSet):
    """A rule set with its draft, its newest versions and the one in force."""

    draft = Part(Draft, required=True, allow_none=True)
    in_force = Part(Version, required=True, allow_none=True)
    versions = ListOf(Part(Version), required=True, metadata={"description": "The newest; all at `…/versions`."})


class RuleSets(Strict):
    """A page of rule sets."""

    items = ListOf(Part(RuleSet), required=True)
    next = Text(required=True, allow_none=True)


class RuleSetsQuery(Paging):
    """How rule sets are listed."""

    sort = Text(load_default="id", validate=OneOf(SORTS), metadata={"description": "A minus sorts downwards."})


class RuleSetQuery(Strict):
    """Which period ``in_force`` is told for."""

    period = Text(
        validate=Length(1, 20),
        metadata={"description": "A period such as `2026-11`; today without it.", "example": "2026-11"},
    )


A_STATE = Pattern(r"^(draft|[1-9][0-9]{0,8})$", Words("是版本号或 draft", "be a version's number or `draft`"))
A_STATE_TOLD = {"description": "A version's number, or `draft`.", "example": "1"}


class DiffQuery(Strict):
    """Which two versions are compared."""

    from_ = Text(data_key="from", required=True, validate=A_STATE, metadata=A_STATE_TOLD)
    to = Text(required=True, validate=A_STATE, metadata=A_STATE_TOLD)


class PublishRequest(Strict):
    """From when the new version counts."""

    effective_from = Text(
        required=True, validate=Length(1, 20), metadata={"description": "The first period, such as `2026-12`."}
    )
    note = Text(load_default="", validate=Length(0, MAX_NOTE_LENGTH), metadata={"description": "What changed and why."})
    replace = Flag(
        load_default=False,
        metadata={"description": "Take the place of a version that starts with the same period; that one is retired."},
    )


class Published(Strict):
    """A new version, and the draft it was made from."""

    version = Part(Version, required=True)
    draft = Part(Draft, required=True)
    replaced = Whole(required=True, allow_none=True, metadata={"description": "The version whose place it took."})
    issues = ListOf(
        Anything(metadata={"$ref": "#/components/schemas/Issue"}),
        required=True,
        metadata={"description": "Warnings and advice that did not stand in the way."},
    )


class RetireRequest(Strict):
    """Why a version is taken out of force."""

    note = Text(load_default="", validate=Length(0, MAX_NOTE_LENGTH))


ANY_WORDS: dict[str, Any] = {"$ref": "#/components/schemas/Words"}
STATE_SCHEMA: dict[str, Any] = {"type": ["integer", "null"], "description": "The version; null for the draft."}
DIFF_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "from": STATE_SCHEMA,
        "to": STATE_SCHEMA,
        "same": {"type": "boolean", "description": "Whether both mean the same, however they are written."},
        "changes": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"type": "string", "enum": ["added", "removed", "changed", "moved"]},
                    "path": {
                        "type": "string",
                        "description": "In the later document, where it is there.",
                    },
                    "label": ANY_WORDS,
                    "before": {"description": "What is written there; null where there is nothing."},
                    "after": {"description": "What is written there; null where there is nothing."},
                    "sentence": ANY_WORDS,
                    "told": {
                        "type": "object",
                        "description": "Formulas among both, with labels in place of ids; null for all else.",
                        "properties": {side: {"anyOf": [ANY_WORDS, {"type": "null"}]} for side in ("before", "after")},
                        "required": ["before", "after"],
                        "additionalProperties": False,
                    },
                },
                "required": ["kind", "path", "label", "before", "after", "sentence", "told"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["from", "to", "same", "changes"],
    "additionalProperties": False,
}
DIFF_EXAMPLE: dict[str, Any] = {
    "from": 2,
    "to": 3,
    "same": False,
    "changes": [
        {
            "kind": "changed",
            "path": "parameters.chats_target.value",
            "label": {"zh": "接待量目标", "en": "chats target"},
            "before": 800,
            "after": 900,
            "sentence": {"zh": "接待量目标由 800 改为 900。", "en": "chats target changed from 800 to 900."},
            "told": {"before": None, "after": None},
        }
    ],
}
