"""Steps that look at the people scored together, in SQL: each has the meaning of the exact function of its name."""

from engine.columnar.cohort.registry import COHORT_FORMS

__all__ = ["COHORT_FORMS"]
