"""Lines of managers: nobody may come to stand above themselves, on any day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Circle:
    """A line of managers from ``day`` on that comes back to where it began, or does not end (``is_long``)."""

    day: str
    line: tuple[str, ...]
    is_long: bool = False

    def issue(self, person: str, path: Path) -> Issue:
        """What to tell somebody who stands in it, or below it."""
        if self.is_long:
            return MANAGER_LINE_LONG.at(path, day=self.day, id=_short(person), most=MOST_LEVELS)
        line = self.line
        if person in line:
            at = line.index(person)
            line = (*line[at:-1], *line[:at], person)
        return MANAGER_CIRCLE.at(path, day=self.day, circle=" → ".join(_short(id) for id in line))


def circle_of(person: str, managers_of: Callable[[str], Reports]) -> Circle | None:
    """The circle in which ``person`` stands on some day, if there is one; the first by day of the person's managers."""
    waiting = [(first, last, (person, manager)) for first, last, manager in reversed(managers_of(person))]
    while waiting:
        first, last, line = waiting.pop()
        if line[-1] == person:
            return Circle(first, line)
        if len(line) > MOST_LEVELS:
            return Circle(first, line, is_long=True)
        for begins, ends, manager in reversed(managers_of(line[-1])):
            # Somebody who stands in a circle further up is told of it on their own account.
            if begins <= last and ends >= first and manager not in line[1:]:
                waiting.append((max(first, begins), min(last, ends), (*line, manager)))
    return None


def _short(id: str) -> str:
    return id if len(id) <= 40 else id[:40] + "…"
