"""The checks of a rule set's meaning, one topic a file, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.issues import Issue
from rules.checks.depth import check_depth
from rules.checks.ranges import Compiled
from rules.checks.weights import check_weights
from rules.model import RuleSet

Check = Callable[[RuleSet], Iterable[Issue]]
Advise = Callable[[Compiled], Iterable[Issue]]

CHECKS: tuple[Check, ...] = (check_weights, check_depth)
"""What must hold before there can be a program."""

ADVICE: tuple[Advise, ...] = ()
"""What only shows in the finished program."""
