"""What a source is, and what it is given to read with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from zoneinfo import ZoneInfo

from engine.issues import Words
from service.tables.table import Table

KEPT_BY = ("event_id", "agent", "at")
"""The columns with the id, the person and the time, in every table that a source gives and dataset that it declares."""


class Earlier(Protocol):
    """The events that the dataset holds already, by what stands in their columns."""

    def where(self, column: str, values: Sequence[str]) -> list[Mapping[str, str]]:
        """Those with one of the values in a column: id, person and time (as :data:`KEPT_BY` calls them) and what else
        has a value, as text. None where the dataset has no such column."""


class Nothing:
    """A dataset without events."""

    def where(self, column: str, values: Sequence[str]) -> list[Mapping[str, str]]:
        return []


@dataclass(frozen=True, slots=True)
class Setting:
    """What a source may need besides the file: the kind of file, the clock of times without a zone, a folder for what
    is needed meanwhile, the events there are, and which names mean which person. With ``bare`` people are known by
    what follows the technology in the name of a channel: ``1001`` for ``SIP/1001``."""

    kind: str
    zone: ZoneInfo
    place: Path
    earlier: Earlier = field(default_factory=Nothing)
    people: Mapping[str, str] = field(default_factory=dict)
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """``dataset`` is the declaration of the dataset that the rows belong in, ``usual`` the name it usually has;
    ``read`` turns a file that can be rewound into rows, or raises :class:`Refused`.

    The rows are text. Each has a number of its own, and the line of the file at which it was complete.
    """

    id: str
    label: Words
    about: Words
    usual: str
    dataset: Mapping[str, Any]
    read: Callable[[BinaryIO, Setting], Table]
    others: tuple[str, ...] = ()
    """Columns of the table that no dataset needs to have."""
    bare: str = ""
    """Of these, the one in which people go by what follows the technology."""
