"""``/v1/runs``: whole periods scored, and what came out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.operation import Answer, Body, Reply, Routes
from api.performing import Call
from api.problems import NOT_FOUND, PERIOD_CLOSED, RUN_FILES_MISSING, RUN_STATE, RUN_UNFINISHED
from api.schemas import run_results as shapes
from api.schemas.paging import Paging, page_of
from api.schemas.runs import (
    PLANNED_SCHEMA,
    QUEUED_EXAMPLE,
    RUN_EXAMPLE,
    RUN_SCHEMA,
    RUNS_STARTED_SCHEMA,
    PlannedQuery,
    RunRequest,
    RunsQuery,
    run_body,
)
from rules.period import parse_period
from service.runs import starting
from service.runs.boards import compare_groups, distribution, leaderboard
from service.runs.exporting import write_csv, write_parquet, write_xlsx
from service.runs.given import list_given
from service.runs.of_person import results_of_person
from service.runs.problems import problems_of
from service.runs.reading import View, Wanted, list_differences, list_results, one_result, opened
from service.runs.starting import cancel_run, for_role, get_run, list_runs, resume_run, retry_run, start_runs
from store.models.run import RunFilter

RUN = "/v1/runs/<int(min=1,max=999999999):run_id>"
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
LINK = {"Link": '`rel="next"`'}
READING = (RUN_UNFINISHED, RUN_FILES_MISSING)

routes = Routes("runs", "Runs")


@routes.post(
    "/v1/runs",
    scope="score",
    body=Body(RunRequest(), {"period": "2026-11", "rule_set": "taobao-presales"}),
    answer=Answer(
        202, "Queued", RUNS_STARTED_SCHEMA, {"runs": [QUEUED_EXAMPLE]}, headers={"Location": "The first run."}
    ),
    also=(
        Answer(
            200,
            "They were there already",
            RUNS_STARTED_SCHEMA,
            {"runs": [RUN_EXAMPLE]},
            headers={"Location": "The first run."},
        ),
    ),
    kinds=(NOT_FOUND, PERIOD_CLOSED),
    idempotent=True,
    key_required=True,
)
def start_run(call: Call) -> Reply:
    """Score a whole period.

    What is read is pinned now: later changes of people, figures, datasets or rules make no difference to this run. The
    same version, period and data are the same run, whenever they are asked for: then the answer is 200 with that run.
    With other data a new run takes the place of the former one when it is done, and posts the differences. With `role`
    there is a run for each rule set in force that applies to it.
    """
    started = start_runs(call.work, call.door.sources, starting.RunRequest(**call.body))
    location = {"Location": f"/v1/runs/{started[0].run.id}"}
    status = 202 if any(one.created for one in started) else 200
    return Reply({"runs": [run_body(one.run) for one in started]}, status, headers=location)


@routes.get(
    "/v1/runs",
    scope="read",
    query=RunsQuery(),
    answer=Answer(200, "A page of runs", page_of(RUN_SCHEMA), {"items": [RUN_EXAMPLE], "next": None}, headers=LINK),
)
def list_all_runs(call: Call) -> Reply:
    """List runs, newest first."""
    wanted = RunFilter(call.query.get("rule_set"), call.query.get("period"), call.query.get("state"))
    after = call.position
    page = list_runs(call.work, wanted, after=int(after[0]) if after else None, limit=call.query["limit"])
    return call.page(page, run_body)


@routes.get(
    "/v1/runs/planned",
    scope="read",
    query=PlannedQuery(),
    answer=Answer(200, "What would be run", PLANNED_SCHEMA, {"items": [{"rule_set": "taobao-presales", "version": 3}]}),
)
def list_planned_runs(call: Call) -> Reply:
    """List what a run of a role would run.

    The rule sets in force for the period whose `applies_to` has the role, each with its version. Nothing is started;
    what people still lack is told by `GET /v1/figures/{period}/overview`.
    """
    found = for_role(call.work, call.query["role"], parse_period(call.query["period"], ("period",)))
    return Reply({"items": [{"rule_set": rule_set, "version": number} for rule_set, number in found]})


@routes.get(RUN, scope="read", answer=Answer(200, "The run", RUN_SCHEMA, RUN_EXAMPLE))
def show_run(call: Call, run_id: int) -> Reply:
    """Show a run: its state, how far it is, what was noticed, what it was made of."""
    return Reply(run_body(get_run(call.work, run_id)))


@routes.post(
    f"{RUN}/cancel",
    scope="score",
    answer=Answer(200, "The cancelled run", RUN_SCHEMA, {**QUEUED_EXAMPLE, "state": "cancelled"}),
    kinds=(RUN_STATE,),
)
def cancel_a_run(call: Call, run_id: int) -> Reply:
    """Stop a run that is queued or running.

    The results that counted before go on to count. It can be resumed.
    """
    return Reply(run_body(cancel_run(call.work, run_id)))


@routes.post(
    f"{RUN}/resume",
    scope="score",
    answer=Answer(200, "The run", RUN_SCHEMA, QUEUED_EXAMPLE),
    kinds=(RUN_STATE, PERIOD_CLOSED),
)
def resume_a_run(call: Call, run_id: int) -> Reply:
    """Go on with a cancelled run.

    What was done is not done again.
    """
    return Reply(run_body(resume_run(call.work, run_id)))


@routes.post(
    f"{RUN}/retry",
    scope="score",
    answer=Answer(200, "The run", RUN_SCHEMA, QUEUED_EXAMPLE),
    kinds=(RUN_STATE, PERIOD_CLOSED),
)
def retry_a_run(call: Call, run_id: int) -> Reply:
    """Go on with a run that failed.

    `problem` of the run says what has to be mended before. What was done is not done again.
    """
    return Reply(run_body(retry_run(call.work, run_id)))


@routes.get(
    f"{RUN}/results",
    scope="read",
    query=shapes.ResultsQuery(),
    answer=Answer(200, "A page of results", page_of(shapes.RUN_RESULT_SCHEMA), shapes.RESULTS_EXAMPLE, headers=LINK),
    kinds=READING,
)
def list_run_results(call: Call, run_id: int) -> Reply:
    """List everybody's results."""
    query = call.query
    name, _, value = query.get("where", "").partition(":")
    wanted = Wanted(
        query.get("status"), query.get("tier"), (name, value) if name else None, query.get("search"), query["sort"]
    )
    with _open(call, run_id) as view:
        page = list_results(view, wanted, offset=_offset(call), limit=query["limit"], level=query["explain"])
    return call.page(page)


@routes.get(
    f"{RUN}/results/<subject>",
    scope="read",
    query=shapes.ResultQuery(),
    answer=Answer(200, "The result", shapes.RUN_RESULT_SCHEMA, shapes.RUN_RESULT_EXAMPLE),
    kinds=READING,
)
def show_run_result(call: Call, run_id: int, subject: str) -> Reply:
    """Show one person's result with its explanation."""
    with _open(call, run_id) as view:
        return Reply(one_result(view, subject, call.query["explain"]))


@routes.get(
    f"{RUN}/inputs",
    scope="read",
    query=shapes.GivenQuery(),
    answer=Answer(200, "A page of people", page_of(shapes.GIVEN_SCHEMA), shapes.GIVEN_EXAMPLE, headers=LINK),
    kinds=READING,
)
def list_run_inputs(call: Call, run_id: int) -> Reply:
    """List what the run was given for each person.

    Inputs, attributes and measures as they were in the period, decisions, and of earlier periods what formulas look
    back on: ready to be sent to `POST /v1/rule-sets/try`, so that a draft is tried on real people.
    """
    query = call.query
    with _open(call, run_id) as view:
        page = list_given(
            call.door.office, call.work, view, query.get("search"), offset=_offset(call), limit=query["limit"]
        )
    return call.page(page)


@routes.get(
    f"{RUN}/differences",
    scope="read",
    query=Paging(),
    answer=Answer(
        200, "A page of differences", page_of(shapes.DIFFERENCE_SCHEMA), shapes.DIFFERENCES_EXAMPLE, headers=LINK
    ),
    kinds=(RUN_UNFINISHED,),
)
def list_run_differences(call: Call, run_id: int) -> Reply:
    """List what is different from the run before, by person."""
    after = call.position
    page = list_differences(call.work, run_id, after=str(after[0]) if after else None, limit=call.query["limit"])
    return call.page(page, shapes.difference_body)


@routes.get(
    f"{RUN}/leaderboard",
    scope="read",
    query=shapes.LeaderboardQuery(),
    answer=Answer(200, "A page of places", page_of(shapes.PLACE_SCHEMA), shapes.LEADERBOARD_EXAMPLE, headers=LINK),
    kinds=READING,
)
def show_leaderboard(call: Call, run_id: int) -> Reply:
    """Rank people by score, a metric or money.

    Only who is scored has a place. Equal values share a place, and the places they take up are left out: 1, 2, 2, 4.
    """
    query = call.query
    with _open(call, run_id) as view:
        page = leaderboard(
            view,
            query["by"],
            query.get("within"),
            ascending=query["order"] == "asc",
            anonymous=query["anonymous"],
            me=query.get("me"),
            offset=_offset(call),
            limit=query["limit"],
        )
    return call.page(page)


@routes.get(
    f"{RUN}/distribution",
    scope="read",
    query=shapes.DistributionQuery(),
    answer=Answer(200, "The distribution", shapes.DISTRIBUTION_SCHEMA, shapes.DISTRIBUTION_EXAMPLE),
    kinds=READING,
)
def show_distribution(call: Call, run_id: int) -> Reply:
    """Show how a value spreads over the people who are scored, and how many have each tier."""
    with _open(call, run_id) as view:
        return Reply(distribution(view, call.query["by"], call.query["bins"]))


@routes.get(
    f"{RUN}/teams",
    scope="read",
    query=shapes.TeamsQuery(),
    answer=Answer(200, "The groups", shapes.TEAMS_SCHEMA, shapes.TEAMS_EXAMPLE),
    kinds=READING,
)
def show_teams(call: Call, run_id: int) -> Reply:
    """Compare the groups that an attribute makes."""
    with _open(call, run_id) as view:
        return Reply({"items": compare_groups(view, call.query["within"], call.query["by"])})


@routes.get(
    f"{RUN}/problems",
    scope="read",
    answer=Answer(200, "What is in the way", shapes.PROBLEMS_SCHEMA, shapes.PROBLEMS_EXAMPLE),
    kinds=READING,
)
def show_run_problems(call: Call, run_id: int) -> Reply:
    """Say why people have no result, by reason."""
    with _open(call, run_id) as view:
        return Reply(problems_of(view))


@routes.get(
    f"{RUN}/export.<any(xlsx,csv,parquet):format>",
    scope="read",
    answer=Answer(
        200,
        "The file",
        {"type": "string", "format": "binary"},
        "subject,name,team,status,score\nu17,Li Na,night,scored,86.35\n",
        media=tuple(FORMATS.values()),
        headers={"Content-Disposition": "A name for the file."},
    ),
    kinds=READING,
)
def export_run(call: Call, run_id: int, format: str) -> Reply:
    """Export everybody's results.

    `xlsx` has a sheet for each level: people, metrics, rewards, adjustments, differences, summary. No cell is a
    formula, whatever a text looks like.
    """
    facts = get_run(call.work, run_id)
    with _open(call, run_id) as view:
        file = Path(tempfile.mkstemp(prefix="scorewright-export-", suffix=f".{format}")[1])
        try:
            if format == "xlsx":
                write_xlsx(call.work, view, facts, file)
            else:
                (write_csv if format == "csv" else write_parquet)(view, file)
        except BaseException:
            file.unlink(missing_ok=True)
            raise
    name = f"run-{run_id}-{facts.period}.{format}"
    return Reply(file=file, media=FORMATS[format], headers={"Content-Disposition": f'attachment; filename="{name}"'})


@routes.get(
    "/v1/people/<person_id>/results",
    scope="read",
    query=shapes.PersonResultsQuery(),
    answer=Answer(
        200, "A page of results", page_of(shapes.PERSON_RESULT_SCHEMA), shapes.PERSON_RESULTS_EXAMPLE, headers=LINK
    ),
    kinds=(RUN_FILES_MISSING,),
)
def list_results_of_person(call: Call, person_id: str) -> Reply:
    """List one person's results, latest period first.

    For each rule set and period the run that counts, or without one what was recorded.
    """
    after = call.position
    page = results_of_person(
        call.door.office,
        call.work,
        person_id,
        call.query.get("rule_set"),
        level=call.query["explain"],
        after=(str(after[0]), str(after[1]), str(after[2])) if after else None,
        limit=call.query["limit"],
    )
    return call.page(page, shapes.person_body)


@contextmanager
def _open(call: Call, run_id: int) -> Iterator[View]:
    with opened(call.door.office, call.work, run_id) as view:
        yield view


def _offset(call: Call) -> int:
    after = call.position
    return int(after[0]) if after else 0
