"""The page of scoring methods and reward forms, from their declarations."""

from __future__ import annotations

from rules.methods.method import RewardForm, ScoringMethod
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS

HEAD = """\
# Methods · 计分方法与奖惩形式

How a metric becomes points, and how a result becomes money or something else.

指标怎样变成分数，结果怎样变成金额或其他奖励。
"""


def page() -> str:
    """The whole page, in the order in which the language lists them."""
    return "".join(
        [
            HEAD,
            "\n## From a metric to points · 从指标到分数\n",
            *(_entry(method) for method in SCORING_METHODS.values()),
            "\n## Rewards and penalties · 奖励与扣款\n",
            *(_entry(form) for form in REWARD_FORMS.values()),
        ]
    )


def _entry(method: ScoringMethod | RewardForm) -> str:
    title = f"### `{method.key}` · {method.name.zh}"
    example = f"```yaml\n{method.example.rstrip()}\n```"
    return "\n" + "\n\n".join([title, method.doc.en, method.doc.zh, example]) + "\n"
