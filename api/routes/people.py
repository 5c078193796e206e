"""``/v1/people``: who there is, on which day, and what changes."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from api.etags import if_match
from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import PERSON_IN_USE
from api.receiving import FORM
from api.schemas.people import (
    ChangeRequest,
    People,
    PeopleOutcome,
    PeopleRequest,
    PersonPut,
    PersonWithChanges,
    detail_json,
    outcome_json,
    person_json,
)
from api.schemas.people_examples import (
    CHANGE_EXAMPLE,
    OUTCOME_EXAMPLE,
    PEOPLE_EXAMPLE,
    PERSON_DETAIL_EXAMPLE,
    PUT_EXAMPLE,
    UPSERT_EXAMPLE,
)
from api.schemas.people_queries import PeopleQuery, PersonQuery
from api.schemas.sheets import (
    FILE_EXAMPLE,
    FILE_FORM,
    FILE_MEDIA,
    FILE_SCHEMA,
    REPORT_EXAMPLE,
    PeopleSheetQuery,
    Report,
)
from api.uploads import sent_sheet
from service.people import (
    PeopleFilter,
    change_person,
    list_of_people,
    person_detail,
    put_person,
    remove_person,
    today,
)
from service.people_changes import tell
from service.people_checks import UNSAID, PersonNews
from service.people_import import PlannedImport, import_people, plan_import
from service.sheets import SheetReport
from service.uploads import uploads_folder
from service.work import Page

PRESENT = {"true": True, "false": False, "any": None}
STATE = {"ETag": "Send it as `If-Match` to replace what is known."}

routes = Routes("people", "People")


@routes.get(
    "/v1/people",
    scope="read",
    query=PeopleQuery(),
    answer=Answer(200, "A page of people", People(), PEOPLE_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_workspace_people(call: Call) -> Reply:
    """List people.

    Each as they are on the day asked for. Who has left by then, or comes later, is not there.
    """
    query = call.query
    wanted = PeopleFilter(
        day=query.get("as_of") or today(call.work),
        present=PRESENT[query["present"]],
        manager=query.get("manager"),
        strange=query["manager_unknown"],
        attributes=query.get("attributes", ()),
        sought=query.get("q"),
        sort=query["sort"].removeprefix("-"),
        descending=query["sort"].startswith("-"),
    )
    after = call.position
    page = list_of_people(
        call.work, wanted, after=(str(after[0]), str(after[1])) if after else None, limit=query["limit"]
    )
    return call.page(Page(tuple(person_json(facts) for facts in page.items), page.next))


@routes.post(
    "/v1/people",
    scope="edit",
    body=Body(PeopleRequest(), UPSERT_EXAMPLE),
    answer=Answer(200, "What came of it", PeopleOutcome(), OUTCOME_EXAMPLE),
    idempotent=True,
)
def tell_people(call: Call) -> Reply:
    """Add and change people.

    Whoever is not there is new; of the others only what is given changes, from the given day on. What changes nothing
    is not recorded, so the same list may be sent again. When somebody is refused nothing is stored, unless
    `on_refused` is `keep_rest`.
    """
    people: list[dict[str, Any]] = call.body["people"]
    general = call.body.get("from_")
    told = [
        PersonNews(
            id=person["id"],
            from_day=person.get("from_", general),
            name=person.get("name"),
            attributes=person["attributes"],
            manager=person.get("manager", UNSAID),
            ended=person.get("ended"),
            path=("people", place),
        )
        for place, person in enumerate(people)
    ]
    outcome = tell(call.work, told, keep_rest=call.body["on_refused"] == "keep_rest")
    return Reply(outcome_json(outcome, [person["id"] for person in people]))


@routes.get(
    "/v1/people/<person_id>",
    scope="read",
    query=PersonQuery(),
    answer=Answer(200, "The person", PersonWithChanges(), PERSON_DETAIL_EXAMPLE, headers=STATE),
    also=(Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),),
)
def show_person(call: Call, person_id: str) -> Reply:
    """Show a person.

    With everything that holds, day by day, and every change as it was told: by whom, when, from which day on.
    """
    detail = person_detail(call.work, person_id, call.query.get("as_of"))
    return Reply(detail_json(detail), etag=detail.facts.etag)


@routes.put(
    "/v1/people/<person_id>",
    scope="edit",
    body=Body(PersonPut(), PUT_EXAMPLE),
    answer=Answer(200, "The person", PersonWithChanges(), PERSON_DETAIL_EXAMPLE, headers={"ETag": "The new state."}),
    also=(
        Answer(
            201,
            "The person is new",
            {"$ref": "#/components/schemas/PersonWithChanges"},
            PERSON_DETAIL_EXAMPLE,
            headers={"ETag": "The new state.", "Location": "Where it is."},
        ),
    ),
    precondition=True,
)
def replace_person(call: Call, person_id: str) -> Reply:
    """Say all there is to say of a person.

    From the day `from` on exactly these attributes and this manager hold, until a change of a later day. What held
    before that day stays. A person who is there is replaced only with the `ETag` in `If-Match`.
    """
    body = call.body
    detail = put_person(
        call.work,
        person_id,
        if_match(),
        from_day=body["from_"],
        name=body["name"],
        attributes=body["attributes"],
        manager=body["manager"],
        ended=body["ended"],
    )
    if not detail.created:
        return Reply(detail_json(detail), etag=detail.facts.etag)
    return Reply(detail_json(detail), 201, detail.facts.etag, {"Location": f"/v1/people/{quote(person_id, safe='')}"})


@routes.post(
    "/v1/people/<person_id>/changes",
    scope="edit",
    body=Body(ChangeRequest(), CHANGE_EXAMPLE),
    answer=Answer(200, "The person", PersonWithChanges(), PERSON_DETAIL_EXAMPLE, headers={"ETag": "The new state."}),
    idempotent=True,
)
def change_one_person(call: Call, person_id: str) -> Reply:
    """Tell a change of a person.

    It holds from its day on, until something else is told of the same thing for a later day. A change of the same day
    corrects the one before; both stay in the list of changes.
    """
    body = call.body
    detail = change_person(
        call.work,
        person_id,
        from_day=body["from_"],
        name=body.get("name"),
        attributes=body["attributes"],
        manager=body.get("manager", UNSAID),
        ended=body.get("ended"),
    )
    return Reply(detail_json(detail), etag=detail.facts.etag)


@routes.delete(
    "/v1/people/<person_id>",
    scope="edit",
    answer=Answer(204, "The person is gone"),
    precondition=True,
    kinds=(PERSON_IN_USE,),
)
def remove_one_person(call: Call, person_id: str) -> Reply:
    """Take back a person entered by mistake.

    Refused when somebody reports to them, or when they have figures or results: people who leave are not removed; tell
    a change with `ended`.
    """
    remove_person(call.work, person_id, if_match())
    return Reply()


def _imported(call: Call, *, dry_run: bool) -> SheetReport:
    with sent_sheet(call) as upload:
        return import_people(
            call.work,
            upload,
            ready=None if dry_run else call.prepared,
            from_day=call.query.get("from_"),
            clears=call.query["empty"] == "clear",
            keep_rest=call.query["on_refused"] == "keep_rest",
            dry_run=dry_run,
            skip_issues=call.query["skip_issues"],
        )


def _read(call: Call) -> SheetReport | PlannedImport | None:
    """The report of a dry run, or what is to be written: reading a long list keeps nobody from writing."""
    if call.query["dry_run"]:
        return _imported(call, dry_run=True)
    with sent_sheet(call) as upload:
        return plan_import(
            call.work,
            upload,
            uploads_folder(call.door.office.data_dir),
            from_day=call.query.get("from_"),
            clears=call.query["empty"] == "clear",
            keep_rest=call.query["on_refused"] == "keep_rest",
        )


@routes.post(
    "/v1/people/imports",
    scope="edit",
    query=PeopleSheetQuery(),
    body=Body(FILE_SCHEMA, FILE_EXAMPLE, media=(FORM, *FILE_MEDIA), to_disk=True, shapes={FORM: FILE_FORM}),
    answer=Answer(200, "What came of it", Report(), REPORT_EXAMPLE),
    idempotent=True,
    prepare=_read,
)
def import_people_file(call: Call) -> Reply:
    """Import a list of people.

    One row for each person, or for each person and day. Columns are known by their names in Chinese and English
    (`@id`, `@name`, `@manager`, `@from`, `@ended`, `@last_day`, and attributes), or by `mapping`. When a row is refused
    nothing is stored, unless `on_refused` is `keep_rest`. Importing the same list again changes nothing.
    """
    if isinstance(call.prepared, SheetReport):
        return Reply(call.prepared.to_json())
    return Reply(_imported(call, dry_run=False).to_json())
