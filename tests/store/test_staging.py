"""Rows that wait in a file go into their tables as they are, all or none. On both databases."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from store.database import Database
from store.migrate import upgrade
from store.models import Person, Workspace
from store.staging import Staged, insert_staged
from tests.store.rows import ROWS
from tests.store.test_insertion import HOSTILE, MOMENT, person

NAMES = {f"p{number}": text for number, text in enumerate(HOSTILE)}


@pytest.fixture
def database(fresh_database_url: str) -> Iterator[Database]:
    upgrade(fresh_database_url)
    database = Database(fresh_database_url, pool_size=1)
    with database.writing() as session:
        session.add(Workspace(**{**ROWS["workspace"], "created_at": MOMENT}))
    yield database
    database.close()


def staged_people(folder: Path | None = None) -> Staged:
    staged = Staged(folder)
    rows = [person(id, name=name) for id, name in NAMES.items()]
    for row in rows:
        del row["created_at"]
    # not in the order of their keys, nor all at once
    staged.put("person", ["id"], rows[::-2])
    staged.put("person", ["id"], [])
    staged.put("person", ["id"], rows[-2::-2])
    return staged


def move(session: Session, staged: Staged) -> None:
    insert_staged(session, staged, Person.__table__, {"created_at": MOMENT}, staged.attached_to(session))


def names(database: Database) -> dict[str, str]:
    with database.reading() as session:
        found = session.scalars(select(Person)).all()
    assert {one.created_at for one in found} <= {MOMENT.astimezone(UTC)}
    return {one.id: one.name for one in found}


def attached(database: Database) -> set[str]:
    """What the pool's only connection still knows."""
    if database.engine.dialect.name != "sqlite":
        return {"main"}
    with database.engine.connect() as connection:
        return {row[1] for row in connection.exec_driver_sql("PRAGMA database_list")}


def test_everything_arrives_as_it_was(database: Database) -> None:
    with database.writing() as session:
        move(session, staged_people())
        with session.begin_nested():
            session.execute(select(Person).limit(1))
        move(session, Staged())
    assert names(database) == NAMES
    assert attached(database) == {"main"}


def test_it_is_a_part_of_the_transaction(database: Database) -> None:
    staged = staged_people()
    with pytest.raises(RuntimeError), database.writing() as session:
        move(session, staged)
        raise RuntimeError
    assert names(database) == {} and attached(database) == {"main"}
    with database.writing() as session:
        move(session, staged)
    with pytest.raises(IntegrityError), database.writing() as session:
        move(session, staged)
    assert names(database) == NAMES and attached(database) == {"main"}


def test_it_can_be_begun_anew(database: Database) -> None:
    staged = staged_people()
    staged.clear()
    only: dict[str, Any] = person("only", name="new")
    del only["created_at"]
    staged.put("person", ["id"], [only])
    with database.writing() as session:
        move(session, staged)
    assert names(database) == {"only": "new"}


def test_the_file_goes_with_whoever_made_it(tmp_path: Path) -> None:
    staged = staged_people(tmp_path / "made")
    assert len(list((tmp_path / "made").iterdir())) == 1
    del staged
    gc.collect()
    assert list((tmp_path / "made").iterdir()) == []
