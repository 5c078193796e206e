"""``/v1/teams`` and ``/v1/attributes``: the list of people seen as a whole."""

from __future__ import annotations

from api.operation import Answer, Reply, Routes
from api.performing import Call
from api.schemas.people_queries import PersonQuery
from api.schemas.teams import ATTRIBUTES_EXAMPLE, TEAMS_EXAMPLE, Attributes, Teams, TeamsQuery
from service.attributes import list_attributes
from service.people import list_teams, today

routes = Routes("teams", "People")


@routes.get(
    "/v1/teams",
    scope="read",
    query=TeamsQuery(),
    answer=Answer(200, "A page of teams", Teams(), TEAMS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_teams_of_people(call: Call) -> Reply:
    """Count people by team.

    By whatever they have in common on a day: an attribute or the manager.
    """
    query, after = call.query, call.position
    day = query.get("as_of") or today(call.work)
    page = list_teams(call.work, query["by"], day, after=str(after[0]) if after else None, limit=query["limit"])
    return call.page(page)


@routes.get(
    "/v1/attributes",
    scope="read",
    query=PersonQuery(),
    answer=Answer(200, "The attributes", Attributes(), ATTRIBUTES_EXAMPLE),
)
def list_attributes_of_people(call: Call) -> Reply:
    """List the attributes of people.

    Those that anybody has on a day, the usual ones, and those of which rule sets in force speak.
    """
    day = call.query.get("as_of") or today(call.work)
    items = [
        {"id": one.id, "label": one.label.to_json(), "people": one.people} for one in list_attributes(call.work, day)
    ]
    return Reply({"items": items})
