"""`./dev bench row`: check every peer against exact fractions, time them all, write the table into the docs."""

import argparse
import sys
from importlib.metadata import version

from bench import page
from bench.row import reference
from bench.row.outcome import Peer
from bench.row.peers import importable
from bench.row.people import generate
from bench.row.timing import ROUNDS, best_of, disagreements

OURS = "Scorewright, quick door"
BY_HAND = "plain Python, by hand"


def main(words: list[str]) -> int:
    """Return 0 when all peers agree with the reference and were measured, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="./dev bench row", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000, help="how many people are scored in a round")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds per peer; the best one counts")
    parser.add_argument("--only", metavar="TEXT", help="only peers whose name contains this; leaves the page alone")
    chosen = parser.parse_args(words)

    peers, absent = importable()
    for name, reason in absent.items():
        print(f"not measured: {name} ({reason})")
    if chosen.only:
        peers = [peer for peer in peers if chosen.only.lower() in peer.name.lower()]

    people = generate(chosen.people)
    expected = [reference.score(person) for person in people]
    wrong = [line for peer in peers for line in disagreements(peer, people, expected)]
    if wrong:
        print("\n".join(wrong))
        return 1
    print(f"{len(peers)} peers agree with exact fractions on {len(people)} people, to the last digit", flush=True)

    measured = best_of(peers, people, chosen.rounds)
    report = _report(peers, measured, chosen.people, chosen.rounds)
    print(report)
    if not chosen.only:
        page.rewrite("row", report)
    return 0


def _report(peers: list[Peer], measured: dict[str, float], people: int, rounds: int) -> str:
    yardstick = next((name for name in (OURS, BY_HAND) if name in measured), peers[0].name)
    rows = [
        (
            peer.name if peer.package is None else f"{peer.name} ({peer.package} {version(peer.package)})",
            peer.what,
            f"{measured[peer.name]:.1f}",
            f"{measured[peer.name] / measured[yardstick]:.2f}",
        )
        for peer in sorted(peers, key=lambda peer: measured[peer.name])
    ]
    heads = ("peer", "how it is called", "µs a person", f"times {yardstick}")
    return f"{page.machine()} {people:,} people, best of {rounds} rounds.\n\n{page.table(heads, rows)}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
