"""What a program keeps for explanations: by which rule a step came about, in parts that can be worked out again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.formula.nodes import Node
from engine.formula.types import Type
from engine.issues import Words


@dataclass(frozen=True, slots=True)
class Part:
    """A value named in a sentence."""

    name: str
    node: Node
    type: Type


@dataclass(frozen=True, slots=True)
class Case:
    """One row of a rule: it applies when ``when`` holds (None: always). ``words`` say the row aloud; with ``parts``
    they have ``{name}`` places for them."""

    when: Node | None
    words: Words
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    """The first row that applies decides: bands, tiers, brackets."""

    rows: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A sentence whose ``{name}`` places are filled with the parts, worked out from one person's values."""

    sentence: Words
    parts: tuple[Part, ...]


Explained = Cases | Worked
