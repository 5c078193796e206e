"""`setup`: the project's own environment in `.venv`, exactly as the files in `pins/` say."""

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

from devtools.steps import ROOT, VENV, program, run

# uv installs; it is fetched with pip because pip is the only installer every Python brings along.
UV = "uv==0.13.9"
# Companies that inspect TLS put their own authority into the system's store, so uv is told to look there.
TRUST = {"UV_SYSTEM_CERTS": "1"}
STAMP = VENV / ".installed-from"
RUN = ROOT / "pins" / "run.txt"
"""What the product runs on."""
DEVELOP = ROOT / "pins" / "develop.txt"
"""The same and what checks, tests and benchmarks need: some hundred megabytes more."""
CONSOLE = ROOT / "pins" / "console.txt"
"""Node, with which the console is built."""


def setup(pins: Path = RUN) -> int:
    """Make `.venv` hold at least the packages of ``pins``; does nothing when it already does."""
    wanted = {file.name: fingerprint(file) for file in (pins, DEVELOP)}
    installed = STAMP.read_text().split() if STAMP.exists() else []
    if any(mark in installed for mark in wanted.values()):
        return 0
    began = time.monotonic()
    print("setting up .venv (the first time, this downloads the pinned packages) ...", flush=True)
    code = create() or install(pins)
    if code == 0:
        STAMP.write_text(wanted[pins.name])
        print(f"setup        ok, {time.monotonic() - began:.0f} s", flush=True)
    return code


def setup_node() -> int:
    """Make `.venv` hold Node as well, where only what the product runs on was installed."""
    name, version = CONSOLE.read_text().split()[0].split("==")
    installed = VENV.glob(f"**/site-packages/{name.replace('-', '_')}-{version}.dist-info")
    if next(installed, None) is not None:
        return 0
    print("installing Node (the first time, this downloads it) ...", flush=True)
    return run([*fetching(), "--require-hashes", "-r", str(CONSOLE)], extra=TRUST)


def fingerprint(pins: Path) -> str:
    """Changes when the pinned packages, the project's own metadata, what the server starts from or the base interpreter
    change."""
    digest = hashlib.sha256(f"{UV} {sys.base_prefix} {sys.version}".encode())
    # Even where the project is installed in place, what the server starts from is copied.
    for file in (pins, ROOT / "pyproject.toml", ROOT / "wsgi.py", ROOT / "gunicorn.conf.py"):
        digest.update(file.read_bytes())
    # An environment remembers its own place, so a moved checkout needs a new one.
    digest.update(str(VENV).encode())
    return f"{pins.stem}:{digest.hexdigest()}"


def create() -> int:
    """Make the environment when it is missing or belongs to a place or an interpreter that is gone."""
    if usable():
        return 0
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(VENV)
    except (subprocess.CalledProcessError, OSError) as failure:
        print(f"cannot create {VENV}: {failure}")
        print("On Debian and Ubuntu the standard module behind this is a package of its own: apt install python3-venv")
        return 1
    return 0


def usable() -> bool:
    """Whether `.venv` holds a working interpreter of this version that knows its own place."""
    question = "import sys; print(sys.prefix, sys.version_info[:2])"
    try:
        done = subprocess.run([program("python"), "-c", question], capture_output=True, text=True)
    except OSError:
        return False
    return done.stdout.strip() == f"{VENV} {sys.version_info[:2]}"


def install(pins: Path) -> int:
    """Install the pinned and hashed packages and the project itself, editable."""
    python = program("python")
    if code := run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], quiet=True):
        return code
    return run([*fetching(), "--require-hashes", "-r", str(pins)], extra=TRUST) or run(
        [*fetching(), "--no-deps", "-e", "."], extra=TRUST
    )


def fetching() -> list[str]:
    """The beginning of a command that installs into `.venv`."""
    fetch = [program("uv"), "pip", "install", "--quiet", "--python", program("python")]
    mirror = configured_mirror()
    return [*fetch, "--default-index", mirror] if mirror else fetch


def configured_mirror() -> str | None:
    """The package index this machine is told to use instead of the default one, if any."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    asked = subprocess.run(
        [program("python"), "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    )
    return asked.stdout.strip() or None


def pin() -> int:
    """Work out anew which versions `pyproject.toml` asks for, for every platform; what is pinned already stays."""
    compile_ = [program("uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-annotate"]
    compile_ += ["--no-header"]
    if mirror := configured_mirror():
        compile_ += ["--default-index", mirror]
    everything = ["--group", "dev", "--group", "bench", "--extra", "spark", "--output-file", str(DEVELOP)]
    # what the product runs on, and Node, are parts of what it is tested with
    parts = [*compile_, "--constraints", str(DEVELOP)]
    return (
        run([*compile_, "pyproject.toml", *everything], extra=TRUST)
        or run([*parts, "pyproject.toml", "--output-file", str(RUN)], extra=TRUST)
        or run([*parts, "--group", "pyproject.toml:console", "--output-file", str(CONSOLE)], extra=TRUST)
    )
