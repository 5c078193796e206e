"""``POST /v1/scores`` and ``POST /v1/rule-sets/try``: people in, results out."""

from __future__ import annotations

from api.json import write_json
from api.operation import Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import NOT_FOUND, PERIOD_CLOSED, RULE_SET_REFUSED
from api.refusals import of_document, of_issues
from api.schemas.score_examples import (
    SCORE_ANSWER_EXAMPLE,
    SCORE_REQUEST_EXAMPLES,
    TRY_ANSWER_EXAMPLE,
    TRY_REQUEST_EXAMPLES,
)
from api.schemas.score_reading import read_score_request, read_try_request
from api.schemas.scores import (
    SCORE_ANSWER_SCHEMA,
    SCORE_REQUEST_SCHEMA,
    TRY_ANSWER_SCHEMA,
    TRY_REQUEST_SCHEMA,
)
from engine.issues import Refused
from service.scoring import score_and_record, score_people
from service.trying import try_document

routes = Routes("scores", "Scores")


def _needed(body: object) -> Transaction:
    """Recording writes; everything else needs no transaction, for versions never change."""
    return Transaction.WRITING if isinstance(body, dict) and body.get("record") is True else Transaction.NONE


@routes.post(
    "/v1/scores",
    scope="score",
    body=Body(SCORE_REQUEST_SCHEMA, examples=SCORE_REQUEST_EXAMPLES),
    answer=Answer(200, "Everybody's results", SCORE_ANSWER_SCHEMA, SCORE_ANSWER_EXAMPLE),
    transaction=_needed,
    kinds=(NOT_FOUND, PERIOD_CLOSED),
    idempotent=True,
)
def score(call: Call) -> Reply:
    """Score people.

    One person, or all who are to be ranked together. Who cannot be scored has a status that says so; the others are
    scored. With `record` the results are stored as this period's, and an `Idempotency-Key` keeps a retry from storing
    them twice; without it nothing is stored and the key means nothing.
    """
    request = read_score_request(call.body, call.door.settings.max_subjects)
    if request.record:
        answer = score_and_record(call.door.office, call.work, request)
    else:
        answer = score_people(call.door.office, call.actor, request)
    return Reply(raw=answer.text(write_json))


@routes.post(
    "/v1/rule-sets/try",
    scope="read",
    body=Body(TRY_REQUEST_SCHEMA, examples=TRY_REQUEST_EXAMPLES),
    answer=Answer(200, "Everybody's results", TRY_ANSWER_SCHEMA, TRY_ANSWER_EXAMPLE),
    transaction=Transaction.NONE,
    kinds=(RULE_SET_REFUSED, NOT_FOUND),
)
def try_rule_set(call: Call) -> Reply:
    """Score by a document that is not stored.

    For trying changes out; nothing is stored. An error in the document is answered as `POST /v1/rule-sets/check` does.
    With `compare_with` the same people are scored by a published version, too, and `compared_with` tells what differs,
    line by line; it is null while no version is in force for the period.
    """
    request = read_try_request(call.body)
    try:
        answer = try_document(
            call.door.office,
            call.actor,
            request.text,
            request.media,
            request.people,
            request.period,
            request.explain,
            request.beside,
        )
    except Refused as refused:
        # Issues of the document know their line; those of the request stand in the request.
        in_document = any(issue.line is not None for issue in refused.issues)
        raise (of_document if in_document else of_issues)(refused.issues) from None
    return Reply(raw=answer.text(write_json))
