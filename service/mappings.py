"""The mapping that is kept with a dataset: how the columns of its files are read, unless an import says otherwise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.audit import note_change
from service.datasets import dataset_row, declaration_of
from service.errors import NotFound, StaleETag
from service.etags import require_current
from service.importing.mapping import read_mapping
from service.text import sha256_of
from service.work import Work
from store.models import Dataset
from store.models.dataset import dataset_for_update


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """``told`` is the mapping as data; ``etag`` is strong, quotes included."""

    told: Mapping[str, Any]
    etag: str
    created: bool = False


def get_mapping(work: Work, name: str) -> KeptMapping:
    """Needs scope ``read``."""
    work.actor.require("read")
    row = dataset_row(work, name)
    if row.mapping is None:
        raise NotFound("mapping", name)
    return KeptMapping(json.loads(row.mapping), _etag(row))


def put_mapping(work: Work, name: str, told: Any, if_match: str | None) -> KeptMapping:
    """Keep a mapping, in place of the one that has the ETag ``if_match``. Needs scope ``edit``."""
    work.actor.require("edit")
    row = _locked(work, name)
    mapping = read_mapping(told, declaration_of(row).dataset)
    created = row.mapping is None
    if row.mapping is not None:
        require_current(_etag(row), if_match)
    elif if_match is not None:
        raise StaleETag(None)
    if mapping.text != row.mapping:
        _change(work, row, mapping.text)
    return KeptMapping(mapping.told, _etag(row), created)


def delete_mapping(work: Work, name: str, if_match: str | None) -> None:
    """Needs scope ``edit``."""
    work.actor.require("edit")
    row = _locked(work, name)
    if row.mapping is None:
        raise NotFound("mapping", name)
    require_current(_etag(row), if_match)
    _change(work, row, None)


def _locked(work: Work, name: str) -> Dataset:
    row = dataset_for_update(work.session, work.workspace_id, name)
    if row is None:
        raise NotFound("dataset", name)
    return row


def _change(work: Work, row: Dataset, text: str | None) -> None:
    before, after = (None if one is None else sha256_of(one) for one in (row.mapping, text))
    row.mapping = text
    row.mapping_revision += 1
    note_change(work, "dataset.mapping-changed", f"dataset/{row.name}", before_hash=before, after_hash=after)


def _etag(row: Dataset) -> str:
    return f'"{row.mapping_revision}-{sha256_of(row.mapping or "").removeprefix("sha256:")[:24]}"'
