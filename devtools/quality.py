"""`check`, `format` and `test`: is the code in order, and does it do what it promises."""

from devtools.steps import Outcome, program, run, step


def check(words: list[str]) -> int:
    """Every check that needs no running program; all of them run, whatever the first one says."""
    return 0 if all(outcome.ok for outcome in checks()) else 1


def checks() -> list[Outcome]:
    """The outcomes of format, lint, types and import contracts, in this order."""
    return [
        step("format", [program("ruff"), "format", "--check", "--quiet", "."]),
        step("lint", [program("ruff"), "check", "--quiet", "."]),
        step("types", [program("mypy"), "--no-error-summary"]),
        step("imports", [program("lint-imports")]),
    ]


def reformat(words: list[str]) -> int:
    """Rewrite the code in the agreed format, sorting imports and mending what can be mended safely."""
    run([program("ruff"), "check", "--fix", "--quiet", "--exit-zero", "."])
    return run([program("ruff"), "format", "."])


def test(words: list[str]) -> int:
    """Checks, then pytest with the given words; closes with one line for everything that ran.

    The tests run even when a check failed, so that one round shows everything there is to mend.
    """
    outcomes = checks()
    outcomes.append(step("tests", [program("pytest"), "-n", "2", "--dist", "loadgroup", *words], quiet=False))
    print("; ".join(f"{outcome.name} {'ok' if outcome.ok else 'FAILED'}" for outcome in outcomes))
    return 0 if all(outcome.ok for outcome in outcomes) else 1
