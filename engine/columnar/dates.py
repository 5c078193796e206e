"""Dates in SQL: whole days since 0001-01-01, which databases turn into years, months and days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from engine.columnar import sql
from engine.columnar.arithmetic import divided, total
from engine.columnar.conditions import compared
from engine.columnar.numbers import Num, constant, joined, of_units
from engine.columnar.rounding import floored
from engine.formula.nodes import Absent, Call
from engine.functions.dates import as_date, day_number

if TYPE_CHECKING:
    from engine.columnar.translate import Translator

LAST_DAY = date.max.toordinal()


def _part(name: str, low: int, high: int) -> Callable[[Translator, Call], Num]:
    def form(at: Translator, call: Call) -> Num:
        return _part_of(at, at.number(call.args[0]), name, low, high)

    return form


def _part_of(at: Translator, days: Num, name: str, low: int, high: int) -> Num:
    if days.known is not None:
        return constant(getattr(as_date(days.known), name))
    n = sql.call(f"SW_{name.upper()}", days.n)
    return of_units(n, 1, Fraction(low), Fraction(high), days.needs)


year, month, day = _part("year", 1, 9999), _part("month", 1, 12), _part("day", 1, 31)


def weekday(at: Translator, call: Call) -> Num:
    """The first day of the calendar is a Monday."""
    days = at.short(at.number(call.args[0]))
    if days.known is not None:
        return constant(as_date(days.known).isoweekday())
    before = total(at, "-", days, constant(1))
    weeks = floored(at, divided(at, before, constant(7)))
    n = sql.add(sql.sub(before.n, sql.mul(weeks.n, sql.whole(7))), sql.whole(1))
    return of_units(n, 1, Fraction(1), Fraction(7), days.needs)


def months_between(at: Translator, call: Call) -> Num:
    """Full months; counted from the earlier date, then signed."""
    first, last = (at.short(at.number(arg)) for arg in call.args)
    months = []
    for num in (first, last):
        if num.known is not None:
            found = as_date(num.known)
            months.append((sql.whole(found.year * 12 + found.month), sql.whole(found.day)))
        else:
            y, m, d = (sql.call(f"SW_{part}", num.n) for part in ("YEAR", "MONTH", "DAY"))
            months.append((sql.add(sql.mul(y, sql.whole(12)), m), d))
    (months_a, day_a), (months_b, day_b) = months
    apart = at.short_sql(sql.sub(months_b, months_a))
    one, none = sql.whole(1), sql.whole(0)
    later = sql.compare(">=", last.n, first.n)
    forward = sql.sub(apart, sql.case([(sql.compare("<", day_b, day_a), one)], none))
    backward = sql.add(apart, sql.case([(sql.compare("<", day_a, day_b), one)], none))
    earlier = sql.compare("<", last.n, first.n)
    n = sql.case([(later, forward), (earlier, backward)])
    most = Fraction(9999 * 12)
    return of_units(n, 1, -most, most, joined(first.needs, last.needs))


def date_of(at: Translator, call: Call) -> Num:
    """A date from whole numbers that name a day of the calendar; missing for any others."""
    parts = [at.number(arg) for arg in call.args]
    if all(part.known is not None for part in parts):
        found = [part.known for part in parts if part.known is not None]
        whole = all(value.denominator == 1 and 0 < value <= 9999 for value in found)
        days = day_number(*(int(value) for value in found)) if whole else None
        return _absent(at) if days is None else constant(days)
    y, m, d = (at.short(part) for part in parts)
    tests = [compared(at, "<=", constant(1), y), compared(at, "<=", y, constant(9999))]
    tests += [compared(at, "<=", constant(1), m), compared(at, "<=", m, constant(12))]
    tests += [compared(at, "<=", constant(1), d), compared(at, "<=", d, constant(31))]
    for part in (y, m, d):
        if part.d != 1 or part.by is not None:
            tests.append(compared(at, "==", part, floored(at, part)))
    return _civil(at, y, m, d, [test.sql for test in tests])


def _civil(at: Translator, y: Num, m: Num, d: Num, tests: list[sql.Sql]) -> Num:
    """Days before the year, days of the months before, the day; the year begins in March, so leap days come last."""
    low, high = Fraction(0), Fraction(9999)
    ys = at.short_sql(floored(at, replace(y, low=low, high=high)).n)
    ms = at.short_sql(floored(at, replace(m, low=low, high=Fraction(12))).n)
    ds = at.short_sql(floored(at, replace(d, low=low, high=Fraction(31))).n)
    early = sql.compare("<=", ms, sql.whole(2))
    march_year = at.sheet.keep(f"{at.owner}_year", sql.case([(early, sql.sub(ys, sql.whole(1)))], ys))
    march_month = at.sheet.keep(
        f"{at.owner}_month", sql.case([(early, sql.add(ms, sql.whole(9)))], sql.sub(ms, sql.whole(3)))
    )

    def parts(of: sql.Sql, by: int) -> sql.Sql:
        return sql.call("SW_FLOOR", sql.div(of, sql.whole(by)))

    before = sql.call("SW_FLOOR", sql.div(sql.add(sql.mul(march_month, sql.whole(153)), sql.whole(2)), sql.whole(5)))
    leaps = sql.add(sql.sub(parts(march_year, 4), parts(march_year, 100)), parts(march_year, 400))
    days = sql.sub(sql.add(sql.add(sql.add(sql.mul(march_year, sql.whole(365)), leaps), before), ds), sql.whole(306))
    kept = at.sheet.keep(f"{at.owner}_day", sql.case([(sql.both(*tests), days)]))
    # a day that the month does not have comes out as one of the next month
    same = sql.compare("==", sql.call("SW_DAY", kept), ds)
    n = sql.case([(same, kept)])
    return of_units(n, 1, Fraction(1), Fraction(LAST_DAY), None)


def _absent(at: Translator) -> Num:
    return at.number(Absent())
