"""The browser that the console is tried in: Debian's Chromium, and a font with Chinese characters."""

import os
import shutil
from collections.abc import Iterator

from devtools.steps import run

PACKAGES = ("chromium", "fonts-noto-cjk")
COMMAND = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(PACKAGES)}"


def install() -> Iterator[str]:
    """Install both where that is allowed and needed. Yields what has to be said about it."""
    if is_there():
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        yield f"No Chromium here: the browser tests will not run. To get it: sudo sh -c '{COMMAND}'"
        return
    print("installing Chromium and a Chinese font ...", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    fetched = run(["apt-get", "update"], quiet=True, extra=quiet) == 0
    words = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
    if not fetched or run(words, quiet=True, extra=quiet):
        yield f"Chromium could not be installed: the browser tests will not run. To try again: {COMMAND}"


def is_there() -> bool:
    return shutil.which("chromium") is not None and shutil.which("fc-list") is not None and has_chinese_font()


def has_chinese_font() -> bool:
    return run(["sh", "-c", "fc-list :lang=zh-cn | grep -q ."], quiet=True) == 0
