"""A file of people as rows of named cells, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.issues import Issue

Cell = Any
"""Text as written, an exact number, a flag, a date, or None for an empty cell."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``line`` is where it stands in the file, from 1. ``issues`` are cells that cannot be read at all."""

    line: int
    cells: tuple[Cell, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, read as they are asked for. ``notes`` tells what was assumed about the file."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    line: int = 1
    notes: tuple[Issue, ...] = ()
