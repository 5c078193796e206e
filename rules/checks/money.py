"""Settings that only make sense for an amount of money."""

from __future__ import annotations

from collections.abc import Iterable

from engine.issues import Issue, declare
from rules.methods.reward_forms import REWARD_FORMS
from rules.model import RuleSet

NOT_AN_AMOUNT = declare(
    "not-an-amount",
    zh="“{name}”不是金额，“{key}”对它没有意义。",
    en="'{name}' is not an amount of money, so '{key}' means nothing for it.",
    mend_zh="删去“{key}”。",
    mend_en="Remove '{key}'.",
)
_OF_MONEY = ("at_least", "at_most", "prorate", "split")


def check_money(rule_set: RuleSet) -> Iterable[Issue]:
    """A title or thing cannot be limited, prorated or split."""
    for reward in rule_set.rewards:
        if REWARD_FORMS[reward.form.method].money:
            continue
        for key in _OF_MONEY:
            if getattr(reward, key):
                yield NOT_AN_AMOUNT.at((*reward.path, key), name=reward.id, key=key)
