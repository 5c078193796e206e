"""What a formula may refer to at its place in the document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from fractions import Fraction

from engine.formula.types import COUNT, DATE, POINTS, Type
from engine.functions.dates import PERIOD_NAMES
from engine.functions.declaration import Scope as Reach
from engine.issues import Words

Bounds = tuple[Fraction | None, Fraction | None]
"""The lowest and highest value that a parameter may be given."""

_HAN = re.compile("[\u4e00-\u9fff]")

PERIOD_TYPES: Mapping[str, Type] = {
    PERIOD_NAMES["period_start"]: DATE,
    PERIOD_NAMES["period_end"]: DATE,
    PERIOD_NAMES["period_days"]: COUNT,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The names and functions in reach.

    ``names`` are the values that exist before this place. ``labels`` lead from a label to the ids that carry it, see
    :func:`labels_of`. ``points`` are the metrics whose points exist already. ``later`` are declared names that come
    after. ``reach`` says which functions may stand here. ``params`` are the parameters among the names with their
    bounds: a parameter without a unit counts as a written number. ``columns`` are names with a value in every row,
    which may only stand inside a row function. ``recorded`` are the values of earlier periods (points as
    ``id.points``), in reach inside history functions. ``tables`` gives the type of a table's entries. ``hints`` says
    whether to look for the nearest name of an unknown one, which takes time.
    """

    names: Mapping[str, Type]
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    points: Set[str] = frozenset()
    later: Set[str] = frozenset()
    reach: frozenset[Reach] = frozenset({Reach.PERSON})
    params: Mapping[str, Bounds] = field(default_factory=dict)
    columns: frozenset[str] = frozenset()
    recorded: Mapping[str, Type] = field(default_factory=dict)
    tables: Mapping[str, Type] = field(default_factory=dict)
    hints: bool = True

    def type_of(self, id: str) -> Type | None:
        """The type of a name in reach, also of ``metric.points`` and the facts of the period; else None."""
        if id in self.names:
            return self.names[id]
        if id.endswith(".points") and id.removesuffix(".points") in self.points:
            return POINTS
        return PERIOD_TYPES.get(id)

    def ids_of(self, name: str) -> tuple[str, ...]:
        """The ids that a written name may stand for: itself, or those with that label."""
        if self.type_of(name) is not None or name in self.later or name in self.recorded:
            return (name,)
        return self.labels.get(name, ())

    def known(self) -> list[str]:
        """Everything that may be written here as a name, for hints."""
        usable = (label for label, ids in self.labels.items() if any(id in self.names for id in ids))
        return [*self.names, *usable]

    def called(self) -> dict[str, Words]:
        """What the names are called in both languages: their first labels, by the letters these are written in."""
        chinese: dict[str, str] = {}
        english: dict[str, str] = {}
        for label, ids in self.labels.items():
            labels = chinese if _HAN.search(label) else english
            for id in ids:
                labels.setdefault(id, label)
        return {id: Words(chinese.get(id, english.get(id, id)), english.get(id, id)) for id in self.names}


def labels_of(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """``(label, id)`` pairs as the ``labels`` of a scope, in the form in which names are looked up."""
    found: dict[str, tuple[str, ...]] = {}
    for label, id in pairs:
        key = unicodedata.normalize("NFKC", label).strip()
        if id not in found.get(key, ()):
            found[key] = (*found.get(key, ()), id)
    return found
