"""``POST /v1/rule-sets/formulas``: a document's formulas in words, for editors."""

from __future__ import annotations

from api.operation import JSON, YAML, Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import RULE_SET_REFUSED
from api.refusals import of_document
from api.representations import MEDIA_OF, refuse_larger
from api.schemas.formulas import FORMULAS_EXAMPLE, FORMULAS_SCHEMA
from api.schemas.rule_sets import DOCUMENT_EXAMPLE, DOCUMENT_SCHEMA
from engine.formula.words import kind_words
from engine.issues import path_text
from rules.spoken import sentences
from service.checking import checked

routes = Routes("formulas", "Rule sets")


@routes.post(
    "/v1/rule-sets/formulas",
    scope="read",
    transaction=Transaction.NONE,
    body=Body(DOCUMENT_SCHEMA, DOCUMENT_EXAMPLE, media=(JSON, YAML), parsed=False),
    answer=Answer(200, "What could be read", FORMULAS_SCHEMA, FORMULAS_EXAMPLE),
    kinds=(RULE_SET_REFUSED,),
)
def say_formulas(call: Call) -> Reply:
    """Say a document's formulas in words.

    A sentence for each formula that can be read, whatever is wrong elsewhere, and the names that formulas may mention
    with their kinds. Numbers and texts that are just written out are left out. Nothing is stored.
    """
    refuse_larger(call.body, call.door.settings.max_document)
    report = checked(call.body, MEDIA_OF[call.media])
    if report.document is None:
        raise of_document(list(report.issues))
    return Reply(
        {
            "formulas": [
                {
                    "path": path_text(sentence.path),
                    "kind": str(sentence.type.kind),
                    "unit": kind_words(sentence.type).to_json(),
                    "words": sentence.words.to_json(),
                }
                for sentence in sentences(report.formulas, report.names, report.tiers)
            ],
            "names": [
                {
                    "id": declared.id,
                    "section": str(declared.path[0]) if declared.path else "",
                    "kind": str(declared.type.kind),
                    "unit": kind_words(declared.type).to_json(),
                    "label": declared.label.to_json(),
                }
                for declared in report.names.values()
            ],
        }
    )
