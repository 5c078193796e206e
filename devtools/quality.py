"""`check`, `format` and `test`: is the code in order, and does it do what it promises."""

import os

from devtools import chromium, console
from devtools.steps import Outcome, program, run, step


def check(words: list[str]) -> int:
    """Every check that needs no running program; all of them run, whatever the first one says."""
    return 0 if all(outcome.ok for outcome in checks()) else 1


def checks() -> list[Outcome]:
    """The outcomes of format, lint, types and import contracts, and of the console's lint and types, in this order."""
    return [
        step("format", [program("ruff"), "format", "--check", "--quiet", "."]),
        step("lint", [program("ruff"), "check", "--quiet", "."]),
        step("types", [program("mypy"), "--no-error-summary"]),
        step("imports", [program("lint-imports")]),
        *console.checks(),
    ]


def reformat(words: list[str]) -> int:
    """Rewrite the code in the agreed format, sorting imports and mending what can be mended safely."""
    console.reformat()
    run([program("ruff"), "check", "--fix", "--quiet", "--exit-zero", "."])
    return run([program("ruff"), "format", "."])


def test(words: list[str]) -> int:
    """Checks, the console's build and unit tests, then pytest with the given words; closes with a line of verdicts.

    The tests run even when a check failed, so that one round shows everything there is to mend.
    """
    outcomes = checks() + console.tests()
    lacking = list(chromium.install())
    # One more than there are processors: browsers, servers and clusters are often waited for.
    workers = str((os.cpu_count() or 2) + 1)
    outcomes.append(step("tests", [program("pytest"), "-n", workers, *words], quiet=False))
    print("; ".join(f"{outcome.name} {'ok' if outcome.ok else 'FAILED'}" for outcome in outcomes))
    for sentence in lacking:
        print(sentence)
    return 0 if all(outcome.ok for outcome in outcomes) else 1
