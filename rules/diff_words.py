"""How differences between two rule sets are told: a name for every key and place, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.issues import Path, Words
from rules.document.canonical import number_text
from rules.document.tree import Data
from rules.meaning import Leaf, Listing, Meaning, Record
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS

SECTIONS: Mapping[str, Words] = {
    "attributes": Words("属性", "attribute"),
    "parameters": Words("参数", "parameter"),
    "inputs": Words("输入", "input"),
    "tables": Words("对照表", "table"),
    "datasets": Words("数据集", "dataset"),
    "measures": Words("统计量", "measure"),
    "groups": Words("指标组", "group"),
    "metrics": Words("指标", "metric"),
    "adjustments": Words("调整", "adjustment"),
    "tiers": Words("等级", "tier"),
    "rewards": Words("奖惩", "reward"),
    "outcomes": Words("后续行动", "outcome"),
    "tests": Words("测试", "test"),
}
_KEYS: Mapping[str, Words] = {
    "above": Words("下限（不含）", "lower limit (excluded)"),
    "add": Words("加减分", "points added"),
    "amount": Words("金额", "amount"),
    "amounts": Words("各名次的金额", "amounts by place"),
    "applies_to": Words("适用对象", "whom it applies to"),
    "as_is": Words("直接取值", "points as they are"),
    "ascending": Words("从低到高排名", "lowest first"),
    "at_least": Words("下限", "lower limit"),
    "at_mean": Words("平均水平的分数", "points at the mean"),
    "at_most": Words("上限", "upper limit"),
    "attainment": Words("完成率计分", "attainment"),
    "author": Words("决定人", "author"),
    "bands": Words("分段", "bands"),
    "below": Words("上限（不含）", "upper limit (excluded)"),
    "best": Words("最好时的分数", "points at best"),
    "brackets": Words("分档", "brackets"),
    "budget": Words("预算", "budget"),
    "by": Words("依据", "basis"),
    "category": Words("类别", "category"),
    "checklist": Words("检查项", "checklist"),
    "choice": Words("选项", "choices"),
    "choices": Words("选项", "choices"),
    "clause": Words("条款", "clause"),
    "columns": Words("列", "columns"),
    "currency": Words("货币", "currency"),
    "curve": Words("折线", "curve"),
    "dataset": Words("数据集", "dataset"),
    "days": Words("星期几", "days of the week"),
    "decimals": Words("小数位数", "decimals"),
    "decisions": Words("酌情决定", "decisions"),
    "deductions_at_most": Words("最多扣除的比例", "largest share deducted"),
    "description": Words("说明", "description"),
    "do": Words("行动", "action"),
    "eligible": Words("参评条件", "eligibility"),
    "empty": Words("没有记录时的值", "value without records"),
    "en": Words("英文", "English"),
    "every": Words("时段长度", "length of the intervals"),
    "expect": Words("预期", "expectation"),
    "extend": Words("两端延伸", "extension beyond the ends"),
    "flag": Words("是否计分", "points by yes or no"),
    "formula": Words("公式", "formula"),
    "free": Words("免计部分", "part that is free"),
    "from": Words("起始", "beginning"),
    "given": Words("给定数据", "given values"),
    "group": Words("所属组", "group"),
    "guard": Words("工资保护", "wage guard"),
    "high": Words("上界", "upper bound"),
    "history": Words("历史记录", "history"),
    "hours": Words("营业时间", "business hours"),
    "id": Words("标识", "id"),
    "in_addition": Words("允许叠加", "being in addition"),
    "independent": Words("评价人独立", "independence of raters"),
    "kind": Words("种类", "kind"),
    "label": Words("名称", "label"),
    "level": Words("层级", "level"),
    "low": Words("下界", "lower bound"),
    "lower_is_better": Words("越低越好", "lower being better"),
    "managers": Words("上级", "managers"),
    "max": Words("最大值", "maximum"),
    "max_wins": Words("最多获奖次数", "most wins"),
    "message": Words("通知文字", "message"),
    "min": Words("最小值", "minimum"),
    "min_group": Words("最少人数", "smallest group"),
    "min_rows": Words("最少记录数", "fewest records"),
    "minimum": Words("最低要求", "minimum required"),
    "missing": Words("缺失时的处理", "treatment when missing"),
    "multiply": Words("系数", "factor"),
    "name": Words("名称", "name"),
    "never_below": Words("不低于的余额", "floor of what remains"),
    "no": Words("“否”的分数", "points for no"),
    "of": Words("计算基数", "base"),
    "once_per": Words("发放次数限制", "limit to once"),
    "origin": Words("来源模板", "template of origin"),
    "otherwise": Words("其余情况", "otherwise"),
    "owner": Words("负责人", "owner"),
    "payout": Words("发放", "payout"),
    "people": Words("人员", "people"),
    "per_sd": Words("每个标准差的分数", "points per standard deviation"),
    "percentile_rank": Words("百分位计分", "percentile rank"),
    "period": Words("考核周期", "period"),
    "places": Words("各名次的分数", "points by place"),
    "points": Words("分数", "points"),
    "prorate": Words("折算比例", "proration"),
    "range": Words("区间", "range"),
    "rank": Words("排名计分", "rank"),
    "rate": Words("比例", "rate"),
    "rater": Words("评价人列", "rater column"),
    "raters": Words("评价人要求", "raters"),
    "rating": Words("评分范围", "rating scale"),
    "reason": Words("理由", "reason"),
    "results": Words("下级结果", "results"),
    "round": Words("小数位数", "decimals"),
    "rows": Words("数据行", "rows"),
    "scale": Words("评分范围", "scale"),
    "score": Words("得分", "score"),
    "scores_of": Words("汇总的方案", "rule set rolled up"),
    "scorewright": Words("语言版本", "language version"),
    "set": Words("定为", "fixed score"),
    "shift": Words("班次", "shift"),
    "size": Words("每份数量", "size of a package"),
    "split": Words("分配比例", "split"),
    "subject": Words("本人", "subject"),
    "target": Words("目标", "target"),
    "template": Words("模板", "template"),
    "then": Words("时段汇总", "value over the intervals"),
    "ties": Words("并列处理", "treatment of ties"),
    "time": Words("时间列", "time column"),
    "title": Words("名目", "title"),
    "to": Words("终止", "end"),
    "tolerance": Words("容许偏差", "tolerance"),
    "top": Words("人数比例", "share of people"),
    "type": Words("类型", "type"),
    "up_to": Words("上限", "upper limit"),
    "value": Words("计算方式", "value"),
    "version": Words("版本", "version"),
    "weight": Words("权重", "weight"),
    "when": Words("条件", "condition"),
    "when_exceeded": Words("超出时的处理", "treatment when exceeded"),
    "where": Words("特例", "exceptions"),
    "why": Words("理由", "reason"),
    "within": Words("分组", "grouping"),
    "worst": Words("最差时的分数", "points at worst"),
    "yes": Words("“是”的分数", "points for yes"),
    "zh": Words("中文", "Chinese"),
    "zone": Words("时区", "time zone"),
}
_FORMS: Mapping[str, Words] = {
    **{key: method.name for key, method in SCORING_METHODS.items()},
    **{key: form.name for key, form in REWARD_FORMS.items()},
}
_ROWS: Mapping[str, Words] = {
    "bands": Words("第 {n} 段", "band {n}"),
    "brackets": Words("第 {n} 档", "bracket {n}"),
    "curve": Words("第 {n} 个拐点", "corner {n}"),
    "places": Words("第 {n} 名", "place {n}"),
    "amounts": Words("第 {n} 名", "place {n}"),
    "where": Words("第 {n} 条特例", "exception {n}"),
    "tests": Words("第 {n} 个测试", "test {n}"),
    "tiers": Words("第 {n} 个等级", "tier {n}"),
    "history": Words("第 {n} 条历史记录", "record {n} of the history"),
    "choices": Words("第 {n} 个选项", "choice {n}"),
    "choice": Words("第 {n} 个选项", "choice {n}"),
    "by": Words("第 {n} 个依据", "basis {n}"),
}
_ENDS = (Words("下界", "lower bound"), Words("上界", "upper bound"))
_CORNER = (Words("值", "value"), Words("分数", "points"))
_SILENT = frozenset(
    {
        "points",
        "curve",
        "bands",
        "brackets",
        "places",
        "amounts",
        "where",
        "by_tier",
        "graduated",
        "whole",
        "by_rank",
        "package",
        "pool",
        "discretionary",
        "item",
        "attainment",
        "rank",
        "compare",
        "choices",
        "choice",
        "checklist",
        "flag",
    }
)
"""Keys that go without saying when what lies inside them is named."""
_EDGE_OF_TIER = Words("分数线", "threshold")


def place_words(path: Path, labels: Mapping[Path, Words]) -> Words:
    """The place as people call it: 询单转化率的第 3 段的分数, “points of band 3 of enquiry conversion”."""
    parts = [words for length in range(1, len(path) + 1) if (words := _part(path, length, labels)) is not None]
    if not parts:
        return Words("方案", "rule set")
    zh = "".join(
        part.zh if position == 0 or part.zh.startswith("自 ") else f"的{part.zh}" for position, part in enumerate(parts)
    )
    return Words(zh, " of ".join(part.en for part in reversed(parts)))


def entry_words(path: Path, labels: Mapping[Path, Words]) -> Words | None:
    """An entry of a section, such as 指标“转化率”; None for any other place."""
    if len(path) != 2 or path[0] not in SECTIONS:
        return None
    section, label = SECTIONS[str(path[0])], labels.get(path) or _named(path[1])
    return Words(f"{section.zh}“{label.zh}”", f"{section.en} '{label.en}'")


def _part(path: Path, length: int, labels: Mapping[Path, Words]) -> Words | None:
    """What the ``length``-th step of the path adds to its name; None for what goes without saying."""
    step, before = path[length - 1], path[: length - 1]
    last = length == len(path)
    if length == 1:
        return _KEYS.get(str(step), _named(step)) if step not in SECTIONS else None if not last else SECTIONS[str(step)]
    if before[0] in SECTIONS and length == 2:
        if isinstance(step, int):
            return labels.get(path[:2]) or _row(str(before[0]), step)
        return labels.get(path[:2], _named(step))
    if isinstance(step, int):
        return _in_row(before, step)
    if not last and step in _SILENT:
        return None
    if before[-1] == "by_tier":
        return labels.get(("tiers", step), _named(step))
    return _key(before, step)


def _key(before: Path, step: str) -> Words | None:
    above = before[-1]
    if before[0] == "parameters" and step == "value":
        return None
    if above == "from" and before[0] == "parameters":
        return Words(f"自 {step} 起", f"from {step}")
    if before[0] == "parameters" and step == "from":
        return None
    if before[0] == "inputs" and step == "from":
        return Words("来自人员名单", "source in the list of people")
    if before[0] == "tiers" and step == "at_least":
        return _EDGE_OF_TIER
    if step == "flag" or (before[0] == "rewards" and len(before) == 2):
        return _KEYS.get(step) or _FORMS.get(step) or _named(step)
    if before[0] == "tests" or above in ("checklist", "split", "columns") or before[0] == "tables":
        return _KEYS[step] if step in ("given", "expect", "history", "people", "period", "subject") else _named(step)
    return _KEYS.get(step) or _FORMS.get(step) or _named(step)


def _in_row(before: Path, step: int) -> Words:
    if len(before) > 1 and before[-2] == "curve":
        return _CORNER[step] if step < 2 else _row("", step)
    if before[-1] in ("range", "scale", "rating") and step < 2:
        return _ENDS[step]
    return _row(str(before[-1]), step)


def _row(listing: str, position: int) -> Words:
    return _ROWS.get(listing, Words("第 {n} 项", "item {n}")).format(n=position + 1)


def _named(step: str | int) -> Words:
    return Words(str(step), str(step))


def form_words(key: str) -> Words:
    """The name of a scoring method or reward form."""
    return _FORMS.get(key, _named(key))


def value_words(part: Meaning | None, raw: Data = None) -> Words:
    """A value as it is told; a whole record by its few parts."""
    match part:
        case None:
            return scalar_words(raw)
        case Leaf(key, written, percent):
            if isinstance(key, tuple) and key[0] == "words":
                return Words(f"“{key[1]}”", f"'{key[2]}'")
            if isinstance(key, tuple) and key[0] == "names":
                names = sorted(key[1])
                return Words("、".join(names), ", ".join(names))
            if percent and isinstance(written, int | Decimal) and not isinstance(written, bool):
                return _named(f"{number_text(Decimal(written) * 100)}%")
            return scalar_words(written)
        case Record(items):
            told = [
                (_KEYS.get(key) or _FORMS.get(key) or _named(key), value_words(item)) for key, item in items.items()
            ]
            return _short(
                Words(
                    "，".join(f"{key.zh} {value.zh}" for key, value in told),
                    ", ".join(f"{key.en} {value.en}" for key, value in told),
                )
            )
        case Listing(items):
            told_items = [value_words(item) for item in items]
            zh, en = "，".join(item.zh for item in told_items), ", ".join(item.en for item in told_items)
            return _short(Words(f"[{zh}]", f"[{en}]"))


def scalar_words(raw: Any) -> Words:
    """A single value as written."""
    if raw is None:
        return Words("无", "none")
    if isinstance(raw, bool):
        return Words("是", "yes") if raw else Words("否", "no")
    if isinstance(raw, int | Decimal):
        return _named(number_text(raw))
    if isinstance(raw, list | dict):
        return _short(_named(str(raw)))
    return _short(_named(str(raw)))


def _short(words: Words, most: int = 160) -> Words:
    return Words(*(text if len(text) <= most else text[:most] + "…" for text in (words.zh, words.en)))
