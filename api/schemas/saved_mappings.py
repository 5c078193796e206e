"""Saved mappings, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Length, ListOf, Mapped, Moment, OneOf, Part, Text
from api.schemas.paging import Paging
from api.schemas.reading import Strict
from service.saved_mappings import LONGEST_NAME, USES

MAPPING_TOLD = (
    "Of people and figures `columns` is from columns of the file to what they stand for, null for nothing, beside "
    "`sheet`, `header_row`, `encoding`. Of a dataset it is what `PUT /v1/datasets/{dataset}/mapping` takes."
)
SAVED_EXAMPLE: dict[str, Any] = {
    "id": "18eb5dcdc8aba7da6959523ac6ac17d7",
    "use": "people",
    "about": None,
    "name": "月度花名册",
    "mapping": {"columns": {"Squad": "team", "Notes": None}},
    "updated_at": "2026-11-20T16:05:09Z",
    "updated_by": "019aa8f3c0de00000000000000000001",
}
SAVED_LIST_EXAMPLE = {"items": [SAVED_EXAMPLE], "next": None}
SAVE_EXAMPLE = {name: SAVED_EXAMPLE[name] for name in ("use", "name", "mapping")}


class SavedQuery(Paging):
    """Which mappings."""

    use = Text(validate=OneOf(USES), metadata={"description": "What the files are."})
    about = Text(validate=Length(1, 100), metadata={"description": "The rule set or dataset."})


class SaveRequest(Strict):
    """A mapping and its name."""

    use = Text(required=True, validate=OneOf(USES), metadata={"description": "What the files are."})
    about = Text(
        load_default=None,
        allow_none=True,
        validate=Length(1, 100),
        metadata={"description": "The rule set of figures, the dataset of events."},
    )
    name = Text(required=True, validate=Length(1, LONGEST_NAME))
    mapping = Mapped(required=True, metadata={"description": MAPPING_TOLD})


class SavedMapping(Strict):
    """A mapping that was saved under a name."""

    id = Text(required=True)
    use = Text(required=True, validate=OneOf(USES))
    about = Text(required=True, allow_none=True)
    name = Text(required=True)
    mapping = Mapped(required=True, metadata={"description": MAPPING_TOLD})
    updated_at = Moment(required=True)
    updated_by = Text(required=True)


class SavedMappings(Strict):
    """A page of them."""

    items = ListOf(Part(SavedMapping), required=True)
    next = Text(required=True, allow_none=True)
