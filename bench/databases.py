"""A real PostgreSQL for a benchmark, the one that the tests use."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.postgres import release_place, reserve_place, running_postgres


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database, gone when the block ends."""
    held = reserve_place()
    try:
        with running_postgres().database() as url:
            yield url
    finally:
        release_place()
        del held
