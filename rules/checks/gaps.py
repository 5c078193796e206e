"""Gaps between bands: values for which a metric has no points."""

from __future__ import annotations

from collections.abc import Iterable

from engine.issues import Issue, Severity, Words, declare
from rules.checks.probes import walked
from rules.checks.ranges import Compiled

BAND_GAP = declare(
    "band-gap",
    severity=Severity.ADVICE,
    zh="有的值不落在任何一段里：{where}。这时这项没有分。",
    en="Some values fall into no band: {where}. There are no points then.",
    mend_zh="补一段，或在最后加“otherwise: 分数”。",
    mend_en="Add a band, or end with 'otherwise: points'.",
)
_MOST_NAMED = 3


def advise_gaps(compiled: Compiled) -> Iterable[Issue]:
    """Possible values that no band takes. What to do with them is the document's to say."""
    for metric, along in walked(compiled):
        if metric.points.method != "bands":
            continue
        gaps = [probe.where for probe in along if probe.points is None][:_MOST_NAMED]
        if gaps:
            where = Words("、".join(gap.zh for gap in gaps), ", ".join(gap.en for gap in gaps))
            yield BAND_GAP.at(metric.points.path, where=where)
