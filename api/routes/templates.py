"""``/v1/templates``: rule sets ready to be made one's own."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from api.etags import if_match
from api.operation import Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import NOT_FOUND, RULE_SET_REFUSED, Problem
from api.refusals import of_document
from api.schemas.rule_sets import Draft
from api.schemas.templates import (
    INSTALL_EXAMPLE,
    INSTALLED_EXAMPLE,
    INSTALLED_SCHEMA,
    SUMMARY_EXAMPLE,
    TEMPLATE_EXAMPLE,
    TEMPLATE_SCHEMA,
    TEMPLATES_SCHEMA,
    InstallRequest,
    TemplatesQuery,
)
from engine.issues import Refused
from engine.result import plain
from rules.document.load import load
from rules.install import Installed, install
from rules.model import Parameter
from rules.packs import Choice, Library, Pack, Sample, load_library
from service.rule_sets import put_draft

DRAFT = Draft()

routes = Routes("templates", "Templates")


@routes.get(
    "/v1/templates",
    scope="read",
    query=TemplatesQuery(),
    transaction=Transaction.NONE,
    answer=Answer(200, "The templates", TEMPLATES_SCHEMA, {"items": [SUMMARY_EXAMPLE]}),
)
def list_templates(call: Call) -> Reply:
    """List the templates."""
    industry, role = call.query.get("industry"), call.query.get("role")
    packs = [
        pack
        for pack in library()
        if (industry is None or pack.industry == industry) and (role is None or role in pack.roles)
    ]
    return Reply({"items": [_summary(pack) for pack in packs]})


@routes.get(
    "/v1/templates/<template_id>",
    scope="read",
    transaction=Transaction.NONE,
    answer=Answer(200, "The template", TEMPLATE_SCHEMA, TEMPLATE_EXAMPLE),
)
def show_template(call: Call, template_id: str) -> Reply:
    """Show a template.

    With what to ask at installation, the parts that may be swapped, and people to try it with.
    """
    pack = _pack(template_id)
    return Reply(
        {
            **_summary(pack),
            "sources": [source.to_json() for source in pack.sources],
            "questions": [_question(parameter) for parameter in pack.questions],
            "choices": [_choice(choice) for choice in pack.choices.values()],
            "document": pack.document.text,
            "period": pack.period,
            "people": [_sample(sample) for sample in pack.people],
            "readme": pack.readme,
        }
    )


def _install(call: Call) -> Installed:
    """The new document. Working it out runs the template's tests, so it is done before anything is locked."""
    body = call.body
    return install(
        _pack(call.path["template_id"]), body["parameters"], body["choices"], body.get("rule_set"), body.get("name")
    )


@routes.post(
    "/v1/templates/<template_id>/install",
    scope="edit",
    body=Body(InstallRequest(), INSTALL_EXAMPLE),
    answer=Answer(
        201,
        "The draft made from it",
        INSTALLED_SCHEMA,
        INSTALLED_EXAMPLE,
        headers={"ETag": "The draft's.", "Location": "Where the draft is."},
    ),
    prepare=_install,
    precondition=True,
    idempotent=True,
    kinds=(RULE_SET_REFUSED,),
)
def install_template(call: Call, template_id: str) -> Reply:
    """Make a draft from a template.

    With one's own parameters and choices. Nothing is published by this. When the rule set has a draft already, it is
    replaced only with its `ETag` in `If-Match`.
    """
    done: Installed = call.prepared
    document = load(done.text)
    try:
        draft = put_draft(call.work, str(document.data["id"]), document, if_match())
    except Refused as refused:
        raise of_document(refused.issues) from None
    answer = {"draft": DRAFT.dump(draft), "tests_left_out": list(done.tests_left_out)}
    return Reply(answer, etag=draft.etag, headers={"Location": f"/v1/rule-sets/{draft.rule_set_id}/draft"})


@cache
def library() -> Library:
    """Read once; templates come with the product and change with it."""
    return load_library()


def _pack(template_id: str) -> Pack:
    pack = library().packs.get(template_id)
    if pack is None:
        raise Problem(NOT_FOUND)
    return pack


def _summary(pack: Pack) -> dict[str, object]:
    return {
        "id": pack.id,
        "version": pack.version,
        "industry": pack.industry,
        "roles": list(pack.roles),
        "languages": list(pack.languages),
        "name": pack.name.to_json(),
        "summary": pack.summary.to_json(),
    }


def _question(parameter: Parameter) -> dict[str, object]:
    return {
        "id": parameter.id,
        "label": parameter.label.to_json(),
        "kind": str(parameter.type.kind),
        "value": _number(parameter.value),
        "low": _number(parameter.low),
        "high": _number(parameter.high),
    }


def _number(value: Fraction | None) -> object:
    return plain(value, 12)


def _choice(choice: Choice) -> dict[str, object]:
    return {
        "id": choice.id,
        "label": choice.label.to_json(),
        "default": choice.default,
        "options": [
            {"id": option.id, "label": option.label.to_json(), "why": option.why.to_json() if option.why else None}
            for option in choice.options.values()
        ],
    }


def _sample(sample: Sample) -> dict[str, object]:
    return {
        "subject": sample.id,
        "name": sample.name.to_json(),
        "inputs": dict(sample.inputs),
        "attributes": dict(sample.attributes),
        "history": [dict(record) for record in sample.history],
        "decisions": {id: dict(decision) for id, decision in sample.decisions.items()},
    }
