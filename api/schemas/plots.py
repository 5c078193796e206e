"""Plots of a part of a rule set, as requests and answers have them."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Anything, Length, ListOf, Mapped, Number, Part, Text
from api.schemas.language import TEXT, TEXT_OR_NULL, WORDS, WORDS_OR_NULL, record
from api.schemas.reading import Strict
from api.schemas.rule_sets import DOCUMENT_EXAMPLE
from api.schemas.scores import LONGEST_PERIOD, LONGEST_SUBJECT, MOST_HISTORY

MOST_OTHERS = 50

VALUES_TOLD = "As `POST /v1/rule-sets/try` takes them. A value that the document does not know counts as not given."


class OtherPerson(Strict):
    """Somebody who is scored together with the sample person."""

    inputs = Mapped(
        keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata={"description": VALUES_TOLD}
    )
    attributes = Mapped(
        keys=Text(), values=Anything(allow_none=True), load_default=dict, metadata={"description": VALUES_TOLD}
    )


class PlotRequest(Strict):
    """What to draw of a document that is not stored."""

    document = Anything(
        required=True, metadata={"type": ["object", "string"], "description": "An object or YAML text."}
    )
    of = Text(
        required=True,
        validate=Length(1, LONGEST_SUBJECT),
        metadata={
            "description": "`metrics.ID`, `rewards.ID`, `tiers`, or `payout`: all rewards together.",
            "example": "metrics.speed",
        },
    )
    along = Text(
        validate=Length(1, LONGEST_SUBJECT),
        metadata={
            "description": "One of the answer's `axes`; without it the first along which something can be drawn.",
            "example": "score",
        },
    )
    period = Text(validate=Length(1, LONGEST_PERIOD), metadata={"description": "The present one, if left out."})
    from_ = Number(data_key="from", metadata={"description": "Where the axis begins; with `to`."})
    to = Number(metadata={"description": "Where the axis ends."})
    inputs = Mapped(keys=Text(), values=Anything(allow_none=True), metadata={"description": VALUES_TOLD})
    attributes = Mapped(keys=Text(), values=Anything(allow_none=True), metadata={"description": VALUES_TOLD})
    history = ListOf(
        Mapped(keys=Text(), values=Anything(allow_none=True)),
        validate=Length(0, MOST_HISTORY),
        metadata={"description": "Earlier periods of the sample person."},
    )
    others = ListOf(
        Part(OtherPerson),
        validate=Length(0, MOST_OTHERS),
        metadata={"description": "Who is scored together with the sample person, where others count."},
    )


PLOT_REQUEST_EXAMPLE: dict[str, Any] = {
    "document": DOCUMENT_EXAMPLE,
    "of": "metrics.speed",
    "period": "2026-11",
    "inputs": {"first_response": "35s"},
}

_NUMBER = {"type": "number"}
_VALUE = {"type": ["number", "string", "boolean", "null"]}
_AXIS = record({"id": TEXT, "label": WORDS, "kind": TEXT, "decimals": {"type": "integer"}})
_SHAPES = {
    "line": "pieces along the axis",
    "cases": "what each value of a flag or choice gives",
    "items": "what each item gives when it alone is fulfilled",
    "places": "what each place gives among as many people with different values",
    "none": "nothing to draw, for the `reason` told",
}
_PIECE = record(
    {
        "from": _NUMBER,
        "to": _NUMBER,
        "from_included": {"type": "boolean"},
        "to_included": {"type": "boolean"},
        "points": {
            "type": "array",
            "items": {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
            "description": "Corners of straight lines; of a curve, places close enough to draw it.",
        },
        "text": {**TEXT_OR_NULL, "description": "Of a result that is a word, such as a tier."},
    }
)
PLOT_SCHEMA: dict[str, Any] = record(
    {
        "of": TEXT,
        "shape": {
            "type": "string",
            "enum": list(_SHAPES),
            "description": "; ".join(f"`{name}`: {meaning}" for name, meaning in _SHAPES.items()),
        },
        "reason": WORDS_OR_NULL,
        "lacking": {
            "type": "array",
            "items": record({"id": TEXT, "label": WORDS}),
            "description": "What a sample person would have to bring.",
        },
        "among": {"type": "integer", "description": "How many of `others` count."},
        "axes": {"type": "array", "items": _AXIS, "description": "What it can be drawn along."},
        "along": {**TEXT_OR_NULL, "description": "The one of `axes` that it is drawn along."},
        "gives": record({"kind": TEXT, "decimals": {"type": "integer"}, "currency": TEXT}),
        "from": {"type": ["number", "null"]},
        "to": {"type": ["number", "null"]},
        "pieces": {
            "type": "array",
            "description": "From low to high. Where a result is missing, a piece has neither `points` nor `text`.",
            "items": _PIECE,
        },
        "parts": {
            "type": "array",
            "description": "Of `payout`: each reward along the same stretch, as far as it can be drawn.",
            "items": record({"id": TEXT, "label": WORDS, "pieces": {"type": "array", "items": _PIECE}}),
        },
        "jumps": {
            "type": "array",
            "description": "Values just beside which the result is another.",
            "items": record(
                {
                    "at": _NUMBER,
                    "before": _NUMBER,
                    "on": {"type": ["number", "null"]},
                    "after": _NUMBER,
                    "change": {**_NUMBER, "description": "`after` less `before`: below 0, more earns less."},
                }
            ),
        },
        "cases": {"type": "array", "items": record({"value": _VALUE, "label": WORDS, "gives": _VALUE})},
        "marked": {
            "anyOf": [record({"at": _VALUE, "gives": _VALUE}), {"type": "null"}],
            "description": "The sample person.",
        },
    }
)
PLOT_EXAMPLE: dict[str, Any] = {
    "of": "metrics.speed",
    "shape": "line",
    "reason": None,
    "lacking": [],
    "among": 0,
    "axes": [{"id": "speed", "label": {"zh": "speed", "en": "speed"}, "kind": "duration", "decimals": 6}],
    "along": "speed",
    "gives": {"kind": "points", "decimals": 4, "currency": "CNY"},
    "from": 0,
    "to": 85,
    "pieces": [
        {
            "from": 0,
            "to": 85,
            "from_included": True,
            "to_included": True,
            "points": [[0, 100], [10, 100], [60, 0], [85, 0]],
            "text": None,
        }
    ],
    "parts": [],
    "jumps": [],
    "cases": [],
    "marked": {"at": 35, "gives": 50},
}
