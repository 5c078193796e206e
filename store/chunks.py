"""Long lists of keys in pieces that every database takes in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

KEYS_AT_ONCE = 2000

Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = KEYS_AT_ONCE) -> Iterator[list[Item]]:
    """The items in their order, ``size`` at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
