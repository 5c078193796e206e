"""One declaration per function: checker, evaluators, the API, the reference page and completion all read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from engine.formula.types import Type
from engine.issues import Words


class Scope(StrEnum):
    """What a function looks at: one person, the rows of a dataset, the people scored together, earlier periods."""

    PERSON = "person"
    ROWS = "rows"
    COHORT = "cohort"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument. ``accepts`` is ``number``, ``flag``, ``text``, ``date``, ``any``, ``name`` (a bare id, kept
    unevaluated), ``word`` (one of ``words``, as text) or ``condition`` (a flag formula kept unevaluated).
    ``default`` is formula text for an optional argument; ``repeats`` marks a last argument that may be given many times;
    ``literal`` asks for a written constant."""

    name: str
    accepts: str = "number"
    optional: bool = False
    repeats: bool = False
    named_only: bool = False
    literal: bool = False
    words: tuple[str, ...] = ()
    doc: Words | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A formula over constants and what it gives; run by the tests and shown on the reference page."""

    formula: str
    gives: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    ``result`` gives the type of a call from the types of its arguments (positional, then named in the order of
    ``parameters``). ``exact`` is the meaning: a plain function on exact values (``Fraction``, ``bool``, ``str``,
    ``datetime.date``). It is never given a missing value unless ``lazy_missing`` is set; it may return None for a
    missing result. Cohort functions take and return whole columns, see :mod:`engine.functions.cohort`.
    """

    name: str
    scope: Scope
    parameters: tuple[Parameter, ...]
    result: Callable[[tuple[Type, ...]], Type]
    doc: Words
    examples: tuple[Example, ...]
    exact: Callable[..., object] | None
    lazy_missing: bool = False
    internal: bool = False
    """Used by methods only: not offered to authors."""

    @property
    def signature(self) -> str:
        parts = []
        starred = False
        for parameter in self.parameters:
            if parameter.named_only and not starred:
                starred = True
            text = parameter.name + ("=…" if parameter.optional or parameter.named_only else "")
            parts.append(text + (", …" if parameter.repeats else ""))
        return f"{self.name}({', '.join(parts)})"
