"""``/v1/figures``: what is entered for people and periods, and what is still missing."""

from __future__ import annotations

from typing import Any

from api.codes import FIELD_REQUIRED
from api.etags import if_match
from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import PERIOD_CLOSED
from api.receiving import FORM
from api.schemas.figures import (
    ENTER_EXAMPLE,
    FIGURES_EXAMPLE,
    OUTCOME_EXAMPLE,
    OVERVIEW_EXAMPLE,
    PERSON_FIGURES_EXAMPLE,
    PUT_EXAMPLE,
    FiguresOfPeriod,
    FiguresOfPerson,
    FiguresOutcomeAnswer,
    FiguresOverview,
    FiguresPut,
    FiguresQuery,
    FiguresRequest,
    OverviewQuery,
    entered_json,
    figures_json,
    history_json,
    overview_json,
)
from api.schemas.sheets import (
    FIGURES_FILE_EXAMPLE,
    FILE_FORM,
    FILE_MEDIA,
    FILE_SCHEMA,
    REPORT_EXAMPLE,
    FiguresSheetQuery,
    Report,
)
from api.uploads import sent_sheet
from engine.issues import Refused
from engine.program import Program
from rules.period import Period, parse_period
from service.closed_periods import correction_reason
from service.errors import NotFound
from service.figure_checks import FigureNews
from service.figures import enter, figures_etag, put_figures, told_of_person
from service.figures_import import PlannedSheet, import_figures, plan_figures_import
from service.figures_overview import list_figures, overview, person_figures
from service.people import is_person
from service.programs import program_in_force
from service.sheets import SheetReport
from service.uploads import uploads_folder

routes = Routes("figures", "Figures")


@routes.get(
    "/v1/figures/<period>",
    scope="read",
    query=FiguresQuery(),
    answer=Answer(200, "A page of people", FiguresOfPeriod(), FIGURES_EXAMPLE, headers={"Link": '`rel="next"`'}),
)
def list_period_figures(call: Call, period: str) -> Reply:
    """List the figures of a period.

    Person by person. With `rule_set` everybody takes their place to whom it applies on some day of the period, and
    `missing` names the inputs that they need and nobody has entered. A page may be shorter than asked for.
    """
    when = parse_period(period, ("period",))
    if (call.query["missing"] or "lacking" in call.query) and "rule_set" not in call.query:
        raise Refused([FIELD_REQUIRED.at(("rule_set",), field="rule_set")])
    program = _program(call, when, call.query)
    after = call.position
    page = list_figures(
        call.work,
        when,
        program,
        only_missing=call.query["missing"],
        lacking=call.query.get("lacking"),
        after=str(after[0]) if after else None,
        limit=call.query["limit"],
    )
    return call.page(page, figures_json)


@routes.get(
    "/v1/figures/<period>/overview",
    scope="read",
    query=OverviewQuery(),
    answer=Answer(200, "What is there and what is missing", FiguresOverview(), OVERVIEW_EXAMPLE),
)
def show_figures_overview(call: Call, period: str) -> Reply:
    """Count what is there and what is missing.

    For everybody to whom the rule set applies on some day of the period. Measures are not counted: they are worked out
    from datasets.
    """
    when = parse_period(period, ("period",))
    number, ready = program_in_force(call.work, call.query["rule_set"], when, call.query.get("version"))
    return Reply(overview_json(overview(call.work, ready.program, number, when), str(when)))


@routes.post(
    "/v1/figures/<period>",
    scope="score",
    body=Body(FiguresRequest(), ENTER_EXAMPLE),
    answer=Answer(200, "What came of it", FiguresOutcomeAnswer(), OUTCOME_EXAMPLE),
    idempotent=True,
    kinds=(PERIOD_CLOSED,),
)
def enter_figures(call: Call, period: str) -> Reply:
    """Enter figures.

    A value that is entered again supersedes the one before, which stays in the history. With `rule_set` every value is
    checked as scoring would check it. When somebody's values are refused nothing is stored, unless `on_refused` is
    `keep_rest`: then nothing of those people is. Of a closed period figures change for a `correction` only.
    """
    when = parse_period(period, ("period",))
    people: list[dict[str, Any]] = call.body["people"]
    told = [
        FigureNews(one["person"], one["values"], one["decisions"], ("people", place))
        for place, one in enumerate(people)
    ]
    keep_rest = call.body["on_refused"] == "keep_rest"
    program = _program(call, when, call.body)
    outcome = enter(call.work, when, told, program, keep_rest=keep_rest, correction=_correction(call.body))
    return Reply(entered_json(outcome, [one["person"] for one in people]))


@routes.get(
    "/v1/figures/<period>/people/<person_id>",
    scope="read",
    answer=Answer(
        200,
        "The person's figures",
        FiguresOfPerson(),
        PERSON_FIGURES_EXAMPLE,
        headers={"ETag": "Send it as `If-Match` with the next change."},
    ),
    also=(Answer(304, "You have it already (`If-None-Match`)", headers={"ETag": "The same ETag."}),),
)
def show_person_figures(call: Call, period: str, person_id: str) -> Reply:
    """Show the figures of a person.

    The values that hold, and everything that was ever entered: by whom, when, from which file.
    """
    return _shown(call, parse_period(period, ("period",)), person_id)


@routes.put(
    "/v1/figures/<period>/people/<person_id>",
    scope="score",
    body=Body(FiguresPut(), PUT_EXAMPLE),
    answer=Answer(
        200, "The person's figures", FiguresOfPerson(), PERSON_FIGURES_EXAMPLE, headers={"ETag": "The new state."}
    ),
    precondition=True,
    kinds=(PERIOD_CLOSED,),
)
def replace_person_figures(call: Call, period: str, person_id: str) -> Reply:
    """Enter all figures of a person.

    What holds and is not among them is taken back. Once something was entered for the person and period, the `ETag` is
    needed in `If-Match`. Of a closed period figures change for a `correction` only.
    """
    when = parse_period(period, ("period",))
    body = call.body
    program = _program(call, when, body)
    correction = _correction(body)
    put_figures(
        call.work, when, person_id, if_match(), body["values"], body["decisions"], program, correction=correction
    )
    return _shown(call, when, person_id)


def _program(call: Call, period: Period, named: Any) -> Program | None:
    if named.get("rule_set") is None:
        return None
    _, ready = program_in_force(call.work, named["rule_set"], period, named.get("version"))
    return ready.program


def _correction(named: Any) -> str | None:
    return correction_reason(named.get("reason"), correction=named["correction"])


def _shown(call: Call, period: Period, person_id: str) -> Reply:
    if not is_person(call.work, person_id):
        raise NotFound("person", person_id)
    figures = figures_json(person_figures(call.work, period, person_id))
    history = history_json(told_of_person(call.work, period, person_id))
    body = {**figures, "period": str(period), "history": history}
    return Reply(body, etag=figures_etag(call.work, period, person_id))


def _rules(call: Call, period: Period) -> tuple[int, Program]:
    number, ready = program_in_force(call.work, call.query["rule_set"], period, call.query.get("version"))
    return number, ready.program


def _imported(call: Call, period: str, *, dry_run: bool) -> SheetReport:
    when = parse_period(period, ("period",))
    with sent_sheet(call) as upload:
        return import_figures(
            call.work,
            when,
            _rules(call, when),
            upload,
            ready=None if dry_run else call.prepared,
            creates=call.query["unknown_people"] == "create",
            keep_rest=call.query["on_refused"] == "keep_rest",
            dry_run=dry_run,
            skip_issues=call.query["skip_issues"],
            correction=_correction(call.query),
        )


def _read(call: Call) -> SheetReport | PlannedSheet:
    """The report of a dry run, or what is to be written: reading a long sheet keeps nobody from writing."""
    if call.query["dry_run"]:
        return _imported(call, call.path["period"], dry_run=True)
    when = parse_period(call.path["period"], ("period",))
    with sent_sheet(call) as upload:
        return plan_figures_import(
            call.work,
            when,
            _rules(call, when),
            upload,
            uploads_folder(call.door.office.data_dir),
            creates=call.query["unknown_people"] == "create",
            keep_rest=call.query["on_refused"] == "keep_rest",
            correction=_correction(call.query),
        )


@routes.post(
    "/v1/figures/<period>/imports",
    scope="score",
    query=FiguresSheetQuery(),
    body=Body(FILE_SCHEMA, FIGURES_FILE_EXAMPLE, media=(FORM, *FILE_MEDIA), to_disk=True, shapes={FORM: FILE_FORM}),
    answer=Answer(200, "What came of it", Report(), REPORT_EXAMPLE),
    idempotent=True,
    kinds=(PERIOD_CLOSED,),
    prepare=_read,
)
def import_figures_file(call: Call, period: str) -> Reply:
    """Import a sheet of figures.

    One row for each person, one column for each input, known by its id or its label in either language, or by
    `mapping`. Decisions have three columns: `decision.<reward>.amount`, `.reason` and `.author`. Every value is checked
    as scoring would check it; an empty cell says nothing. When a row is refused nothing is stored, unless
    `on_refused` is `keep_rest`. Of a closed period figures change for a `correction` only.
    """
    if isinstance(call.prepared, SheetReport):
        return Reply(call.prepared.to_json())
    return Reply(_imported(call, period, dry_run=False).to_json())
