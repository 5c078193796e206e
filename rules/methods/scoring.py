"""The scoring methods of the language, one line each."""

from __future__ import annotations

from collections.abc import Mapping

from rules.methods import (
    as_is,
    attainment,
    bands,
    checklist,
    compare,
    curve,
    flag,
    formula,
    percentile_rank,
    range,
    rank,
)
from rules.methods.method import ScoringMethod

SCORING_METHODS: Mapping[str, ScoringMethod] = {
    method.key: method
    for method in (
        bands.METHOD,
        curve.METHOD,
        attainment.METHOD,
        range.METHOD,
        rank.METHOD,
        percentile_rank.METHOD,
        compare.METHOD,
        flag.METHOD,
        checklist.METHOD,
        formula.METHOD,
        as_is.METHOD,
    )
}
