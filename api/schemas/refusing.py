"""What happens to the rest when a part of what was sent is refused, and how the refused parts are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.schemas.fields import Anything, ListOf, OneOf, Text, Whole
from api.schemas.reading import Strict
from engine.issues import Issue

ON_REFUSED = ("refuse_all", "keep_rest")
ISSUES = {"$ref": "#/components/schemas/Issue"}


def on_refused(description: str) -> Text:
    """The field that says whether the rest is kept."""
    return Text(load_default="refuse_all", validate=OneOf(ON_REFUSED), metadata={"description": description})


class RefusedEntry(Strict):
    """One of a list that was left out, and why."""

    index = Whole(required=True, metadata={"description": "The place in the list sent, from 0."})
    issues = ListOf(Anything(metadata=ISSUES), required=True)


def refused_json(
    refused: Mapping[int, Sequence[Issue]], ids: Sequence[str] = (), named: str = "id"
) -> list[dict[str, Any]]:
    """Who was left out of a list and why; ``ids`` are of everybody in it, ``named`` is what an id is called."""
    return [
        {
            "index": place,
            **({named: ids[place]} if ids else {}),
            "issues": [issue.to_json() for issue in refused[place]],
        }
        for place in sorted(refused)
    ]
