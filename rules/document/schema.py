"""The shape of a whole document, put together from the sections; also published for editors."""

from __future__ import annotations

from rules.document import fragments
from rules.document.fragments import Schema
from rules.sections import data, datasets, header, measures, metrics, outcomes, payout, rewards, score, tests, tiers

DOCUMENT: Schema = {
    **fragments.record(
        {
            **header.SCHEMA,
            **data.SCHEMA,
            **datasets.SCHEMA,
            **measures.SCHEMA,
            **metrics.SCHEMA,
            **score.SCHEMA,
            **tiers.SCHEMA,
            **rewards.SCHEMA,
            **payout.SCHEMA,
            **outcomes.SCHEMA,
            **tests.SCHEMA,
        },
        required=header.REQUIRED,
    ),
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Scorewright rule set",
}
