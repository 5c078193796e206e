"""What a test run says at its end about the tests that did not run, so that green never hides a gap."""

from collections import Counter
from collections.abc import Iterable

import pytest


def reasons_for_skips(reports: Iterable[object]) -> Counter[str]:
    """How many tests were skipped for which reason."""
    found: Counter[str] = Counter()
    for report in reports:
        place = getattr(report, "longrepr", None)
        reason = place[2] if isinstance(place, tuple) else str(place)
        found[reason.removeprefix("Skipped: ")] += 1
    return found


def write(reporter: pytest.TerminalReporter) -> None:
    """Name every reason for which tests were skipped and how many there were."""
    skipped = reasons_for_skips(reporter.stats.get("skipped", []))
    if not skipped:
        return
    reporter.section("did not run")
    for reason, count in sorted(skipped.items()):
        reporter.write_line(f"{count} × {reason}")
