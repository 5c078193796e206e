"""A process of its own for one import: ``python -m service.importing FOLDER PARENT``, where ``job.json`` is, for
the process with that number.

A large file is read here and not in the server, so that requests go on meanwhile and whatever memory it took is given
back. Progress is written to ``progress``, what came of it to ``outcome.json``.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from service.importing.job import job_from, outcome_text, work_out, write_whole

WITH_PARENT = 1
"""The setting of Linux that ends a process with the one that started it."""
NOBODY_WAITS = 3
NICENESS = 15
MOST_ADDRESSES = 6 * 1024**3
"""Bytes of address space: a spreadsheet that grows beyond is ended before the machine suffers."""


def main(folder: Path, parent: int) -> int:
    with suppress(OSError, AttributeError):
        # a worker that is killed cannot tell; what nobody waits for would write a part that nobody names
        ctypes.CDLL(None).prctl(WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        # it was killed before this could be said
        return NOBODY_WAITS
    _let_others_go_first()
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))

    def progress(rows: int) -> None:
        if os.getppid() != parent:
            # nobody waits for the outcome any more
            os._exit(NOBODY_WAITS)
        write_whole(folder / "progress", str(rows))

    job = job_from((folder / "job.json").read_text(encoding="utf-8"))
    write_whole(folder / "outcome.json", outcome_text(work_out(job, progress)))
    return 0


def _let_others_go_first() -> None:
    """Where the system can, this process computes only when nothing else wants to."""
    with suppress(OSError):
        os.nice(NICENESS)
    if hasattr(os, "SCHED_IDLE"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
