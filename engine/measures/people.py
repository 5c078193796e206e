"""Who somebody is on a day: manager, the line of managers above, and whether the person is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.measures.measure import Spell


@dataclass(frozen=True, slots=True)
class People:
    """Spells by person."""

    spells: dict[str, list[Spell]] = field(default_factory=dict)

    @staticmethod
    def of(spells: Iterable[Spell]) -> People:
        found: dict[str, list[Spell]] = {}
        for spell in spells:
            found.setdefault(spell.subject, []).append(spell)
        return People({subject: sorted(own, key=lambda spell: spell.from_day) for subject, own in found.items()})

    def on(self, subject: str, day: int) -> Spell | None:
        """The spell of a person that holds on a day."""
        return next((spell for spell in self.spells.get(subject, ()) if spell.from_day <= day <= spell.to_day), None)

    def last(self, subject: str) -> Spell:
        """The latest spell: its attributes are those that formulas of measures see."""
        return self.spells[subject][-1]

    def line(self, subject: str, day: int) -> set[str]:
        """Everybody above a person on a day; a circle of managers ends where it closes."""
        found: set[str] = set()
        spell = self.on(subject, day)
        while spell is not None and spell.manager is not None and spell.manager not in found:
            found.add(spell.manager)
            spell = self.on(spell.manager, day)
        return found
