"""Mappings saved under a name, for files that come again: of people, of the figures of a rule set, of a dataset."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.issues import Refused, declare
from rules.document import fragments
from rules.document.canonical import canonical
from rules.document.shape import shape_issues
from service.audit import note_change
from service.datasets import dataset_row, declaration_of
from service.errors import NotFound
from service.importing.mapping import read_mapping
from service.text import checked_text, sha256_of
from service.work import Page, Work
from store.models.saved_mapping import SavedMapping, saved_mapping_named, saved_mapping_of, saved_mappings

USES = ("people", "figures", "dataset")
LONGEST_NAME = 100
MOST_SAVED = 1000

TOO_MANY_MAPPINGS = declare(
    "too-many-mappings",
    zh="一个工作区最多保存 {most} 个列对应关系。",
    en="A workspace keeps at most {most} mappings.",
    mend_zh="删除不再使用的。",
    mend_en="Delete those that are no longer used.",
)

_TEXT = fragments.expects({"type": "string", "maxLength": 200}, "文字", "text")
SHEET_SCHEMA = fragments.record(
    {
        "columns": {
            "type": "object",
            "additionalProperties": {**_TEXT, "type": ["string", "null"]},
            "maxProperties": 1000,
        },
        "sheet": _TEXT,
        "header_row": {"type": "integer", "minimum": 0, "maximum": 1000},
        "encoding": _TEXT,
    }
)
"""Of people and figures: from columns of the file to what they stand for, null for nothing."""


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """``about`` is the rule set of figures, the dataset of events, and None of people."""

    id: str
    use: str
    about: str | None
    name: str
    mapping: Mapping[str, Any]
    updated_at: datetime
    updated_by: str
    created: bool = False


def list_saved_mappings(
    work: Work,
    use: str | None = None,
    about: str | None = None,
    *,
    after: tuple[str, str, str] | None = None,
    limit: int = 50,
) -> Page[SavedFacts]:
    """By use, what they are about, and name. Needs scope ``read``."""
    work.actor.require("read")
    rows = saved_mappings(work.session, work.workspace_id, use, about, after, limit + 1)
    shown = rows[:limit]
    following = (shown[-1].use, shown[-1].about, shown[-1].name) if len(rows) > limit else None
    return Page(tuple(_facts(row) for row in shown), following)


def save_mapping(work: Work, use: str, about: str | None, name: str, told: Any) -> SavedFacts:
    """Save a mapping; one of that name is replaced. Needs scope ``edit``. NotFound for a dataset that is not there."""
    work.actor.require("edit")
    name = checked_text(name.strip(), "name", low=1, high=LONGEST_NAME)
    if use == "dataset":
        mapping = read_mapping(told, declaration_of(dataset_row(work, about or "")).dataset, ("mapping",)).text
    else:
        issues = shape_issues(told, SHEET_SCHEMA, ("mapping",))
        if issues:
            raise Refused(issues)
        mapping = canonical(dict(told))
    key = about or ""
    row = saved_mapping_named(work.session, work.workspace_id, use, key, name)
    if row is None:
        if len(saved_mappings(work.session, work.workspace_id, None, None, None, MOST_SAVED)) >= MOST_SAVED:
            raise Refused([TOO_MANY_MAPPINGS.at((), most=MOST_SAVED)])
        row = SavedMapping(
            workspace_id=work.workspace_id,
            id=work.ids(),
            use=use,
            about=key,
            name=name,
            mapping=mapping,
            created_at=work.now,
            updated_at=work.now,
            updated_by=work.actor.key_id,
        )
        work.session.add(row)
        note_change(work, "mapping.saved", f"mapping/{row.id}", after_hash=sha256_of(mapping), detail=_detail(row))
        return _facts(row, created=True)
    if row.mapping != mapping:
        hashes = {"before_hash": sha256_of(row.mapping), "after_hash": sha256_of(mapping)}
        row.mapping, row.updated_at, row.updated_by = mapping, work.now, work.actor.key_id
        note_change(work, "mapping.saved", f"mapping/{row.id}", **hashes, detail=_detail(row))
    return _facts(row)


def delete_saved_mapping(work: Work, id: str) -> None:
    """Needs scope ``edit``."""
    work.actor.require("edit")
    row = saved_mapping_of(work.session, work.workspace_id, id)
    if row is None:
        raise NotFound("mapping", id)
    note_change(work, "mapping.deleted", f"mapping/{id}", before_hash=sha256_of(row.mapping), detail=_detail(row))
    work.session.delete(row)


def _detail(row: SavedMapping) -> dict[str, object]:
    return {"use": row.use, "about": row.about, "name": row.name}


def _facts(row: SavedMapping, *, created: bool = False) -> SavedFacts:
    return SavedFacts(
        id=row.id,
        use=row.use,
        about=row.about or None,
        name=row.name,
        mapping=json.loads(row.mapping),
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        created=created,
    )
