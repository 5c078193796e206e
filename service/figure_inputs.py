"""What figures contribute to a run: the values that hold for a period, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

import duckdb

from engine.program import Program
from rules.period import Period
from service.doorway import TextColumn, load_lines, read_columns
from service.duck import literal, quoted
from service.figure_checks import DECISION
from service.figures import figures_revision
from service.people_inputs import NO_NAMES
from service.work import Work
from service.written import from_text
from store.models.figure import figures_between

_LINES = {"person": "VARCHAR", "name": "VARCHAR", "value": "VARCHAR"}


def load_figures(
    con: duckdb.DuckDBPyConnection,
    work: Work,
    program: Program,
    period: Period,
    scratch: Path,
    revision: int | None = None,
    *,
    table: str = "figures",
    names: Mapping[str, str] = NO_NAMES,
) -> tuple[str, ...]:
    """Make ``table`` in ``con``, one row for each person who has a value, and name the inputs that are columns of it.

    Columns: ``@subject``, each input (or measure, or decision) of the program for which anybody has a value, exact and
    null where there is none; ``@refused`` is JSON of the issues with which the door refuses a value of that person,
    else null. Somebody here need not be among those who take part.
    """
    at = figures_revision(work, period).number if revision is None else revision
    wanted = {item.id: item for item in program.inputs if item.origin != "attribute"}
    load_lines(con, "figure_lines", _LINES, _lines(work, period, list(wanted), at), scratch)
    found = {name for (name,) in con.execute("SELECT DISTINCT name FROM figure_lines").fetchall()}
    columns = [item for id, item in wanted.items() if id in found]
    pivot = "".join(
        f", max(value) FILTER (name = {literal(item.id)}) AS c{number}" for number, item in enumerate(columns)
    )
    con.execute(f"CREATE OR REPLACE TEMP TABLE figure_texts AS SELECT person{pivot} FROM figure_lines GROUP BY person")
    texts = [TextColumn(item, f"c{number}") for number, item in enumerate(columns)]
    typed, refused = read_columns(con, "figure_texts", texts, names, scratch)
    con.execute(
        f'CREATE OR REPLACE TABLE {quoted(table)} AS SELECT person AS "@subject"{typed}, {refused} AS "@refused" '
        f"FROM figure_texts ORDER BY person"
    )
    return tuple(item.id for item in columns)


def _lines(work: Work, period: Period, names: list[str], revision: int) -> Iterator[tuple[str, str, str]]:
    """(person, name, text) of every value that holds."""
    rows = chain.from_iterable(figures_between(work.session, work.workspace_id, str(period), names, revision))
    for (person, name), entered in groupby(rows, key=itemgetter(0, 1)):
        *_, (_, _, latest) = entered
        written = from_text(latest)
        value = written.get("amount") if name.startswith(DECISION) else written["value"]
        if value is not None:
            yield person, name, value.text
