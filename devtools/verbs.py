"""The verbs of `./dev`, their one-line descriptions and how their words become calls."""

from collections.abc import Callable
from dataclasses import dataclass

from devtools import environment, product, quality

Words = list[str]


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing `./dev` can do: takes the words after the verb, returns the exit code."""

    usage: str
    meaning: str
    act: Callable[[Words], int]


VERBS: dict[str, Verb] = {
    "setup": Verb("setup", "make .venv with what the product runs on", lambda words: environment.setup()),
    "pin": Verb("pin", "pin the packages that pyproject.toml asks for", lambda words: environment.pin()),
    "run": Verb("run [--port N ...]", "start the product with sample data; the data stays in var/", product.serve),
    "test": Verb(
        "test [--slow] [pytest words]", "setup, check, then every test, a real PostgreSQL included", quality.test
    ),
    "check": Verb("check", "format, lint, types, import contracts", quality.check),
    "format": Verb("format", "rewrite the code in the agreed format", quality.reformat),
    "bench": Verb("bench [NAME ...]", "measure speed; without a name, list the benchmarks", product.bench),
    "fuzz": Verb("fuzz [--pairs N]", "compare the evaluators on made-up formulas and people", product.fuzz),
    "migrate": Verb("migrate", "bring the database up to this version", product.migrate),
    "screenshots": Verb(
        "screenshots [FOLDER]", "write a picture of each screen of the console, in both languages", product.screenshots
    ),
    "docs": Verb("docs", "write the generated documentation pages anew", product.docs),
}


LIGHT = ("setup", "run", "migrate")
"""Verbs that need only what the product runs on."""


def main(words: Words) -> int:
    """Do the verb in the first word; without one, or with an unknown one, show them all."""
    if not words or words[0] in ("help", "-h", "--help"):
        print(listing())
        return 0
    verb = VERBS.get(words[0])
    if verb is None:
        print(f"./dev knows no verb {words[0]!r}.\n\n{listing()}")
        return 2
    pins = environment.RUN if words[0] in LIGHT else environment.DEVELOP
    if words[0] != "setup" and (code := environment.setup(pins)):
        return code
    try:
        return verb.act(words[1:])
    except KeyboardInterrupt:
        return 130


def listing() -> str:
    """Every verb with its meaning, one line each."""
    width = max(len(verb.usage) for verb in VERBS.values())
    return "\n".join(f"  ./dev {verb.usage:<{width}}  {verb.meaning}" for verb in VERBS.values())
