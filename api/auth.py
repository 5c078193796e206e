"""Who is asking: the bearer key of a request, or the session of a browser."""

from __future__ import annotations

from flask import Flask, current_app, g, request

from api.cookies import SAFE_METHODS, is_from_own_pages, session_token
from api.operation import ANY, Operation
from api.problems import CROSS_SITE, FORBIDDEN, UNAUTHENTICATED, Problem
from service.errors import Unauthenticated
from service.keys import authenticate
from service.sessions import visitor
from service.work import Actor, Office


def recognise_callers(app: Flask, office: Office) -> None:
    """Look the key up before the request is counted, so that each key has an account of its own."""

    @app.before_request
    def recognise() -> None:
        g.actor = None
        operation = getattr(current_app.view_functions.get(request.endpoint or ""), "operation", None)
        if not isinstance(operation, Operation) or operation.scope is None:
            return
        try:
            # Whoever sends a key means it, whatever cookies the browser adds.
            sent = request.headers.get("Authorization")
            g.actor = _visitor(office) if sent is None else _bearer(office, sent)
        except Unauthenticated:
            return
        if g.actor is not None:
            g.key_id = g.actor.key_id


def allowed_actor(scope: str) -> Actor:
    """The caller, who must be known and have ``scope``."""
    actor: Actor | None = g.actor
    if actor is None:
        raise Problem(UNAUTHENTICATED, headers={"WWW-Authenticate": 'Bearer realm="scorewright"'})
    if scope != ANY and scope not in actor.scopes:
        challenge = f'Bearer realm="scorewright", error="insufficient_scope", scope="{scope}"'
        raise Problem(FORBIDDEN, headers={"WWW-Authenticate": challenge}, scope=scope)
    return actor


def _bearer(office: Office, sent: str) -> Actor | None:
    scheme, _, token = sent.partition(" ")
    return authenticate(office, token.strip()) if scheme.lower() == "bearer" else None


def _visitor(office: Office) -> Actor | None:
    """The key behind the browser's cookie. What changes something must come from our own pages."""
    token = session_token()
    if token is None:
        return None
    known = visitor(office, token)
    if request.method not in SAFE_METHODS and not is_from_own_pages():
        raise Problem(CROSS_SITE)
    g.session_expires_at = known.expires_at
    return known.actor
