"""How a call of each function is said in words. ``{all}`` are all arguments given by place, ``{x}`` the one called so.

What a phrase does not mention is said behind it: ``within`` and other settings that were given.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.issues import Words

PHRASES: Mapping[str, Words] = {
    "min": Words("{all} 中最小的", "the smallest of {all}"),
    "max": Words("{all} 中最大的", "the largest of {all}"),
    "abs": Words("{x}的绝对值", "{x} without its sign"),
    "round": Words("{x}四舍五入到 {n} 位小数", "{x} rounded to {n} decimals"),
    "floor": Words("{x}向下取整", "{x} rounded down"),
    "ceil": Words("{x}向上取整", "{x} rounded up"),
    "clamp": Words("{x}（不低于 {low}，不超过 {high}）", "{x}, at least {low} and at most {high}"),
    "between": Words("{x}在 {low} 到 {high} 之间", "{x} is from {low} to {high}"),
    "mod": Words("{a}除以{b}的余数", "the remainder of {a} divided by {b}"),
    "sqrt": Words("{x}的平方根", "the square root of {x}"),
    "coalesce": Words("{all} 中第一个不缺失的", "the first of {all} that is not missing"),
    "is_missing": Words("{x}缺失", "{x} is missing"),
    "and": Words("以下条件都成立：{all}", "all of these hold: {all}"),
    "or": Words("以下条件至少一个成立：{all}", "any of these holds: {all}"),
    "not": Words("并非{a}", "not {a}"),
    "if": Words("若{condition}，则为 {then}，否则为 {other}", "if {condition} then {then}, otherwise {other}"),
    "points": Words("{metric}的得分", "the points of {metric}"),
    "table": Words("对照表“{name}”中{key}对应的值", "the entry of the table '{name}' for {key}"),
    "date": Words("{y} 年 {m} 月 {d} 日", "the date {y}-{m}-{d}"),
    "day": Words("{d}的日", "the day of the month of {d}"),
    "month": Words("{d}的月份", "the month of {d}"),
    "year": Words("{d}的年份", "the year of {d}"),
    "weekday": Words("{d}是星期几", "the day of the week of {d}"),
    "days_between": Words("从{a}到{b}的天数", "the days from {a} to {b}"),
    "months_between": Words("从{a}到{b}满几个月", "the full months from {a} to {b}"),
    "period_start": Words("考核周期的第一天", "the first day of the period"),
    "period_end": Words("考核周期的最后一天", "the last day of the period"),
    "period_days": Words("考核周期的天数", "the days of the period"),
    "count": Words("行数", "the number of rows"),
    "sum": Words("{x}的合计", "the sum of {x}"),
    "mean": Words("{x}的平均值", "the mean of {x}"),
    "median": Words("{x}的中位数", "the median of {x}"),
    "percentile": Words("{x}的第 {p} 百分位数", "the {p}th percentile of {x}"),
    "stddev": Words("{x}的标准差", "the standard deviation of {x}"),
    "cv": Words("{x}的离散系数", "the coefficient of variation of {x}"),
    "minimum": Words("{x}的最小值", "the smallest {x}"),
    "maximum": Words("{x}的最大值", "the largest {x}"),
    "distinct": Words("{x}有几种不同的值", "how many different values {x} has"),
    "share": Words("{condition}的行所占比例", "the share of rows in which {condition}"),
    "first": Words("最早的{x}", "the earliest {x}"),
    "last": Words("最晚的{x}", "the latest {x}"),
    "rank": Words("{x}的名次", "the place by {x}"),
    "percent_rank": Words("{x}超过其余人的比例", "the share of the others one is ahead of by {x}"),
    "cohort_count": Words("有{x}的人数", "how many people have {x}"),
    "cohort_mean": Words("所有人{x}的平均值", "everybody's mean of {x}"),
    "cohort_sum": Words("所有人{x}的合计", "everybody's sum of {x}"),
    "cohort_stddev": Words("所有人{x}的标准差", "everybody's standard deviation of {x}"),
    "zscore": Words("{x}高于平均值几个标准差", "by how many standard deviations {x} is above the mean"),
    "previous": Words("往前第 {n} 期的{x}", "{x} {n} period(s) ago"),
    "mean_of_last": Words("前 {n} 期{x}的平均", "the mean of {x} in the {n} periods before"),
    "sum_of_last": Words("前 {n} 期{x}的合计", "the sum of {x} in the {n} periods before"),
    "streak": Words("{condition}已连续几期", "for how many periods in a row {condition}"),
}
SO_MANY: Mapping[tuple[str, int], Words] = {
    ("count", 1): Words("满足或有值的行数：{x}", "the number of rows with {x}"),
    ("previous", 1): Words("上一期的{x}", "{x} of the period before"),
    ("coalesce", 2): Words("{a}（缺失时为 {b}）", "{a}, or {b} when it is missing"),
}
"""Functions that are better said in other words with so many arguments."""

SETTINGS: Mapping[str, Words] = {
    "within": Words("同一{value}内", "within the same {value}"),
    "ascending": Words("小的在前", "smallest first"),
}
"""What settings mean that stand behind the phrase."""

CHOICES: Mapping[tuple[str, str], Words] = {
    ("ties", "competition"): Words("并列之后空出名次", "places are left free after a tie"),
    ("ties", "dense"): Words("并列之后不空名次", "no place is left free after a tie"),
    ("ties", "average"): Words("并列取名次的平均", "those who tie share the mean of their places"),
    ("gaps", "break"): Words("缺一期即中断", "a period without result ends it"),
    ("gaps", "freeze"): Words("缺的期跳过不算", "periods without result are passed over"),
    ("gaps", "skip"): Words("允许一次缺一期", "one period without result at a time is passed over"),
    ("align", "none"): Words("不限季度和年", "across quarters and years"),
    ("align", "quarter"): Words("只在本季度内", "inside the quarter only"),
    ("align", "year"): Words("只在本年内", "inside the year only"),
}
"""What the words mean that a setting can be given."""
