"""The list of people seen as a whole: what they have in common, and what is told of them."""

from __future__ import annotations

from api.schemas.fields import Length, ListOf, Part, Text, Whole
from api.schemas.paging import Paging
from api.schemas.people_queries import A_DAY, Grouping
from api.schemas.reading import Strict
from api.schemas.words import Words

TEAMS_EXAMPLE = {
    "items": [{"value": "day", "name": None, "people": 31}, {"value": None, "name": None, "people": 2}],
    "next": None,
}
ATTRIBUTES_EXAMPLE = {"items": [{"id": "team", "label": {"zh": "班组", "en": "team"}, "people": 31}]}


class TeamsQuery(Paging):
    """How people are put together."""

    by = Grouping(
        load_default="attributes.team",
        validate=Length(1, 80),
        metadata={"description": "`manager` or such as `attributes.team`.", "example": "attributes.team"},
    )
    as_of = Text(validate=A_DAY, metadata={"description": "Without it, today where the workspace is."})


class Team(Strict):
    """People who have something in common."""

    value = Text(
        required=True,
        allow_none=True,
        metadata={"description": "What they have in common; null: nothing is said of them. A manager is an id."},
    )
    name = Text(required=True, allow_none=True, metadata={"description": "Of the manager, if in the list."})
    people = Whole(required=True)


class Teams(Strict):
    """A page of teams."""

    items = ListOf(Part(Team), required=True)
    next = Text(required=True, allow_none=True)


class Attribute(Strict):
    """Something that is told of people."""

    id = Text(required=True)
    label = Part(Words, required=True)
    people = Whole(required=True, metadata={"description": "How many have it on the day asked for."})


class Attributes(Strict):
    """All that there are."""

    items = ListOf(Part(Attribute), required=True)
