"""The inputs of a run from what the workspace has stored: people, figures, events, results of other rule sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.columnar.plan import input_names
from engine.issues import Issue
from engine.measures.columnar import measured
from engine.program import Program
from rules.period import Period
from rules.score import facts
from service.doorway import TextColumn, load_lines, read_columns
from service.duck import literal, quoted
from service.figure_inputs import load_figures
from service.figures import figures_revision
from service.people_inputs import applies_sql, load_people
from service.runs.columns import REFUSED, SUBJECT
from service.runs.events import NOBODY, load_events, load_lines_of_managers, pin_events, warnings_of
from service.runs.reading import MANAGER, NAME, REASON
from service.runs.rollups import load_scores, pin_scores
from service.runs.sources import Asked, Gathered, Pins
from service.spells import people_revision
from service.work import Work
from service.workspaces import workspace_of
from store.models.person import names_of_people


@dataclass(frozen=True, slots=True)
class Stored:
    """Sources that read what is stored; ``data_dir`` is where events lie."""

    data_dir: Path

    def pin(self, work: Work, program: Program, period: Period) -> Pins:
        people, figures = people_revision(work), figures_revision(work, period)
        identity: dict[str, object] = {
            "people": people.hash,
            "figures": figures.hash,
            "time_zone": workspace_of(work).time_zone,
        }
        # equal data can be reached by different ways, so how often it changed is no part of what it is
        details: dict[str, object] = {"revisions": {"people": people.number, "figures": figures.number}}
        if scores := pin_scores(work, program, period):
            identity["scores"] = scores
        events = pin_events(work, self.data_dir, program)
        if events is not None:
            identity["datasets"] = {name: one.content_hash for name, one in events.datasets.items()}
            details["events"] = events.to_json()
        return Pins(identity, details)

    def gather(self, asked: Asked, con: duckdb.DuckDBPyConnection, target: Path) -> Gathered:
        """A figure takes the place of what a measure or the list of people tells for the same input."""
        program, period, pins, scratch = asked.program, asked.period, asked.pins, asked.scratch
        revisions, zone = pins["revisions"], pins["time_zone"]
        names = input_names(program)
        with asked.office.reading(asked.actor) as work:
            load_people(con, work, program, period, scratch, revisions["people"], table="people_told", names=names)
            figures = load_figures(
                con, work, program, period, scratch, revisions["figures"], table="figures_told", names=names
            )
            _load_names(con, work, scratch)
            _type_spells(con, program, scratch)
            load_lines_of_managers(con, work, program, period, scratch)
            scores = load_scores(con, asked.office, work, program, period, pins.get("scores", {}), asked.at, scratch)
        warnings: list[Issue] = []
        made: list[str] = []
        if program.measures:
            events = load_events(con, self.data_dir, pins.get("events"))
            told = [measure for measure in program.measures if measure.of_scores or measure.source in events]
            if told:
                measured(
                    con,
                    told,
                    events,
                    people="spells_typed",
                    members="spells_of_members",
                    period=facts(period),
                    zone=zone,
                    scores=scores,
                )
            made = [measure.id for measure in told]
            warnings = warnings_of(con, program, events, period, zone)
        count = _write(con, program, names, figures, made, target)
        if not count:
            warnings.insert(0, NOBODY.at((), period=str(period)))
        return Gathered(count, tuple(warnings))


def _type_spells(con: duckdb.DuckDBPyConnection, program: Program, scratch: Path) -> None:
    """Spells as :mod:`engine.measures.relations` wants them: everybody's, and those in which the rule set applies."""
    attributes = [item for item in program.inputs if item.origin == "attribute"]
    columns = [TextColumn(item, f"json_extract_string(attributes, {literal(item.id)})") for item in attributes]
    typed, _ = read_columns(con, "spells", columns, {}, scratch)
    told = f"SELECT person AS subject, from_day, to_day, manager{typed} FROM spells"
    con.execute(f"CREATE OR REPLACE TEMP TABLE spells_typed AS {told}")
    con.execute(f"CREATE OR REPLACE TEMP TABLE spells_of_members AS {told} WHERE {applies_sql(program)}")


def _load_names(con: duckdb.DuckDBPyConnection, work: Work, scratch: Path) -> None:
    rows = names_of_people(work.session, work.workspace_id)
    load_lines(con, "people_names", {"id": "VARCHAR", "name": "VARCHAR"}, rows, scratch)


def _write(
    con: duckdb.DuckDBPyConnection,
    program: Program,
    names: Mapping[str, str],
    figures: Sequence[str],
    measures: Sequence[str],
    target: Path,
) -> int:
    """One row for each person who takes part, sorted by person."""
    told = [f"p.{quoted(SUBJECT)}", f"n.name AS {quoted(NAME)}", f"p.{quoted(MANAGER)}"]
    for item in program.inputs:
        name, places = quoted(names[item.id]), []
        if item.id in figures:
            places.append(f"f.{name}")
        if item.id in measures:
            places.append(f"m.{quoted(item.id)}")
        if item.origin == "attribute" or item.source is not None:
            places.append(f"p.{name}")
        if places:
            told.append(f"coalesce({', '.join(places)}) AS {name}")
    told += [f"m.{quoted(f'{id}#reason')} AS {quoted(REASON + id)}" for id in measures]
    refused = f"p.{quoted(REFUSED)}, f.{quoted(REFUSED)}"
    together = f"nullif(concat({refused}), '')"
    # Two lists of issues as one: the brackets between them become a comma.
    told.append(f"replace({together}, '][', ',') AS {quoted(REFUSED)}")
    joined = f"people_told p LEFT JOIN figures_told f USING ({quoted(SUBJECT)})"
    if measures:
        joined += f" LEFT JOIN measures m ON m.subject = p.{quoted(SUBJECT)}"
    joined += f" LEFT JOIN people_names n ON n.id = p.{quoted(SUBJECT)}"
    (count,) = con.execute(
        f"COPY (SELECT {', '.join(told)} FROM {joined} ORDER BY p.{quoted(SUBJECT)}) TO {literal(target)} "
        "(FORMAT parquet, COMPRESSION zstd)"
    ).fetchall()[0]
    return int(count)
