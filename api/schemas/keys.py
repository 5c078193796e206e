"""API keys, as requests and answers have them."""

from __future__ import annotations

from api.schemas.fields import Length, ListOf, Moment, NoRepeats, OneOf, Part, Text
from api.schemas.reading import Strict
from service.work import SCOPES

KEY_EXAMPLE = {
    "id": "019aa8f3c0de5a0f1b2c3d4e5f607182",
    "name": "CRM",
    "hint": "sw_Zk3v1",
    "scopes": ["read", "score"],
    "created_at": "2026-11-01T08:00:00Z",
    "expires_at": None,
    "revoked_at": None,
    "last_used_at": "2026-11-20T16:05:09Z",
}
NEW_KEY_EXAMPLE = {
    "key": {**KEY_EXAMPLE, "last_used_at": None},
    "token": "sw_Zk3v1pT0yXn4m9Qw8uR7sV6bL5cJ2hG1fD0aE3iK4oU",
}
KEYS_EXAMPLE = {"items": [KEY_EXAMPLE], "next": None}


class NewKeyRequest(Strict):
    """What a new key is called, what it may do and until when."""

    name = Text(required=True, validate=Length(1, 200), metadata={"description": "For people: who uses it."})
    scopes = ListOf(
        Text(validate=OneOf(SCOPES)),
        required=True,
        validate=[Length(1, len(SCOPES)), NoRepeats()],
        metadata={"description": "What it may do. No scope includes another.", "uniqueItems": True},
    )
    expires_at = Moment(load_default=None, metadata={"description": "From then on it no longer works; null for never."})


class Key(Strict):
    """A key as it may be shown."""

    id = Text(required=True)
    name = Text(required=True)
    hint = Text(required=True, metadata={"description": "The beginning of the token, to recognise it by."})
    scopes = ListOf(Text(validate=OneOf(SCOPES)), required=True)
    created_at = Moment(required=True)
    expires_at = Moment(required=True, allow_none=True)
    revoked_at = Moment(required=True, allow_none=True)
    last_used_at = Moment(required=True, allow_none=True, metadata={"description": "To the minute."})


class NewKey(Strict):
    """A key just made, with its token."""

    key = Part(Key, required=True)
    token = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Shown this once. Null when the answer is repeated for an Idempotency-Key."},
    )


class Keys(Strict):
    """A page of keys."""

    items = ListOf(Part(Key), required=True)
    next = Text(required=True, allow_none=True)
