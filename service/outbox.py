"""Messages to the outside: written with the change, sent later, at least once, under an id that never changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.text import json_text
from service.work import Office, Work
from store.models import OutboxMessage
from store.models.outbox_message import mark_delivered, next_undelivered

# Longer than a send may take; a message whose sender died waits this long for the next one.
CLAIM = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Message:
    id: str
    workspace_id: str
    topic: str
    payload: Mapping[str, object]
    created_at: datetime


def post(work: Work, topic: str, payload: Mapping[str, object]) -> None:
    """Add a message to the running transaction. Topics: ``rule-set.published``, ``rule-set.retired``,
    ``dataset.imported``, ``people.changed``, ``figures.changed``, ``results.recorded``, ``run.finished``,
    ``run.failed``."""
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

    ``send`` raises when a message did not get through: that ends the round, and the message is due again after
    :data:`CLAIM`. It is also sent again when the process ends between sending and noting that, so receivers must go by
    its id.
    """
    for sent in range(limit):
        message = _claim_next(office)
        if message is None:
            return sent
        # Outside any transaction: a slow receiver must not hold the database's locks.
        send(message)
        with office.database.writing() as session:
            mark_delivered(session, message.id, office.clock())
    return limit


def _claim_next(office: Office) -> Message | None:
    now = office.clock()
    with office.database.writing() as session:
        row = next_undelivered(session, now)
        if row is None:
            return None
        row.claimed_until = now + CLAIM
        return Message(row.id, row.workspace_id, row.topic, json.loads(row.payload), row.created_at)
