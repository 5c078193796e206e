"""Rows that come in many at a time are the same afterwards, whatever stands in them. On both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from store.database import Database
from store.insertion import insert_many
from store.migrate import upgrade
from store.models import Person, PersonChange, Workspace
from tests.store.rows import ROWS

HOSTILE = ("", "\\N", "\\", "a\tb\nc\rd", '"; DROP TABLE person; --', "NULL", "\x1f", "语文 😀", "1e5", "007", "é")
MOMENT = datetime(2026, 11, 21, 17, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=8)))


def person(id: str, **more: Any) -> dict[str, Any]:
    told = {"workspace_id": "w", "id": id, "name": id, "sought": id, "revision": 1, "removed": 0, "created_at": MOMENT}
    return {**told, **more}


def test_everything_is_kept_as_it_was(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    database = Database(fresh_database_url, pool_size=2)
    people = [person(f"p{number}", name=text) for number, text in enumerate(HOSTILE)]
    people.append(person("late", created_at=MOMENT + timedelta(days=1)))
    change = {**ROWS["person_change"], "workspace_id": "w", "told_at": MOMENT}
    changes = [
        {**change, "person_id": f"p{number}", "name": text, "manager": None, "ended": None if number % 2 else 1}
        for number, text in enumerate(HOSTILE)
    ]
    with database.writing() as session:
        session.add(Workspace(**{**ROWS["workspace"], "created_at": MOMENT}))
        session.flush()
        insert_many(session, Person.__table__, people)
        insert_many(session, Person.__table__, [])
        insert_many(session, PersonChange.__table__, changes)
    with database.reading() as session:
        found = {one.id: one for one in session.scalars(select(Person))}
        assert [found[row["id"]].name for row in people] == [row["name"] for row in people]
        assert {one.created_at for one in found.values()} == {MOMENT.astimezone(UTC), MOMENT + timedelta(days=1)}
        told = {one.person_id: one for one in session.scalars(select(PersonChange))}
        for row in changes:
            one = told[row["person_id"]]
            assert (one.name, one.manager, one.ended) == (row["name"], None, row["ended"])
    database.close()


def test_it_is_a_part_of_the_transaction(fresh_database_url: str) -> None:
    upgrade(fresh_database_url)
    database = Database(fresh_database_url, pool_size=2)
    with database.writing() as session:
        session.add(Workspace(**{**ROWS["workspace"], "created_at": MOMENT}))
    with pytest.raises(RuntimeError), database.writing() as session:
        insert_many(session, Person.__table__, [person("a")])
        raise RuntimeError
    with pytest.raises(IntegrityError), database.writing() as session:
        insert_many(session, Person.__table__, [person("a"), person("a")])
    with database.reading() as session:
        assert session.scalars(select(Person)).all() == []
    database.close()
