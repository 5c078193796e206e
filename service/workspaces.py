"""Workspaces. They are made by whoever runs the server, not over HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from engine.issues import Refused, Words, declare, did_you_mean
from service.audit import note_change
from service.errors import Conflict, NotFound
from service.etags import require_current
from service.keys import NewKey, issue_key
from service.text import checked_text, sha256_of
from service.work import SCOPES, Actor, Office, Work
from store.insertion import insert_unless_there
from store.models import Workspace
from store.models.workspace import any_workspace

FIRST_WORKSPACE = "default"
OPERATOR = ""  # the actor of what is done from the server's own command line

UNKNOWN_TIME_ZONE = declare(
    "unknown-time-zone",
    zh="没有时区“{name}”",
    en="There is no time zone '{name}'",
    mend_zh="使用 IANA 名称，例如 Asia/Shanghai",
    mend_en="Use an IANA name such as Asia/Shanghai",
)
BAD_CURRENCY = declare(
    "bad-currency-code",
    zh="“{code}”不是货币代码",
    en="'{code}' is not a currency code",
    mend_zh="使用三位大写代码，例如 CNY",
    mend_en="Use three capital letters such as CNY",
)
BAD_WORKSPACE_ID = declare(
    "bad-workspace-id",
    zh="“{id}”不能用作工作区代号",
    en="'{id}' cannot be a workspace id",
    mend_zh="用 1 至 60 个小写字母、数字或连字符，以字母开头",
    mend_en="Use 1 to 60 small letters, digits or hyphens, beginning with a letter",
)


@dataclass(frozen=True, slots=True)
class WorkspaceFacts:
    id: str
    name: str
    time_zone: str
    currency: str


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    workspace: WorkspaceFacts
    admin: NewKey


def bootstrap(office: Office, name: str, *, time_zone: str = "Asia/Shanghai", currency: str = "CNY") -> NewWorkspace:
    """The first workspace and its admin key. Conflict ``already-bootstrapped`` when there is a workspace."""
    facts = _checked(FIRST_WORKSPACE, name, time_zone, currency)
    with office.writing(Actor(FIRST_WORKSPACE, OPERATOR, frozenset(SCOPES))) as work:
        if any_workspace(work.session) or not _insert(work, facts):
            raise Conflict("already-bootstrapped", Words("已经有工作区了", "There is a workspace already"))
        return NewWorkspace(facts, _admin_key(work))


def create_workspace(
    office: Office, workspace_id: str, name: str, *, time_zone: str = "Asia/Shanghai", currency: str = "CNY"
) -> NewWorkspace:
    """A further workspace with its own admin key. Conflict ``workspace-taken`` when the id is in use."""
    facts = _checked(workspace_id, name, time_zone, currency)
    with office.writing(Actor(workspace_id, OPERATOR, frozenset(SCOPES))) as work:
        if not _insert(work, facts):
            raise Conflict("workspace-taken", Words("该工作区代号已被使用", "That workspace id is in use"))
        return NewWorkspace(facts, _admin_key(work))


def rescue_key(office: Office, workspace_id: str) -> NewKey:
    """A new admin key for a workspace whose keys were lost, for the one who runs the server."""
    with office.writing(Actor(workspace_id, OPERATOR, frozenset(SCOPES))) as work:
        if work.session.get(Workspace, workspace_id) is None:
            raise NotFound("workspace", workspace_id)
        return _admin_key(work)


def workspace_of(work: Work) -> WorkspaceFacts:
    """The actor's own workspace."""
    row = work.session.get(Workspace, work.workspace_id)
    if row is None:
        raise NotFound("workspace", work.workspace_id)
    return WorkspaceFacts(row.id, row.name, row.time_zone, row.currency)


def change_workspace(work: Work, changes: Mapping[str, str], if_match: str | None) -> WorkspaceFacts:
    """Change ``name``, ``time_zone`` or ``currency``, from the state with the ETag ``if_match``. Needs scope
    ``admin``."""
    work.actor.require("admin")
    row = work.session.get(Workspace, work.workspace_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("workspace", work.workspace_id)
    before = workspace_of(work)
    require_current(workspace_etag(before), if_match)
    after = _checked(
        row.id,
        changes.get("name", row.name),
        changes.get("time_zone", row.time_zone),
        changes.get("currency", row.currency),
    )
    if after != before:
        row.name, row.time_zone, row.currency = after.name, after.time_zone, after.currency
        detail = {name: value for name, value in changes.items() if value != getattr(before, name)}
        hashes = {"before_hash": _hash(before), "after_hash": _hash(after)}
        note_change(work, "workspace.changed", f"workspace/{row.id}", detail=detail, **hashes)
    return after


def workspace_etag(facts: WorkspaceFacts) -> str:
    """Strong, quotes included."""
    return f'"{_hash(facts).removeprefix("sha256:")[:32]}"'


def _hash(facts: WorkspaceFacts) -> str:
    return sha256_of(facts.id, facts.name, facts.time_zone, facts.currency)


def _checked(workspace_id: str, name: str, time_zone: str, currency: str) -> WorkspaceFacts:
    issues = []
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", workspace_id):
        issues.append(BAD_WORKSPACE_ID.at(("id",), id=workspace_id[:80]))
    if time_zone not in available_timezones():
        hint = did_you_mean(time_zone, available_timezones())
        issues.append(UNKNOWN_TIME_ZONE.at(("time_zone",), hint=hint, name=time_zone[:80]))
    if not re.fullmatch(r"[A-Z]{3}", currency):
        issues.append(BAD_CURRENCY.at(("currency",), code=currency[:80]))
    try:
        checked_text(name, "name", low=1, high=200)
    except Refused as refused:
        issues += refused.issues
    if issues:
        raise Refused(issues)
    return WorkspaceFacts(workspace_id, name, time_zone, currency)


def _insert(work: Work, facts: WorkspaceFacts) -> bool:
    values = {
        "id": facts.id,
        "name": facts.name,
        "time_zone": facts.time_zone,
        "currency": facts.currency,
        "created_at": work.now,
    }
    if not insert_unless_there(work.session, Workspace, values):
        return False
    note_change(work, "workspace.created", f"workspace/{facts.id}", detail={"name": facts.name})
    return True


def _admin_key(work: Work) -> NewKey:
    new = issue_key(work, "admin", SCOPES)
    note_change(work, "key.created", f"key/{new.key.id}", detail={"name": "admin", "scopes": list(SCOPES)})
    return new
