"""``/v1/rule-sets/{id}/versions``: what was published."""

from __future__ import annotations

from typing import Any

from api.etags import if_match
from api.operation import JSON, YAML, Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import ALREADY_RETIRED, NOT_ACCEPTABLE
from api.representations import document_reply, wanted_form
from api.schemas.paging import Paging
from api.schemas.rule_sets import (
    DIFF_EXAMPLE,
    DIFF_SCHEMA,
    DRAFT_EXAMPLE,
    VERSION_EXAMPLE,
    VERSION_TEXT_EXAMPLE,
    VERSIONS_EXAMPLE,
    DiffQuery,
    Draft,
    RetireRequest,
    Version,
    Versions,
    VersionWithDocument,
)
from api.schemas.sql_texts import SQL, SQL_EXAMPLE, SQL_SCHEMA, SqlQuery
from engine.columnar.text import known_text, sql_type
from rules.diff import diff
from rules.document.load import load
from service.rule_sets import get_draft
from service.sql_texts import version_as_sql
from service.versions import get_version, list_versions, restore, retire

DRAFT = "draft"

routes = Routes("versions", "Versions")


@routes.get(
    "/v1/rule-sets/<rule_set_id>/versions",
    scope="read",
    query=Paging(),
    answer=Answer(200, "A page of versions", Versions(), VERSIONS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_published_versions(call: Call, rule_set_id: str) -> Reply:
    """List the versions of a rule set.

    Newest first, retired ones too.
    """
    after = call.position
    return call.page(
        list_versions(call.work, rule_set_id, after=int(after[0]) if after else None, limit=call.query["limit"])
    )


@routes.get(
    "/v1/rule-sets/<rule_set_id>/versions/<int(min=1,max=999999999):number>",
    scope="read",
    answer=Answer(
        200,
        "The version: with its document as JSON, or the document alone as YAML text",
        VersionWithDocument(),
        VERSION_TEXT_EXAMPLE,
        media=(JSON, YAML),
        headers={"ETag": "It never changes, except that it may be retired."},
    ),
    also=(Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),),
    kinds=(NOT_ACCEPTABLE,),
)
def show_version(call: Call, rule_set_id: str, number: int) -> Reply:
    """Show a version.

    `Accept: application/yaml` gives the text exactly as it was published.
    """
    version = get_version(call.work, rule_set_id, number)
    retired = "r" if version.facts.retired else ""
    etag = f'"{version.facts.content_hash.removeprefix("sha256:")}{retired}"'
    if wanted_form() == YAML:
        return document_reply(version.document, version.media, etag)
    shown = {name: getattr(version.facts, name) for name in version.facts.__dataclass_fields__}
    shown |= {"media": version.media, "document": load(version.document, version.media).data}
    return Reply(shown, etag=etag, headers={"Vary": "Accept"})


@routes.get(
    "/v1/rule-sets/<rule_set_id>/versions/<int(min=1,max=999999999):number>/sql",
    scope="read",
    query=SqlQuery(),
    answer=Answer(
        200,
        "The version as SQL: with its columns as JSON, or the text alone",
        SQL_SCHEMA,
        SQL_EXAMPLE,
        media=(JSON, SQL),
    ),
    kinds=(NOT_ACCEPTABLE,),
)
def show_version_as_sql(call: Call, rule_set_id: str, number: int) -> Reply:
    """Write a version as one SELECT for a database or warehouse.

    It gives the same values as this service, to the last digit. `Accept: application/sql` gives the text alone.
    """
    dialect, period = call.query["dialect"], call.query["period"]
    found = version_as_sql(call.work, rule_set_id, number, dialect, period)
    varies = {"Vary": "Accept"}
    if wanted_form(SQL) == SQL:
        return Reply(raw=found.text, media=SQL, headers=varies)
    plan = found.plan
    inputs = [
        {"id": item.id, "column": plan.inputs[item.id], "type": sql_type(item.type, dialect)}
        for item in plan.program.inputs
    ]
    steps = [
        {
            "id": column.step,
            "column": column.name,
            "decimals": column.decimals,
            "value": known_text(column) if column.name is None else None,
        }
        for column in plan.columns.values()
    ]
    shown = {"dialect": dialect, "period": period, "sql": found.text, "inputs": inputs, "steps": steps}
    return Reply(shown, headers=varies)


@routes.post(
    "/v1/rule-sets/<rule_set_id>/versions/<int(min=1,max=999999999):number>/restore",
    scope="edit",
    answer=Answer(200, "The draft has the version's text", Draft(), DRAFT_EXAMPLE, headers={"ETag": "The draft's."}),
    precondition=True,
    idempotent=True,
)
def restore_version(call: Call, rule_set_id: str, number: int) -> Reply:
    """Put a version's text back into the draft.

    When there is a draft, its `ETag` is needed in `If-Match`. Nothing is published by this.
    """
    draft = restore(call.work, rule_set_id, number, if_match())
    return Reply(draft, etag=draft.etag)


@routes.post(
    "/v1/rule-sets/<rule_set_id>/versions/<int(min=1,max=999999999):number>/retire",
    scope="publish",
    body=Body(RetireRequest(), {"note": "wrong brackets"}, required=False),
    answer=Answer(200, "The retired version", Version(), VERSION_EXAMPLE),
    kinds=(ALREADY_RETIRED,),
    idempotent=True,
)
def retire_version(call: Call, rule_set_id: str, number: int) -> Reply:
    """Take a version out of force for good.

    The one before it counts again. Results already recorded keep it.
    """
    return Reply(retire(call.work, rule_set_id, number, call.body.get("note", "")))


@routes.get(
    "/v1/rule-sets/<rule_set_id>/diff",
    scope="read",
    query=DiffQuery(),
    answer=Answer(200, "What differs in meaning", DIFF_SCHEMA, DIFF_EXAMPLE),
)
def diff_versions(call: Call, rule_set_id: str) -> Reply:
    """Compare two versions, or a version and the draft.

    By meaning, not by text: order, comments and spelling of numbers count only where they mean something.
    """
    before, after = call.query["from_"], call.query["to"]
    changes = diff(_data(call, rule_set_id, before), _data(call, rule_set_id, after))
    return Reply(
        {
            "from": _number(before),
            "to": _number(after),
            "same": not changes,
            "changes": [change.to_json() for change in changes],
        }
    )


def _data(call: Call, rule_set_id: str, state: str) -> dict[str, Any]:
    of = get_draft(call.work, rule_set_id) if state == DRAFT else get_version(call.work, rule_set_id, int(state))
    return load(of.document, of.media).data


def _number(state: str) -> int | None:
    return None if state == DRAFT else int(state)
