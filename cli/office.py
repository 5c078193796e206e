"""The configured database, for commands that work on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from environs import EnvError

from cli.talk import UNUSABLE, Talk, done
from service.settings import Settings, load_settings
from service.work import SCOPES, Actor, Office
from service.workspaces import OPERATOR, workspace_of
from store.database import Database
from store.migrate import upgrade


def settings_of(talk: Talk) -> Settings:
    """The settings; a wrong one is named and the command ends."""
    try:
        return load_settings()
    except (EnvError, ValueError) as error:
        talk.note(f"设置有误：{error}", f"A setting is wrong: {error}", style="red")
        done(UNUSABLE)


@contextmanager
def opened(talk: Talk) -> Iterator[Office]:
    """The database that the settings name, brought up to this version's tables."""
    settings = settings_of(talk)
    try:
        upgrade(settings.database_url)
    except ValueError as error:
        talk.note(f"数据库地址有误：{error}", f"The address of the database is wrong: {error}", style="red")
        done(UNUSABLE)
    database = Database(settings.database_url, pool_size=1)
    try:
        yield Office(database, data_dir=settings.data_dir)
    finally:
        database.close()


def operator(office: Office, workspace: str) -> Actor:
    """Whoever runs the server, acting in an existing workspace. Raises NotFound."""
    actor = Actor(workspace, OPERATOR, frozenset(SCOPES))
    with office.reading(actor) as work:
        workspace_of(work)
    return actor
