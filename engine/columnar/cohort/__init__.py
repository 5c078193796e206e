"""Steps that look at other people or at earlier periods, in SQL.

A cohort form gets the step, its call and a :class:`Lookup`, and gives the value as a
:class:`~engine.columnar.numbers.Num` (rounded and published by the caller) or, for flags and texts, as a finished
:class:`~engine.columnar.variables.Variable`.

How to write one::

    def rank(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num:
        values = at.number(call.args[0])                      # arguments are names or constants
        counted = lookup.counted(call)                        # condition; see below
        place = exp.Window(this=…, partition_by=[counted, *lookup.within(call)], order=…)
        kept = lookup.sheet.keep(step.id, sql.case([(counted, sql.double(place))]))
        return of_units(kept, 1, Fraction(1), Fraction(10**9), None)

    COHORT_FORMS["rank"] = rank

- ``lookup.sheet.keep(name, expression)`` makes a column in the layer above everything the expression reads; a window
  may stand in any such expression, but not inside another window: keep the inner one first.
- ``lookup.counted(call)`` is TRUE for who takes part: eligible (where eligibility is known by then), in a known
  group. It is never NULL. Who has stopped with a problem is odd, and where anybody is odd the caller gives everybody
  to the scorer.
- ``at.call_odd(condition)`` marks rows that cannot be computed exactly or that stop with a problem (a pool without
  basis); a condition over a window is allowed.
- numbers are ``num.n / (num.d * num.by)``; ``num.by`` is None unless the argument is an unrounded part of a formula
  that is divided by what differs from row to row. ``at.total``, ``at.product``, ``at.quotient``, ``at.ranged`` and
  ``rounded`` keep every ``top`` below ``EXACT`` by themselves.
- raise :class:`NoForm` where a call has no exact form; the scorer takes the whole program then.

A history form is the same; what it knows of earlier periods comes in extra columns of the relation, which it declares
with ``lookup.extra(name, type)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.numbers import Num
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.variables import Variable
from engine.formula.nodes import Call, Name
from engine.formula.types import Type
from engine.program import Program, Step

if TYPE_CHECKING:
    from engine.columnar.translate import Translator


@dataclass(frozen=True, slots=True)
class Extra:
    """A column of the relation beside the inputs: what is known of earlier periods."""

    name: str
    type: Type


@dataclass
class Lookup:
    """What is known when a step is written: the program, the variables so far, the sheet."""

    program: Program
    variables: dict[str, Variable]
    sheet: Sheet
    extras: list[Extra] = field(default_factory=list)

    def within(self, call: Call) -> list[Sql]:
        """The columns by which the call groups people; a constant groups nobody."""
        found: list[Sql] = []
        for key, value in call.named:
            if key == "within" and isinstance(value, Name):
                column = self.variables[value.id].column
                if column is not None:
                    found.append(column)
        return found

    def counted(self, call: Call) -> Sql:
        """The condition that a person takes part in the call; TRUE or FALSE, never NULL."""
        tests: list[Sql] = []
        eligible = self.program.outline.eligible
        if eligible is not None and eligible in self.variables:
            variable = self.variables[eligible]
            if variable.column is not None:
                tests.append(sql.call("COALESCE", variable.column, sql.FALSE.copy()))
            elif variable.known is False:
                return sql.FALSE.copy()
        tests += [sql.is_there(part) for part in self.within(call)]
        return sql.both(*tests) if tests else sql.TRUE.copy()

    def extra(self, name: str, type: Type) -> Sql:
        """A column of the relation that history fills, declared so that the runner and the text ask for it."""
        name = self.sheet.name(name)
        self.extras.append(Extra(name, type))
        return sql.source(name)


Form = Callable[[Step, Call, Lookup, "Translator"], Num | Variable]

COHORT_FORMS: dict[str, Form] = {}
"""Functions over the people scored together, by name."""

HISTORY_FORMS: dict[str, Form] = {}
"""Functions over earlier periods, by name."""
