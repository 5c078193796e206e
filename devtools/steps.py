"""Running other programs from the project's root, and saying how it went."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step ended: its name and its exit code."""

    name: str
    code: int

    @property
    def ok(self) -> bool:
        return self.code == 0


def program(name: str) -> str:
    """The path of a program installed in the project's environment."""
    return str(VENV / "Scripts" / f"{name}.exe") if os.name == "nt" else str(VENV / "bin" / name)


def run(command: Sequence[str], *, extra: Mapping[str, str] | None = None, quiet: bool = False) -> int:
    """Run a program in the root and return its exit code. Quiet output is shown only on failure."""
    environment = {**os.environ, **(extra or {})}
    # A different environment that happens to be active must not be the one uv or pip works on.
    environment.pop("VIRTUAL_ENV", None)
    environment.pop("PYTHONHOME", None)
    try:
        if not quiet:
            return subprocess.run(command, cwd=ROOT, env=environment).returncode
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, errors="replace")
    except FileNotFoundError:
        print(f"cannot run {command[0]}: no such program")
        return 127
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode


def step(name: str, command: Sequence[str], *, quiet: bool = True) -> Outcome:
    """Run one named step, print its verdict and return it."""
    outcome = Outcome(name, run(command, quiet=quiet))
    if quiet:
        print(f"{name:<12} {'ok' if outcome.ok else 'FAILED'}", flush=True)
    return outcome
