"""Which version is in force, remembered for as long as nothing was published or retired in its workspace.

Every request looks its key up, and that one query also tells how often the workspace has published. What was read at
the same count, or later, still holds: nothing is ever remembered past a change, in this process or in another.
"""

from __future__ import annotations

from store.models.version import Pinned

KEPT = 10_000

Wanted = tuple[str, str, str]
"""Workspace, rule set, first day of the period."""


class InForce:
    """What requests found. Threads may share it: each entry is put in and taken out as a whole."""

    def __init__(self) -> None:
        self._found: dict[Wanted, tuple[int, Pinned]] = {}

    def get(self, wanted: Wanted, publications: int | None) -> Pinned | None:
        """What was found at this very count, or None."""
        at, found = self._found.get(wanted, (None, None))
        return found if at is not None and at == publications else None

    def keep(self, wanted: Wanted, publications: int | None, found: Pinned) -> None:
        """``found`` was read after ``publications`` was."""
        if publications is None:
            return
        if len(self._found) >= KEPT:
            self._found.clear()
        self._found[wanted] = (publications, found)
