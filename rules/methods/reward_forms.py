"""The forms of rewards and penalties, one line each."""

from __future__ import annotations

from collections.abc import Mapping

from rules.methods import amount, by_rank, by_tier, discretionary, graduated, item, package, pool, whole
from rules.methods.method import RewardForm

REWARD_FORMS: Mapping[str, RewardForm] = {
    form.key: form
    for form in (
        amount.FORM,
        by_tier.FORM,
        graduated.FORM,
        whole.FORM,
        package.FORM,
        by_rank.FORM,
        pool.FORM,
        discretionary.FORM,
        item.FORM,
    )
}
