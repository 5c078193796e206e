"""Run the commands of a page as a reader would: one shell, one folder, against a server with the sample data."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.docs.pages import ROOT, Block, blocks

ADDRESS = "http://127.0.0.1:8000"
"""The server's address as pages write it."""

PATIENCE = 180


@dataclass(frozen=True, slots=True)
class SampleServer:
    """What ``./dev run`` starts, in a folder of its own."""

    folder: Path
    address: str

    @property
    def said(self) -> str:
        """What it printed when it was ready."""
        return (self.folder / "log").read_text(encoding="utf-8")


def environment(**more: str) -> dict[str, str]:
    """The reader's: the product's programs in reach, English output, none of our settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCOREWRIGHT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return {**kept, "PATH": path, "COLUMNS": "120", "LANG": "en_US.UTF-8", "LC_ALL": "", "NO_COLOR": "1", **more}


@contextmanager
def sample_server(folder: Path) -> Iterator[SampleServer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("scorewright")),
                "serve",
                "--sample",
                "--port",
                str(port),
                "--workers",
                "1",
            ],
            cwd=folder,
            env=environment(PYTHONPATH=str(ROOT), SCOREWRIGHT_LANG="en"),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    server = SampleServer(folder, f"http://127.0.0.1:{port}")
    try:
        _wait(process, port, server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, server: SampleServer) -> None:
    patience = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None and time.monotonic() < patience, server.said
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200 and "curl" in server.said:
                return
        except OSError:
            pass
        time.sleep(0.1)


def run_page(page: Path, server: SampleServer, folder: Path) -> list[str]:
    """Run the page's commands and compare the answers it shows; gives what differs."""
    given, printed = folder / "blocks", folder / "printed"
    for place in (given, printed):
        place.mkdir()
    work = folder / "work"
    work.mkdir()
    (work / "var").symlink_to(server.folder / "var")
    found = blocks(page)
    script = ["set -eo pipefail"]
    for number, block in enumerate(found):
        (given / str(number)).write_text(block.text.replace(ADDRESS, server.address), encoding="utf-8")
        script += _lines(number, block, given, printed)
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=work,
        env=environment(PYTHONPATH=str(ROOT)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
    )
    if done.returncode:
        last = max((int(file.name) for file in printed.iterdir()), default=0)
        told = (printed / str(last)).read_text(encoding="utf-8")
        return [f"{found[last].where}: ended with {done.returncode}\n{told}\n{done.stderr.decode()}"]
    return list(_differences(found, printed))


def _lines(number: int, block: Block, given: Path, printed: Path) -> list[str]:
    edited = next((word.removeprefix("edit=") for word in block.words if word.startswith("edit=")), None)
    if block.file:
        return [f'mkdir -p "$(dirname {block.file})"', f'cp "{given}/{number}" {block.file}']
    if edited:
        return [f'"{sys.executable}" -m tests.docs.edit {edited} "{given}/{number}"']
    if block.words == ("sh",):
        return [f'exec > "{printed}/{number}" 2>&1', f'source "{given}/{number}"']
    return []


def _differences(found: tuple[Block, ...], printed: Path) -> Iterator[str]:
    shown: str | None = None
    asked: Block | None = None
    for number, block in enumerate(found):
        if block.words == ("sh",):
            if shown is not None and asked is not None and "/v1/problems/" in shown:
                yield f"{asked.where}: was refused, and the page does not say so:\n{shown}"
            shown, asked = (printed / str(number)).read_text(encoding="utf-8"), block
        elif "answer" in block.words:
            assert shown is not None, f"{block.where}: an answer to nothing"
            if not (_same_json if block.is_a("json") else _same_text)(block.text, shown):
                yield f"{block.where}: the page says\n{block.text}\nbut it is\n{shown}"
            asked = None


def _same_text(told: str, shown: str) -> bool:
    pattern = ".*?".join(re.escape(part) for part in _lined(told).split("…"))
    return re.fullmatch(pattern, _lined(shown), re.DOTALL) is not None


def _lined(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _same_json(told: str, shown: str) -> bool:
    try:
        return like(_data(told), _data(shown))
    except ValueError:
        return False


def _data(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def like(told: Any, shown: Any) -> bool:
    """Whether the data is what the page tells. ``"…"`` stands for any value, as a key or last item for any others."""
    if told == "…":
        return True
    if isinstance(told, dict) and isinstance(shown, dict):
        others = told.keys() - {"…"}
        whole = "…" in told or others == shown.keys()
        return whole and all(key in shown and like(told[key], shown[key]) for key in others)
    if isinstance(told, list) and isinstance(shown, list):
        if told and told[-1] == "…":
            told, shown = told[:-1], shown[: len(told) - 1]
        return len(told) == len(shown) and all(like(one, other) for one, other in zip(told, shown, strict=True))
    if isinstance(told, str) and isinstance(shown, str) and "…" in told:
        return _same_text(told, shown)
    if isinstance(told, bool) or isinstance(shown, bool):
        return told is shown
    # 1 and 1.0 are the same number, in whichever form it was read
    return bool(told == shown)
