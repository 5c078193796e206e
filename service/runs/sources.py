"""Where a run's inputs come from: first what it will read is pinned, later that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb

from engine.issues import Issue
from engine.program import Program
from rules.period import Period
from service.work import Actor, Office, Work


@dataclass(frozen=True, slots=True)
class Pins:
    """What a run will read. ``identity`` says what it is, equal for equal data whenever asked; the run has its
    hash. ``details`` is what is needed to read it."""

    identity: Mapping[str, object]
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """For which program and period inputs are wanted. ``pins`` is what was pinned, as a run keeps it, and ``at`` when;
    ``scratch`` is a folder for files of a moment."""

    office: Office
    actor: Actor
    program: Program
    period: Period
    pins: Mapping[str, Any]
    at: datetime
    scratch: Path


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many people take part, and what was noticed about the data (warnings)."""

    people: int
    warnings: tuple[Issue, ...] = ()


class Sources(Protocol):
    """``pin`` names the present state of all data for a run, as JSON data.

    ``gather`` writes the file of inputs from what was pinned: one row for each person who takes part, sorted by the
    column ``@subject``, and a column for each input, exact, null where there is nothing.
    """

    def pin(self, work: Work, program: Program, period: Period) -> Pins: ...

    def gather(self, asked: Asked, con: duckdb.DuckDBPyConnection, target: Path) -> Gathered: ...
