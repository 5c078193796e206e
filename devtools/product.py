"""Verbs that run the product or its companions: the server, benchmarks, comparisons, migrations, documents."""

from devtools import chromium, console
from devtools.steps import ROOT, become, program

VAR = ROOT / "var"


def serve(words: list[str]) -> int:
    """Build the console if need be, and start the server with sample data. Its database is a SQLite file in `var/`,
    kept between starts."""
    if code := console.build():
        print(f"The console could not be built (exit code {code}); the API works without it.", flush=True)
    VAR.mkdir(exist_ok=True)
    become([program("scorewright"), "serve", "--sample", "--centre", *words])


def bench(words: list[str]) -> int:
    """Run one benchmark, a folder of `bench/` that can be run, or list them."""
    names = sorted(file.parent.name for file in (ROOT / "bench").glob("*/__main__.py"))
    if not words:
        print("\n".join(names))
        return 0
    name = words[0].replace("-", "_")
    if name not in names:
        print(f"there is no benchmark {words[0]!r}; there are: {', '.join(names)}")
        return 2
    become([program("python"), "-m", f"bench.{name}", *words[1:]])


def fuzz(words: list[str]) -> int:
    """Compare the evaluators on made-up programs and inputs."""
    become([program("python"), "-m", "tests.fuzz", *words])


def migrate(words: list[str]) -> int:
    """Bring the configured database up to this version's tables."""
    VAR.mkdir(exist_ok=True)
    become([program("scorewright"), "migrate", *words])


def screenshots(words: list[str]) -> int:
    """Write a picture of each screen of the console; into `var/screenshots` if nothing else is said."""
    for sentence in chromium.install():
        print(sentence)
    folder = words[0] if words else str(VAR / "screenshots")
    if code := console.build():
        return code
    become([program("python"), "-m", "tests.console.screenshots", folder])


def docs(words: list[str]) -> int:
    """Write the pages derived from code (functions, problem codes, settings, API) anew."""
    become([program("python"), "-m", "docs.generate", *words])
