"""What the scoring methods and reward forms themselves find odd about how they are used."""

from __future__ import annotations

from collections.abc import Iterable

from engine.issues import Issue
from rules.checks.ranges import Compiled
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS


def advise_methods(compiled: Compiled) -> Iterable[Issue]:
    """The advice of every method and form, for each of its uses."""
    for metric in compiled.rule_set.metrics:
        yield from SCORING_METHODS[metric.points.method].advise(metric.points.settings, metric.points.path)
    for reward in compiled.rule_set.rewards:
        yield from REWARD_FORMS[reward.form.method].advise(reward.form.settings, reward.form.path)
