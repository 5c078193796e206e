"""Where the time and new ids come from. Use cases never ask the machine themselves."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Ids = Callable[[], str]


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def random_ids() -> str:
    """32 hex digits that sort by time of making (nanoseconds), then at random: safe as a page key, not a secret."""
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"
