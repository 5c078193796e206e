"""Messages to the outside: written with the change, sent later, at least once, under an id that never changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from service.text import json_text
from service.work import Office, Work
from store.models import OutboxMessage
from store.models.outbox_message import undelivered


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    workspace_id: str
    topic: str
    payload: Mapping[str, object]
    created_at: datetime


def post(work: Work, topic: str, payload: Mapping[str, object]) -> None:
    """Add a message to the running transaction. Topics: ``rule-set.published``, ``rule-set.retired``,
    ``results.recorded``."""
    message = OutboxMessage(
        id=work.ids(),
        workspace_id=work.workspace_id,
        topic=topic,
        payload=json_text(payload),
        created_at=work.now,
    )
    work.session.add(message)


def deliver(office: Office, send: Callable[[Message], None], *, limit: int = 50) -> int:
    """Send what waits, oldest first, and say how many went out.

    ``send`` raises when a message did not get through: it and the later ones stay for the next time. A message is
    sent again when the process ends between sending and storing that, so receivers must go by its id.
    """
    sent = 0
    while sent < limit:
        with office.database.writing() as session:
            rows = undelivered(session, 1)
            if not rows:
                break
            row = rows[0]
            payload = json.loads(row.payload)
            send(Message(row.id, row.workspace_id, row.topic, payload, row.created_at))
            row.delivered_at = office.clock()
        sent += 1
    return sent
