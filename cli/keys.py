"""``scorewright keys``: API keys of the configured database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click
from rich.table import Table

from cli.office import opened, operator
from cli.talk import FORMAT, Talk, json_out, pass_talk, printable
from engine.issues import Words
from service.keys import Key, NewKey, create_key, list_keys, revoke_key
from service.sessions import make_link
from service.work import SCOPES
from service.workspaces import FIRST_WORKSPACE, create_workspace

WORKSPACE = click.option(
    "--workspace", default=FIRST_WORKSPACE, show_default=True, help="工作区代号。 The workspace's id."
)


@click.group()
def keys() -> None:
    """管理 API 密钥。 Manage API keys."""


@keys.command("create")
@WORKSPACE
@click.option("--name", default="cli", show_default=True, help="密钥名称。 What the key is for.")
@click.option("--scopes", default=",".join(SCOPES), show_default=True, help="权限，逗号分隔。 Scopes, with commas.")
@click.option("--days", type=click.IntRange(1, 3650), help="几天后过期。 Days until it expires.")
@click.option("--create-workspace", "title", metavar="NAME", help="先新建工作区。 Make the workspace first.")
@FORMAT
@pass_talk
def create(talk: Talk, workspace: str, name: str, scopes: str, days: int | None, title: str | None, form: str) -> None:
    """新建密钥；密钥只显示这一次。 Make a key; it is shown this once."""
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
    with opened(talk) as office:
        if title is not None:
            new = create_workspace(office, workspace, title).admin
        else:
            with office.writing(operator(office, workspace)) as work:
                new = create_key(work, name, wanted, expires)
    _show_new(talk, new, form)


def _show_new(talk: Talk, new: NewKey, form: str) -> None:
    if form == "json":
        talk.plain(json_out({**_told(new.key), "token": new.token}))
        return
    talk.plain(new.token)
    talk.note(
        f"编号 {new.key.id}，权限 {' '.join(new.key.scopes)}。请现在保存，以后不再显示。",
        f"Id {new.key.id}, scopes {' '.join(new.key.scopes)}. Keep it now; it is not shown again.",
    )


@keys.command("list")
@WORKSPACE
@FORMAT
@pass_talk
def list_command(talk: Talk, workspace: str, form: str) -> None:
    """列出密钥（不含密钥本身）。 List keys, without the tokens themselves."""
    found: list[Key] = []
    with opened(talk) as office, office.reading(operator(office, workspace)) as work:
        page = list_keys(work, limit=200)
        found += page.items
        while page.next is not None:
            page = list_keys(work, after=str(page.next[0]), limit=200)
            found += page.items
    if form == "json":
        talk.plain(json_out([_told(key) for key in found]))
        return
    table = Table(header_style="bold")
    for zh, en in (("编号", "id"), ("名称", "name"), ("开头", "begins"), ("权限", "scopes"), ("状态", "state")):
        table.add_column(talk.said(Words(zh, en)))
    for key in found:
        table.add_row(key.id, printable(key.name), key.hint, " ".join(key.scopes), talk.said(_state(key)))
    talk.show(table)


@keys.command("revoke")
@click.argument("key_id")
@WORKSPACE
@pass_talk
def revoke(talk: Talk, key_id: str, workspace: str) -> None:
    """撤销密钥，立即生效。 Revoke a key at once."""
    with opened(talk) as office, office.writing(operator(office, workspace)) as work:
        key = revoke_key(work, key_id)
    talk.say(f"密钥 {key.id}（{key.name}）已撤销", f"The key {key.id} ({key.name}) is revoked")


@keys.command("link")
@click.argument("key_id")
@WORKSPACE
@click.option("--address", default="http://127.0.0.1:8000", show_default=True, help="控制台地址。 The console.")
@pass_talk
def link(talk: Talk, key_id: str, workspace: str, address: str) -> None:
    """打印用该密钥登录控制台的一次性链接。 Print a link that signs in to the console with this key, once."""
    with opened(talk) as office, office.writing(operator(office, workspace)) as work:
        token = make_link(work, key_id)
    talk.plain(f"{address.rstrip('/')}/sign-in?link={token}")
    talk.note("链接只能用一次，10 分钟内有效。", "The link works once, within 10 minutes.")


def _state(key: Key) -> Words:
    if key.revoked_at is not None:
        return Words("已撤销", "revoked")
    if key.expires_at is not None and key.expires_at <= datetime.now(UTC):
        return Words("已过期", "expired")
    return Words("可用", "usable")


def _told(key: Key) -> dict[str, object]:
    times = {"created_at": key.created_at, "expires_at": key.expires_at, "revoked_at": key.revoked_at}
    return {
        "id": key.id,
        "name": key.name,
        "hint": key.hint,
        "scopes": list(key.scopes),
        **{name: time.isoformat() if time else None for name, time in times.items()},
    }
