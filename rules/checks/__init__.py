"""The checks of a rule set's meaning, one topic a file, in the order in which they run."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.issues import Issue
from rules.checks.cliffs import advise_cliffs
from rules.checks.depth import check_depth
from rules.checks.gaps import advise_gaps
from rules.checks.limits import check_limits
from rules.checks.methods import advise_methods
from rules.checks.money import check_money
from rules.checks.periods import check_periods
from rules.checks.ranges import Compiled
from rules.checks.reach import advise_metrics, advise_tiers
from rules.checks.twice import advise_twice
from rules.checks.unused import advise_unused
from rules.checks.weights import check_weights
from rules.model import RuleSet

Check = Callable[[RuleSet], Iterable[Issue]]
Advise = Callable[[Compiled], Iterable[Issue]]

CHECKS: tuple[Check, ...] = (check_weights, check_depth, check_periods)
"""What must hold of a whole rule set before there can be a program."""

CHECKS_OF_PARTS: tuple[Check, ...] = (check_limits, check_money)
"""What must hold of each part, and can be said although other parts could not be read."""

ADVICE: tuple[Advise, ...] = (
    advise_methods,
    advise_gaps,
    advise_metrics,
    advise_tiers,
    advise_cliffs,
    advise_twice,
    advise_unused,
)
"""What only shows in the finished program."""
