"""Inputs that nobody has to send, because the list of people tells them: days, or an attribute of the person."""

from __future__ import annotations

from collections.abc import Mapping

from engine.door import KIND_WORDS
from engine.formula.types import Kind, Type
from engine.issues import Path, Words, did_you_mean
from rules import codes
from rules.document import fragments
from rules.reader import Reader

PEOPLE = "people."
FACTS: Mapping[str, Words] = {
    "people.days": Words(
        "考核期内方案适用于此人的天数", "the days of the period on which the rule set applies to the person"
    ),
    "people.present_days": Words(
        "考核期内此人在名单中的天数", "the days of the period on which the person is in the list"
    ),
    "people.period_days": Words("考核期的天数", "the days of the period"),
}
"""What the list of people tells of everybody, beyond attributes."""

SOURCE = fragments.expects(
    {"type": "string", "minLength": 1, "maxLength": 80},
    "人员名单里的一项，例如 people.days",
    "something that the list of people tells, such as people.days",
)


def read_source(raw: str, type: Type, path: Path, reader: Reader) -> str | None:
    """The source as written, if there is such a thing and its type is that of the input."""
    if raw in FACTS:
        if type.kind not in (Kind.COUNT, Kind.NUMBER):
            expected = Words("类型 count 或 number", "the type count or number")
            reader.add(codes.WRONG_TYPE.at((*path[:-1], "type"), expected=expected, got=str(type.kind)))
            return None
        return raw
    name = raw.removeprefix(PEOPLE)
    if not raw.startswith(PEOPLE) or name not in reader.attributes:
        known = [*FACTS, *(PEOPLE + attribute for attribute in sorted(reader.attributes))]
        what = Words("人员数据", "fact about people")
        reader.add(codes.UNKNOWN_REFERENCE.at(path, name=raw[:80], what=what, hint=did_you_mean(raw, known)))
        return None
    attribute = reader.names[name]
    if attribute != type and name not in reader.doubtful:
        reader.add(codes.WRONG_TYPE.at(path, expected=KIND_WORDS[type.kind], got=f"{name}: {attribute.kind}"))
        return None
    return raw
