"""``/v1/mappings``: which column of a file stands for what, saved under a name."""

from __future__ import annotations

from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import NOT_FOUND
from api.schemas.saved_mappings import (
    SAVE_EXAMPLE,
    SAVED_EXAMPLE,
    SAVED_LIST_EXAMPLE,
    SavedMapping,
    SavedMappings,
    SavedQuery,
    SaveRequest,
)
from service.saved_mappings import delete_saved_mapping, list_saved_mappings, save_mapping

routes = Routes("mappings", "Tables")


@routes.get(
    "/v1/mappings",
    scope="read",
    query=SavedQuery(),
    answer=Answer(200, "A page of mappings", SavedMappings(), SAVED_LIST_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_mappings(call: Call) -> Reply:
    """List saved mappings.

    By what the files are, the rule set or dataset, and name.
    """
    query, after = call.query, call.position
    position = (str(after[0]), str(after[1]), str(after[2])) if after else None
    return call.page(
        list_saved_mappings(call.work, query.get("use"), query.get("about"), after=position, limit=query["limit"])
    )


@routes.post(
    "/v1/mappings",
    scope="edit",
    body=Body(SaveRequest(), SAVE_EXAMPLE),
    answer=Answer(200, "The mapping as it is saved", SavedMapping(), SAVED_EXAMPLE),
    also=(Answer(201, "The mapping is new", {"$ref": "#/components/schemas/SavedMapping"}, SAVED_EXAMPLE),),
    idempotent=True,
    kinds=(NOT_FOUND,),
)
def keep_mapping(call: Call) -> Reply:
    """Save a mapping.

    One of the same name for the same files is replaced.
    """
    body = call.body
    saved = save_mapping(call.work, body["use"], body["about"], body["name"], body["mapping"])
    return Reply(saved, 201 if saved.created else 200)


@routes.delete("/v1/mappings/<mapping_id>", scope="edit", answer=Answer(204, "The mapping is gone"))
def drop_saved_mapping(call: Call, mapping_id: str) -> Reply:
    """Delete a saved mapping."""
    delete_saved_mapping(call.work, mapping_id)
    return Reply()
