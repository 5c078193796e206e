"""The workspace, as requests and answers have it."""

from __future__ import annotations

from api.schemas.fields import Length, Pattern, Text
from api.schemas.reading import Strict
from engine.issues import Words

WORKSPACE_EXAMPLE = {"id": "default", "name": "淘宝客服", "time_zone": "Asia/Shanghai", "currency": "CNY"}
CHANGE_EXAMPLE = {"time_zone": "Asia/Shanghai"}


class Workspace(Strict):
    """The workspace of the key."""

    id = Text(required=True)
    name = Text(required=True)
    time_zone = Text(
        required=True, metadata={"description": "IANA name; on its clock days begin and events are timed."}
    )
    currency = Text(required=True, metadata={"description": "Of rule sets that do not name one."})


class WorkspaceChange(Strict):
    """What is to be changed; the rest stays."""

    name = Text(validate=Length(1, 200))
    time_zone = Text(validate=Length(1, 60), metadata={"description": "IANA name.", "example": "Asia/Shanghai"})
    currency = Text(
        validate=Pattern(r"[A-Z]{3}", Words("是三位大写字母，例如 CNY", "be three capital letters such as CNY"))
    )
