"""Signing in with a browser, as requests and answers have it."""

from __future__ import annotations

from api.schemas.fields import Length, Moment, Part, Text
from api.schemas.keys import KEY_EXAMPLE, Key
from api.schemas.reading import Strict

SESSION_EXAMPLE = {
    "key": KEY_EXAMPLE,
    "workspace": {"id": "default", "name": "Acme", "time_zone": "Asia/Shanghai", "currency": "CNY"},
    "expires_at": "2026-11-21T20:05:09Z",
}


class SignIn(Strict):
    """An access key, or the token of a sign-in link; one of the two."""

    key = Text(load_default=None, validate=Length(1, 200), metadata={"description": "`sw_…`"})
    link = Text(load_default=None, validate=Length(1, 200), metadata={"description": "From a link; good once."})


class SessionWorkspace(Strict):
    """Where the key belongs."""

    id = Text(required=True)
    name = Text(required=True)
    time_zone = Text(required=True)
    currency = Text(required=True)


class Session(Strict):
    """Who is asking: the key, its workspace, and until when a browser stays signed in."""

    key = Part(Key, required=True)
    workspace = Part(SessionWorkspace, required=True)
    expires_at = Moment(
        required=True, allow_none=True, metadata={"description": "Of the browser's session; null for a bearer key."}
    )
