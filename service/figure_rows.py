"""Figures as rows of the database: those that differ from what holds, and the digest of what holds with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rules.period import Period
from service.digests import Digest, digest_of_texts
from service.spells import NOTHING
from service.text import json_text
from service.work import Work
from service.written import to_text
from store.chunks import chunks
from store.models.figure import figures_of

_NOTHING = to_text({"value": None})


@dataclass(frozen=True, slots=True)
class NewFigures:
    """Rows of some people, and the digests of what no longer holds and of what holds now."""

    rows: list[dict[str, Any]]
    gone: Digest
    came: Digest


@dataclass(slots=True)
class Entered:
    """What a revision enters, in sum. ``person`` is the last one of whom something is entered."""

    values: int = 0
    people: int = 0
    person: str = ""
    gone: Digest = NOTHING
    came: Digest = NOTHING

    def add(self, new: NewFigures) -> None:
        """What is entered of further people."""
        self.values += len(new.rows)
        self.people += len({row["person_id"] for row in new.rows})
        self.person = new.rows[-1]["person_id"] if new.rows else self.person
        self.gone, self.came = self.gone.plus(new.gone), self.came.plus(new.came)


def new_figures(
    work: Work, period: Period, texts: Mapping[str, Mapping[str, str]], revision: int, source: str
) -> Iterator[NewFigures]:
    """The rows of a revision, some people at a time. ``texts`` are values as they are stored, by person and name."""
    for people in chunks(texts):
        now: dict[tuple[str, str], str] = {}
        for row in figures_of(work.session, work.workspace_id, str(period), people):
            now[row.person_id, row.name] = row.value
        rows: list[dict[str, Any]] = []
        gone: list[str] = []
        came: list[str] = []
        for person in people:
            for name, text in texts[person].items():
                former = now.get((person, name), _NOTHING)
                if former == text:
                    continue
                gone += [json_text([person, name, former])] if former != _NOTHING else []
                came += [json_text([person, name, text])] if text != _NOTHING else []
                rows.append(
                    {
                        "workspace_id": work.workspace_id,
                        "period": str(period),
                        "person_id": person,
                        "name": name,
                        "revision": revision,
                        "value": text,
                        "source": source,
                        "entered_by": work.actor.key_id,
                        "entered_at": work.now,
                    }
                )
        yield NewFigures(rows, digest_of_texts(gone), digest_of_texts(came))
