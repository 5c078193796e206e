"""Functions over earlier periods of the same person: declarations only, evaluators read the recorded values."""

from __future__ import annotations

from engine.formula.types import COUNT
from engine.functions.declaration import Function, Parameter, Scope
from engine.functions.results import always, same
from engine.issues import Words

_X = Parameter(
    "x",
    "name",
    doc=Words("一个有记录的值，例如 score 或 points(指标)", "a recorded value, such as score or points(metric)"),
)
_LAST = Parameter("n", literal=True, whole=True, bounds=(1, 60), doc=Words("最近几个周期", "how many periods"))

PREVIOUS = Function(
    "previous",
    Scope.HISTORY,
    (
        _X,
        Parameter(
            "n",
            optional=True,
            literal=True,
            whole=True,
            bounds=(1, 60),
            default="1",
            doc=Words("往前几个周期", "how many periods back"),
        ),
    ),
    same,
    Words("往前第 n 个周期的值；没有记录则缺失", "the value n periods ago; missing when none was recorded"),
    (),
    None,
)
STREAK = Function(
    "streak",
    Scope.HISTORY,
    (
        Parameter("condition", "condition"),
        Parameter(
            "gaps",
            "word",
            optional=True,
            named_only=True,
            words=("break", "freeze", "skip"),
            default="'break'",
            doc=Words(
                "没有结果的周期：break 中断，freeze 跳过不算，skip 允许一次缺一期",
                "a period without result: break ends the streak, freeze passes over it, skip passes over one at a time",
            ),
        ),
        Parameter(
            "align",
            "word",
            optional=True,
            named_only=True,
            words=("none", "quarter", "year"),
            default="'none'",
            doc=Words("只在本季度或本年内计数", "count only inside the quarter or year"),
        ),
    ),
    always(COUNT),
    Words("到本周期为止，条件连续成立的周期数", "for how many periods in a row, this one included, the condition held"),
    (),
    None,
)
MEAN_OF_LAST = Function(
    "mean_of_last",
    Scope.HISTORY,
    (_X, _LAST),
    same,
    Words("前 n 个周期中有记录的值的平均", "the mean of what was recorded in the n periods before this one"),
    (),
    None,
)
SUM_OF_LAST = Function(
    "sum_of_last",
    Scope.HISTORY,
    (_X, _LAST),
    same,
    Words("前 n 个周期中有记录的值的合计", "the sum of what was recorded in the n periods before this one"),
    (),
    None,
)

EARLIER = (PREVIOUS, STREAK, MEAN_OF_LAST, SUM_OF_LAST)
