"""People as they were through a period, day by day, for whoever computes with all of them.

The list of people is read as it stood at a revision (the present one unless told otherwise), so that what was asked for
and what is read some time later are the same people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb

from rules.period import Period
from service.digests import Digest, digest_of
from service.doorway import load_lines
from service.work import Work
from store.models.person import managers_on, people_state, spells_between

NOTHING = Digest()


@dataclass(frozen=True, slots=True)
class Revision:
    """A state of something that changes: ``number`` grows with every change, ``hash`` is over what is there now."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Spell:
    """The days ``from_day`` to ``to_day``, both included and inside the period, on which a person stays the same.

    ``attributes`` is JSON: each attribute's exact text by name.
    """

    person: str
    from_day: str
    to_day: str
    manager: str | None
    attributes: str


@dataclass(frozen=True, slots=True)
class LineOfManagers:
    """Who reports to whom on a day. People without a manager are not in it."""

    managers: Mapping[str, str]

    def above(self, person: str) -> tuple[str, ...]:
        """The managers of ``person``, the nearest first; somebody who is not in the list of people ends the line."""
        line: list[str] = []
        manager = self.managers.get(person)
        while manager is not None and manager not in line:
            line.append(manager)
            manager = self.managers.get(manager)
        return tuple(line)

    def is_above(self, manager: str, person: str) -> bool:
        return manager in self.above(person)


class _HasDigest(Protocol):
    digest: Any
    rows: Any


def stored_digest(state: _HasDigest) -> Digest:
    """The digest that a row keeps."""
    return digest_of(state.digest, state.rows)


def people_revision(work: Work) -> Revision:
    """The present revision of the people of the workspace."""
    state = people_state(work.session, work.workspace_id)
    return Revision(0, NOTHING.hash) if state is None else Revision(state.revision, stored_digest(state).hash)


def as_of_period(
    work: Work, period: Period, revision: int | None = None, *, after: str | None = None
) -> Iterator[Spell]:
    """Everybody who is there on some day of the period, in stretches of days, by id and day; read in batches.

    With ``after`` only people whose ids come after that one.
    """
    first, last = period.start.isoformat(), period.end.isoformat()
    at = people_revision(work).number if revision is None else revision
    for some in spells_between(work.session, work.workspace_id, first, last, at, after):
        for person, from_day, to_day, manager, attributes, _kinds, _ended in some:
            yield Spell(person, max(from_day, first), min(to_day, last), manager, attributes)


def line_of_managers(work: Work, day: str, revision: int | None = None) -> LineOfManagers:
    """Everybody's manager on ``day`` (``2026-11-30``)."""
    at = people_revision(work).number if revision is None else revision
    return LineOfManagers(dict(managers_on(work.session, work.workspace_id, day, at)))


SPELLS = {"person": "VARCHAR", "from_day": "DATE", "to_day": "DATE", "manager": "VARCHAR", "attributes": "VARCHAR"}


def load_spells(
    con: duckdb.DuckDBPyConnection, work: Work, period: Period, scratch: Path, revision: int | None = None
) -> None:
    """The table ``spells`` in ``con``: ``person, from_day, to_day, manager, attributes`` (JSON text).

    ``scratch`` is a folder for a file of a moment.
    """
    rows = (
        (spell.person, spell.from_day, spell.to_day, spell.manager, spell.attributes)
        for spell in as_of_period(work, period, revision)
    )
    load_lines(con, "spells", SPELLS, rows, scratch)


def people_parquet(work: Work, period: Period, path: Path, revision: int | None = None) -> int:
    """Write ``spells`` as a Parquet file, sorted by person and day, and say how many rows it has."""
    with duckdb.connect() as con:
        load_spells(con, work, period, path.parent, revision)
        query = "COPY (SELECT * FROM spells ORDER BY person, from_day) TO $path (FORMAT parquet)"
        con.execute(query, {"path": str(path)})
        (count,) = con.execute("SELECT count(*) FROM spells").fetchone() or (0,)
    return int(count)
