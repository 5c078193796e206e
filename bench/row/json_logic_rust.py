"""JsonLogic in Rust (datalogic-py) at its best: the steps nested into one compiled template, a session kept.

JsonLogic has no assignment; mapping a one-element array binds what the element holds, so each step maps over the step
before it and one evaluation per person crosses the language border.
"""

from typing import Any

from datalogic_py import Engine

from bench.row.json_logic_rules import Rule, steps
from bench.row.outcome import Outcome, Peer, from_mapping
from bench.row.people import Person
from bench.row.plain import HAIR


def _published(rule: Rule, decimals: int) -> Rule:
    """Round a value that is not negative with what this dialect has: floor."""
    return {"/": [{"floor": {"+": [{"*": [rule, 10**decimals * HAIR]}, 0.5]}}, 10**decimals]}


def _nested() -> Rule:
    """One template in which every step hands on what is known so far; the last keeps the published values only."""
    templates: list[dict[str, Rule]] = []
    known = list(Person.__annotations__)
    for step in steps(_published):
        templates.append({name: {"var": name} for name in known} | step)
        known += step
    rule: Rule = {name: found for name, found in templates.pop().items() if name in Outcome._fields}
    while templates:
        rule = {"map": [[templates.pop()], rule]}
    return rule


ENGINE = Engine(templating=True)
RULE = ENGINE.compile(_nested())


def _score_all(people: list[Person]) -> list[Any]:
    session = ENGINE.session()
    return [session.evaluate(RULE, person) for person in people]


def _read(nested: Any) -> Outcome:
    while isinstance(nested, list):
        nested = nested[0]
    return from_mapping(nested)


PEERS = (
    Peer(
        name="JsonLogic, Rust",
        what="one compiled template, one evaluation a person",
        package="datalogic-py",
        prepare=lambda people: people,
        score=_score_all,
        read=_read,
    ),
)
