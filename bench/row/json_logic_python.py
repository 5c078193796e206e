"""JsonLogic in pure Python (json-logic-qubit): a rule for each published value, walked anew for every person."""

from typing import Any

from json_logic import add_operation, jsonLogic

from bench.row.formulas import published
from bench.row.json_logic_rules import steps
from bench.row.outcome import Peer, from_mapping
from bench.row.people import Person

RULES = tuple(
    (name, rule)
    for step in steps(lambda rule, decimals: {"published": [rule, decimals]})
    for name, rule in step.items()
)


def _score_all(people: list[Person]) -> list[dict[str, Any]]:
    add_operation("published", published)
    results = []
    for person in people:
        names: dict[str, Any] = dict(person)
        for name, rule in RULES:
            names[name] = jsonLogic(rule, names)
        results.append(names)
    return results


PEERS = (
    Peer(
        name="JsonLogic, Python",
        what="a rule per value, walked per person",
        package="json-logic-qubit",
        prepare=lambda people: people,
        score=_score_all,
        read=from_mapping,
    ),
)
