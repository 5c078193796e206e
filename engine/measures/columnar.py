"""Measures of everybody at once, in DuckDB. Every value is that of :mod:`engine.measures.reference`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from engine.measures import reference, relations
from engine.measures.measure import Measure, Tally
from engine.measures.reference import Setting
from engine.values import PeriodFacts


@dataclass(frozen=True, slots=True)
class Measured:
    """The relation with everybody's values, and what became of the rows of each dataset.

    ``relation`` has one row per person measured: ``subject``, and for every measure its published value under its id,
    how many rows it was made of under ``id#rows``, and under ``id#reason`` why it is missing (see
    :class:`engine.measures.measure.Outcome`).
    """

    relation: str
    tallies: tuple[Tally, ...]


def measured(
    con: duckdb.DuckDBPyConnection,
    measures: Sequence[Measure],
    sources: Mapping[str, str],
    *,
    people: str,
    members: str | None = None,
    period: PeriodFacts,
    zone: str,
    scores: Mapping[str, str] | None = None,
    into: str = "measures",
) -> Measured:
    """Work out all measures for everybody.

    ``sources`` leads from datasets to relations of their rows, every id once; ``scores`` from rule sets to relations of
    their results. ``people`` are the spells of everybody known, ``members`` those in which people are measured (all of
    ``people`` without it): a row counts on days on which its person is a member, and formulas see the attributes of a
    person's last spell in it. For the shapes of the relations see :mod:`engine.measures.relations`. ``zone`` is an IANA
    name. The answer is a temporary table called ``into``.
    """
    spells = relations.read_spells(con, people, period.start, period.end)
    chosen = None if members is None else relations.read_spells(con, members, period.start, period.end)
    setting = Setting.of(period, zone, spells, chosen)
    used: dict[str, set[str]] = {}
    for measure in measures:
        if not measure.of_scores:
            used.setdefault(measure.source, set()).update(measure.columns)
    events = {id: relations.read_events(con, sources[id], sorted(names)) for id, names in used.items()}
    results = {id: relations.read_results(con, relation) for id, relation in (scores or {}).items()}
    outcomes = reference.measured(measures, events, setting, results)
    relations.write_outcomes(con, into, measures, outcomes)
    tallies = tuple(reference.tally(id, rows, measures, setting) for id, rows in events.items())
    return Measured(into, tallies)
