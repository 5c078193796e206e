"""Workspaces come with a key that can do everything in them and nothing elsewhere."""

import pytest

from engine.issues import Refused
from service import keys, workspaces
from service.audit import list_entries
from service.errors import Conflict, NotFound
from service.work import SCOPES, Actor, Office
from store.database import Database
from store.migrate import upgrade
from tests.service.desk import codes_of, together


def test_the_first_workspace(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    office = Office(Database(fresh_database_url))
    outcomes = together(
        3, lambda _: workspaces.bootstrap(office, "淘宝客服", time_zone="Asia/Shanghai", currency="CNY")
    )
    made = [outcome for outcome in outcomes if isinstance(outcome, workspaces.NewWorkspace)]
    refused = [outcome.code for outcome in outcomes if isinstance(outcome, Conflict)]
    assert (len(made), refused) == (1, ["already-bootstrapped"] * 2), outcomes
    actor = keys.authenticate(office, made[0].admin.token)
    assert actor.scopes == frozenset(SCOPES)
    with office.reading(actor) as work:
        assert workspaces.workspace_of(work) == made[0].workspace
        assert made[0].workspace.name == "淘宝客服"
        assert {entry.action for entry in list_entries(work).items} == {"workspace.created", "key.created"}
    office.database.close()


def test_an_id_in_use(office: Office, actor: Actor) -> None:
    with pytest.raises(Conflict) as caught:
        workspaces.create_workspace(office, actor.workspace_id, "Other")
    assert caught.value.code == "workspace-taken"


def test_everything_wrong_comes_at_once(office: Office) -> None:
    with pytest.raises(Refused) as caught:
        workspaces.create_workspace(office, "A b", "", time_zone="Asia/Shanghia", currency="yuan")
    assert codes_of(caught.value) == [
        "bad-workspace-id",
        "unknown-time-zone",
        "bad-currency-code",
        "text-length",
    ]
    hint = caught.value.issues[1].hint
    assert hint is not None and "Asia/Shanghai" in hint.en


def test_a_rescue_key(office: Office, actor: Actor) -> None:
    new = workspaces.rescue_key(office, actor.workspace_id)
    assert keys.authenticate(office, new.token).workspace_id == actor.workspace_id
    with pytest.raises(NotFound):
        workspaces.rescue_key(office, "nowhere")
