"""The server that pages talk to: the one ``./dev run`` starts, once for all pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.docs.running import SampleServer, sample_server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleServer]:
    with sample_server(tmp_path_factory.mktemp("sample")) as running:
        yield running
