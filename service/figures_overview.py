"""What is there and what is missing before a period can be scored: in sum, and person by person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.issues import Words
from engine.program import Program, RewardLine
from engine.result import money
from engine.values import Input
from rules.period import Period
from rules.sections.sources import FACTS, PEOPLE
from service.duck import computing, quoted
from service.figure_inputs import load_figures
from service.figures import FigureValue, figures_revision, held
from service.people_inputs import load_people
from service.spells import Revision, as_of_period, people_revision
from service.work import Page, Work
from service.written import from_text
from store.models.figure import people_with_figures
from store.models.person import persons

MOST_LOOKED_AT = 20_000
"""Stretches of days that are looked through for one page."""

MEMORY = "512MB"


@dataclass(frozen=True, slots=True)
class InputState:
    """How many of those who take part have a value of an input, and how many lack it.

    ``needed``: without a value the person has no score. ``source`` is what the list of people tells of it.
    """

    id: str
    label: Words
    needed: bool
    source: str | None
    have: int
    lack: int


@dataclass(frozen=True, slots=True)
class DecisionState:
    """A discretionary reward: between which amounts somebody may decide (exact texts), and for how many of those who
    take part somebody has."""

    id: str
    label: Words
    low: str
    high: str
    have: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of a period for one rule set.

    ``people`` take part, ``complete`` of them lack nothing they need (measures apart, which come from datasets),
    ``refused`` have a value that the door refuses. ``others`` have figures and do not take part.
    """

    rule_set: str
    version: int
    people: int
    complete: int
    refused: int
    others: int
    inputs: tuple[InputState, ...]
    decisions: tuple[DecisionState, ...]
    currency: str
    figures: Revision
    list_of_people: Revision


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """The values of one person that hold. ``missing`` are inputs needed for a score, ``empty`` others without value."""

    person: str
    name: str
    values: tuple[FigureValue, ...]
    missing: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def overview(work: Work, program: Program, version: int, period: Period) -> Overview:
    """Count what is there for everybody who takes part. Needs scope ``read``."""
    work.actor.require("read")
    asked = asked_for(program)
    with computing(MEMORY) as con, TemporaryDirectory(prefix="scorewright-") as scratch:
        people = load_people(con, work, program, period, Path(scratch))
        entered = set(load_figures(con, work, program, period, Path(scratch)))
        told = {item.id for item in asked if item.source is not None}
        values = {item.id: _value(item.id, entered, told) for item in asked}
        needed = [values[item.id] for item in asked if is_needed(program, item)]
        complete = " AND ".join(f"{value} IS NOT NULL" for value in needed) or "TRUE"
        decided = _decided(program)
        values |= {item.id: _value(item.id, entered, set()) for item, _ in decided}
        counts = "".join(f", count({value})" for value in values.values())
        row = con.execute(
            f'SELECT count(*) FILTER ({complete}), count(*) FILTER (p."@refused" IS NOT NULL OR '
            f'f."@refused" IS NOT NULL){counts} FROM people p LEFT JOIN figures f USING ("@subject")'
        ).fetchone()
        (others,) = con.execute('SELECT count(*) FROM figures f ANTI JOIN people p USING ("@subject")').fetchone() or (
            0,
        )
    assert row is not None
    states = tuple(
        InputState(item.id, program.labels[item.id], is_needed(program, item), item.source, have, people - have)
        for item, have in zip(asked, row[2 : 2 + len(asked)], strict=True)
    )
    decisions = tuple(
        DecisionState(line.id, line.label, _amount(item.low, program), _amount(item.high, program), have)
        for (item, line), have in zip(decided, row[2 + len(asked) :], strict=True)
    )
    return Overview(
        rule_set=program.rule_set,
        version=version,
        people=people,
        complete=row[0],
        refused=row[1],
        others=others,
        inputs=states,
        decisions=decisions,
        currency=program.currency,
        figures=figures_revision(work, period),
        list_of_people=people_revision(work),
    )


def list_figures(
    work: Work,
    period: Period,
    program: Program | None = None,
    *,
    only_missing: bool = False,
    lacking: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[PersonFigures]:
    """The figures of a period person by person: of those who take part, or without ``program`` of whoever has any.

    ``only_missing`` are those who lack something they need, ``lacking`` those who have no value of that input. A page
    may have fewer people than asked for, even none, and still a next one. Needs scope ``read``.
    """
    work.actor.require("read")
    if program is None:
        ids = people_with_figures(work.session, work.workspace_id, str(period), after, limit + 1)
        shown = ids[:limit]
        return Page(
            tuple(_with_names(work, period, {id: {} for id in shown})), (shown[-1],) if len(ids) > limit else None
        )
    some_only = only_missing or lacking is not None
    told, last = _taking_part(work, program, period, after, MOST_LOOKED_AT if some_only else limit)
    found = [
        one
        for one in _lacking(work, period, program, told)
        if (one.missing or not only_missing) and (lacking is None or lacking in (*one.missing, *one.empty))
    ]
    if len(found) > limit:
        found, last = found[:limit], found[limit - 1].person
    return Page(tuple(found), None if last is None else (last,))


def person_figures(work: Work, period: Period, person: str) -> PersonFigures:
    """The values of one person that hold. Needs scope ``read`` or, for whoever has just entered some, ``score``."""
    if "score" not in work.actor.scopes:
        work.actor.require("read")
    return next(iter(_with_names(work, period, {person: {}})))


def asked_for(program: Program) -> tuple[Input, ...]:
    """The inputs of which somebody may have to enter a value, in the order of the document."""
    return tuple(item for item in program.inputs if item.origin == "input")


def _decided(program: Program) -> list[tuple[Input, RewardLine]]:
    """The discretionary rewards, each with the input that holds what is decided."""
    lines = {line.decision: line for line in program.outline.rewards if line.decision is not None}
    return [(item, lines[item.id]) for item in program.inputs if item.id in lines]


def _amount(limit: Fraction | None, program: Program) -> str:
    return str(money(limit or Fraction(0), program.money_decimals))


def is_needed(program: Program, item: Input) -> bool:
    return item.missing == "fail" and item.id in program.needs()


def _value(id: str, entered: set[str], told: set[str]) -> str:
    """What a person has of an input: what was entered, else what the list of people tells."""
    sources = [f"f.{quoted(id)}"] * (id in entered) + [f"p.{quoted(id)}"] * (id in told)
    return f"coalesce({', '.join(sources)})" if sources else "NULL"


def _taking_part(
    work: Work, program: Program, period: Period, after: str | None, most: int
) -> tuple[dict[str, dict[str, str]], str | None]:
    """Some of those who take part, with the attributes of the last day that counts, and where to go on."""
    told: dict[str, dict[str, str]] = {}
    current: str | None = None
    for looked, spell in enumerate(as_of_period(work, period, after=after)):
        if spell.person != current:
            if len(told) >= most or looked >= MOST_LOOKED_AT:
                return told, current
            current = spell.person
        attributes = {name: value.text for name, value in from_text(spell.attributes).items() if value is not None}
        if all(attributes.get(name) in texts for name, texts in program.applies_to):
            told[spell.person] = attributes
    return told, None


def _lacking(
    work: Work,
    period: Period,
    program: Program,
    told: Mapping[str, Mapping[str, str]],
) -> Iterator[PersonFigures]:
    asked = asked_for(program)
    for one in _with_names(work, period, told):
        entered = {value.name for value in one.values}
        without = [item for item in asked if item.id not in entered and not _is_told(item, told[one.person])]
        missing = tuple(item.id for item in without if is_needed(program, item))
        empty = tuple(item.id for item in without if not is_needed(program, item))
        yield PersonFigures(one.person, one.name, one.values, missing, empty)


def _is_told(item: Input, attributes: Mapping[str, str]) -> bool:
    return item.source in FACTS or (item.source is not None and item.source.removeprefix(PEOPLE) in attributes)


def _with_names(work: Work, period: Period, people: Mapping[str, object]) -> Iterator[PersonFigures]:
    values = held(work, period, people)
    rows = persons(work.session, work.workspace_id, people)
    for person in people:
        mine = values.get(person, {})
        name = rows[person].name if person in rows else person
        yield PersonFigures(person, name, tuple(mine[key] for key in sorted(mine)))
