"""Zeros below zero: floats have one, decimals do not, so no published value may be one.

It comes of a zero times a negative number, of a rounded number just below zero, or from the data. Most expressions can
be seen never to give it; adding zero, as is done to all others, makes it an ordinary one.
"""

from __future__ import annotations

from sqlglot import exp

from engine.columnar import sql
from engine.columnar.numbers import literal
from engine.columnar.sheet import Sheet
from engine.columnar.sql import Sql


def without(part: Sql, sheet: Sheet) -> Sql:
    """The expression, or the same with zero added where it might be a zero below zero."""
    return part if never(part, sheet) else sql.add(part, sql.whole(0))


def never(part: Sql, sheet: Sheet) -> bool:
    """Whether the expression is seen never to be a zero below zero, in rows in which it counts."""
    match part:
        case exp.Literal() | exp.Null():
            return True
        case exp.Neg():
            return literal(part) not in (None, 0)
        case exp.Column():
            return not part.table and _never_kept(part.name, sheet)
        case exp.Paren() | exp.Nullif():
            return never(part.this, sheet)
        case exp.Cast():
            # whole numbers and decimals have no such zero; of columns of the source it is not known here
            return literal(part.this) is not None
        case exp.Add():
            return never(part.this, sheet) or never(part.expression, sheet)
        case exp.Sub():
            return never(part.this, sheet)
        case exp.Mul() | exp.Div():
            by = literal(part.expression)
            return by is not None and by > 0 and never(part.this, sheet)
        case exp.Case():
            values = [one.args["true"] for one in part.args["ifs"]]
            return all(value is None or never(value, sheet) for value in [*values, part.args.get("default")])
        case exp.Anonymous(this="SW_ROUND_POSITIVE"):
            # divisors are positive wherever the quotient counts
            return never(part.expressions[0], sheet)
        case exp.Anonymous(this="COALESCE"):
            return all(never(one, sheet) for one in part.expressions)
    return False


def _never_kept(name: str, sheet: Sheet) -> bool:
    if name not in sheet.unsigned:
        sheet.unsigned[name] = never(sheet.expressions[name], sheet)
    return sheet.unsigned[name]
