"""gunicorn on a free port of this machine for as long as a benchmark needs it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.http.load import Address

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 30


@contextmanager
def serving(application: str, environment: Mapping[str, str], log: Path, workers: int = 2) -> Iterator[Address]:
    """Serve `module:app` the way the product is served; what the server prints goes to `log`."""
    address = ("127.0.0.1", _free_port())
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", application]
    settings = {"SCOREWRIGHT_BIND": f"{address[0]}:{address[1]}", "SCOREWRIGHT_WORKERS": str(workers)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings, **environment}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_until_open(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_open(address: Address, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(address, timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the server did not start:\n{log.read_text(errors='replace')[-4000:]}")
