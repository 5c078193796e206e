"""Whether use cases can be carried out at all."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from service.work import Office
from store.models.workspace import any_workspace


def is_ready(office: Office) -> bool:
    """Whether the database answers and has our tables; whether there is a workspace yet does not matter."""
    try:
        with office.database.reading() as session:
            any_workspace(session)
    except SQLAlchemyError:
        return False
    return True
