"""Who is asking: the bearer key of a request."""

from __future__ import annotations

from flask import Flask, current_app, g, request

from api.operation import Operation
from api.problems import FORBIDDEN, UNAUTHENTICATED, Problem
from service.errors import Unauthenticated
from service.keys import authenticate
from service.work import Actor, Office


def recognise_callers(app: Flask, office: Office) -> None:
    """Look the key up before the request is counted, so that each key has an account of its own."""

    @app.before_request
    def recognise() -> None:
        g.actor = None
        operation = getattr(current_app.view_functions.get(request.endpoint or ""), "operation", None)
        if not isinstance(operation, Operation) or operation.scope is None:
            return
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return
        try:
            g.actor = authenticate(office, token.strip())
        except Unauthenticated:
            return
        g.key_id = g.actor.key_id


def allowed_actor(scope: str) -> Actor:
    """The caller, who must be known and have ``scope``."""
    actor: Actor | None = g.actor
    if actor is None:
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": 'Bearer realm="scorewright"'})
    if scope not in actor.scopes:
        challenge = f'Bearer realm="scorewright", error="insufficient_scope", scope="{scope}"'
        raise Problem(FORBIDDEN, headers={"WWW-Authenticate": challenge}, scope=scope)
    return actor
