"""What is killed works in a service of its own, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.work import Office
from tests.kill.centre import opened


@pytest.fixture
def office(fresh_database_url: str, tmp_path: Path) -> Iterator[Office]:
    office = opened(fresh_database_url, tmp_path / "data")
    yield office
    office.database.close()
