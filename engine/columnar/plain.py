"""Conditions and texts as SQL."""

from __future__ import annotations

from dataclasses import dataclass

from engine.columnar.numbers import NEVER, Needs
from engine.columnar.sql import Sql


@dataclass(frozen=True, slots=True)
class Plain:
    """A condition or a text as SQL; ``known`` is its value where it is a constant."""

    sql: Sql
    needs: Needs = NEVER
    known: bool | str | None = None
