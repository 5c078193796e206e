"""Functions that only methods use: shares, budgets, prizes by place, forced tiers, rewards that are paid once.

Cohort functions take columns (one entry per person counted), the group of each person as the last one and, as ``ids``,
the person ids by which equal remainders are broken; they give one value per person. Results do not depend on the
order of the people, and what is shared out adds up to the last unit.
"""

from __future__ import annotations

from engine.formula.types import FLAG
from engine.functions.budget import BUDGET
from engine.functions.declaration import Function, Parameter, Scope
from engine.functions.forced import FORCED
from engine.functions.prizes import PRIZES
from engine.functions.results import always
from engine.functions.shares import SHARES
from engine.issues import Words

PAID_WITHIN = Function(
    "paid_within",
    Scope.HISTORY,
    (Parameter("reward", accepts="name"), Parameter("span", accepts="text")),
    always(FLAG),
    Words("在同一季度、年度或任何时候已经发过", "already paid in the same quarter, year, or ever"),
    (),
    None,
    internal=True,
)

SHARING: tuple[Function, ...] = (*SHARES, *BUDGET, *PRIZES, *FORCED, PAID_WITHIN)
