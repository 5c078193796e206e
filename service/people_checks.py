"""What is told of a person, read and checked before anything is looked up."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from engine.issues import Issue, Path, Refused, declare
from rules.document.names import id_problems, name_problems
from service.days import read_day
from service.text import checked_text
from service.timeline import Told
from service.written import Written, read_written

DAY_NEEDED = declare(
    "day-needed",
    zh="没有写明从哪一天起有效",
    en="It is not said from which day on this holds",
    mend_zh="写上 from，例如 2026-11-16；一直如此的写最早相关的日期",
    mend_en="Give from, such as 2026-11-16; for what was always so, the earliest day that matters",
)
TOO_MANY_ATTRIBUTES = declare(
    "too-many-attributes",
    zh="一次写了 {count} 个属性，最多 {most} 个",
    en="{count} attributes are given, {most} is the most",
    mend_zh="只保留方案需要的属性",
    mend_en="Keep to what rule sets need",
)

MOST_ATTRIBUTES = 100
LONGEST_PERSON_ID = 200
LONGEST_PERSON_NAME = 200


class Unsaid:
    """Nothing was said: other than None, which says that there is none."""

    def __repr__(self) -> str:
        return "UNSAID"


UNSAID: Final = Unsaid()


@dataclass(frozen=True, slots=True)
class PersonNews:
    """One change of one person as a caller sends it. ``from_day`` and the attributes are raw, None takes one away.

    With ``whole`` it is everything there is to say: attributes and a manager that are not given no longer hold.
    """

    id: str
    from_day: object = None
    name: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    manager: str | Unsaid | None = UNSAID
    ended: bool | None = None
    whole: bool = False
    path: Path = ()
    issues: tuple[Issue, ...] = ()
    """What was found wrong before: then the rest is not looked at."""


@dataclass(frozen=True, slots=True)
class Checked:
    """News without a mistake in itself."""

    id: str
    name: str | None
    told: Told
    whole: bool
    path: Path


def read_news(news: PersonNews) -> Checked | list[Issue]:
    """The news checked, or everything that is wrong with it."""
    if news.issues:
        return list(news.issues)
    issues = _text_issues(news.id, "id", (*news.path, "id"))
    if news.name is not None:
        issues += name_problems(news.name, (*news.path, "name"), LONGEST_PERSON_NAME)
    if isinstance(news.manager, str):
        issues += _text_issues(news.manager, "manager", (*news.path, "manager"))
    at = (*news.path, "from")
    day = DAY_NEEDED.at(at) if news.from_day is None else read_day(news.from_day, at)
    if isinstance(day, Issue):
        issues.append(day)
    if len(news.attributes) > MOST_ATTRIBUTES:
        count = len(news.attributes)
        issues.append(TOO_MANY_ATTRIBUTES.at((*news.path, "attributes"), count=count, most=MOST_ATTRIBUTES))
    attributes: dict[str, Written | None] = {}
    for name, raw in news.attributes.items():
        at = (*news.path, "attributes", name)
        wrong = _id_problems(name)
        value = None if raw is None else read_written(raw, name, at)
        if wrong:
            issues += [issue.under(at) for issue in wrong]
        elif isinstance(value, Issue):
            issues.append(value)
        else:
            attributes[name] = value
    if issues or isinstance(day, Issue):
        return issues
    manager_told = news.whole or not isinstance(news.manager, Unsaid)
    manager = news.manager if isinstance(news.manager, str) else None
    told = Told(day, attributes, manager, manager_told, news.ended)
    return Checked(news.id, news.name, told, news.whole, news.path)


def sought_in(id: str, name: str) -> str:
    """What a search looks through."""
    return folded(f"{id}\n{name}")


def folded(text: str) -> str:
    """Without differences of case and width."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=2000)
def _id_problems(name: str) -> tuple[Issue, ...]:
    return tuple(id_problems(name))


def _text_issues(text: str, what: str, path: Path) -> list[Issue]:
    try:
        checked_text(text, what, low=1, high=LONGEST_PERSON_ID, path=path)
    except Refused as refused:
        return list(refused.issues)
    return []
