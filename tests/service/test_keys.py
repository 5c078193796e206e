"""Keys: shown once, stored as a hash, recognised while they are valid."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from engine.issues import Refused
from service import keys
from service.audit import list_entries
from service.errors import Conflict, Forbidden, NotFound, Unauthenticated
from service.keys import NewKey
from service.work import SCOPES, Actor, Office
from service.workspaces import rescue_key
from tests.service.desk import SetClock, codes_of, together


def make(office: Office, actor: Actor, *scopes: str, expires_at: datetime | None = None) -> NewKey:
    with office.writing(actor) as work:
        return keys.create_key(work, "CRM", scopes, expires_at)


def test_a_key_is_recognised_with_its_workspace_and_scopes(office: Office, actor: Actor) -> None:
    new = make(office, actor, "score", "read")
    assert keys.authenticate(office, new.token) == Actor(actor.workspace_id, new.key.id, frozenset({"read", "score"}))
    assert new.key.scopes == ("read", "score")


def test_the_token_is_stored_nowhere(office: Office, actor: Actor) -> None:
    new = make(office, actor, "read")
    assert new.token.startswith("sw_") and len(new.token) >= 40
    assert new.token.startswith(new.key.hint) and len(new.key.hint) == 8
    assert new.token not in repr(new)
    with office.reading(actor) as work:
        for table in ("api_key", "audit_entry", "outbox_message"):
            rows = work.session.execute(text(f"SELECT * FROM {table}")).all()
            assert all(new.token[8:] not in str(value) for row in rows for value in row)


@pytest.mark.parametrize(
    "token", ["", "sw_", "sw_wrong", "Bearer x", "sw_" + "a" * 5000, "sw_\ud800", "sw_\x00", "客服"]
)
def test_other_tokens_are_unknown(office: Office, actor: Actor, token: str) -> None:
    with pytest.raises(Unauthenticated):
        keys.authenticate(office, token)


def test_a_token_with_one_letter_changed(office: Office, actor: Actor) -> None:
    token = make(office, actor, "read").token
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    with pytest.raises(Unauthenticated):
        keys.authenticate(office, changed)


def test_a_key_expires_on_the_dot(office: Office, actor: Actor, clock: SetClock) -> None:
    new = make(office, actor, "read", expires_at=clock() + timedelta(hours=1))
    clock.advance(minutes=59, seconds=59)
    keys.authenticate(office, new.token)
    clock.advance(seconds=1)
    with pytest.raises(Unauthenticated):
        keys.authenticate(office, new.token)


def test_a_revoked_key_stops_working(office: Office, actor: Actor) -> None:
    new = make(office, actor, "read")
    for _ in range(2):
        with office.writing(actor) as work:
            assert keys.revoke_key(work, new.key.id).revoked_at == office.clock()
    with pytest.raises(Unauthenticated):
        keys.authenticate(office, new.token)
    with office.reading(actor) as work:
        assert [entry.action for entry in list_entries(work).items].count("key.revoked") == 1


def test_the_last_use_is_noted_once_a_minute(office: Office, actor: Actor, clock: SetClock) -> None:
    new = make(office, actor, "read")
    noted = []
    for _ in range(4):
        keys.authenticate(office, new.token)
        with office.reading(actor) as work:
            found = next(key for key in keys.list_keys(work).items if key.id == new.key.id)
        noted.append(found.last_used_at)
        clock.advance(seconds=30)
    assert noted[0] == noted[1]
    assert noted[2] == noted[3] == noted[0] + timedelta(minutes=1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("scopes", "codes"),
    [([], ["no-scopes"]), (["reed"], ["unknown-scope"]), (["x", "read", "y"], ["unknown-scope", "unknown-scope"])],
)
def test_scopes_must_exist(office: Office, actor: Actor, scopes: list[str], codes: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        make(office, actor, *scopes)
    assert codes_of(caught.value) == codes


def test_all_that_is_wrong_comes_at_once(office: Office, actor: Actor, clock: SetClock) -> None:
    with pytest.raises(Refused) as caught, office.writing(actor) as work:
        keys.create_key(work, "", [], clock())
    assert codes_of(caught.value) == ["no-scopes", "expiry-passed", "text-length"]


def test_keys_of_others(office: Office, actor: Actor, stranger: Actor) -> None:
    new = make(office, actor, "read")
    with pytest.raises(NotFound), office.writing(stranger) as work:
        keys.revoke_key(work, new.key.id)
    with office.reading(stranger) as work:
        assert new.key.id not in {key.id for key in keys.list_keys(work).items}
    keys.authenticate(office, new.token)


def test_keys_in_pages(office: Office, actor: Actor) -> None:
    made = [actor.key_id] + [make(office, actor, "read").key.id for _ in range(4)]
    with office.reading(actor) as work:
        first = keys.list_keys(work, limit=3)
        assert first.next is not None
        second = keys.list_keys(work, after=str(first.next[0]), limit=3)
    assert [key.id for key in (*first.items, *second.items)] == made
    assert second.next is None


def test_the_last_admin_key_stays(office: Office, actor: Actor, clock: SetClock) -> None:
    """Keys without the scope and keys that have expired do not count."""
    make(office, actor, "read", "edit")
    make(office, actor, "admin", expires_at=clock() + timedelta(minutes=1))
    clock.advance(minutes=2)
    with pytest.raises(Conflict) as caught, office.writing(actor) as work:
        keys.revoke_key(work, actor.key_id)
    assert caught.value.code == "last-admin-key"
    make(office, actor, "admin")
    with office.writing(actor) as work:
        keys.revoke_key(work, actor.key_id)


def test_two_admins_cannot_both_revoke_the_other(office: Office, actor: Actor) -> None:
    for _ in range(8):
        new = rescue_key(office, actor.workspace_id)
        pair = [actor, Actor(actor.workspace_id, new.key.id, frozenset(SCOPES))]

        def act(index: int, pair: list[Actor] = pair) -> object:
            with office.writing(pair[index]) as work:
                return keys.revoke_key(work, pair[1 - index].key_id)

        outcomes = together(2, act)
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1, outcomes
        actor = pair[0] if isinstance(outcomes[1], Conflict) else pair[1]


@pytest.mark.parametrize("scope", ["read", "score", "edit", "publish"])
def test_only_admins_manage_keys(office: Office, actor: Actor, scope: str) -> None:
    lesser = Actor(actor.workspace_id, actor.key_id, frozenset({scope}))
    with pytest.raises(Forbidden), office.writing(lesser) as work:
        keys.create_key(work, "x", ["read"])
    with pytest.raises(Forbidden), office.writing(lesser) as work:
        keys.revoke_key(work, actor.key_id)
    with pytest.raises(Forbidden), office.reading(lesser) as work:
        keys.list_keys(work)
