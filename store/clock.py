"""The time as the database has it: the one clock that all workers, on whichever machine, share."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session


def database_time(session: Session) -> datetime:
    """Now, in UTC; it goes on within a transaction."""
    if session.get_bind().dialect.name == "sqlite":
        found = session.execute(text("SELECT strftime('%Y-%m-%dT%H:%M:%f', 'now')")).scalar_one()
        return datetime.fromisoformat(found).replace(tzinfo=UTC)
    moment: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)
