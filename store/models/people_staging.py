"""What a revision of the list of people does, put by in a file until it is written in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from store.models.person import OPEN, Person, PersonChange, PersonSpell, close_spells, update_people
from store.staging import Staged, execute_plainly, insert_staged

_PEOPLE, _CHANGES, _SPELLS = Person.__table__, PersonChange.__table__, PersonSpell.__table__
_UPDATES, _CLOSED = "person_update", "closed_spell"
AT_ONCE = 10_000


def stage_people(
    staged: Staged,
    people: Sequence[Mapping[str, Any]],
    updates: Sequence[Mapping[str, Any]],
    changes: Sequence[Mapping[str, Any]],
    closed: Sequence[tuple[str, str]],
    spells: Sequence[Mapping[str, Any]],
) -> None:
    """Rows as :func:`store.models.person.insert_people`, ``update_people`` and ``close_spells`` take them, but for the
    times, which are those of the writing. Nobody comes up in two calls."""
    staged.put(_PEOPLE.name, ["id"], _without("created_at", people))
    staged.put(_UPDATES, ["at_id"], updates)
    staged.put(_CHANGES.name, ["person_id", "position"], _without("told_at", changes))
    staged.put(_CLOSED, ["person_id", "from_day"], [{"person_id": id, "from_day": day} for id, day in closed])
    staged.put(_SPELLS.name, ["person_id", "from_day"], spells)


def write_staged_people(session: Session, staged: Staged, workspace_id: str, revision: int, now: datetime) -> None:
    """Write all that was put by for this revision, as part of the transaction."""
    schema = staged.attached_to(session)
    if schema is None:
        for updates in _named(staged, _UPDATES):
            update_people(session, updates)
        for closed in staged.rows(_CLOSED, AT_ONCE):
            close_spells(session, workspace_id, [(id, day) for id, day in closed], revision)
    else:
        _change_on_sqlite(session, staged, schema, workspace_id, revision)
    insert_staged(session, staged, _PEOPLE, {"created_at": now}, schema)
    insert_staged(session, staged, _CHANGES, {"told_at": now}, schema)
    insert_staged(session, staged, _SPELLS, {}, schema)


def _change_on_sqlite(session: Session, staged: Staged, schema: str, workspace_id: str, revision: int) -> None:
    if staged.columns(_UPDATES):
        order = f"""
            UPDATE main.person SET (name, sought, name_order, revision, removed) =
                (SELECT new_name, new_sought, new_name_order, new_revision, new_removed
                 FROM {schema}.{_UPDATES} WHERE at_id = id)
            WHERE workspace_id = ? AND id IN (SELECT at_id FROM {schema}.{_UPDATES})
            """
        execute_plainly(session, order, [workspace_id])
    if staged.columns(_CLOSED):
        order = f"""
            UPDATE main.person_spell SET until_revision = ?
            WHERE workspace_id = ? AND until_revision = {OPEN}
                AND (person_id, from_day) IN (SELECT person_id, from_day FROM {schema}.{_CLOSED})
            """
        execute_plainly(session, order, [revision, workspace_id])


def _named(staged: Staged, name: str) -> Iterator[list[dict[str, Any]]]:
    columns = staged.columns(name)
    for some in staged.rows(name, AT_ONCE):
        yield [dict(zip(columns, cells, strict=True)) for cells in some]


def _without(column: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: cell for name, cell in row.items() if name != column} for row in rows]
