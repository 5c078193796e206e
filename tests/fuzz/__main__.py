"""Compare the evaluators for as long as one likes: ``python -m tests.fuzz --pairs 1000000 --seed 7``."""

import argparse
import secrets
import sys
import time
from pathlib import Path

from tests.differential.compare import Difference, run_round

EVERY_SECONDS = 10


def main(words: list[str]) -> int:
    """Exit code 1 at the first difference, whose case is printed and, with ``--keep``, written to a file."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--pairs", type=int, default=100_000, help="pairs of a rule set and a person to compare")
    parser.add_argument("--people", type=int, default=50, help="people per rule set")
    parser.add_argument("--seed", type=int, default=None, help="the first document's seed; made up unless given")
    parser.add_argument("--keep", type=Path, default=None, help="a file for the first case that differs")
    options = parser.parse_args(words)
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    say(f"comparing {options.pairs:,} pairs from seed {seed}")
    started = told = time.monotonic()
    pairs = documents = 0
    while pairs < options.pairs:
        found = run_round(seed + documents, min(options.people, options.pairs - pairs))
        documents += 1
        pairs += found.pairs
        if found.differences:
            return report(found.differences[0], options.keep)
        if time.monotonic() - told > EVERY_SECONDS:
            told = time.monotonic()
            say(f"{pairs:,} pairs of {documents:,} rule sets, {pairs / (told - started):,.0f} a second, 0 differences")
    say(f"{pairs:,} pairs of {documents:,} rule sets in {time.monotonic() - started:,.0f} s: 0 differences")
    return 0


def report(difference: Difference, keep: Path | None) -> int:
    say(str(difference))
    if keep is not None:
        keep.write_text(str(difference) + "\n", encoding="utf-8")
    return 1


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
