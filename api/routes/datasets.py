"""``/v1/datasets``: declared tables of events, what is sent to them, and files that are imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from api.etags import if_match
from api.json import read_json
from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import BODY_UNREADABLE, CONFLICT, IMPORT_STATE, NOT_FOUND, Problem
from api.receiving import FORM, Received
from api.schemas.datasets import (
    CANCELLED_EXAMPLE,
    CSV_EXAMPLE,
    DATASET_EXAMPLE,
    DATASETS_EXAMPLE,
    DECLARATION_EXAMPLE,
    DECLARATION_SCHEMA,
    DECLARED_EXAMPLE,
    FROM_RULE_SET_EXAMPLE,
    IMPORT_EXAMPLE,
    IMPORT_FORM,
    IMPORTS_EXAMPLE,
    MAPPING_EXAMPLE,
    MAPPING_SCHEMA,
    MONTHS_EXAMPLE,
    RECORDS_EXAMPLE,
    RECORDS_REQUEST_EXAMPLE,
    REFUSED_EXAMPLE,
    TAKEN_EXAMPLE,
    Dataset,
    DatasetMonths,
    Datasets,
    DatasetsQuery,
    DeclaredDatasets,
    FromRuleSetRequest,
    Import,
    ImportQuery,
    Imports,
    Records,
    RecordsQuery,
    RecordsRequest,
    RecordsTaken,
    RefusedQuery,
    RefusedRows,
)
from api.schemas.refusing import refused_json
from api.schemas.times import moment_in
from engine.issues import Refused
from service import imports, mappings
from service.datasets import (
    datasets_of_rule_set,
    declare_dataset,
    delete_dataset,
    get_dataset,
    list_datasets,
    names_of,
)
from service.records import ClosingNotes, Shown, Sought, append, list_records, look_ahead, months_of
from service.tables.opening import MEDIA, SOURCE_MEDIA
from service.workspaces import workspace_of

STATE = {"ETag": "Send it as `If-Match` with the next change."}
UNCHANGED = (Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),)

routes = Routes("datasets", "Datasets")


@routes.get(
    "/v1/datasets",
    scope="read",
    query=DatasetsQuery(),
    answer=Answer(200, "A page of datasets", Datasets(), DATASETS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_workspace_datasets(call: Call) -> Reply:
    """List the datasets."""
    after = call.position
    return call.page(list_datasets(call.work, after=str(after[0]) if after else None, limit=call.query["limit"]))


@routes.post(
    "/v1/datasets/from-rule-set",
    scope="edit",
    body=Body(FromRuleSetRequest(), FROM_RULE_SET_EXAMPLE),
    answer=Answer(200, "What it reads", DeclaredDatasets(), DECLARED_EXAMPLE),
    idempotent=True,
    kinds=(NOT_FOUND,),
)
def declare_datasets_of_rule_set(call: Call) -> Reply:
    """Declare what a rule set reads.

    New datasets, and new columns and choices of those that are there. Refused where a type differs. Publishing a rule
    set does the same.
    """
    names, changed = datasets_of_rule_set(call.work, call.body["rule_set"], call.body["version"])
    return Reply({"datasets": names, "changed": changed})


@routes.get(
    "/v1/datasets/<dataset>",
    scope="read",
    answer=Answer(200, "The dataset", Dataset(), DATASET_EXAMPLE, headers=STATE),
)
def show_dataset(call: Call, dataset: str) -> Reply:
    """Show a dataset.

    Its declaration, how many events there are, from when to when, and the hash of them. The `ETag` is of the
    declaration.
    """
    facts = get_dataset(call.work, dataset)
    return Reply(facts, headers={"ETag": facts.etag})


@routes.put(
    "/v1/datasets/<dataset>",
    scope="edit",
    body=Body(DECLARATION_SCHEMA, DECLARATION_EXAMPLE),
    answer=Answer(200, "The declaration was replaced", Dataset(), DATASET_EXAMPLE, headers={"ETag": "The new state."}),
    also=(
        Answer(
            201,
            "The dataset is new",
            {"$ref": "#/components/schemas/Dataset"},
            {**DATASET_EXAMPLE, "events": 0, "waiting": 0, "parts": 0, "bytes": 0},
            headers={"ETag": "The new state.", "Location": "Where it is."},
        ),
    ),
    precondition=True,
)
def save_dataset(call: Call, dataset: str) -> Reply:
    """Declare a dataset.

    One that is there is only replaced with its `ETag` in `If-Match`; `If-None-Match: *` makes sure that it is new. Once
    it has events, columns and choices can be added and labels changed, nothing else.
    """
    only_new = request.headers.get("If-None-Match") == "*"
    facts = declare_dataset(call.work, dataset, call.body, if_match(), only_new=only_new)
    headers = {"Location": f"/v1/datasets/{dataset}"} if facts.created else {}
    return Reply(facts, 201 if facts.created else 200, facts.etag, headers)


@routes.delete(
    "/v1/datasets/<dataset>",
    scope="edit",
    answer=Answer(204, "The dataset is gone"),
    precondition=True,
    kinds=(CONFLICT,),
)
def drop_dataset(call: Call, dataset: str) -> Reply:
    """Delete a dataset in which no event counts."""
    delete_dataset(call.work, dataset, if_match())
    return Reply()


@routes.get(
    "/v1/datasets/<dataset>/mapping",
    scope="read",
    answer=Answer(200, "The mapping", MAPPING_SCHEMA, MAPPING_EXAMPLE, headers=STATE),
    also=UNCHANGED,
)
def show_mapping(call: Call, dataset: str) -> Reply:
    """Show how the columns of files are read."""
    kept = mappings.get_mapping(call.work, dataset)
    return Reply(kept.told, etag=kept.etag)


@routes.put(
    "/v1/datasets/<dataset>/mapping",
    scope="edit",
    body=Body(MAPPING_SCHEMA, MAPPING_EXAMPLE),
    answer=Answer(
        200, "The mapping as it is kept", MAPPING_SCHEMA, MAPPING_EXAMPLE, headers={"ETag": "The new state."}
    ),
    also=(Answer(201, "The mapping is new", MAPPING_SCHEMA, MAPPING_EXAMPLE, headers={"ETag": "The new state."}),),
    precondition=True,
)
def save_mapping(call: Call, dataset: str) -> Reply:
    """Keep how the columns of files are read.

    What it does not say is found by the names of the columns. An import can bring a mapping of its own.
    """
    kept = mappings.put_mapping(call.work, dataset, call.body, if_match())
    return Reply(kept.told, 201 if kept.created else 200, kept.etag)


@routes.delete(
    "/v1/datasets/<dataset>/mapping",
    scope="edit",
    answer=Answer(204, "The mapping is gone"),
    precondition=True,
)
def drop_mapping(call: Call, dataset: str) -> Reply:
    """Forget the mapping."""
    mappings.delete_mapping(call.work, dataset, if_match())
    return Reply()


def _look_ahead(call: Call) -> ClosingNotes | None:
    return look_ahead(call.work, call.door.office.data_dir, call.path["dataset"], call.body["records"])


@routes.post(
    "/v1/datasets/<dataset>/records",
    scope="edit",
    body=Body(RecordsRequest(), RECORDS_REQUEST_EXAMPLE),
    answer=Answer(200, "What became of them", RecordsTaken(), TAKEN_EXAMPLE),
    prepare=_look_ahead,
    idempotent=True,
    key_required=True,
)
def send_records(call: Call, dataset: str) -> Reply:
    """Send records.

    An event counts once, however often it is sent: of several with one id the last arrival holds. A withdrawn event
    does not count. Times without an offset are on the workspace's clock.
    """
    body = call.body
    keep_rest = body["on_refused"] == "keep_rest"
    data_dir = call.door.office.data_dir
    taken = append(call.work, data_dir, dataset, body["records"], keep_rest=keep_rest, ahead=call.prepared)
    return Reply(
        {
            "accepted": taken.accepted,
            "repeated": taken.repeated,
            "waiting": taken.waiting,
            "refused": refused_json(taken.refused),
            "notes": _told(taken.notes),
        }
    )


@routes.get(
    "/v1/datasets/<dataset>/records",
    scope="read",
    query=RecordsQuery(),
    answer=Answer(200, "A page of events", Records(), RECORDS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_dataset_records(call: Call, dataset: str) -> Reply:
    """List the events that count.

    By time and id, each once, as the last arrival said it.
    """
    query, after = call.query, call.position
    zone = ZoneInfo(workspace_of(call.work).time_zone)
    sought = Sought(query.get("subject"), *(moment_in(query.get(name), zone, name) for name in ("since", "until")))
    position = (int(after[0]), str(after[1])) if after else None
    page = list_records(call.work, call.door.office.data_dir, dataset, sought, after=position, limit=query["limit"])
    names = names_of(call.work, dataset)
    return call.page(type(page)(tuple(_event(event, names) for event in page.items), page.next))


@routes.get(
    "/v1/datasets/<dataset>/periods",
    scope="read",
    answer=Answer(200, "The months", DatasetMonths(), MONTHS_EXAMPLE),
)
def list_dataset_periods(call: Call, dataset: str) -> Reply:
    """Count the events of each month.

    Those that count, by the month on the workspace's clock, latest first.
    """
    return Reply({"items": months_of(call.work, call.door.office.data_dir, dataset)})


def _prepare(call: Call) -> imports.Prepared:
    sent: Received = call.body
    query = call.query
    mapping = _mapping(sent.fields.get("mapping"))
    keep_rest = query["on_refused"] == "keep_rest"
    options = imports.Options(query["dry_run"], keep_rest, query.get("period"), mapping, query.get("source"))
    return imports.prepare(call.work, call.door.office.data_dir, call.path["dataset"], sent.upload, options)


@routes.post(
    "/v1/datasets/<dataset>/imports",
    scope="edit",
    query=ImportQuery(),
    body=Body(
        {"type": "string", "format": "binary"},
        CSV_EXAMPLE,
        media=(FORM, *MEDIA, *SOURCE_MEDIA),
        to_disk=True,
        shapes={FORM: IMPORT_FORM},
    ),
    answer=Answer(201, "The import, finished", Import(), IMPORT_EXAMPLE, headers={"Location": "Where it is."}),
    also=(
        Answer(
            202,
            "The import is queued; ask for it until it has ended",
            {"$ref": "#/components/schemas/Import"},
            {**IMPORT_EXAMPLE, "state": "queued", "report": None, "started_at": None, "finished_at": None, "seen": 0},
            headers={"Location": "Where it is."},
        ),
    ),
    prepare=_prepare,
    idempotent=True,
    key_required=True,
)
def import_file(call: Call, dataset: str) -> Reply:
    """Import a file.

    CSV in any usual encoding, xlsx or Parquet: as the body itself, or as `file` of a form. A small file is read at once
    (201), a larger one in the background (202). Look at `state`: `refused` means that nothing was kept, and `report`
    says why, row by row. All events of a file begin to count at the same moment, or none of them. With `source` the
    file is what that system writes, such as a queue log.
    """
    office, prepared = call.door.office, call.prepared
    try:
        facts = imports.begin(call.work, office.data_dir, prepared)
    finally:
        imports.discard(prepared)
    location = {"Location": f"/v1/datasets/{dataset}/imports/{facts.id}"}
    return Reply(facts, 202 if facts.state == "queued" else 201, headers=location)


@routes.get(
    "/v1/datasets/<dataset>/imports",
    scope="read",
    query=DatasetsQuery(),
    answer=Answer(200, "A page of imports", Imports(), IMPORTS_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_dataset_imports(call: Call, dataset: str) -> Reply:
    """List imports, newest first."""
    after = call.position
    page = imports.list_imports(call.work, dataset, after=str(after[0]) if after else None, limit=call.query["limit"])
    return call.page(page)


@routes.get(
    "/v1/datasets/<dataset>/imports/<import_id>",
    scope="read",
    answer=Answer(200, "The import", Import(), IMPORT_EXAMPLE),
)
def show_import(call: Call, dataset: str, import_id: str) -> Reply:
    """Show an import: how far it is, and its report once it has ended."""
    return Reply(imports.get_import(call.work, dataset, import_id))


@routes.post(
    "/v1/datasets/<dataset>/imports/<import_id>/cancel",
    scope="edit",
    answer=Answer(200, "The cancelled import", Import(), CANCELLED_EXAMPLE),
    kinds=(IMPORT_STATE,),
)
def cancel_one_import(call: Call, dataset: str, import_id: str) -> Reply:
    """Stop an import.

    While it is queued or being read. Nothing of it counts, now or later; whoever reads the file stops within seconds.
    """
    return Reply(imports.cancel_import(call.work, call.door.office.data_dir, dataset, import_id))


@routes.get(
    "/v1/datasets/<dataset>/imports/<import_id>/refused",
    scope="read",
    query=RefusedQuery(),
    answer=Answer(200, "A page of issues", RefusedRows(), REFUSED_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_refused_rows(call: Call, dataset: str, import_id: str) -> Reply:
    """List what is wrong with refused rows.

    All issues, also those beyond the first 1,000 that the report has, up to 200,000 and for an hour at least. After
    that those of the report.
    """
    after = call.position
    page = imports.refused_rows(
        call.work,
        call.door.office.data_dir,
        dataset,
        import_id,
        after=int(after[0]) if after else 0,
        limit=call.query["limit"],
    )
    return call.page(page)


def _told(issues: Any) -> list[dict[str, object]]:
    return [issue.to_json() for issue in issues]


def _mapping(text: str | None) -> Mapping[str, Any] | None:
    if text is None:
        return None
    try:
        told = read_json(text.encode("utf-8", "surrogatepass"))
    except Refused as refused:
        raise Problem(BODY_UNREADABLE, refused.issues, count=len(refused.issues)) from None
    return told  # type: ignore[no-any-return]  # its shape is checked where it is read


def _event(event: Shown, names: tuple[str, str, str]) -> dict[str, Any]:
    key, subject, time = names
    moment = event.time.isoformat().replace("+00:00", "Z")
    values = {name: value for name, value in event.values.items() if value is not None}
    return {key: event.id, subject: event.subject, time: moment, **values}
