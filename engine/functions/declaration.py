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
    ``default`` is formula text for an optional argument; ``repeats`` marks a last argument that may be given many
    times; ``literal`` asks for a written constant, ``whole`` for one without decimals, ``bounds`` for one between
    these two."""

    name: str
    accepts: str = "number"
    optional: bool = False
    repeats: bool = False
    named_only: bool = False
    literal: bool = False
    words: tuple[str, ...] = ()
    doc: Words | None = None
    default: str | None = None
    whole: bool = False
    bounds: tuple[int, int] | None = None

    @property
    def may_be_named(self) -> bool:
        """Whether the argument may be written with its name: what must be given is given by place."""
        return self.named_only or (self.optional and not self.repeats)


@dataclass(frozen=True, slots=True)
class Example:
    """A formula and what it gives; run by the tests and shown on the reference page.

    ``columns`` are the values of the names in it, one per row or person, for functions that look at many;
    ``missing`` stands for a missing one. A function of the cohort gives one value per person.
    """

    formula: str
    gives: str
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()


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
    alike: bool = False
    """All arguments of kind ``number`` (and ``any``) are of one unit, as in an addition."""

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
