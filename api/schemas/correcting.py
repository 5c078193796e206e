"""What changes a closed period: a correction, and the reason for it."""

from __future__ import annotations

from typing import Any

from api.schemas.fields import Flag, Length, Text
from api.schemas.reading import Strict
from service.closed_periods import LONGEST_REASON

CORRECTION: dict[str, Any] = {"description": "Needed where the period is closed."}
REASON: dict[str, Any] = {"description": "Why it is corrected; needed with `correction`, and kept."}
A_REASON = Length(1, LONGEST_REASON)


class Correctable(Strict):
    """A closed period changes for a correction only."""

    correction = Flag(load_default=False, metadata=CORRECTION)
    reason = Text(load_default=None, allow_none=True, validate=A_REASON, metadata=REASON)
