"""simpleeval the way its first page shows it: the string and the names of this person, every time."""

from typing import Any

from simpleeval import simple_eval

from bench.row.formulas import FORMULAS, FUNCTIONS
from bench.row.outcome import Peer, from_mapping
from bench.row.people import Person


def _score(person: Person) -> dict[str, Any]:
    names: dict[str, Any] = dict(person)
    for name, formula in FORMULAS:
        names[name] = simple_eval(formula, names=names, functions=FUNCTIONS)
    return names


PEERS = (
    Peer(
        name="simpleeval, strings",
        what="simple_eval per formula and person, as its first page shows it",
        package="simpleeval",
        prepare=lambda people: people,
        score=lambda people: [_score(person) for person in people],
        read=from_mapping,
    ),
)
