"""Published versions as SQL, for those who score in a database or a warehouse of their own."""

from __future__ import annotations

from engine.columnar.text import SqlText, sql_text
from rules.period import parse_period
from rules.score import facts
from service.programs import program_in_force
from service.work import Work


def version_as_sql(work: Work, rule_set_id: str, number: int, dialect: str, period: str) -> SqlText:
    """The version as one SELECT in the words of ``dialect``. Needs scope ``read``.

    Raises NotFound for what is not there, :class:`engine.issues.Refused` for a period of another kind and for rules
    that cannot be written as SQL.
    """
    wanted = parse_period(period, ("period",))
    _, ready = program_in_force(work, rule_set_id, wanted, number)
    return sql_text(ready.program, facts(wanted), dialect)
