"""People, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Anything, Flag, Length, ListOf, Mapped, Moment, Part, Text, Whole
from api.schemas.people_queries import A_DAY, PERSON_ID
from api.schemas.reading import Strict
from api.schemas.refusing import ISSUES, RefusedEntry, on_refused, refused_json
from service.days import LAST_DAY
from service.people import PersonDetail, PersonFacts, Telling
from service.people_changes import Outcome
from service.people_checks import LONGEST_PERSON_NAME, MOST_ATTRIBUTES
from service.timeline import Stretch

MOST_PEOPLE = 5000

ATTRIBUTES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "maxProperties": MOST_ATTRIBUTES,
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    "description": "By id; values are kept exactly as written. Null takes a value away.",
}
HELD_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": ["string", "number", "boolean"]},
    "description": "By id, as they were written.",
}


class Spell(Strict):
    """Days through which a person stays the same."""

    from_ = Text(required=True, data_key="from", metadata={"description": "The first of these days."})
    to = Text(required=True, allow_none=True, metadata={"description": "The last; null when no end is known."})
    attributes = Anything(required=True, metadata=HELD_SCHEMA)
    manager = Text(required=True, allow_none=True)
    ended = Flag(required=True, metadata={"description": "Whether the person has left."})


class Person(Spell):
    """A person on one day."""

    id = Text(required=True)
    name = Text(required=True)
    etag = Text(required=True, metadata={"description": "Send it as `If-Match` to replace what is known."})
    from_ = Text(
        required=True,
        allow_none=True,
        data_key="from",
        metadata={"description": "Since when all of this holds; null when the person comes later."},
    )


class People(Strict):
    """A page of people."""

    items = ListOf(Part(Person), required=True)
    next = Text(required=True, allow_none=True)


class PersonChange(Strict):
    """A change as it was recorded. `manager` is only there when it was told."""

    from_ = Text(required=True, data_key="from")
    name = Text(required=True, allow_none=True)
    attributes = Anything(required=True, metadata=ATTRIBUTES_SCHEMA)
    manager = Text(allow_none=True)
    ended = Flag(required=True, allow_none=True)
    removed = Flag(required=True, metadata={"description": "Takes back everything told before."})
    revision = Whole(required=True, metadata={"description": "Of the people of the workspace."})
    by = Text(required=True, metadata={"description": "A key's id."})
    at = Moment(required=True)


class PersonWithChanges(Person):
    """A person with everything that holds and everything that was told."""

    as_of = Text(required=True)
    managers = ListOf(Text(), required=True, metadata={"description": "Upwards on that day, the nearest first."})
    spells = ListOf(Part(Spell), required=True)
    changes = ListOf(Part(PersonChange), required=True)
    notes = ListOf(Anything(metadata=ISSUES), required=True)


class PersonPut(Strict):
    """All there is to say of a person from a day on."""

    from_ = Text(required=True, data_key="from", validate=A_DAY)
    name = Text(load_default=None, validate=Length(1, LONGEST_PERSON_NAME))
    attributes = Mapped(keys=Text(), values=Anything(allow_none=True), required=True, metadata=ATTRIBUTES_SCHEMA)
    manager = Text(load_default=None, allow_none=True, validate=PERSON_ID)
    ended = Flag(load_default=None, metadata={"description": "`true`: has left; the day before was the last."})


class ChangeRequest(Strict):
    """What changes from a day on; what is not mentioned stays."""

    from_ = Text(required=True, data_key="from", validate=A_DAY)
    name = Text(validate=Length(1, LONGEST_PERSON_NAME), metadata={"description": "A new name, for all days."})
    attributes = Mapped(keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata=ATTRIBUTES_SCHEMA)
    manager = Text(allow_none=True, validate=PERSON_ID, metadata={"description": "Null for nobody."})
    ended = Flag(metadata={"description": "`true`: has left; the day before was the last. `false`: is back."})


class PersonOfMany(ChangeRequest):
    """One person of a list."""

    id = Text(required=True, validate=PERSON_ID)
    from_ = Text(data_key="from", validate=A_DAY, metadata={"description": "Instead of the list's own `from`."})


class PeopleRequest(Strict):
    """A list of people."""

    from_ = Text(
        data_key="from", validate=A_DAY, metadata={"description": "Since when this holds of whoever has no own `from`."}
    )
    people = ListOf(Part(PersonOfMany), required=True, validate=Length(1, MOST_PEOPLE))
    on_refused = on_refused("What happens to the others when somebody is refused.")


class RefusedPerson(RefusedEntry):
    """Somebody who was left out, and why."""

    id = Text(required=True)


class PeopleOutcome(Strict):
    """What came of a list."""

    new = Whole(required=True)
    changed = Whole(required=True)
    unchanged = Whole(required=True)
    refused = ListOf(Part(RefusedPerson), required=True)
    notes = ListOf(Anything(metadata=ISSUES), required=True, metadata={"description": "What deserves a look."})
    revision = Whole(required=True, metadata={"description": "Of the people of the workspace; grows with each change."})
    hash = Text(required=True, metadata={"description": "Over everything told so far."})


def person_json(facts: PersonFacts) -> dict[str, Any]:
    head = {"id": facts.id, "name": facts.name, "etag": facts.etag}
    if facts.stretch is None:
        return {**head, "from_": None, "to": None, "attributes": {}, "manager": None, "ended": False}
    return {**head, **stretch_json(facts.stretch)}


def stretch_json(stretch: Stretch) -> dict[str, Any]:
    return {
        "from_": stretch.from_day,
        "to": None if stretch.to_day == LAST_DAY else stretch.to_day,
        "attributes": {name: value.raw for name, value in sorted(stretch.attributes.items())},
        "manager": stretch.manager,
        "ended": stretch.ended,
    }


def detail_json(detail: PersonDetail) -> dict[str, Any]:
    return {
        **person_json(detail.facts),
        "as_of": detail.day,
        "managers": list(detail.managers),
        "spells": [stretch_json(stretch) for stretch in detail.stretches],
        "changes": [_change_json(change) for change in detail.changes],
        "notes": [issue.to_json() for issue in detail.notes],
    }


def outcome_json(outcome: Outcome, ids: list[str]) -> dict[str, Any]:
    return {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "refused": refused_json(outcome.refused, ids, "id"),
        "notes": [issue.to_json() for issue in outcome.notes],
        "revision": outcome.revision,
        "hash": outcome.hash,
    }


def _change_json(change: Telling) -> dict[str, Any]:
    told = change.told
    return {
        "from_": told.from_day,
        "name": change.name,
        "attributes": {name: None if value is None else value.raw for name, value in sorted(told.attributes.items())},
        **({"manager": told.manager} if told.manager_told else {}),
        "ended": told.ended,
        "removed": told.removed,
        "revision": change.revision,
        "by": change.by,
        "at": change.at,
    }
