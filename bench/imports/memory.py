"""The memory of a process and of all that it started, sampled while something happens."""

import os
import threading
import time
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch:
    """Samples the proportional memory of a process tree; ``peak`` is the largest sum seen, in bytes."""

    def __init__(self, root: int, every: float = 0.1):
        self.root, self.peak = root, 0
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, memory_of(self.root))
            time.sleep(self._every)


def memory_of(root: int) -> int:
    """Bytes of a process and its descendants; pages that several share count once for all of them together."""
    return sum(_proportional(process) for process in _tree(root))


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found = [root]
    for process in found:
        found += children.get(process, [])
    return found


def _proportional(process: int) -> int:
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
