"""The checks of a rule set's meaning, one topic a file, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.issues import Issue
from rules.checks.weights import check_weights
from rules.model import RuleSet

Check = Callable[[RuleSet], Iterable[Issue]]

CHECKS: tuple[Check, ...] = (check_weights,)
