"""Times that do not fit the rule set's own period."""

from __future__ import annotations

from collections.abc import Iterable

from engine.issues import Issue, Severity, declare
from rules.model import RuleSet
from rules.period import PERIOD_WORDS, PeriodKind, parse_period, period_of

DATED_INSIDE_PERIOD = declare(
    "dated-inside-period",
    severity=Severity.WARNING,
    zh="“{text}”落在考核周期 {period} 的中间；新的值要到下一个周期才生效。",
    en="'{text}' begins inside the period {period}; the new value only holds from the next period on.",
    mend_zh="写成一个考核周期，例如 {period} 或它的下一个。",
    mend_en="Name a whole period, such as {period} or the one after it.",
)
ONCE_PER_PERIOD = declare(
    "once-per-period",
    severity=Severity.WARNING,
    zh="考核周期是{period}，“once_per: {once}”不起作用：每个周期本来就只发一次。",
    en="The period is a {period}, so 'once_per: {once}' changes nothing: it is paid once a period anyway.",
    mend_zh="删去 once_per，或写更长的时间，例如 ever。",
    mend_en="Remove once_per, or write something longer, such as ever.",
)

_ORDER = ("day", "week", "month", "quarter", "year", "ever")


def check_periods(rule_set: RuleSet) -> Iterable[Issue]:
    """Dated parameters begin with a period; ``once_per`` reaches over several."""
    kind = PeriodKind(rule_set.period)
    for parameter in rule_set.parameters:
        for text, _ in parameter.dated:
            start = parse_period(text).start
            around = period_of(kind, start)
            if around.start != start:
                place = (*parameter.path, "from", text)
                yield DATED_INSIDE_PERIOD.at(place, text=text, period=str(around))
    for reward in rule_set.rewards:
        once = reward.once_per
        if once is not None and _ORDER.index(once) <= _ORDER.index(rule_set.period):
            yield ONCE_PER_PERIOD.at((*reward.path, "once_per"), period=PERIOD_WORDS[rule_set.period], once=once)
