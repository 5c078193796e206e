"""Dates. In evaluators a date is the whole number of days since 0001-01-01 (that day is 1)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from engine.formula.types import COUNT, DATE
from engine.functions.declaration import Example, Function, Parameter, Scope
from engine.functions.results import always
from engine.issues import Words


def day_number(year: int, month: int, day: int) -> Fraction | None:
    """The date as a number of days; None when the calendar has no such day."""
    try:
        return Fraction(date(year, month, day).toordinal())
    except ValueError:
        return None


def as_date(days: Fraction) -> date:
    """The calendar day of a number of days."""
    return date.fromordinal(int(days))


def _date(y: Fraction, m: Fraction, d: Fraction) -> Fraction | None:
    if any(part.denominator != 1 or abs(part) > 9999 for part in (y, m, d)):
        return None
    return day_number(int(y), int(m), int(d))


def _months_between(a: Fraction, b: Fraction) -> Fraction:
    if b < a:
        return -_months_between(b, a)
    first, last = as_date(a), as_date(b)
    months = (last.year - first.year) * 12 + last.month - first.month
    return Fraction(months - (last.day < first.day))


_D = Parameter("d", "date")

DATE_OF = Function(
    "date",
    Scope.PERSON,
    (Parameter("y"), Parameter("m"), Parameter("d")),
    always(DATE),
    Words("某年某月某日；没有这一天则缺失", "the date of a year, month and day; missing when there is no such day"),
    (Example("date(2026, 2, 28)", "2026-02-28"),),
    _date,
)
DAYS_BETWEEN = Function(
    "days_between",
    Scope.PERSON,
    (Parameter("a", "date"), Parameter("b", "date")),
    always(COUNT),
    Words("从 a 到 b 的天数；b 较早时为负", "days from a to b; negative when b is earlier"),
    (Example("days_between(date(2026, 2, 1), date(2026, 3, 1))", "28"),),
    lambda a, b: b - a,
)
MONTHS_BETWEEN = Function(
    "months_between",
    Scope.PERSON,
    (Parameter("a", "date"), Parameter("b", "date")),
    always(COUNT),
    Words(
        "从 a 到 b 满几个月（到了同一日才算满）；b 较早时为负",
        "full months from a to b, complete when the same day of the month is reached; negative when b is earlier",
    ),
    (
        Example("months_between(date(2025, 11, 15), date(2026, 2, 14))", "2"),
        Example("months_between(date(2025, 11, 15), date(2026, 2, 15))", "3"),
    ),
    _months_between,
)
YEAR = Function(
    "year",
    Scope.PERSON,
    (_D,),
    always(COUNT),
    Words("日期的年份", "the year of a date"),
    (Example("year(date(2026, 2, 28))", "2026"),),
    lambda d: Fraction(as_date(d).year),
)
MONTH = Function(
    "month",
    Scope.PERSON,
    (_D,),
    always(COUNT),
    Words("日期的月份，1 到 12", "the month of a date, 1 to 12"),
    (Example("month(date(2026, 2, 28))", "2"),),
    lambda d: Fraction(as_date(d).month),
)
DAY = Function(
    "day",
    Scope.PERSON,
    (_D,),
    always(COUNT),
    Words("日期是当月第几日", "the day of the month"),
    (Example("day(date(2026, 2, 28))", "28"),),
    lambda d: Fraction(as_date(d).day),
)
WEEKDAY = Function(
    "weekday",
    Scope.PERSON,
    (_D,),
    always(COUNT),
    Words("星期几，星期一为 1，星期日为 7", "the day of the week, Monday is 1 and Sunday 7"),
    (Example("weekday(date(2026, 11, 21))", "6"),),
    lambda d: Fraction(as_date(d).isoweekday()),
)
PERIOD_START = Function(
    "period_start",
    Scope.PERSON,
    (),
    always(DATE),
    Words("考核周期的第一天", "the first day of the period that is scored"),
    (),
    None,
)
PERIOD_END = Function(
    "period_end",
    Scope.PERSON,
    (),
    always(DATE),
    Words("考核周期的最后一天", "the last day of the period that is scored"),
    (),
    None,
)
PERIOD_DAYS = Function(
    "period_days",
    Scope.PERSON,
    (),
    always(COUNT),
    Words("考核周期的天数", "how many days the period has"),
    (),
    None,
)

PERIOD_NAMES = {"period_start": "period.start", "period_end": "period.end", "period_days": "period.days"}
"""The names behind the functions of the period: a compiler puts the name in place of the call."""

DATES = (
    DATE_OF,
    DAYS_BETWEEN,
    MONTHS_BETWEEN,
    YEAR,
    MONTH,
    DAY,
    WEEKDAY,
    PERIOD_START,
    PERIOD_END,
    PERIOD_DAYS,
)
