"""``/v1/tables``: files looked at before they are imported."""

from __future__ import annotations

from api.codes import FIELD_REQUIRED
from api.operation import Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import NOT_FOUND
from api.receiving import FORM
from api.schemas.sheets import FILE_EXAMPLE, FILE_FORM, FILE_MEDIA, FILE_SCHEMA
from api.schemas.tables import PREVIEW_EXAMPLE, Preview, PreviewQuery, preview_json
from api.uploads import sent_sheet
from engine.issues import Refused
from rules.period import parse_period
from service.programs import program_in_force
from service.table_preview import preview_dataset, preview_figures, preview_people

ASKED = {"people": (), "figures": ("rule_set", "period"), "dataset": ("dataset",)}

routes = Routes("tables", "Tables")


@routes.post(
    "/v1/tables/preview",
    scope="read",
    query=PreviewQuery(),
    body=Body(FILE_SCHEMA, FILE_EXAMPLE, media=(FORM, *FILE_MEDIA), to_disk=True, shapes={FORM: FILE_FORM}),
    answer=Answer(200, "The table", Preview(), PREVIEW_EXAMPLE),
    transaction=Transaction.READING,
    kinds=(NOT_FOUND,),
)
def preview_table(call: Call) -> Reply:
    """Look at a table before it is imported.

    Its columns with their first values, what each probably stands for, and all that columns may stand for. Nothing is
    stored.
    """
    query = call.query
    lacking = [name for name in ASKED[query["use"]] if name not in query]
    if lacking:
        raise Refused([FIELD_REQUIRED.at((name,), field=name) for name in lacking])
    with sent_sheet(call) as upload:
        if query["use"] == "people":
            return Reply(preview_json(preview_people(call.work, upload)))
        if query["use"] == "dataset":
            return Reply(preview_json(preview_dataset(call.work, query["dataset"], upload)))
        when = parse_period(query["period"], ("period",))
        _, ready = program_in_force(call.work, query["rule_set"], when, query.get("version"))
        return Reply(preview_json(preview_figures(call.work, ready.program, upload)))
