"""The shape of the tests inside a document; they are run by :mod:`rules.cases`."""

from __future__ import annotations

from rules.document import fragments
from rules.document.fragments import Schema

VALUES: Schema = fragments.expects({"type": "object"}, "一组“名称: 值”", "a mapping of names to values")
HISTORY = fragments.listing(
    {
        "type": "object",
        "required": ["period"],
        "properties": {"period": {"type": "string"}},
        "x-expects": {"zh": "{period: …, 名称: 值}", "en": "{period: …, name: value}"},
    },
    most=120,
)
DECISIONS = fragments.mapping(
    fragments.record({"amount": fragments.CONSTANT, "reason": fragments.TEXT, "author": fragments.TEXT}, ("amount",))
)
ROWS = fragments.mapping(fragments.listing(VALUES, most=2000))
_PERSON = {
    "given": VALUES,
    "rows": ROWS,
    "results": ROWS,
    "expect": VALUES,
    "history": HISTORY,
    "decisions": DECISIONS,
}

SCHEMA: dict[str, Schema] = {
    "tests": fragments.listing(
        fragments.record(
            {
                "name": fragments.TEXT,
                "why": fragments.WORDS,
                "period": fragments.TEXT,
                "zone": fragments.TEXT,
                "managers": fragments.mapping(fragments.TEXT, most=500),
                "people": fragments.mapping(fragments.record(_PERSON), most=500),
                **_PERSON,
            },
            required=("name",),
        ),
        most=500,
    )
}
