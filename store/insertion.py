"""Insert a row only when its key is free, in one statement, so that two writers cannot both think it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from store.base import Base


def insert_unless_there(session: Session, model: type[Base], values: Mapping[str, Any]) -> bool:
    """True when the row was inserted; False when any unique key of the table already has such a row."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    insertion = dialect.insert(model.__table__).values(**values).on_conflict_do_nothing()
    inserted = session.execute(insertion.returning(*model.__table__.primary_key))
    return inserted.first() is not None
