"""The scoring methods of the language, one line each."""

from __future__ import annotations

from collections.abc import Mapping

from rules.methods import attainment, bands, curve
from rules.methods.method import ScoringMethod

SCORING_METHODS: Mapping[str, ScoringMethod] = {
    method.key: method
    for method in (
        bands.METHOD,
        curve.METHOD,
        attainment.METHOD,
    )
}
