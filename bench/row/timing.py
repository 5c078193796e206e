"""How long each peer takes a person: warmed up, best of several rounds, the collector out of the way."""

import gc
import time
from collections.abc import Sequence
from typing import Any

from bench.row.outcome import Outcome, Peer, differing
from bench.row.people import Person

ROUNDS = 5
WARM_UP = 200


def disagreements(peer: Peer, people: list[Person], expected: list[Outcome], at_most: int = 3) -> list[str]:
    """Describe the first people for whom the peer's published values are not the exact ones."""
    found: list[str] = []
    results = peer.score(peer.prepare(people))
    for person, want, result in zip(people, expected, results, strict=True):
        got = peer.read(result)
        if fields := differing(want, got):
            sides = ", ".join(f"{name} {getattr(got, name)!r} for {getattr(want, name)!r}" for name in fields)
            found.append(f"{peer.name}: {sides}; {person}")
            if len(found) == at_most:
                break
    return found


def best_of(peers: Sequence[Peer], people: list[Person], rounds: int = ROUNDS) -> dict[str, float]:
    """Microseconds a person by peer. The peers take turns, so that a slow moment of the machine hits them alike."""
    prepared: list[tuple[Peer, list[Any]]] = [(peer, peer.prepare(people)) for peer in peers]
    best = dict.fromkeys((peer.name for peer in peers), float("inf"))
    for peer, inputs in prepared:
        peer.score(inputs[:WARM_UP])
    for _ in range(rounds):
        for peer, inputs in prepared:
            best[peer.name] = min(best[peer.name], _seconds(peer, inputs) / len(inputs) * 1e6)
    return best


def _seconds(peer: Peer, inputs: list[Any]) -> float:
    """One round: everyone scored, every result kept until the clock has stopped."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        began = time.perf_counter()
        results = peer.score(inputs)
        took = time.perf_counter() - began
    finally:
        gc.enable()
        gc.unfreeze()
    if len(results) != len(inputs):
        raise RuntimeError(f"{peer.name} returned {len(results)} results for {len(inputs)} people")
    return took
