"""What takes long is prepared while others may write, and written as it was prepared, unless they came in between.

A long list is read and checked in a transaction that only reads; the one that writes is short. It looks again at
everything that counts for what was prepared, and when that has changed, everything is prepared anew.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

MOST_ROUNDS = 3
"""So often something is prepared before it is done in one go, while everybody else waits."""

Prepared = TypeVar("Prepared")
Done = TypeVar("Done")


class Overtaken(Exception):
    """What was prepared is about a state that others have changed since."""


def carried_through(prepare: Callable[[], Prepared], act: Callable[[Prepared | None], Done]) -> Done:
    """What comes of ``act`` on what was prepared. When it is overtaken again and again, ``act`` gets nothing prepared:
    then it must do both in its own transaction and cannot be overtaken."""
    for _ in range(MOST_ROUNDS):
        with suppress(Overtaken):
            return act(prepare())
    return act(None)
