"""``/v1/session``: signing a browser in and out, and who is signed in."""

from __future__ import annotations

from datetime import datetime

from flask import g

from api.codes import SIGN_IN_BY
from api.cookies import forgetting, keeping, session_token
from api.operation import ANY, Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import UNAUTHENTICATED, UNAVAILABLE
from api.schemas.session import SESSION_EXAMPLE, Session, SignIn
from engine.issues import Refused
from service.keys import key_of
from service.sessions import SESSION_LASTS, sign_in, sign_in_by_link, sign_out
from service.work import Work
from service.workspaces import workspace_of

COOKIE = {"Set-Cookie": "HttpOnly, SameSite=Strict, and Secure over HTTPS."}

routes = Routes("session", "Session")


@routes.post(
    "/v1/session",
    scope=None,
    transaction=Transaction.NONE,
    body=Body(SignIn(), {"key": "sw_Zk3v1pT0yXn4m9Qw8uR7sV6bL5cJ2hG1fD0aE3iK4oU"}),
    answer=Answer(201, "Signed in", Session(), SESSION_EXAMPLE, headers=COOKIE),
    kinds=(UNAUTHENTICATED, UNAVAILABLE),
)
def open_session(call: Call) -> Reply:
    """Sign a browser in.

    With an access key or a sign-in link. The cookie lasts twelve hours and ends with the key. Programs need no session:
    they send their key with every request.
    """
    key, link = call.body["key"], call.body["link"]
    if (key is None) == (link is None):
        raise Refused([SIGN_IN_BY.at(())])
    office = call.door.office
    new = sign_in(office, key) if key is not None else sign_in_by_link(office, link)
    with office.reading(new.actor) as work:
        return Reply(_told(work, new.expires_at), headers=keeping(new.token, SESSION_LASTS))


@routes.get("/v1/session", scope=ANY, answer=Answer(200, "Who is asking", Session(), SESSION_EXAMPLE))
def show_session(call: Call) -> Reply:
    """Tell who is asking.

    The key with its scopes, and its workspace; for a bearer key, too.
    """
    return Reply(_told(call.work, g.get("session_expires_at")), headers={"Cache-Control": "no-store"})


@routes.delete("/v1/session", scope=ANY, answer=Answer(204, "Signed out", headers=COOKIE))
def close_session(call: Call) -> Reply:
    """Sign the browser out.

    The session ends at once, for whoever may hold a copy of its cookie. The key stays good.
    """
    token = session_token()
    if token is not None and "session_expires_at" in g:
        sign_out(call.work, token)
    return Reply(headers=forgetting())


def _told(work: Work, expires_at: datetime | None) -> dict[str, object]:
    return {"key": key_of(work), "workspace": workspace_of(work), "expires_at": expires_at}
