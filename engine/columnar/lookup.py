"""What a step that looks at other people or at earlier periods is written with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.numbers import Num
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql
from engine.columnar.variables import Variable
from engine.formula.nodes import Call, Name
from engine.program import Program, Step

if TYPE_CHECKING:
    from engine.columnar.history import Earlier
    from engine.columnar.translate import Translator


@dataclass(frozen=True)
class Lookup:
    """The program, the variables so far, the sheet, how many people there are at most, and their earlier periods."""

    program: Program
    variables: dict[str, Variable]
    sheet: Sheet
    people: int
    earlier: Earlier

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
        """The condition that a person takes part in the call; TRUE or FALSE, never NULL.

        Who takes part is eligible, where eligibility is known by then, and in a known group. Who has stopped with a
        problem is odd, and where anybody is odd everybody goes to the scorer.
        """
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


Form = Callable[[Step, Call, Lookup, "Translator"], Num | Variable]
"""Writes a step: a number, which the caller rounds and publishes, or for flags and texts a finished variable."""
