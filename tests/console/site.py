"""The console as people meet it: the real server with its sample data, and Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from api.console import BUILT
from devtools.chromium import COMMAND

CHROMIUM = shutil.which("chromium")
# Chromium refuses its own sandbox to root; the rest keeps it from calling anybody.
FLAGS = [
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
LANGUAGES = ("zh-CN", "en")
WIDE = {"width": 1280, "height": 860}
TABLET = {"width": 820, "height": 1180}


def lacking() -> str | None:
    """Why the console cannot be tried in a browser here, or None."""
    if CHROMIUM is None:
        return f"no Chromium here; to get it: {COMMAND}"
    if not (BUILT / "index.html").is_file():
        return "the console is not built here; ./dev test builds it"
    return None


@dataclass(frozen=True, slots=True)
class Console:
    """A running server. ``key`` may do everything in the sample workspace; ``link`` signs in once."""

    address: str
    key: str
    link: str
    folder: Path


@contextmanager
def serving(folder: Path) -> Iterator[Console]:
    """The server, started as people start it, in ``folder``."""
    port = _free_port()
    log = folder / "log"
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SCOREWRIGHT_")}
    command = [Path(sys.executable).with_name("scorewright"), "--lang", "en", "serve", "--sample"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", "1"],
            cwd=folder,
            env={**surroundings, "SCOREWRIGHT_SIGN_IN_LIMIT": "100000 per minute"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        patience = time.monotonic() + 90
        while "\ncurl " not in log.read_text(encoding="utf-8"):
            if process.poll() is not None or time.monotonic() > patience:
                raise RuntimeError(log.read_text(encoding="utf-8"))
            time.sleep(0.1)
        said = log.read_text(encoding="utf-8").splitlines()
        words = {line.split()[0]: line.split()[-1] for line in said if line and line[0].isalpha()}
        link = words["console"].partition("link=")[2]
        yield Console(f"http://127.0.0.1:{port}", words["API"], link, folder)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(40)


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def visiting(
    browser: Browser, console: Console, language: str = "zh-CN", *, signed_in: bool = True, size: dict[str, int] = WIDE
) -> Iterator[Page]:
    """A new visitor's page, see :func:`watched`."""
    with (
        somebody(browser, console, language, signed_in=signed_in, size=size) as context,
        watched(context, console) as page,
    ):
        yield page


@contextmanager
def somebody(
    browser: Browser, console: Console, language: str, *, signed_in: bool = True, size: dict[str, int] = WIDE
) -> Iterator[BrowserContext]:
    """A visitor's browser, with what it keeps from page to page."""
    context: BrowserContext = browser.new_context(
        base_url=console.address, locale=language, viewport=size, timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    try:
        if signed_in:
            answer = context.request.post("/v1/session", data={"key": console.key})
            assert answer.status == 201, answer.text()
        yield context
    finally:
        context.close()


@contextmanager
def watched(context: BrowserContext, console: Console) -> Iterator[Page]:
    """A new page, see :func:`heard`."""
    page = context.new_page()
    try:
        page.set_default_timeout(30_000)
        with heard(page, console):
            yield page
    finally:
        page.close()


@contextmanager
def heard(page: Page, console: Console) -> Iterator[None]:
    """What fails on the page meanwhile, refused styles and scripts, and requests to elsewhere end the test."""
    trouble: list[str] = []
    listeners: dict[str, Callable[..., None]] = {
        "pageerror": lambda error: trouble.append(f"failed: {error}"),
        "console": lambda said: _note(said.type, said.text, trouble),
        "request": lambda sent: _note_request(sent.url, console.address, trouble),
    }
    for what, listener in listeners.items():
        page.on(what, listener)  # type: ignore[call-overload]
    try:
        yield
        assert not trouble, trouble
    finally:
        for what, listener in listeners.items():
            page.remove_listener(what, listener)


def _note(kind: str, text: str, trouble: list[str]) -> None:
    # An answer that says no is noted by the browser, too; what the console makes of it is what is tested.
    if kind == "error" and not text.startswith("Failed to load resource"):
        trouble.append(text)


def _note_request(url: str, address: str, trouble: list[str]) -> None:
    if not url.startswith((f"{address}/", "data:")):
        trouble.append(f"a request to {url}")


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])
