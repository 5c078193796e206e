"""`setup`: the project's own environment in `.venv`, exactly as `uv.lock` pins it."""

import hashlib
import os
import subprocess
import sys
import time
import venv

from devtools.steps import ROOT, VENV, program, run

# uv reads the lock; it is fetched with pip because pip is the only installer every Python brings along.
UV = "uv==0.13.9"
# Companies that inspect TLS put their own authority into the system's store, so uv is told to look there.
TRUST = {"UV_SYSTEM_CERTS": "1"}
STAMP = VENV / ".installed-from"


def setup() -> int:
    """Make `.venv` match the lock; does nothing when it already does."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    began = time.monotonic()
    print("setting up .venv (the first time, this downloads the pinned packages) ...", flush=True)
    code = create() or install()
    if code == 0:
        STAMP.write_text(wanted)
        print(f"setup        ok, {time.monotonic() - began:.0f} s", flush=True)
    return code


def fingerprint() -> str:
    """Changes when the pinned packages, the project's own metadata or the base interpreter change."""
    digest = hashlib.sha256(f"{UV} {sys.base_prefix} {sys.version}".encode())
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((ROOT / name).read_bytes())
    # An environment remembers its own place, so a moved checkout needs a new one.
    digest.update(str(VENV).encode())
    return digest.hexdigest()


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


def install() -> int:
    """Install the pinned packages and the project itself, editable."""
    python = program("python")
    if code := run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], quiet=True):
        return code
    mirror = configured_mirror()
    if mirror is None:
        return run([program("uv"), "sync", "--frozen", "--quiet"], extra=TRUST)
    return install_from(mirror)


def configured_mirror() -> str | None:
    """The package index this machine is told to use instead of the default one, if any."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if os.environ.get(name):
            return os.environ[name]
    asked = subprocess.run(
        [program("python"), "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    )
    return asked.stdout.strip() or None


def install_from(mirror: str) -> int:
    """Install the same pinned and hashed packages through a mirror: the lock's own addresses would bypass it."""
    uv, python = program("uv"), program("python")
    pinned = VENV / "pinned.txt"
    export = [uv, "export", "--frozen", "--quiet", "--no-emit-project", "--output-file", str(pinned)]
    fetch = [uv, "pip", "install", "--quiet", "--python", python, "--default-index", mirror]
    return (
        run(export)
        or run([*fetch, "--require-hashes", "-r", str(pinned)], extra=TRUST)
        or run([*fetch, "--no-deps", "-e", "."], extra=TRUST)
    )
