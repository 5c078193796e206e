"""Square roots in SQL, to twelve decimals. A float decides the last digit except near a half; those rows are odd."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.numbers import EXACT, Num, constant, of_units
from engine.formula.nodes import Absent, Call
from engine.numbers import ROOT_DECIMALS, square_root

if TYPE_CHECKING:
    from engine.columnar.translate import Translator

SURE = 2**51
"""Both parts of the quotient, it, the root and the product are each off by 2^-53 at most; the root halves what came
before."""


def root(at: Translator, call: Call) -> Num:
    """The root as whole units of the last decimal; missing for a negative number."""
    num = at.number(call.args[0])
    if num.known is not None:
        found = square_root(num.known)
        return at.number(Absent()) if found is None else constant(found)
    if num.high < 0:
        return at.number(Absent())
    num = at.short(num)
    units = 10**ROOT_DECIMALS
    value = sql.double(num.n) if num.wide else num.n
    if num.d > 1 or num.by is not None:
        value = sql.div(value, sql.double(num.divisor) if num.wide or num.d >= EXACT else num.divisor)
    if num.positive:
        # in rows beyond their bounds, which are odd, a root of a negative number would end the whole query
        value = sql.absolute(value)
    about = sql.mul(sql.call("SQRT", value), sql.whole(units))
    needs = num.needs
    if not num.positive:
        about, needs = sql.case([(sql.compare(">=", num.n, sql.whole(0)), about)]), None
    about = at.sheet.keep(f"{at.owner}_root", about)
    rest = sql.sub(about, sql.call("SW_FLOOR", about))
    half = sql.absolute(sql.sub(rest, sql.div(sql.double(sql.whole(1)), sql.whole(2))))
    at.call_odd(sql.compare("<=", half, sql.div(about, sql.whole(SURE))))
    at.call_odd(sql.compare(">=", about, sql.whole(SURE)))
    n = sql.call("SW_ROUND_POSITIVE", about, sql.whole(1))
    return of_units(n, units, Fraction(0), Fraction(SURE, units), needs)
