"""``serve --sample`` as a newcomer meets it: start it, copy the curl line, stop it with Ctrl-C, start it again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("scorewright")


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The running server and what it printed until it was ready."""
    log = folder / f"log-{port}"
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SCOREWRIGHT_")}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [COMMAND, "--lang", "en", "serve", "--sample", "--port", str(port), "--workers", "1"],
            cwd=folder,
            env=surroundings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        patience = time.monotonic() + 90
        while "\ncurl " not in log.read_text(encoding="utf-8"):
            assert process.poll() is None and time.monotonic() < patience, log.read_text(encoding="utf-8")
            time.sleep(0.2)
        yield process, log.read_text(encoding="utf-8")
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(40)


def said(text: str, name: str) -> str:
    return next(line.split()[-1] for line in text.splitlines() if line.startswith(name))


def test_printed_curl_line_scores_and_a_second_start_changes_nothing(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (process, text):
        line = next(line for line in text.splitlines() if line.startswith("curl "))
        assert shutil.which("curl"), "curl is needed to try the printed line"
        answer = json.loads(subprocess.run(line, shell=True, capture_output=True, check=True, timeout=30).stdout)
        (result,) = answer["results"]
        # 林娜: service 96 × 35% + conversion 100 × 30% + basket 85 × 20% + volume 113.75 × 10% + refunds 82 × 5%
        assert (result["status"], result["score"], result["tier"]) == ("scored", 96.08, "gold")
        process.send_signal(signal.SIGINT)
        assert process.wait(40) == 0
    key = tmp_path / "var" / "demo-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert said(text, "API key") == key.read_text(encoding="utf-8").strip()

    other = free_port()
    with serving(tmp_path, other) as (_, again):
        assert said(again, "API key") == said(text, "API key")
        line = next(line for line in again.splitlines() if line.startswith("curl "))
        repeated = json.loads(subprocess.run(line, shell=True, capture_output=True, check=True, timeout=30).stdout)
        assert repeated == answer


def test_taken_port_is_told_at_once(tmp_path: Path) -> None:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen()
        port = place.getsockname()[1]
        done = subprocess.run(
            [COMMAND, "--lang", "en", "serve", "--port", str(port)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert f"Cannot listen on 127.0.0.1:{port}" in done.stderr


@pytest.mark.parametrize(("lang", "word"), [("zh_CN.UTF-8", "没有错误"), ("en_US.UTF-8", "no errors")])
def test_command_speaks_the_language_of_the_terminal(tmp_path: Path, lang: str, word: str) -> None:
    """Also where the locale is not installed and Python would fall back to ASCII."""
    file = tmp_path / "rules.yaml"
    file.write_text(
        "scorewright: 1\nid: x\ninputs: {a: count}\nmetrics: {m: {value: a, weight: 100%, points: as_is}}\n"
    )
    surroundings = {**os.environ, "LC_ALL": lang, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([COMMAND, "check", file], env=surroundings, capture_output=True, timeout=60)
    assert word in done.stdout.decode("utf-8"), done
    assert done.returncode == 0
