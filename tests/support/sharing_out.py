"""Which tests go to the same worker: those that share something dear, such as a server, a browser or a cluster."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/console/test_every_screen.py",
    "tests/console/",
    "tests/spark/",
    "tests/packaging/",
    "tests/docs/",
)
"""The beginnings of names; the first that fits counts."""

BY_MODULE = ("tests/api/", "tests/cli/", "tests/kill/", "tests/runs/", "tests/service/", "tests/store/")
"""Their modules have databases of their own."""


class SharingOut(LoadScopeScheduling):
    """Hands tests out one by one, but for those of one place. The places with most tests come first."""

    def _split_scope(self, nodeid: str) -> str:
        for place in TOGETHER:
            if nodeid.startswith(place):
                return place
        return nodeid.partition("::")[0] if nodeid.startswith(BY_MODULE) else nodeid
