"""What a scoring method, a reward form and a tier form are: one value each, declared in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.explained import Explained
from engine.formula.nodes import Node
from engine.formula.types import Type
from engine.issues import Issue, Path, Words
from rules.builder import Builder
from rules.document.fragments import Schema
from rules.model import Formula
from rules.reader import Reader


@dataclass(frozen=True, slots=True)
class Subject:
    """The metric that is scored: its id, its value as a node, the type of the value."""

    id: str
    value: Node
    type: Type


def nothing(_settings: Any, _path: Path) -> Iterable[Issue]:
    """The advice of a method that has none."""
    return ()


def no_formula(_settings: Any) -> Formula | None:
    """What a form is about that is about no single value."""
    return None


@dataclass(frozen=True, slots=True)
class ScoringMethod:
    """Metric → points.

    ``key`` names it in a document. ``schema`` is the shape of the whole ``points:`` mapping. ``read`` turns the mapping
    into settings (None when an issue was added), with the metric's own value in scope as ``extra``. ``points`` writes
    the settings as an expression; ``explain`` says which part of the rule applied. ``advise`` tells what looks odd.
    """

    key: str
    name: Words
    doc: Words
    example: str
    properties: Mapping[str, Schema]
    read: Callable[[Mapping[str, Any], Path, Reader, Mapping[str, Type]], Any]
    points: Callable[[Any, Subject, Builder], Node]
    explain: Callable[[Any, Subject, Builder], Explained | None]
    advise: Callable[[Any, Path], Iterable[Issue]] = nothing
    bare: bool = False
    """Whether ``points: key`` alone is enough."""
    own_value: Callable[[Any], Node] | None = None
    """For methods that need no ``value:``: the value they give the metric."""


@dataclass(frozen=True, slots=True)
class RewardForm:
    """A reward or penalty form. ``amount`` writes the amount before limits, proration and conditions; ``met`` is a flag
    node that says whether the reward's own conditions hold. ``money`` False: a title or thing, no amount."""

    key: str
    name: Words
    doc: Words
    example: str
    schema: Schema
    read: Callable[[Any, Path, Reader], Any]
    amount: Callable[[Any, str, Node, Builder], Node]
    explain: Callable[[Any, str, Builder], Explained | None]
    advise: Callable[[Any, Path], Iterable[Issue]] = nothing
    needs_score: bool = False
    money: bool = True
    along: Callable[[Any], Formula | None] = no_formula
    """The sum or count that the form is about, along which its amounts are drawn."""


def literal(text: str) -> str:
    """Text that is shown as it is inside a sentence with ``{places}``."""
    return text.replace("{", "{{").replace("}", "}}")


def literally(words: Words) -> Words:
    """The same of both languages."""
    return Words(literal(words.zh), literal(words.en))
