"""Lines of managers: nobody may come to stand above themselves, on any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from engine.issues import Issue, Path, declare

MANAGER_CIRCLE = declare(
    "manager-circle",
    zh="自 {day} 起，上级关系会绕成一圈：{circle}",
    en="From {day} on the managers would form a circle: {circle}",
    mend_zh="改正其中一个人的上级，或改正这一变动的日期",
    mend_en="Correct the manager of one of them, or the day of the change",
)
MANAGER_LINE_LONG = declare(
    "manager-line-long",
    zh="自 {day} 起，“{id}”的上级会超过 {most} 层",
    en="From {day} on '{id}' would have more than {most} levels of managers",
    mend_zh="检查上级关系是否写反",
    mend_en="Check whether managers and people were exchanged",
)

MOST_LEVELS = 50

Reports = Sequence[tuple[str, str, str]]
"""A person's managers: (first day, last day, manager)."""


def circles(
    people: Iterable[str], managers_of: Mapping[str, Reports], path_of: Callable[[str], Path]
) -> dict[str, Issue]:
    """For each of ``people`` the circle in which they would stand, if there is one, with the first such day.

    ``managers_of`` knows everybody who stands above one of them.
    """
    found = {}
    for person in people:
        issue = _circle(person, managers_of, path_of)
        if issue is not None:
            found[person] = issue
    return found


def _circle(person: str, managers_of: Mapping[str, Reports], path_of: Callable[[str], Path]) -> Issue | None:
    waiting = [(first, last, (person, manager)) for first, last, manager in reversed(managers_of.get(person, ()))]
    while waiting:
        first, last, line = waiting.pop()
        if line[-1] == person:
            return MANAGER_CIRCLE.at(path_of(person), day=first, circle=" → ".join(_short(id) for id in line))
        if len(line) > MOST_LEVELS:
            return MANAGER_LINE_LONG.at(path_of(person), day=first, id=_short(person), most=MOST_LEVELS)
        for begins, ends, manager in reversed(managers_of.get(line[-1], ())):
            # Somebody who stands in a circle further up is told of it on their own account.
            if begins <= last and ends >= first and manager not in line[1:]:
                waiting.append((max(first, begins), min(last, ends), (*line, manager)))
    return None


def _short(id: str) -> str:
    return id if len(id) <= 40 else id[:40] + "…"
