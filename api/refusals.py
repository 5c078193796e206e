"""From what the floors below raise to the problem a caller is told."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, Response, g, request
from flask_limiter import Limiter, RateLimitExceeded
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException

from api.limits import too_many
from api.observe import log
from api.problems import (
    BAD_REQUEST,
    CONFLICT,
    FORBIDDEN,
    IDEMPOTENCY_RUNNING,
    INTERNAL_ERROR,
    KINDS,
    METHOD_NOT_ALLOWED,
    NO_SUCH_ADDRESS,
    NOT_FOUND,
    PRECONDITION_REQUIRED,
    REQUEST_REFUSED,
    RULE_SET_REFUSED,
    RUN_FILES_MISSING,
    STALE,
    TOO_LARGE,
    UNAUTHENTICATED,
    UNAVAILABLE,
    UNSUPPORTED_MEDIA,
    Kind,
    Problem,
    problem_response,
)
from engine.issues import CODES, Issue, Refused, Severity
from rules.document.codes import STATUS_BY_CODE
from service.errors import (
    Conflict,
    FileMissing,
    Forbidden,
    MissingPrecondition,
    NotFound,
    ServiceError,
    StaleETag,
    Unauthenticated,
)

RETRY_SOON = {"Retry-After": "1"}
_TITLES = {400: BAD_REQUEST, 413: TOO_LARGE, 415: UNSUPPORTED_MEDIA}


def answer_problems(app: Flask, limiter: Limiter) -> None:
    """Make every exception a problem answer."""

    @app.errorhandler(Problem)
    def problem(error: Problem) -> Response:
        return problem_response(error)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return problem_response(of_issues(error.issues))

    @app.errorhandler(ServiceError)
    def service_error(error: ServiceError) -> Response:
        return problem_response(of_service(error))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if isinstance(error, RateLimitExceeded):
            return problem_response(too_many(error, limiter))
        return problem_response(of_werkzeug(error, app.config["MAX_CONTENT_LENGTH"]))

    @app.errorhandler(OperationalError)
    @app.errorhandler(TimeoutError)
    def unavailable(error: Exception) -> Response:
        log.error("database unavailable", request_id=g.get("request_id"), exc_info=error)
        return problem_response(Problem(UNAVAILABLE, headers=RETRY_SOON))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        log.error("unexpected error", request_id=g.get("request_id"), path=request.path, exc_info=error)
        return problem_response(Problem(INTERNAL_ERROR))


def of_issues(issues: list[Issue], kind: Kind = REQUEST_REFUSED) -> Problem:
    """``kind`` unless an issue calls for a status of its own: a body that is no text at all is not merely invalid."""
    for issue in issues:
        status = STATUS_BY_CODE.get(issue.code)
        if status is not None:
            own = Kind(status, _TITLES[status].title, CODES[issue.code])
            return Problem(own, issues, detail=issue.message)
    return Problem(kind, issues, count=sum(issue.severity is Severity.ERROR for issue in issues))


def of_document(issues: list[Issue]) -> Problem:
    """The same for problems inside a rule set."""
    return of_issues(issues, RULE_SET_REFUSED)


def of_service(error: ServiceError) -> Problem:
    match error:
        case NotFound():
            return Problem(NOT_FOUND, detail=error.words)
        case Unauthenticated():
            return Problem(UNAUTHENTICATED)
        case Forbidden():
            return Problem(FORBIDDEN, scope=error.scope)
        case MissingPrecondition():
            return Problem(PRECONDITION_REQUIRED, headers={"ETag": error.current}, detail=error.words)
        case StaleETag():
            return Problem(STALE, headers={"ETag": error.current} if error.current else {}, detail=error.words)
        case FileMissing():
            return Problem(RUN_FILES_MISSING, headers={"Retry-After": "60"}, detail=error.words)
        case Conflict():
            kind = KINDS.get(error.code, CONFLICT)
            headers = RETRY_SOON if kind is IDEMPOTENCY_RUNNING else {}
            return Problem(kind, headers=headers, detail=error.words)
    return Problem(INTERNAL_ERROR)


def of_werkzeug(error: HTTPException, largest: int) -> Problem:
    """Werkzeug's own refusals, under our codes."""
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    if status == 404:
        return Problem(NO_SUCH_ADDRESS)
    if status == 405:
        return Problem(METHOD_NOT_ALLOWED, headers=headers, method=request.method)
    if status == 413:
        return Problem(TOO_LARGE, limit=largest)
    if 400 <= status < 500:
        return Problem(replace(BAD_REQUEST, status=status))
    return Problem(INTERNAL_ERROR)
