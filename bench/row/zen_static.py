"""ZEN through its fastest door: the static loader, which compiles a graph once when the engine is made."""

from typing import Any

import zen

from bench.row.outcome import Peer, from_mapping
from bench.row.people import Person
from bench.row.zen_graph import DRAWN, FASTEST

ENGINE = zen.ZenEngine({"loader": {"type": "static", "content": {"drawn": DRAWN, "fastest": FASTEST}}})


def _score_drawn(people: list[Person]) -> list[dict[str, Any]]:
    return [ENGINE.evaluate("drawn", person)["result"] for person in people]


def _score_fastest(people: list[Person]) -> list[dict[str, Any]]:
    return [ENGINE.evaluate("fastest", person)["result"] for person in people]


PEERS = (
    Peer(
        name="ZEN, static loader",
        what="drawn graph, compiled once",
        package="zen-engine",
        prepare=lambda people: people,
        score=_score_drawn,
        read=from_mapping,
    ),
    Peer(
        name="ZEN, static loader, one node",
        what="everything in one expression node, compiled once",
        package="zen-engine",
        prepare=lambda people: people,
        score=_score_fastest,
        read=from_mapping,
    ),
)
