"""Sources, as answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import ListOf, Mapped, Part, Text
from api.schemas.reading import Strict
from api.schemas.words import Words
from service.sources.asterisk_queue_log import ASTERISK_QUEUE_LOG
from service.sources.source import Source


class OneSource(Strict):
    """A system whose files can be imported."""

    id = Text(required=True, metadata={"description": "The `source` of an import."})
    label = Part(Words, required=True)
    about = Part(Words, required=True, metadata={"description": "What the records are."})
    usual_name = Text(required=True, metadata={"description": "What the dataset is usually called."})
    dataset = Mapped(required=True, metadata={"description": "As in the section `datasets` of a rule set."})


class Sources(Strict):
    """All of them."""

    items = ListOf(Part(OneSource), required=True)


def shown(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "label": source.label.to_json(),
        "about": source.about.to_json(),
        "usual_name": source.usual,
        "dataset": source.dataset,
    }


SOURCES_EXAMPLE: dict[str, Any] = {"items": [shown(ASTERISK_QUEUE_LOG)]}
