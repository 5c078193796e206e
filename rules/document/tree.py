"""Growing the document's data value by value, on a stack of its own, with every place written down.

Both readers feed one :class:`Tree`, so YAML and JSON obey the same limits and the same rules for keys and texts, and
no depth of nesting ever reaches the interpreter's stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NoReturn

from engine.issues import Code, Issue, Path, Refused
from rules.document import codes, limits
from rules.document.characters import REFUSED, REFUSED_IN_KEY, normalise
from rules.document.encoding import refused_escape

Data = dict[str, "Data"] | list["Data"] | str | int | Decimal | bool | None
Place = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(slots=True)
class Level:
    """A map or list that is still open. ``key`` is the map's key whose value is awaited."""

    container: dict[str, Data] | list[Data]
    path: Path
    key: str | None = None
    places: dict[str, Place] = field(default_factory=dict)


class Tree:
    """The data read so far, the places of its values and keys, and the problems found on the way."""

    __slots__ = ("_nodes", "_too_deep", "data", "issues", "keys", "levels", "positions")

    def __init__(self, too_deep: Code):
        self.data: Data = None
        self.positions: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.issues: list[Issue] = []
        self.levels: list[Level] = []
        self._nodes = 0
        self._too_deep = too_deep

    @property
    def awaits_key(self) -> bool:
        if not self.levels:
            return False
        level = self.levels[-1]
        return level.key is None and isinstance(level.container, dict)

    @property
    def here(self) -> Path:
        """The path of the value that comes next."""
        if not self.levels:
            return ()
        level = self.levels[-1]
        if isinstance(level.container, list):
            return (*level.path, len(level.container))
        return level.path if level.key is None else (*level.path, level.key)

    def note(self, issue: Issue, place: Place) -> None:
        """Keep a problem of the value that comes next."""
        if len(self.issues) >= limits.MOST_ISSUES:
            self.stop(codes.TOO_MANY_PROBLEMS.at((), limit=limits.MOST_ISSUES), place)
        self.issues.append(replace(issue, path=self.here, line=place[0], column=place[1]))

    def stop(self, issue: Issue, place: Place) -> NoReturn:
        """Give up reading: raise everything found so far and this."""
        raise Refused([*self.issues, replace(issue, path=self.here, line=place[0], column=place[1])])

    def key(self, text: str, place: Place) -> None:
        self._count(place)
        key = normalise(text)
        level = self.levels[-1]
        level.key = key
        if not key:
            self.note(codes.KEY_EMPTY.at(()), place)
        elif len(key) > limits.LONGEST_KEY:
            self.note(codes.KEY_TOO_LONG.at((), length=len(key), limit=limits.LONGEST_KEY), place)
        else:
            refused = REFUSED_IN_KEY.search(key)
            if refused is not None:
                self.note(refused_escape(refused[0]), place)
        first = level.places.get(key)
        if first is not None:
            self.note(codes.DUPLICATE_KEY.at((), key=key[:60], line=first[0]), place)
            return
        level.places[key] = place
        self.keys[(*level.path, key)] = place

    def refused_key(self, issue: Issue, place: Place) -> None:
        """Something that cannot be a key stands where a key should; its value is read all the same."""
        self.note(issue, place)
        self.levels[-1].key = ""

    def text(self, text: str, place: Place) -> None:
        if len(text) > limits.LONGEST_TEXT:
            self.note(codes.TEXT_TOO_LONG.at((), length=len(text), limit=limits.LONGEST_TEXT), place)
            self.value(None, place)
            return
        text = normalise(text)
        refused = REFUSED.search(text)
        if refused is not None:
            self.note(refused_escape(refused[0]), place)
        self.value(text, place)

    def number(self, number: int | Decimal | Issue, place: Place) -> None:
        if isinstance(number, Issue):
            self.note(number, place)
            self.value(None, place)
        else:
            self.value(number, place)

    def value(self, value: Data, place: Place) -> None:
        """Put a finished value in its place."""
        self._put(value, place)

    def open(self, container: dict[str, Data] | list[Data], place: Place) -> None:
        if len(self.levels) >= limits.DEEPEST:
            self.stop(self._too_deep.at((), limit=limits.DEEPEST), place)
        path = self._put(container, place)
        self.levels.append(Level(container, path))

    def close(self) -> None:
        self.levels.pop()

    def _put(self, value: Data, place: Place) -> Path:
        self._count(place)
        if not self.levels:
            self.data = value
            self.positions[()] = place
            return ()
        level = self.levels[-1]
        container = level.container
        if isinstance(container, list):
            path: Path = (*level.path, len(container))
            container.append(value)
        else:
            key = level.key or ""
            path = (*level.path, key)
            container[key] = value
            level.key = None
        self.positions[path] = place
        return path

    def _count(self, place: Place) -> None:
        self._nodes += 1
        if self._nodes > limits.MOST_NODES:
            self.stop(codes.TOO_MANY_NODES.at((), limit=limits.MOST_NODES), place)
