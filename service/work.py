"""A piece of work: one transaction, on behalf of one key.

Everything a use case writes (the change, its audit entry, its outbox message, the idempotency answer) goes through the
same :class:`Work`, so it is stored together or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from service.clock import Clock, Ids, random_ids, system_clock
from service.errors import Forbidden
from service.in_force import InForce
from store.database import Database

SCOPES = ("read", "score", "edit", "publish", "admin")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Actor:
    """The key that asks, and the workspace it belongs to.

    ``publications`` is how often that workspace had published or retired when the key was recognised; None if nobody
    looked.
    """

    workspace_id: str
    key_id: str
    scopes: frozenset[str]
    publications: int | None = field(default=None, compare=False)

    def require(self, scope: str) -> None:
        """Refuse with :class:`Forbidden` unless the key has ``scope``. No scope includes another."""
        if scope not in self.scopes:
            raise Forbidden(scope)


@dataclass(frozen=True, slots=True)
class Work:
    """One open transaction. ``now`` is read once, so that everything written together bears the same time."""

    session: Session
    actor: Actor
    now: datetime
    ids: Ids

    @property
    def workspace_id(self) -> str:
        return self.actor.workspace_id


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items and the key to continue after; ``next`` is None on the last page. Keys are plain text and numbers."""

    items: tuple[Item, ...]
    next: tuple[str | int, ...] | None


@dataclass(frozen=True, slots=True)
class Office:
    """What every use case needs from outside, put together once when the process starts.

    ``data_dir`` is where the columns of datasets and runs lie, a folder for each workspace.
    """

    database: Database
    clock: Clock = system_clock
    ids: Ids = random_ids
    data_dir: Path = Path("var") / "data"
    in_force: InForce = field(default_factory=InForce)

    @contextmanager
    def reading(self, actor: Actor) -> Iterator[Work]:
        """A transaction that only reads: one consistent view, no waiting for writers."""
        with self.database.reading() as session:
            yield Work(session, actor, self.clock(), self.ids)

    @contextmanager
    def writing(self, actor: Actor) -> Iterator[Work]:
        """A transaction that writes; committed when the block ends well, undone when it raises."""
        with self.database.writing() as session:
            yield Work(session, actor, self.clock(), self.ids)
