"""simpleeval at its best: every formula parsed once, one evaluator kept, only the names change with the person."""

from typing import Any

from simpleeval import SimpleEval

from bench.row.formulas import FORMULAS, FUNCTIONS
from bench.row.outcome import Peer, from_mapping
from bench.row.people import Person

PARSED = tuple((name, formula, SimpleEval.parse(formula)) for name, formula in FORMULAS)


def _score_all(people: list[Person]) -> list[dict[str, Any]]:
    evaluator = SimpleEval(functions=FUNCTIONS)
    results = []
    for person in people:
        names: dict[str, Any] = dict(person)
        evaluator.names = names
        for name, formula, tree in PARSED:
            names[name] = evaluator.eval(formula, previously_parsed=tree)
        results.append(names)
    return results


PEERS = (
    Peer(
        name="simpleeval, parsed once",
        what="trees and evaluator kept, names exchanged per person",
        package="simpleeval",
        prepare=lambda people: people,
        score=_score_all,
        read=from_mapping,
    ),
)
