"""What the list of people contributes to a run: who takes part, with their attributes and days, as columns.

A person takes part when the rule set applies to them on some day of the period (``applies_to``), and is scored once.
Attributes and manager are those of the last such day, so that is the group they are compared in; ``people.days`` counts
such days. Whoever changes from one role to another takes part in the runs of both, each with its own days.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from engine.program import Program
from rules.document.names import id_problems
from rules.period import Period
from rules.sections.sources import PEOPLE
from service.doorway import TextColumn, read_columns
from service.duck import literal, quoted
from service.spells import load_spells
from service.work import Work

NO_NAMES: Mapping[str, str] = {}


def load_people(
    con: duckdb.DuckDBPyConnection,
    work: Work,
    program: Program,
    period: Period,
    scratch: Path,
    revision: int | None = None,
    *,
    table: str = "people",
    names: Mapping[str, str] = NO_NAMES,
) -> int:
    """Make ``table`` in ``con``, one row for each person who takes part, and say how many rows it has.

    Columns: ``@subject``, ``@manager``, each attribute of the program and each input that the list of people tells, by
    id (or by its name in ``names``), exact and null where there is nothing; ``@refused`` is JSON of the issues with
    which the door refuses a value of that person, else null. ``scratch`` is a folder for files of a moment.
    """
    load_spells(con, work, period, scratch, revision)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE taking_part AS SELECT person, CAST(sum(days) AS BIGINT) AS days, "
        f"arg_max({{'a': attributes, 'm': manager}}, from_day) AS latest, any_value(present) AS present FROM ("
        f"SELECT *, date_diff('day', from_day, to_day) + 1 AS days, "
        f"CAST(sum(date_diff('day', from_day, to_day) + 1) OVER (PARTITION BY person) AS BIGINT) AS present FROM spells"
        f") WHERE {applies_sql(program)} GROUP BY person"
    )
    wanted = [item for item in program.inputs if item.origin == "attribute" or item.source is not None]
    columns = [TextColumn(item, _told(item.id, item.source, period)) for item in wanted]
    typed, refused = read_columns(con, "taking_part", columns, names, scratch)
    con.execute(
        f'CREATE OR REPLACE TABLE {quoted(table)} AS SELECT person AS "@subject", latest.m AS "@manager"{typed}, '
        f'{refused} AS "@refused" FROM taking_part ORDER BY person'
    )
    (count,) = con.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone() or (0,)
    return int(count)


def applies_sql(program: Program) -> str:
    """Whether a rule set is for a person with these attributes (column ``attributes``, JSON text), as SQL."""
    conditions = []
    for name, texts in program.applies_to:
        if id_problems(name) or not texts:
            # no attribute can have this name, or no text is the right one
            return "FALSE"
        conditions.append(f"({_attribute('attributes', name)} IN ({', '.join(literal(text) for text in texts)}))")
    return " AND ".join(conditions) or "TRUE"


def _told(id: str, source: str | None, period: Period) -> str:
    match source:
        case "people.days":
            return "CAST(days AS VARCHAR)"
        case "people.present_days":
            return "CAST(present AS VARCHAR)"
        case "people.period_days":
            return literal(str((period.end - period.start).days + 1))
    return _attribute("latest.a", id if source is None else source.removeprefix(PEOPLE))


def _attribute(column: str, name: str) -> str:
    """Ids are letters, digits and underscores and begin with a letter: the database takes them for keys, not paths."""
    return f"json_extract_string({column}, {literal(name)})"
