"""Settings, from environment variables that begin with ``SCOREWRIGHT_``.

Every setting has a default that works on a laptop: an SQLite file under ``./var``. Numbers are checked when they are
read, so a mistyped setting stops the start and not a request.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from environs import Env
from marshmallow.validate import Length, OneOf, Range, Regexp

SECRET_KEY_FILE = "secret-key"


@dataclass(frozen=True, slots=True)
class Settings:
    """``secret_key`` signs page cursors. Sizes are in bytes, times in seconds.

    ``max_import`` is the largest file of an import. ``max_subjects`` is how many people one scoring request may
    have. ``rate_limit`` is in Flask-Limiter's notation, per key, counted in ``rate_limit_storage`` (``memory://``
    counts in each process by itself). ``sign_in_limit`` is the same for attempts to sign in, per address.
    ``trusted_proxies`` is how many proxies in front may name the caller's address; with 0 no forwarded header is
    believed. ``metrics`` opens ``/metrics``. ``data_dir`` holds datasets and runs. ``worker`` has every server
    process work on runs in a thread of its own; a piece of a run whose worker gave no sign of life for
    ``worker_lease`` seconds goes to another one, at most ``worker_attempts`` times. ``worker_memory`` and
    ``worker_threads`` limit the computing.
    """

    database_url: str
    secret_key: str
    max_body: int
    max_document: int
    max_import: int
    max_subjects: int
    rate_limit: str
    rate_limit_storage: str
    sign_in_limit: str
    trusted_proxies: int
    metrics: bool
    database_pool: int
    log_level: str
    data_dir: Path
    worker: bool
    worker_lease: int
    worker_attempts: int
    worker_memory: str
    worker_threads: int

    def __repr__(self) -> str:
        """Without the database's password and the secret key, for logs."""
        return f"Settings(max_body={self.max_body}, max_subjects={self.max_subjects}, log_level={self.log_level!r})"


def load_settings(directory: Path | None = None) -> Settings:
    """Read the environment. ``directory`` is where ``var/`` lies (default: the current directory).

    Without ``SCOREWRIGHT_SECRET_KEY`` a key is made and kept in ``var/`` when the database is SQLite; with PostgreSQL
    there may be several processes on several machines, so there it must be given.
    """
    env = Env()
    base = directory or Path.cwd()
    with env.prefixed("SCOREWRIGHT_"):
        url = env.str("DATABASE_URL", f"sqlite:///{base / 'var' / 'scorewright.sqlite'}", validate=Length(min=1))
        secret_key = env.str("SECRET_KEY", None, validate=Length(min=32))
        if secret_key is None:
            if not url.startswith("sqlite"):
                raise ValueError("SCOREWRIGHT_SECRET_KEY must be set when the database is PostgreSQL")
            secret_key = kept_secret_key(base / "var")
        return Settings(
            database_url=url,
            secret_key=secret_key,
            max_body=env.int("MAX_BODY", 8 * 1024 * 1024, validate=Range(min=1024)),
            max_document=env.int("MAX_DOCUMENT", 1024 * 1024, validate=Range(min=1024, max=1024 * 1024)),
            max_import=env.int("MAX_IMPORT", 1024 * 1024 * 1024, validate=Range(min=1024)),
            max_subjects=env.int("MAX_SUBJECTS", 5000, validate=Range(min=1, max=100_000)),
            rate_limit=env.str("RATE_LIMIT", "60000 per minute"),
            rate_limit_storage=env.str("RATE_LIMIT_STORAGE", "memory://"),
            sign_in_limit=env.str("SIGN_IN_LIMIT", "30 per minute"),
            trusted_proxies=env.int("TRUSTED_PROXIES", 0, validate=Range(min=0, max=10)),
            metrics=env.bool("METRICS", True),
            database_pool=env.int("DATABASE_POOL", 10, validate=Range(min=1, max=200)),
            log_level=env.str("LOG_LEVEL", "INFO", validate=OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
            data_dir=env.path("DATA_DIR", base / "var" / "data"),
            worker=env.bool("WORKER", True),
            worker_lease=env.int("WORKER_LEASE", 30, validate=Range(min=1, max=3600)),
            worker_attempts=env.int("WORKER_ATTEMPTS", 10, validate=Range(min=1, max=10_000)),
            worker_memory=env.str("WORKER_MEMORY", "2GB", validate=Regexp(r"[1-9][0-9]{0,5}(MB|GB)")),
            worker_threads=env.int("WORKER_THREADS", os.cpu_count() or 2, validate=Range(min=1, max=256)),
        )


def kept_secret_key(directory: Path) -> str:
    """The key in ``directory``, made on first use and readable by its owner only."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / SECRET_KEY_FILE
    # The key is linked into place whole: of two processes starting at once, both end up with the same one.
    fresh = directory / f".{SECRET_KEY_FILE}-{secrets.token_hex(8)}"
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()
