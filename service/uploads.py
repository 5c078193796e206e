"""Files that come in are written to the disk as they arrive, and lie there until they are read."""

from __future__ import annotations

import hashlib
import secrets
import shutil
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from service.sources.registry import source_of
from service.tables.opening import kind_of, source_kind_of
from service.text import checked_text


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken in: where it lies, how large it is, and what it is called."""

    path: Path
    bytes: int
    hash: str
    name: str
    kind: str


class Scratch:
    """A new folder for what is needed for a while: it goes when nobody refers to it any more, or is removed before."""

    def __init__(self, path: Path):
        path.mkdir(parents=True)
        self.path = path
        self.remove = weakref.finalize(self, shutil.rmtree, path, ignore_errors=True)


def take_in(data_dir: Path, stream: BinaryIO, name: str, media: str = "", source: str | None = None) -> Upload:
    """Write a file that comes in to the disk. Raises :class:`Refused` when it is no table, and not of a source."""
    if source is not None:
        source_of(source)
    folder = uploads_folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / secrets.token_hex(16)
    size, hash = copy_hashed(stream, path)
    try:
        with path.open("rb") as file:
            kind = kind_of(file, name, media) if source is None else source_kind_of(file)
        return Upload(path, size, hash, checked_text(_base_name(name), "file", low=0, high=200), kind)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def uploads_folder(data_dir: Path) -> Path:
    """Where lies what comes in and what is made of it on the way; an hour after nobody wrote to it, it is swept."""
    return data_dir / ".uploads"


def copy_hashed(stream: BinaryIO, path: Path) -> tuple[int, str]:
    """Copy to a file; how many bytes, and their SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while piece := stream.read(1 << 18):
            digest.update(piece)
            file.write(piece)
            size += len(piece)
    return size, f"sha256:{digest.hexdigest()}"


def upload_path(data_dir: Path, workspace_id: str, import_id: str) -> Path:
    """Where the file of an import lies until it is finished."""
    return data_dir / workspace_id / "imports" / import_id


def _base_name(name: str) -> str:
    """The last part of a name that may come with folders from another system."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][:200]
