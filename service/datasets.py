"""Datasets: declared tables of events that measures are worked out from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from engine.issues import Issue, Refused, Words, declare
from rules.document.document import Media
from rules.document.load import load
from rules.document.names import id_problems
from rules.document.shape import shape_issues
from rules.sections.datasets import SCHEMA
from service.audit import note_change
from service.dataset_declarations import (
    Declaration,
    differences,
    read_declaration,
    refused_changes,
    stored_declaration,
    widened,
)
from service.digests import Digest, digest_of
from service.errors import Conflict, NotFound, StaleETag
from service.etags import require_current
from service.text import sha256_of
from service.work import Page, Work
from store.models import Dataset
from store.models.dataset import dataset_for_update, dataset_of, datasets_after, delete_dataset_rows, insert_dataset
from store.models.dataset_part import Span, spans_of
from store.models.dataset_record import Waiting, waiting_in_each
from store.models.draft import draft_of
from store.models.rule_set import rule_set_by_id
from store.models.version import version_by_number

MOST_DATASETS = 500

TOO_MANY_DATASETS = declare(
    "too-many-datasets",
    zh="一个工作区最多 {most} 个数据集。",
    en="A workspace has at most {most} datasets.",
    mend_zh="删除不再使用的空数据集。",
    mend_en="Delete empty ones that are no longer used.",
)


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """``events`` counts those in ``parts``; ``waiting`` records came after them and may also correct them.

    ``content_hash`` is over the events in parts: equal events, equal hash, in whatever pieces they came.
    """

    name: str
    declaration: Mapping[str, Any]
    etag: str
    events: int
    waiting: int
    parts: int
    bytes: int
    first_time: datetime | None
    last_time: datetime | None
    content_hash: str
    has_mapping: bool
    created_at: datetime
    updated_at: datetime
    updated_by: str
    created: bool = False


def declare_dataset(
    work: Work, name: str, told: Any, if_match: str | None = None, *, only_new: bool = False
) -> DatasetFacts:
    """Declare a dataset, or change the declaration of one with its ETag in ``if_match``.

    Once there are events, columns and choices can be added and labels changed, nothing else. Needs scope ``edit``.
    """
    work.actor.require("edit")
    issues = id_problems(name, ("name",))
    try:
        declaration = read_declaration(name, told)
    except Refused as refused:
        raise Refused([*issues, *refused.issues]) from None
    if issues:
        raise Refused(issues)
    created = _insert(work, declaration)
    row = _locked(work, name)
    if not created:
        if only_new:
            raise StaleETag(etag_of(row))
        require_current(etag_of(row), if_match)
        _change(work, row, declaration)
    elif if_match is not None:
        raise StaleETag(None)
    return _facts(work, [row], created=created)[0]


def declare_from(work: Work, document: Mapping[str, Any]) -> list[str]:
    """Declare what the section ``datasets`` of a checked document asks for: what is new, and new columns and choices of
    what is there. Refused where types differ. The names of what was changed."""
    issues: list[Issue] = []
    changes: list[tuple[Dataset | None, Declaration]] = []
    for name, told in (document.get("datasets") or {}).items():
        path = ("datasets", str(name))
        issues += id_problems(str(name), path)
        asked = read_declaration(str(name), told, path)
        row = dataset_for_update(work.session, work.workspace_id, name)
        if row is None:
            changes.append((None, asked))
            continue
        stored = declaration_of(row)
        found = differences(stored, asked, path)
        issues += found
        if not found:
            changes.append((row, widened(stored, asked)))
    if issues:
        raise Refused(issues)
    changed = []
    for row, declaration in changes:
        if (row is None and _insert(work, declaration)) or (row is not None and _change(work, row, declaration)):
            changed.append(declaration.name)
    return changed


def datasets_of_rule_set(work: Work, rule_set_id: str, number: int | None = None) -> tuple[list[str], list[str]]:
    """Declare what a rule set reads: of a version, else of its draft, else of the newest version. The names of all its
    datasets, and of those that were changed. Needs scope ``edit``."""
    work.actor.require("edit")
    draft = draft_of(work.session, work.workspace_id, rule_set_id) if number is None else None
    if draft is not None:
        document = load(draft.document, cast(Media, draft.media)).data
    else:
        rule_set = rule_set_by_id(work.session, work.workspace_id, rule_set_id)
        newest = number or (rule_set.latest_version if rule_set else 0)
        version = version_by_number(work.session, work.workspace_id, rule_set_id, newest)
        if version is None:
            raise NotFound("rule-set", rule_set_id)
        document = json.loads(version.canonical, parse_float=Decimal)
    told = document.get("datasets") or {}
    if not isinstance(told, Mapping):
        raise Refused(shape_issues(told, SCHEMA["datasets"], ("datasets",)))
    return sorted(told), declare_from(work, {"datasets": told})


def names_of(work: Work, name: str) -> tuple[str, str, str]:
    """What the columns of id, subject and time are called."""
    dataset = declaration_of(dataset_row(work, name)).dataset
    return dataset.key, dataset.subject, dataset.time


def declare_if_new(work: Work, name: str, told: Mapping[str, Any]) -> None:
    """Declare a dataset unless there is one of that name. Needs scope ``edit``."""
    if dataset_of(work.session, work.workspace_id, name) is None:
        declare_dataset(work, name, dict(told))


def get_dataset(work: Work, name: str) -> DatasetFacts:
    """Needs scope ``read``."""
    work.actor.require("read")
    return _facts(work, [dataset_row(work, name)])[0]


def list_datasets(work: Work, *, after: str | None = None, limit: int = 50) -> Page[DatasetFacts]:
    """By name. Needs scope ``read``."""
    work.actor.require("read")
    rows = datasets_after(work.session, work.workspace_id, after, limit + 1)
    shown = rows[:limit]
    return Page(tuple(_facts(work, shown)), (shown[-1].name,) if len(rows) > limit else None)


def delete_dataset(work: Work, name: str, if_match: str | None) -> None:
    """Drop a dataset in which no event counts. Conflict ``dataset-in-use`` otherwise. Needs scope ``edit``."""
    work.actor.require("edit")
    row = _locked(work, name)
    require_current(etag_of(row), if_match)
    if row.events or waiting_in_each(work.session, work.workspace_id, [name]):
        raise Conflict("dataset-in-use", Words("数据集中还有数据", "There are events in the dataset"))
    note_change(work, "dataset.deleted", f"dataset/{name}", before_hash=sha256_of(row.declaration))
    delete_dataset_rows(work.session, work.workspace_id, name)


def dataset_row(work: Work, name: str) -> Dataset:
    """Raises :class:`NotFound`."""
    row = dataset_of(work.session, work.workspace_id, name)
    if row is None:
        raise NotFound("dataset", name)
    return row


def declaration_of(row: Dataset) -> Declaration:
    return stored_declaration(row.name, row.declaration)


def digest_in(row: Dataset) -> Digest:
    return digest_of(row.digest, row.events)


def etag_of(row: Dataset) -> str:
    return f'"{row.revision}-{sha256_of(row.declaration).removeprefix("sha256:")[:24]}"'


def _locked(work: Work, name: str) -> Dataset:
    row = dataset_for_update(work.session, work.workspace_id, name)
    if row is None:
        raise NotFound("dataset", name)
    return row


def _insert(work: Work, declaration: Declaration) -> bool:
    values = {
        "workspace_id": work.workspace_id,
        "name": declaration.name,
        "declaration": declaration.text,
        "revision": 1,
        "mapping_revision": 0,
        "parts": 0,
        "arrivals": 0,
        "events": 0,
        "digest": Digest().hex,
        "created_at": work.now,
        "updated_at": work.now,
        "updated_by": work.actor.key_id,
    }
    if not insert_dataset(work.session, values):
        return False
    if len(datasets_after(work.session, work.workspace_id, None, MOST_DATASETS + 1)) > MOST_DATASETS:
        raise Refused([TOO_MANY_DATASETS.at((), most=MOST_DATASETS)])
    note_change(work, "dataset.declared", f"dataset/{declaration.name}", after_hash=sha256_of(declaration.text))
    return True


def _change(work: Work, row: Dataset, declaration: Declaration) -> bool:
    if declaration.text == row.declaration:
        return False
    if row.parts or row.arrivals:
        issues = refused_changes(declaration_of(row), declaration)
        if issues:
            raise Refused(issues)
    before = sha256_of(row.declaration)
    row.declaration = declaration.text
    row.revision += 1
    row.updated_at, row.updated_by = work.now, work.actor.key_id
    after = sha256_of(declaration.text)
    note_change(work, "dataset.declared", f"dataset/{row.name}", before_hash=before, after_hash=after)
    return True


def _facts(work: Work, rows: list[Dataset], *, created: bool = False) -> list[DatasetFacts]:
    names = [row.name for row in rows]
    spans = spans_of(work.session, work.workspace_id, names)
    waiting = waiting_in_each(work.session, work.workspace_id, names)
    return [_fact(row, spans.get(row.name), waiting.get(row.name), created=created) for row in rows]


def _fact(row: Dataset, span: Span | None, waiting: Waiting | None, *, created: bool) -> DatasetFacts:
    times = [time for held in (span, waiting) if held for time in (held.first_time, held.last_time) if time]
    return DatasetFacts(
        name=row.name,
        declaration=declaration_of(row).told,
        etag=etag_of(row),
        events=row.events,
        waiting=waiting.records if waiting else 0,
        parts=span.parts if span else 0,
        bytes=span.bytes if span else 0,
        first_time=min(times, default=None),
        last_time=max(times, default=None),
        content_hash=digest_in(row).hash,
        has_mapping=row.mapping is not None,
        created_at=row.created_at,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        created=created,
    )
