"""People, as requests and answers have them."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError

from api.codes import FIELD_VALUE
from api.schemas.fields import (
    Anything,
    Flag,
    FlagText,
    Length,
    ListOf,
    Mapped,
    Moment,
    OneOf,
    Part,
    Pattern,
    Text,
    Whole,
)
from api.schemas.paging import Paging
from api.schemas.reading import Strict
from api.schemas.refusing import ISSUES, RefusedEntry, on_refused, refused_json
from api.schemas.words import Words as BothWords
from engine.issues import Words
from service.days import LAST_DAY
from service.people import PersonDetail, PersonFacts, Telling
from service.people_changes import Outcome
from service.people_checks import LONGEST_PERSON_ID, LONGEST_PERSON_NAME, MOST_ATTRIBUTES
from service.timeline import Stretch

MOST_PEOPLE = 5000

A_DAY = Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", Words("是 2026-11-16 这样的日期", "be a day such as 2026-11-16"))
PERSON_ID = Length(1, LONGEST_PERSON_ID)
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

STRETCH_EXAMPLE: dict[str, Any] = {
    "from": "2026-11-16",
    "to": None,
    "attributes": {"role": "senior-agent", "team": "night", "wage": 6000},
    "manager": "m2",
    "ended": False,
}
PERSON_EXAMPLE = {"id": "u17", "name": "张三", "etag": '"12"', **STRETCH_EXAMPLE}
PEOPLE_EXAMPLE = {"items": [PERSON_EXAMPLE], "next": None}
TEAMS_EXAMPLE = {
    "items": [{"value": "day", "name": None, "people": 31}, {"value": None, "name": None, "people": 2}],
    "next": None,
}
ATTRIBUTES_EXAMPLE = {"items": [{"id": "team", "label": {"zh": "班组", "en": "team"}, "people": 31}]}
PERSON_DETAIL_EXAMPLE = {
    **PERSON_EXAMPLE,
    "as_of": "2026-11-21",
    "managers": ["m2", "head"],
    "spells": [
        {
            "from": "2026-01-01",
            "to": "2026-11-15",
            "attributes": {"role": "agent", "team": "night", "wage": 5000},
            "manager": "m2",
            "ended": False,
        },
        STRETCH_EXAMPLE,
    ],
    "changes": [
        {
            "from": "2026-01-01",
            "name": "张三",
            "attributes": {"role": "agent", "team": "night", "wage": 5000},
            "manager": "m2",
            "ended": None,
            "removed": False,
            "revision": 3,
            "by": "019aa8f3c0de00000000000000000001",
            "at": "2026-01-05T01:00:00Z",
        },
        {
            "from": "2026-11-16",
            "name": None,
            "attributes": {"role": "senior-agent", "wage": 6000},
            "ended": None,
            "removed": False,
            "revision": 12,
            "by": "019aa8f3c0de00000000000000000001",
            "at": "2026-11-14T08:30:00Z",
        },
    ],
    "notes": [],
}
PUT_EXAMPLE = {
    "from": "2026-01-01",
    "name": "张三",
    "attributes": {"role": "agent", "team": "night", "wage": 5000},
    "manager": "m2",
}
CHANGE_EXAMPLE = {"from": "2026-11-16", "attributes": {"role": "senior-agent", "wage": 6000}}
UPSERT_EXAMPLE = {
    "from": "2026-01-01",
    "people": [
        {"id": "u17", "name": "张三", "attributes": {"role": "agent", "team": "night"}, "manager": "m2"},
        {"id": "m2", "name": "Mary", "attributes": {"role": "supervisor"}, "from": "2026-03-01"},
    ],
}
OUTCOME_EXAMPLE: dict[str, Any] = {
    "new": 2,
    "changed": 0,
    "unchanged": 0,
    "refused": [],
    "notes": [],
    "revision": 3,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
}


class Filters(Text):
    """``role:agent,team:night``; a comma inside a value is written twice."""

    expected = Words("role:agent,team:night 这样的条件", "conditions such as role:agent,team:night")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        pairs = []
        for part in text.replace(",,", "\x00").split(","):
            name, colon, wanted = part.replace("\x00", ",").partition(":")
            if not colon or not re.fullmatch(r"[^\W_]\w{0,62}", name):
                raise ValidationError([FIELD_VALUE.at((), expected=self.expected)])
            pairs.append((name, wanted))
        return tuple(pairs)


class Sorting(Text):
    """``id``, ``name``, ``manager`` or ``attributes.team``, with ``-`` downwards."""

    expected = Words("id、name、manager 或 attributes.team 这样的名称", "id, name, manager or such as attributes.team")
    shape = re.compile(r"-?(id|name|manager|attributes\.[^\W_]\w{0,62})")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not self.shape.fullmatch(text):
            raise ValidationError([FIELD_VALUE.at((), expected=self.expected)])
        return text


class Grouping(Sorting):
    """``manager`` or ``attributes.team``."""

    expected = Words("manager 或 attributes.team 这样的名称", "manager or such as attributes.team")
    shape = re.compile(r"manager|attributes\.[^\W_]\w{0,62}")


class PeopleQuery(Paging):
    """Whom to list."""

    as_of = Text(
        validate=A_DAY,
        metadata={"description": "As they are on this day; without it, today where the workspace is."},
    )
    present = Text(
        load_default="true",
        validate=OneOf(("true", "false", "any")),
        metadata={"description": "`true`: who is there, `false`: who has left, `any`: both."},
    )
    attributes = Filters(
        validate=Length(1, 10),
        metadata={
            "type": "string",
            "description": "Only who has these attributes: `role:agent,team:night`. A comma inside a value is doubled.",
            "example": "role:agent,team:night",
        },
    )
    manager = Text(validate=PERSON_ID, metadata={"description": "Only who reports to this person directly."})
    manager_unknown = FlagText(
        load_default=False, metadata={"description": "Only who has a manager that is not in the list of people."}
    )
    sort = Sorting(
        load_default="id",
        validate=Length(1, 80),
        metadata={
            "description": "`id`, `name`, `manager` or such as `attributes.team`; names by pinyin, all else by the "
            "codes of letters; with `-` before it downwards.",
            "example": "-attributes.team",
        },
    )
    q = Text(validate=Length(1, 200), metadata={"description": "Looked for in ids and names, whatever the case."})


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
    label = Part(BothWords, required=True)
    people = Whole(required=True, metadata={"description": "How many have it on the day asked for."})


class Attributes(Strict):
    """All that there are."""

    items = ListOf(Part(Attribute), required=True)


class PersonQuery(Strict):
    """Which day."""

    as_of = Text(validate=A_DAY, metadata={"description": "Without it, today where the workspace is."})


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
