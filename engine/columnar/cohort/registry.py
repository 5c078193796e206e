"""Every cohort function in SQL, by name. A new one is a function in the file of its family and a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.columnar.cohort.cohort import Cohort
from engine.columnar.cohort.figures import cohort_count, cohort_mean, cohort_stddev, cohort_sum, zscore
from engine.columnar.cohort.forced import forced_tier
from engine.columnar.cohort.prizes import prize
from engine.columnar.cohort.ranks import percent_rank, rank
from engine.columnar.cohort.shares import fit_budget, share_pool
from engine.columnar.lookup import Form, Lookup
from engine.columnar.numbers import Num
from engine.columnar.translate import Translator
from engine.columnar.variables import Variable
from engine.formula.nodes import Call
from engine.program import Step


def _form(write: Callable[[Cohort], Num | Variable]) -> Form:
    def form(step: Step, call: Call, lookup: Lookup, at: Translator) -> Num | Variable:
        return write(Cohort(step.id, call, lookup, at))

    return form


COHORT_FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "rank": _form(rank),
        "percent_rank": _form(percent_rank),
        "cohort_count": _form(cohort_count),
        "cohort_sum": _form(cohort_sum),
        "cohort_mean": _form(cohort_mean),
        "cohort_stddev": _form(cohort_stddev),
        "zscore": _form(zscore),
        "share_pool": _form(share_pool),
        "fit_budget": _form(fit_budget),
        "prize": _form(prize),
        "forced_tier": _form(forced_tier),
    }
)
