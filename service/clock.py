"""Where the time and new ids come from. Use cases never ask the machine themselves."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Ids = Callable[[], str]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def random_ids() -> str:
    """32 hex digits that sort by time of making (milliseconds), then at random: safe as a page key."""
    milliseconds = int(datetime.now(UTC).timestamp() * 1000)
    return f"{milliseconds:012x}{secrets.token_hex(10)}"
