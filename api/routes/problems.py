"""``/v1/problems``: every code that may stand in a problem or an issue, with its words."""

from __future__ import annotations

from api.operation import Answer, Reply, Routes, Transaction
from api.performing import Call
from api.problems import KINDS, NOT_FOUND, Problem
from api.schemas.problems import CODE_EXAMPLE, CODE_SCHEMA, CODES_SCHEMA
from engine.issues import CODES, Code

routes = Routes("problems", "Language")


@routes.get(
    "/v1/problems",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "All codes, sorted", CODES_SCHEMA, {"items": [CODE_EXAMPLE]}),
)
def list_problem_codes(call: Call) -> Reply:
    """List all problem codes.

    Codes never change their meaning; words may improve.
    """
    return Reply({"items": [_shown(CODES[name]) for name in sorted(CODES)]})


@routes.get(
    "/v1/problems/<code>",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "The code", CODE_SCHEMA, CODE_EXAMPLE),
)
def show_problem_code(call: Call, code: str) -> Reply:
    """Explain one code.

    The `type` of a problem leads here.
    """
    if code not in CODES:
        raise Problem(NOT_FOUND)
    return Reply(_shown(CODES[code]))


def _shown(code: Code) -> dict[str, object]:
    """``message`` is a template: what stands in braces is filled in at each occurrence."""
    kind = KINDS.get(code.name)
    return {
        "code": code.name,
        "severity": str(code.severity),
        "status": kind.status if kind else None,
        "message": code.message.to_json(),
        "mend": code.mend.to_json(),
    }
