"""People as rows of the database, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.digests import Digest, digest_of_texts
from service.names import order_keys
from service.people_checks import sought_in
from service.text import json_text
from service.timeline import Stretch, Told
from service.work import Work
from service.written import Written, from_text, to_text
from store.models.people_staging import stage_people, write_staged_people
from store.models.person import (
    OPEN,
    ChangeRow,
    PersonRow,
    SpellRow,
    close_spells,
    insert_people,
    spells_of,
    update_people,
)
from store.staging import Staged


@dataclass(slots=True)
class Revised:
    """What one revision does to some people. ``closed`` are stretches that no longer hold, ``spells`` new ones."""

    revision: int
    people: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    closed: list[dict[str, Any]] = field(default_factory=list)
    spells: list[dict[str, Any]] = field(default_factory=list)

    @property
    def before(self) -> Digest:
        return _digest(self.closed)

    @property
    def after(self) -> Digest:
        return _digest(self.spells)

    def person(self, work: Work, id: str, name: str, row: PersonRow | None, *, removed: bool) -> None:
        """``row`` is how the person stands there so far, if they do."""
        if row is None:
            fresh = {"workspace_id": work.workspace_id, "id": id, "name": name, "sought": sought_in(id, name)}
            self.people.append({**fresh, "revision": self.revision, "removed": 0, "created_at": work.now})
            return
        key = {"at_workspace": work.workspace_id, "at_id": id}
        changed = {"new_name": name, "new_sought": sought_in(id, name)}
        self.updates.append({**key, **changed, "new_revision": self.revision, "new_removed": int(removed)})

    def told(self, work: Work, id: str, first: int, changes: Sequence[tuple[Told, str | None]]) -> None:
        """Changes with new names, the first of them at position ``first`` of this revision."""
        for position, (told, name) in enumerate(changes, first):
            self.changes.append(
                {
                    "workspace_id": work.workspace_id,
                    "person_id": id,
                    "revision": self.revision,
                    "position": position,
                    "from_day": told.from_day,
                    "name": name,
                    "attributes": to_text(told.attributes),
                    "manager": told.manager,
                    "manager_told": int(told.manager_told),
                    "ended": None if told.ended is None else int(told.ended),
                    "removed": int(told.removed),
                    "told_by": work.actor.key_id,
                    "told_at": work.now,
                }
            )

    def stretches(self, work: Work, id: str, before: Sequence[Stretch], after: Sequence[Stretch]) -> None:
        """From what held to what holds; what stays the same is not touched."""
        former = {one.from_day: _columns(id, one) for one in before}
        coming = {one.from_day: _columns(id, one) for one in after}
        gone = [columns for day, columns in former.items() if coming.get(day) != columns]
        new = [columns for day, columns in coming.items() if former.get(day) != columns]
        self.closed += gone
        life = {"workspace_id": work.workspace_id, "since_revision": self.revision, "until_revision": OPEN}
        self.spells += [{**columns, **life} for columns in new]

    def put_by(self, staged: Staged) -> None:
        """Everything but the times, to be written later: see :func:`write_put_by`."""
        self._put_names_in_order()
        stage_people(staged, self.people, self.updates, self.changes, self._closed_keys, self.spells)

    def write(self, work: Work) -> None:
        self._put_names_in_order()
        update_people(work.session, self.updates)
        close_spells(work.session, work.workspace_id, self._closed_keys, self.revision)
        insert_people(work.session, self.people, self.changes, self.spells)

    @property
    def _closed_keys(self) -> list[tuple[str, str]]:
        return [(columns["person_id"], columns["from_day"]) for columns in self.closed]

    def _put_names_in_order(self) -> None:
        """All at once, for working out the first takes as long as ten thousand others."""
        for rows, name, order in ((self.people, "name", "name_order"), (self.updates, "new_name", "new_name_order")):
            fresh = [row for row in rows if order not in row]
            for row, key in zip(fresh, order_keys([row[name] for row in fresh]), strict=True):
                row[order] = key


def write_put_by(work: Work, staged: Staged, revision: int) -> None:
    """Write what was put by for a revision, in the transaction. It is told when it is written."""
    write_staged_people(work.session, staged, work.workspace_id, revision, work.now)


def present_stretches(work: Work, ids: Iterable[str]) -> dict[str, tuple[Stretch, ...]]:
    """What holds of these people, as the list stands now; somebody who is not in it is not there."""
    rows = spells_of(work.session, work.workspace_id, ids)
    return {id: tuple(stretch_of(row) for row in found) for id, found in rows.items()}


def told_of(row: ChangeRow) -> Told:
    """The change that a row records."""
    ended = None if row.ended is None else bool(row.ended)
    return Told(
        row.from_day, from_text(row.attributes), row.manager, bool(row.manager_told), ended, removed=bool(row.removed)
    )


def stretch_of(row: SpellRow) -> Stretch:
    """The stretch that a row holds."""
    kinds = {} if row.kinds == NO_KINDS else from_text(row.kinds)
    attributes = {
        name: value if kinds.get(name) is None else Written(kinds[name].text, value.text)  # type: ignore[union-attr, arg-type]
        for name, value in from_text(row.attributes).items()
        if value is not None
    }
    return Stretch(row.from_day, row.to_day, attributes, row.manager, bool(row.ended))


NO_KINDS = "{}"


def _columns(id: str, one: Stretch) -> dict[str, Any]:
    texts = {name: value.text for name, value in sorted(one.attributes.items())}
    kinds = {name: value.kind for name, value in sorted(one.attributes.items()) if value.kind != "text"}
    return {
        "person_id": id,
        "from_day": one.from_day,
        "to_day": one.to_day,
        "attributes": json_text(texts),
        "kinds": json_text(kinds) if kinds else NO_KINDS,
        "manager": one.manager,
        "ended": int(one.ended),
    }


def _digest(spells: Iterable[Mapping[str, Any]]) -> Digest:
    parts = ("person_id", "from_day", "to_day", "attributes", "manager", "ended")
    return digest_of_texts(json_text([spell[part] for part in parts]) for spell in spells)
