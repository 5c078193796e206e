"""The parameters that every list takes."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Length, Range, Text, WholeText
from api.schemas.language import TEXT_OR_NULL, record
from api.schemas.reading import Strict

MOST_ITEMS = 200
NEXT = {**TEXT_OR_NULL, "description": "The cursor of the next page."}


def page_of(element: dict[str, Any]) -> dict[str, Any]:
    """The shape of a page of such elements."""
    return record({"items": {"type": "array", "items": element}, "next": NEXT})


class NoParameters(Strict):
    """For operations without a query string."""


class Paging(Strict):
    """``limit`` and ``cursor``."""

    limit = WholeText(
        load_default=50,
        validate=Range(1, MOST_ITEMS),
        metadata={"description": "How many items at most.", "example": 50},
    )
    cursor = Text(
        validate=Length(1, 1000),
        metadata={"description": "`next` of the page before, unchanged and with the same other parameters."},
    )


NO_PARAMETERS = NoParameters()
