"""Running other programs from the project's root, and saying how it went."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"

_NOT_OURS = ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
_BYTECODE = {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode")}
"""Compiling a program and its libraries anew takes longer than most of what is run; what was compiled is kept beside
them, and not among the sources."""


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


def surroundings(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment variables for a program: ours, without another environment that happens to be active."""
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_OURS}
    return {**_BYTECODE, **inherited, **(extra or {})}


def run(
    command: Sequence[str], *, extra: Mapping[str, str] | None = None, quiet: bool = False, where: Path = ROOT
) -> int:
    """Run a program, in the root if not told otherwise, and return its exit code. Quiet output is shown only on
    failure."""
    try:
        if not quiet:
            return patiently(subprocess.Popen(command, cwd=where, env=surroundings(extra)))
        done = subprocess.run(
            command, cwd=where, env=surroundings(extra), capture_output=True, text=True, errors="replace"
        )
    except FileNotFoundError:
        print(f"cannot run {command[0]}: no such program")
        return 127
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode


def patiently(process: subprocess.Popen[bytes]) -> int:
    """Wait for a program to end. Ctrl-C reaches it as well: it decides how to end, and is not killed meanwhile."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def become(command: Sequence[str]) -> NoReturn:
    """Go on as this program, in the root: signals and exit codes are then its own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    try:
        os.execve(command[0], list(command), surroundings())
    except FileNotFoundError:
        sys.exit(f"cannot run {command[0]}: no such program")


def step(name: str, command: Sequence[str], *, quiet: bool = True, where: Path = ROOT) -> Outcome:
    """Run one named step, print its verdict and return it."""
    outcome = Outcome(name, run(command, quiet=quiet, where=where))
    if quiet:
        print(f"{name:<12} {'ok' if outcome.ok else 'FAILED'}", flush=True)
    return outcome
