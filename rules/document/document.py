"""A document as it was written: its data, and where each piece of it stands in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from engine.issues import Issue, Path, by_place
from rules.document.places import inside_text
from rules.document.tree import Data, Place

Media = Literal["yaml", "json"]


@dataclass(frozen=True, slots=True)
class Document:
    """What :func:`rules.document.load.load` gives.

    ``data`` is plain: dict, list, str, int, Decimal (only with a fraction), bool, None, in the order of the source.
    ``positions`` has the line and column, from 1, of every value, ``keys`` those of every key, both by path.
    ``text`` is the source without a byte order mark.
    """

    data: dict[str, Data]
    positions: Mapping[Path, Place]
    keys: Mapping[Path, Place]
    text: str
    media: Media

    def locate(self, issue: Issue) -> Issue:
        """The issue with its line and column; one that has them already is left alone."""
        return self._located(issue, self.text.split("\n"))

    def locate_all(self, issues: Iterable[Issue]) -> list[Issue]:
        """All issues with their places, in the order of the source, without repeats."""
        lines = self.text.split("\n")
        return by_place([self._located(issue, lines) for issue in issues])

    def place_of(self, path: Path) -> Place:
        """Where ``path``, or what there is of it, stands: a map or list at its key, any other value at itself."""
        while path and path not in self.positions:
            path = path[:-1]
        place = self.positions.get(path, (1, 1))
        if path in self.keys and isinstance(self._value(path), dict | list):
            return self.keys[path]
        return place

    def _located(self, issue: Issue, lines: list[str]) -> Issue:
        if issue.line is not None:
            return issue
        line, column = self.place_of(issue.path)
        if issue.span is not None and issue.path in self.positions and isinstance(self._value(issue.path), str):
            line, column = inside_text(lines, (line, column), issue.span[0])
        return replace(issue, line=line, column=column)

    def _value(self, path: Path) -> Data:
        value: Data = self.data
        for part in path:
            value = value[part]  # type: ignore[index]  # only paths that exist are asked for
        return value
