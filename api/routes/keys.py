"""``/v1/keys``: who may use the API of this workspace, and for what."""

from __future__ import annotations

from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import LAST_ADMIN_KEY
from api.schemas.keys import KEYS_EXAMPLE, NEW_KEY_EXAMPLE, Keys, NewKey, NewKeyRequest
from api.schemas.paging import Paging
from service.keys import create_key, list_keys, revoke_key

routes = Routes("keys", "Keys")


@routes.get(
    "/v1/keys",
    scope="admin",
    query=Paging(),
    answer=Answer(200, "A page of keys", Keys(), KEYS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_api_keys(call: Call) -> Reply:
    """List the workspace's keys.

    Oldest first, revoked and expired ones too. Tokens are not stored and cannot be shown again.
    """
    after = call.position
    return call.page(list_keys(call.work, after=str(after[0]) if after else None, limit=call.query["limit"]))


@routes.post(
    "/v1/keys",
    scope="admin",
    body=Body(NewKeyRequest(), {"name": "CRM", "scopes": ["read", "score"], "expires_at": None}),
    answer=Answer(201, "The key with its token", NewKey(), NEW_KEY_EXAMPLE),
    idempotent=True,
    shown_once=("token",),
)
def create_api_key(call: Call) -> Reply:
    """Make a key.

    The token is in this answer and nowhere else. With an `Idempotency-Key`, a repeated request gets the key without it.
    """
    made = create_key(call.work, call.body["name"], call.body["scopes"], call.body["expires_at"])
    return Reply({"key": made.key, "token": made.token})


@routes.delete(
    "/v1/keys/<key_id>",
    scope="admin",
    answer=Answer(204, "It no longer works"),
    kinds=(LAST_ADMIN_KEY,),
)
def revoke_api_key(call: Call, key_id: str) -> Reply:
    """Revoke a key.

    From now on requests with it answer 401. Revoking it again changes nothing. A key changes in no other way, so no
    `If-Match` is asked for.
    """
    revoke_key(call.work, key_id)
    return Reply()
