"""``/v1/sources``: systems whose files can be imported as they are."""

from __future__ import annotations

from api.operation import Answer, Reply, Routes, Transaction
from api.performing import Call
from api.schemas.sources import SOURCES_EXAMPLE, Sources, shown
from service.sources.registry import SOURCES

routes = Routes("sources", "Datasets")


@routes.get(
    "/v1/sources",
    scope=None,
    transaction=Transaction.NONE,
    answer=Answer(200, "The sources", Sources(), SOURCES_EXAMPLE),
)
def list_sources(call: Call) -> Reply:
    """List the systems whose files can be imported.

    Each with the declaration of the dataset that its records belong in.
    """
    return Reply({"items": [shown(source) for source in SOURCES.values()]})
