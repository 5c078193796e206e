"""Managers of a list that is being told: nobody may come to stand above themselves, and some are not in the list."""

from __future__ import annotations

from engine.issues import Issue, Severity, declare
from service.managers import Circle, circle_of
from service.people_attempts import Attempt, reports_of
from service.people_rows import present_stretches
from service.work import Work
from store.models.person import known_people

MANAGER_UNKNOWN = declare(
    "manager-unknown",
    zh="上级“{id}”不在人员名单里（{count} 人以其为上级）",
    en="The manager '{id}' is not in the list of people ({count} people have that manager)",
    mend_zh="补上此人，或改正上级的编号",
    mend_en="Add that person, or correct the id of the manager",
    severity=Severity.WARNING,
)


def circles(work: Work, attempt: Attempt) -> dict[str, Circle]:
    """Those told of who would come to stand above themselves, or below a line without end.

    A circle that is new goes through a manager who was told of now, so those are where to begin.
    """
    named = {manager for reports in attempt.managers.values() for _, _, manager in reports}
    managers = dict(attempt.managers)
    wanted = named - managers.keys()
    while wanted:
        found = present_stretches(work, sorted(wanted))
        managers |= {id: reports_of(found.get(id, ())) for id in wanted}
        wanted = {manager for id in wanted for _, _, manager in managers[id]} - managers.keys()
    blamed: dict[str, Circle] = {}
    for manager in sorted(named):
        circle = circle_of(manager, lambda id: managers.get(id, ()))
        if circle is None:
            continue
        for id in circle.line:
            if id in attempt.managers:
                blamed.setdefault(id, circle)
        if circle.is_long:
            for id, reports in attempt.managers.items():
                if any(one == manager for _, _, one in reports):
                    blamed.setdefault(id, circle)
    return blamed


def unknown_managers(work: Work, attempt: Attempt) -> list[Issue]:
    counts: dict[str, int] = {}
    for reports in attempt.managers.values():
        for manager in {manager for _, _, manager in reports}:
            counts[manager] = counts.get(manager, 0) + 1
    unknown = counts.keys() - attempt.managers.keys() - attempt.people
    unknown -= known_people(work.session, work.workspace_id, sorted(unknown))
    return [MANAGER_UNKNOWN.at((), id=id[:60], count=counts[id]) for id in sorted(unknown)]
