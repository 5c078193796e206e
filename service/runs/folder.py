"""The files of one run. A file appears whole under its name, or not at all; it counts once a row names it."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from service.errors import FileMissing
from service.runs.codes import RUN_FILE_MISSING


@dataclass(frozen=True, slots=True)
class RunFolder:
    """``path`` is made when the first file is written."""

    path: Path
    run: int

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A place to write to; when the block ends well the file is on the disk and gets its ``name``."""
        self.path.mkdir(parents=True, exist_ok=True)
        rough = self.path / f".{name}-{secrets.token_hex(4)}"
        try:
            yield rough
            with rough.open("rb") as file:
                os.fsync(file.fileno())
            rough.rename(self.path / name)
            _sync(self.path)
        finally:
            rough.unlink(missing_ok=True)

    @contextmanager
    def scratch(self, name: str) -> Iterator[Path]:
        """A place for what is only needed until the block ends."""
        self.path.mkdir(parents=True, exist_ok=True)
        rough = self.path / f".{name}-{secrets.token_hex(4)}"
        try:
            yield rough
        finally:
            rough.unlink(missing_ok=True)

    def existing(self, name: str | None) -> Path:
        """Raises :class:`FileMissing` when a row names a file that is not there."""
        path = self.path / str(name)
        if name is None or not path.is_file():
            raise FileMissing(RUN_FILE_MISSING.at((), run=self.run, file=str(name)))
        return path

    def keep_only(self, names: set[str | None], *, older_than: float = 0) -> int:
        """Delete every other file that is at least so many seconds old; how many that were."""
        count = 0
        if self.path.is_dir():
            for file in self.path.iterdir():
                with suppress(FileNotFoundError):
                    if file.name not in names and time.time() - file.stat().st_mtime >= older_than:
                        file.unlink()
                        count += 1
        return count


def run_folder(data_dir: Path, workspace_id: str, run: int) -> RunFolder:
    return RunFolder(data_dir / workspace_id / "runs" / str(run), run)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
