"""Taking back people who were entered by mistake."""

from __future__ import annotations

from engine.issues import Words
from service.days import FIRST_DAY
from service.errors import Conflict, NotFound
from service.people_attempts import Attempt
from service.people_changes import conclude, present_state
from service.people_rows import Revised, present_stretches
from service.timeline import Told
from service.work import Work
from store.models.figure import has_figures
from store.models.person import is_manager, persons
from store.models.recorded_result import has_results
from store.models.run_result import took_part


def remove(work: Work, person_id: str) -> None:
    """Take back a person who was entered by mistake. Needs scope ``edit``.

    Conflict ``person-in-use`` when somebody has or had them as a manager, or when they have figures or results: people
    who leave are not removed, their list entry ends.
    """
    work.actor.require("edit")
    state = present_state(work, for_update=True)
    row = persons(work.session, work.workspace_id, [person_id]).get(person_id)
    if row is None or row.removed:
        raise NotFound("person", person_id)
    for used, zh, en in (
        (is_manager(work.session, work.workspace_id, person_id), "有人以其为上级", "somebody has them as manager"),
        (has_figures(work.session, work.workspace_id, person_id), "已有录入的数据", "figures were entered for them"),
        (
            has_results(work.session, work.workspace_id, person_id)
            or took_part(work.session, work.workspace_id, person_id),
            "已有考核结果",
            "they have results",
        ),
    ):
        if used:
            words = Words(
                f"不能删除“{person_id}”：{zh}；离开的人请写 ended: true",
                f"'{person_id}' cannot be removed, for {en}; say ended: true of people who have left",
            )
            raise Conflict("person-in-use", words)
    before = present_stretches(work, [person_id]).get(person_id, ())
    first = before[0].from_day if before else FIRST_DAY
    revised = Revised(state.revision + 1)
    revised.person(work, person_id, row.name, row, removed=True)
    revised.told(work, person_id, 0, [(Told(first, removed=True), None)])
    revised.stretches(work, person_id, before, ())
    revised.write(work)
    conclude(work, state, Attempt(changed=1, before=revised.before, after=revised.after, person=person_id), "")
