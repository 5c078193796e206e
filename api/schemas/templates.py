"""Templates, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Anything, Length, Mapped, Text
from api.schemas.language import NUMBER_OR_NULL, TEXT, WORDS, WORDS_OR_NULL, items_of, record
from api.schemas.reading import Strict
from api.schemas.rule_sets import DRAFT_EXAMPLE
from api.schemas.scores import VALUES_SCHEMA

SUMMARY_PROPERTIES: dict[str, Any] = {
    "id": TEXT,
    "version": TEXT,
    "industry": TEXT,
    "roles": {"type": "array", "items": TEXT},
    "languages": {"type": "array", "items": TEXT},
    "name": WORDS,
    "summary": WORDS,
}
QUESTION_SCHEMA = record(
    {
        "id": TEXT,
        "label": WORDS,
        "kind": TEXT,
        "value": {"type": "number", "description": "Holds unless another is given; a percent as a share of 1."},
        "low": NUMBER_OR_NULL,
        "high": NUMBER_OR_NULL,
    }
)
CHOICE_SCHEMA = record(
    {
        "id": TEXT,
        "label": WORDS,
        "default": TEXT,
        "options": {"type": "array", "items": record({"id": TEXT, "label": WORDS, "why": WORDS_OR_NULL})},
    }
)
SAMPLE_SCHEMA = record(
    {
        "subject": TEXT,
        "name": WORDS,
        "inputs": VALUES_SCHEMA,
        "attributes": VALUES_SCHEMA,
        "history": {"type": "array", "items": VALUES_SCHEMA},
        "decisions": {"type": "object", "additionalProperties": VALUES_SCHEMA},
    }
)
TEMPLATES_SCHEMA = items_of(record(SUMMARY_PROPERTIES))
TEMPLATE_SCHEMA = record(
    {
        **SUMMARY_PROPERTIES,
        "sources": {"type": "array", "items": WORDS},
        "questions": {"type": "array", "items": QUESTION_SCHEMA, "description": "What to ask at installation."},
        "choices": {"type": "array", "items": CHOICE_SCHEMA, "description": "Parts that may be swapped."},
        "document": {**TEXT, "description": "The rule set as YAML text."},
        "period": {**TEXT, "description": "A period that the sample people fit."},
        "people": {"type": "array", "items": SAMPLE_SCHEMA, "description": "Sample people to try it with."},
        "readme": {**TEXT, "description": "The template's page, in Markdown."},
    }
)
SUMMARY_EXAMPLE: dict[str, Any] = {
    "id": "presales-agent",
    "version": "1.0",
    "industry": "taobao",
    "roles": ["presales-agent"],
    "languages": ["zh", "en"],
    "name": {"zh": "售前客服", "en": "Pre-sales agent"},
    "summary": {"zh": "按转化、响应和服务评分。", "en": "Scores conversion, response and service."},
}
TEMPLATE_EXAMPLE: dict[str, Any] = {
    **SUMMARY_EXAMPLE,
    "sources": [],
    "questions": [
        {
            "id": "chats_target",
            "label": {"zh": "接待量目标", "en": "chats target"},
            "kind": "number",
            "value": 800,
            "low": 1,
            "high": None,
        }
    ],
    "choices": [],
    "document": "scorewright: 1\nid: presales-agent\n…",
    "period": "2026-11",
    "people": [],
    "readme": "# Pre-sales agent\n…",
}
INSTALL_EXAMPLE: dict[str, Any] = {
    "rule_set": "north-presales",
    "name": {"zh": "北区售前", "en": "Pre-sales north"},
    "parameters": {"chats_target": 900},
    "choices": {},
}
INSTALLED_EXAMPLE: dict[str, Any] = {"draft": {**DRAFT_EXAMPLE, "rule_set": "north-presales"}, "tests_left_out": []}
INSTALLED_SCHEMA = record(
    {
        "draft": {"$ref": "#/components/schemas/Draft"},
        "tests_left_out": {
            "type": "array",
            "items": TEXT,
            "description": "Tests of the template that do not hold with these values.",
        },
    }
)


class InstallRequest(Strict):
    """What to call the new rule set, and one's own values."""

    rule_set = Text(validate=Length(1, 100), metadata={"description": "Its id; the template's own without it."})
    name = Anything(
        metadata={
            "description": "Its name: text, or one text for each language.",
            "anyOf": [{"type": "string", "minLength": 1, "maxLength": 500}, {"$ref": "#/components/schemas/Words"}],
        }
    )
    parameters = Mapped(
        load_default=dict, metadata={"description": "By parameter id, written as in a document: `800`, `35%`, `15s`."}
    )
    choices = Mapped(keys=Text(), values=Text(), load_default=dict, metadata={"description": "Option by choice."})


class TemplatesQuery(Strict):
    """Which templates."""

    industry = Text(validate=Length(1, 100), metadata={"description": "Only of this industry."})
    role = Text(validate=Length(1, 100), metadata={"description": "Only for this role."})
