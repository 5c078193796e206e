"""Functions over the people who are scored together.

The exact form takes a column with one value per person and a column of groups, and gives a column back. Who has a
missing value is neither placed nor counted; who has a missing group (``None``) belongs to none and gets a missing
result.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from fractions import Fraction

from engine.formula.types import COUNT, NUMBER, PERCENT
from engine.functions.declaration import Example, Function, Parameter, Scope
from engine.functions.results import Result, always, same
from engine.functions.rows import variance
from engine.issues import Words
from engine.numbers import square_root

Column = Sequence[Fraction | None]
Groups = Sequence[Hashable | None]
Answers = list[Fraction | None]


def _members(values: Column, groups: Groups) -> dict[Hashable, list[Fraction]]:
    """The known values of every group."""
    members: dict[Hashable, list[Fraction]] = {}
    for value, group in zip(values, groups, strict=True):
        if group is not None:
            own = members.setdefault(group, [])
            if value is not None:
                own.append(value)
    return members


def rank(values: Column, groups: Groups, ascending: bool = False, ties: str = "competition") -> Answers:
    """Places from 1; the highest value is first unless ``ascending``."""
    places: dict[Hashable, dict[Fraction, Fraction]] = {}
    for group, own in _members(values, groups).items():
        place, dense = 1, 1
        own.sort(reverse=not ascending)
        counted: dict[Fraction, int] = {}
        for value in own:
            counted[value] = counted.get(value, 0) + 1
        answers = places[group] = {}
        for value, same_value in counted.items():
            if ties == "dense":
                answers[value] = Fraction(dense)
            elif ties == "average":
                answers[value] = place + Fraction(same_value - 1, 2)
            else:
                answers[value] = Fraction(place)
            place += same_value
            dense += 1
    return [
        None if value is None or group is None else places[group][value]
        for value, group in zip(values, groups, strict=True)
    ]


def percent_rank(values: Column, groups: Groups, ascending: bool = False) -> Answers:
    """The share of the others whom one is strictly ahead of: 1 for the best, 0 for the last; 1 when alone."""
    sizes = {group: len(own) for group, own in _members(values, groups).items()}
    # counted from the other end, the place minus one is how many are behind
    behind = rank(values, groups, ascending=not ascending)
    answers: Answers = []
    for place, group in zip(behind, groups, strict=True):
        if place is None or group is None:
            answers.append(None)
        else:
            others = sizes[group] - 1
            answers.append((place - 1) / others if others else Fraction(1))
    return answers


def _of_group(values: Column, groups: Groups, summary: Callable[[list[Fraction]], Fraction | None]) -> Answers:
    """One figure per group, given to each of its people, also to those without a value of their own."""
    figures = {group: summary(own) for group, own in _members(values, groups).items()}
    return [None if group is None else figures[group] for group in groups]


def _mean(own: list[Fraction]) -> Fraction | None:
    return sum(own, Fraction(0)) / len(own) if own else None


def _stddev(own: list[Fraction]) -> Fraction | None:
    spread = square_root(variance(own)) if own else None
    # nobody differs from anybody: there is no scale to measure distances on
    return spread or None


def cohort_mean(values: Column, groups: Groups) -> Answers:
    return _of_group(values, groups, _mean)


def cohort_sum(values: Column, groups: Groups) -> Answers:
    return _of_group(values, groups, lambda own: sum(own, Fraction(0)) if own else None)


def cohort_count(values: Column, groups: Groups) -> Answers:
    return _of_group(values, groups, lambda own: Fraction(len(own)))


def cohort_stddev(values: Column, groups: Groups) -> Answers:
    return _of_group(values, groups, _stddev)


def zscore(values: Column, groups: Groups) -> Answers:
    """How many standard deviations above the mean of the group."""
    means, spreads = cohort_mean(values, groups), cohort_stddev(values, groups)
    return [
        None if value is None or middle is None or spread is None else (value - middle) / spread
        for value, middle, spread in zip(values, means, spreads, strict=True)
    ]


_X = Parameter("x")
_WITHIN = Parameter(
    "within",
    "name",
    optional=True,
    named_only=True,
    doc=Words("只与这一属性相同的人比较", "compare only people who have the same value of this attribute"),
)
_ASCENDING = Parameter(
    "ascending",
    "flag",
    optional=True,
    named_only=True,
    literal=True,
    default="false",
    doc=Words("true 表示数值越小越靠前", "true when the smallest value comes first"),
)
_TIES = Parameter(
    "ties",
    "word",
    optional=True,
    named_only=True,
    words=("competition", "dense", "average"),
    default="'competition'",
    doc=Words(
        "并列名次：competition 1,2,2,4；dense 1,2,2,3；average 1,2.5,2.5,4",
        "equal values: competition 1,2,2,4; dense 1,2,2,3; average 1,2.5,2.5,4",
    ),
)
_SCORES = ("95", "90", "90", "85")
_TEAMS = ("day", "night", "night", "day")


def _among(
    name: str,
    zh: str,
    en: str,
    exact: Callable[..., Answers],
    *examples: tuple[str, str],
    result: Result = same,
    more: tuple[Parameter, ...] = (),
    values: tuple[str, ...] = _SCORES,
) -> Function:
    columns = (("x", values), ("team", _TEAMS))
    shown = tuple(Example(formula, gives, columns) for formula, gives in examples)
    return Function(name, Scope.COHORT, (_X, _WITHIN, *more), result, Words(zh, en), shown, exact)


COHORT = (
    _among(
        "rank",
        "名次，最高者为 1；缺失者不排名",
        "the place among the people scored together, the highest is 1; a missing value is not placed",
        rank,
        ("rank(x)", "1, 2, 2, 4"),
        ("rank(x, ties=dense)", "1, 2, 2, 3"),
        ("rank(x, ties='average')", "1, 2.5, 2.5, 4"),
        ("rank(x, ascending=true)", "4, 2, 2, 1"),
        ("rank(x, within=team)", "1, 1, 1, 2"),
        result=always(NUMBER),
        more=(_ASCENDING, _TIES),
    ),
    _among(
        "percent_rank",
        "超过了其余人中的多大比例：最好者为 100%，最后为 0%，只有一人时为 100%",
        "the share of the others one is ahead of: 100% for the best, 0% for the last, 100% when alone",
        percent_rank,
        ("percent_rank(x, within=team)", "1, 0, 0, 0"),
        ("percent_rank(x) * 3", "3, 1, 1, 0"),
        result=always(PERCENT),
        more=(_ASCENDING,),
    ),
    _among("cohort_mean", "同组的平均值", "the mean of the group", cohort_mean,
           ("cohort_mean(x)", "90, 90, 90, 90"), ("cohort_mean(x, within=team)", "90, 90, 90, 90")),
    _among("cohort_sum", "同组的合计", "the sum of the group", cohort_sum,
           ("cohort_sum(x, within=team)", "180, 180, 180, 180")),
    _among("cohort_count", "同组有值的人数", "how many people of the group have a value", cohort_count,
           ("cohort_count(x)", "3, 3, 3, 3"), result=always(COUNT), values=("95", "missing", "90", "85")),
    _among("cohort_stddev", "同组的标准差（总体）；全组相同时缺失",
           "the standard deviation of the group (as a population); missing when all are equal", cohort_stddev,
           ("cohort_stddev(x)", "3.535533905933, 3.535533905933, 3.535533905933, 3.535533905933"),
           ("cohort_stddev(x, within=team)", "5, missing, missing, 5")),
    _among("zscore", "高于同组平均值几个标准差；全组相同时缺失",
           "how many standard deviations above the mean of the group; missing when all are equal", zscore,
           ("zscore(x, within=team)", "1, missing, missing, -1"), result=always(NUMBER)),
)  # fmt: skip
