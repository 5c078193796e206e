"""Figures of a period, as requests and answers have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.schemas.correcting import Correctable
from api.schemas.fields import (
    Anything,
    Flag,
    FlagText,
    Length,
    ListOf,
    Mapped,
    Moment,
    Part,
    Range,
    Text,
    Whole,
    WholeText,
)
from api.schemas.paging import Paging
from api.schemas.path import LARGEST_NUMBER
from api.schemas.people_queries import PERSON_ID
from api.schemas.reading import Strict
from api.schemas.refusing import RefusedEntry, on_refused, refused_json
from api.schemas.words import Words as BothWords
from service.figure_checks import DECISION
from service.figures import FiguresOutcome, FigureValue
from service.figures_overview import Overview, PersonFigures
from service.written import Written
from store.models.figure import FigureRow

MOST_PEOPLE = 5000
MOST_VALUES = 300
RULE_SET = Length(1, 100)

VALUES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "maxProperties": MOST_VALUES,
    "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    "description": "By id of the input; kept exactly as written. Null takes a value back.",
}
DECISIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "maxProperties": MOST_VALUES,
    "additionalProperties": {
        "type": ["object", "null"],
        "properties": {
            "amount": {"type": ["string", "number"]},
            "reason": {"type": "string"},
            "author": {"type": "string"},
        },
    },
    "description": "By id of the discretionary reward: `amount`, `reason` and `author`. Null takes a decision back.",
}
_STAMP: dict[str, Any] = {
    "by": {"type": "string", "description": "A key's id."},
    "at": {"type": "string", "format": "date-time"},
    "source": {"type": "string", "description": "The file it came from; empty when entered directly."},
}
SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}


def _record(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


HELD_VALUES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": _record({"value": SCALAR, **_STAMP}),
    "description": "By id of the input: the value as it was written, by whom and when.",
}
HELD_DECISIONS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": _record({"amount": SCALAR, "reason": SCALAR, "author": SCALAR, **_STAMP}),
    "description": "By id of the discretionary reward.",
}

STAMP_EXAMPLE = {"by": "019aa8f3c0de00000000000000000001", "at": "2026-12-01T02:00:00Z", "source": ""}
DECISION_EXAMPLE = {"amount": "300.00", "reason": "双十一连续支援", "author": "王主管"}
FIGURES_OF_EXAMPLE: dict[str, Any] = {
    "person": "u17",
    "name": "张三",
    "values": {"service_score": {"value": 4.5, **STAMP_EXAMPLE}},
    "decisions": {"spot_bonus": {**DECISION_EXAMPLE, **STAMP_EXAMPLE}},
    "missing": ["inquiries"],
    "empty": ["complaints"],
}
FIGURES_EXAMPLE = {"items": [FIGURES_OF_EXAMPLE], "next": None}
PERSON_FIGURES_EXAMPLE: dict[str, Any] = {
    **{key: FIGURES_OF_EXAMPLE[key] for key in ("person", "name", "values", "decisions")},
    "period": "2026-11",
    "history": [
        {"id": "service_score", "value": 4.2, "revision": 1, **STAMP_EXAMPLE},
        {"id": "service_score", "value": 4.5, "revision": 3, **STAMP_EXAMPLE},
        {"id": "decision.spot_bonus", "value": DECISION_EXAMPLE, "revision": 3, **STAMP_EXAMPLE},
    ],
}
ENTER_EXAMPLE: dict[str, Any] = {
    "rule_set": "taobao-presales",
    "people": [
        {
            "person": "u17",
            "values": {"service_score": 4.5, "refund_rate": "2%"},
            "decisions": {"spot_bonus": DECISION_EXAMPLE},
        },
        {"person": "u18", "values": {"service_score": 4.8, "refund_rate": None}},
    ],
}
PUT_EXAMPLE = {"values": {"service_score": 4.5}, "decisions": {"spot_bonus": DECISION_EXAMPLE}}
OUTCOME_EXAMPLE: dict[str, Any] = {
    "changed": 4,
    "unchanged": 0,
    "refused": [],
    "revision": 3,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
}
OVERVIEW_EXAMPLE: dict[str, Any] = {
    "rule_set": "taobao-presales",
    "version": 3,
    "period": "2026-11",
    "people": 60,
    "complete": 52,
    "refused": 1,
    "others": 2,
    "inputs": [
        {
            "id": "service_score",
            "label": {"zh": "服务得分", "en": "service score"},
            "needed": True,
            "from": None,
            "have": 52,
            "lack": 8,
        },
        {
            "id": "days_in_role",
            "label": {"zh": "在岗天数", "en": "days in the role"},
            "needed": True,
            "from": "people.days",
            "have": 60,
            "lack": 0,
        },
    ],
    "decisions": [
        {
            "id": "spot_bonus",
            "label": {"zh": "即时奖励", "en": "spot bonus"},
            "min": "0.00",
            "max": "500.00",
            "have": 1,
        }
    ],
    "currency": "CNY",
    "revision": 3,
    "hash": "sha256:a41c0ffee254d1c5b2f5a8a5f3d1b0d4a5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0",
    "people_revision": 12,
}


class FiguresQuery(Paging):
    """Whose figures to list."""

    rule_set = Text(
        validate=RULE_SET,
        metadata={"description": "Everybody to whom this applies, and what they lack; else whoever has figures."},
    )
    version = WholeText(
        validate=Range(1, LARGEST_NUMBER), metadata={"description": "Without it, the one in force for the period."}
    )
    missing = FlagText(load_default=False, metadata={"description": "Only who lacks something they need."})
    lacking = Text(
        validate=Length(1, 200), metadata={"description": "Only who has no value of this input.", "example": "marks"}
    )


class OverviewQuery(Strict):
    """For which rule set."""

    rule_set = Text(
        required=True, validate=RULE_SET, metadata={"description": "The rule set's id.", "example": "taobao-presales"}
    )
    version = WholeText(
        validate=Range(1, LARGEST_NUMBER), metadata={"description": "Without it, the one in force for the period."}
    )


class PersonFigureValues(Strict):
    """The values of one person that hold."""

    person = Text(required=True)
    name = Text(required=True)
    values = Anything(required=True, metadata=HELD_VALUES_SCHEMA)
    decisions = Anything(required=True, metadata=HELD_DECISIONS_SCHEMA)


class PersonFigureState(PersonFigureValues):
    """The values of one person that hold, and what is lacking."""

    missing = ListOf(Text(), required=True, metadata={"description": "Inputs needed for a score that have no value."})
    empty = ListOf(Text(), required=True, metadata={"description": "Other inputs without a value."})


class FiguresOfPeriod(Strict):
    """A page of people with their figures."""

    items = ListOf(Part(PersonFigureState), required=True)
    next = Text(required=True, allow_none=True)


class Entered(Strict):
    """A value as it was entered; `value` null where one was taken back."""

    id = Text(required=True, metadata={"description": "The input; of a decision `decision.` and the reward."})
    value = Anything(required=True, allow_none=True, metadata={"type": ["string", "number", "boolean", "object"]})
    revision = Whole(required=True)
    by = Text(required=True)
    at = Moment(required=True)
    source = Text(required=True)


class FiguresOfPerson(PersonFigureValues):
    """The values of one person that hold, and everything that was ever entered."""

    period = Text(required=True)
    history = ListOf(Part(Entered), required=True)


class FiguresPut(Correctable):
    """All there is to enter for a person."""

    values = Mapped(keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata=VALUES_SCHEMA)
    decisions = Mapped(keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata=DECISIONS_SCHEMA)
    rule_set = Text(validate=RULE_SET, metadata={"description": "By whose inputs the values are checked."})
    version = Whole(validate=Range(1, LARGEST_NUMBER))


class FiguresOfOne(Strict):
    """What is entered for one person of several."""

    person = Text(required=True, validate=PERSON_ID)
    values = Mapped(keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata=VALUES_SCHEMA)
    decisions = Mapped(keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata=DECISIONS_SCHEMA)


class FiguresRequest(Correctable):
    """What is entered for several people."""

    people = ListOf(Part(FiguresOfOne), required=True, validate=Length(1, MOST_PEOPLE))
    rule_set = Text(validate=RULE_SET, metadata={"description": "By whose inputs the values are checked."})
    version = Whole(validate=Range(1, LARGEST_NUMBER))
    on_refused = on_refused("What happens to the others when somebody's values are refused.")


class RefusedFigures(RefusedEntry):
    """Somebody whose values were left out, and why."""

    person = Text(required=True)


class FiguresOutcomeAnswer(Strict):
    """What came of entering values."""

    changed = Whole(required=True, metadata={"description": "How many values are new or other than before."})
    unchanged = Whole(required=True)
    refused = ListOf(Part(RefusedFigures), required=True)
    revision = Whole(required=True, metadata={"description": "Of the period's figures; grows with each change."})
    hash = Text(required=True, metadata={"description": "Over the figures of the period as they are now."})


class InputOverview(Strict):
    """How many have a value of an input."""

    id = Text(required=True)
    label = Part(BothWords, required=True)
    needed = Flag(required=True, metadata={"description": "Without it there is no score."})
    from_ = Text(
        required=True,
        allow_none=True,
        data_key="from",
        metadata={"description": "What the list of people tells of it; such a value need not be entered."},
    )
    have = Whole(required=True)
    lack = Whole(required=True)


class DecisionOverview(Strict):
    """A discretionary reward, and for how many somebody has decided."""

    id = Text(required=True, metadata={"description": "The reward."})
    label = Part(BothWords, required=True)
    min = Text(required=True, metadata={"description": "The lowest amount, exact."})
    max = Text(required=True, metadata={"description": "The highest amount."})
    have = Whole(required=True)


class FiguresOverview(Strict):
    """What is there and what is missing."""

    rule_set = Text(required=True)
    version = Whole(required=True)
    period = Text(required=True)
    people = Whole(required=True, metadata={"description": "How many take part."})
    complete = Whole(required=True, metadata={"description": "How many of them lack nothing they need."})
    refused = Whole(required=True, metadata={"description": "How many have a value that is not accepted."})
    others = Whole(required=True, metadata={"description": "How many people have figures and do not take part."})
    inputs = ListOf(Part(InputOverview), required=True)
    decisions = ListOf(Part(DecisionOverview), required=True)
    currency = Text(required=True, metadata={"description": "Of the amounts that are decided."})
    revision = Whole(required=True, metadata={"description": "Of the period's figures."})
    hash = Text(required=True)
    people_revision = Whole(required=True)


def figures_json(figures: PersonFigures) -> dict[str, Any]:
    values = {one.name: one for one in figures.values if not one.name.startswith(DECISION)}
    decisions = {one.name.removeprefix(DECISION): one for one in figures.values if one.name.startswith(DECISION)}
    return {
        "person": figures.person,
        "name": figures.name,
        "values": {id: {"value": _plain(one.value), **_stamp(one)} for id, one in values.items()},
        "decisions": {id: {**_parts(one.value), **_stamp(one)} for id, one in decisions.items()},
        "missing": list(figures.missing),
        "empty": list(figures.empty),
    }


def history_json(told: Iterable[tuple[FigureRow, FigureValue | None]]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.name,
            "value": None if value is None else _plain(value.value),
            "revision": row.revision,
            "by": row.entered_by,
            "at": row.entered_at,
            "source": row.source,
        }
        for row, value in told
    ]


def entered_json(outcome: FiguresOutcome, people: list[str]) -> dict[str, Any]:
    return {
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "refused": refused_json(outcome.refused, people, "person"),
        "revision": outcome.revision,
        "hash": outcome.hash,
    }


def overview_json(overview: Overview, period: str) -> dict[str, Any]:
    return {
        "rule_set": overview.rule_set,
        "version": overview.version,
        "period": period,
        "people": overview.people,
        "complete": overview.complete,
        "refused": overview.refused,
        "others": overview.others,
        "inputs": [
            {
                "id": state.id,
                "label": state.label.to_json(),
                "needed": state.needed,
                "from_": state.source,
                "have": state.have,
                "lack": state.lack,
            }
            for state in overview.inputs
        ],
        "decisions": [
            {"id": one.id, "label": one.label.to_json(), "min": one.low, "max": one.high, "have": one.have}
            for one in overview.decisions
        ],
        "currency": overview.currency,
        "revision": overview.figures.number,
        "hash": overview.figures.hash,
        "people_revision": overview.list_of_people.number,
    }


def _plain(value: Written | Mapping[str, Written]) -> object:
    return value.raw if isinstance(value, Written) else _parts(value)


def _parts(value: Written | Mapping[str, Written]) -> dict[str, object]:
    return {} if isinstance(value, Written) else {name: part.raw for name, part in value.items()}


def _stamp(one: FigureValue) -> dict[str, object]:
    return {"by": one.entered_by, "at": one.entered_at.isoformat().replace("+00:00", "Z"), "source": one.source}
