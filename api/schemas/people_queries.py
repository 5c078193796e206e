"""Which people are asked for: on which day, with what, in which order."""

from __future__ import annotations

import re
from typing import Any

from marshmallow import ValidationError

from api.codes import FIELD_VALUE
from api.schemas.fields import FlagText, Length, OneOf, Pattern, Text
from api.schemas.paging import Paging
from api.schemas.reading import Strict
from engine.issues import Words
from service.people_checks import LONGEST_PERSON_ID

A_DAY = Pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", Words("是 2026-11-16 这样的日期", "be a day such as 2026-11-16"))
PERSON_ID = Length(1, LONGEST_PERSON_ID)


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


class PersonQuery(Strict):
    """Which day."""

    as_of = Text(validate=A_DAY, metadata={"description": "Without it, today where the workspace is."})
