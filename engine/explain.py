"""The explanation of a result: a tree of every value with its rule, from the program and one person's values.

It does not matter which evaluator ran: only published values are read. Contributions, effects and limits add up exactly
to the score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from engine.contributions import REST, contributions, effective_weights
from engine.formula.naming import POINTS as OF_POINTS
from engine.formula.naming import with_tiers
from engine.formula.nodes import Call, Name, Node, names_in
from engine.formula.types import MONEY, NUMBER, PERCENT, POINTS, Type
from engine.functions.phrases import PHRASES
from engine.issues import CODES, Words, path_text
from engine.program import MetricLine, Program, RewardLine
from engine.result import Json, Missing, Result, number
from engine.sentences import (
    as_written,
    decimal_text,
    formula_words,
    reason_words,
    rule_words,
    shown,
    value_of,
    with_values,
)
from engine.values import Evaluation, Value

Values = Mapping[str, Value]


def explain(program: Program, evaluation: Evaluation, result: Result, full: bool = True) -> Json:
    """``summary`` sentences and ``contributions``; with ``full`` also the ``tree`` of every value."""
    values = evaluation.values
    shares = Shares(contributions(program, values), effective_weights(program, values))
    answer: Json = {
        "summary": [sentence.to_json() for sentence in _summary(program, values, shares, result)],
        "contributions": _contributions(program, values, shares) if result.status == "scored" else [],
        "missing": [
            {**missing.to_json(), "sentence": _missing(program, missing).to_json()} for missing in result.missing
        ],
    }
    if full:
        answer["tree"] = _tree(program, values, shares)
    return answer


@dataclass(frozen=True, slots=True)
class Shares:
    """What each metric brought to the base score, and by which weight."""

    parts: Mapping[str, Fraction]
    weights: Mapping[str, Fraction]


def _contributions(program: Program, values: Values, shares: Shares) -> list[Json]:
    """Lines that add up to the score: metrics, what belongs to no single one, adjustments, the limits of the score."""
    outline = program.outline
    if outline.score is None:
        return []
    lines: list[tuple[str, str, Fraction]] = [
        (id, "rest" if id == REST else "metric", part) for id, part in shares.parts.items()
    ]
    for adjustment in outline.adjustments:
        effect = values.get(adjustment.effect)
        if isinstance(effect, Fraction):
            lines.append((adjustment.id, "adjustment", effect))
    score = values.get(outline.score)
    if isinstance(score, Fraction):
        limit = score - sum((part for _, _, part in lines), Fraction(0))
        if limit:
            lines.append(("score", "limit", limit))
    return [{"id": id, "kind": kind, "amount": number(part, outline.score_decimals)} for id, kind, part in lines]


def _summary(program: Program, values: Values, shares: Shares, result: Result) -> list[Words]:
    """What the person is told first."""
    outline = program.outline
    sentences: list[Words] = []
    if result.status == "scored" and outline.score is not None:
        score = shown(values.get(outline.score), NUMBER)
        parts = [f"{label_of(program, line.id).zh} {decimal_text(part)}" for line, part in _parts(program, shares)]
        parts_en = [f"{label_of(program, line.id).en} {decimal_text(part)}" for line, part in _parts(program, shares)]
        sentences.append(
            Words(f"得分 {score.zh}：{'，'.join(parts)}。", f"Score {score.en}: {', '.join(parts_en)}.")
            if parts
            else Words(f"得分 {score.zh}。", f"Score {score.en}.")
        )
        for adjustment in outline.adjustments:
            effect = values.get(adjustment.effect)
            switched = adjustment.when is not None and values.get(adjustment.when) is True
            if isinstance(effect, Fraction) and (effect or switched):
                sentences.append(_adjustment_words(program, adjustment.id, values))
    if result.tier is not None:
        tier = next(line for line in outline.tiers if line.id == result.tier)
        sentences.append(Words(f"等级：{tier.label.zh}。", f"Tier: {tier.label.en}."))
    if result.status == "not_eligible":
        sentences.append(Words("不符合参评条件，不计分。", "Not eligible, therefore not scored."))
    sentences += [_missing(program, missing) for missing in result.missing]
    payout = result.body.get("payout")
    if isinstance(payout, dict):
        sentences.append(
            Words(
                "奖励 {rewards}，扣款 {penalties}，实发 {net} {currency}。",
                "Rewards {rewards}, penalties {penalties}, net {net} {currency}.",
            ).format(**payout)
        )
    problem = result.body.get("problem")
    if isinstance(problem, dict):
        sentences.append(CODES[str(problem["code"])].message)
    return sentences


_THEN: Mapping[str, Words] = {
    "excluded": Words("这一项不计，权重由其余指标分摊", "the metric is left out and the others share its weight"),
    "points": Words("按方案给出规定的分数", "the points that the rules set for this case are given"),
    "incomplete": Words("因此不能计分", "therefore there is no result"),
    "shown-without-points": Words("这一项只展示，没有分数", "the metric is only shown, without points"),
}


def _missing(program: Program, missing: Missing) -> Words:
    why = reason_words(missing.reason, program.labels)
    then = _THEN[missing.then]
    where = label_of(program, missing.touched)
    return Words(f"{where.zh}：{why.zh}，{then.zh}。", f"{where.en}: {why.en}; {then.en}.")


def _parts(program: Program, shares: Shares) -> list[tuple[MetricLine, Fraction]]:
    return [(line, shares.parts[line.id]) for line in program.outline.metrics if line.id in shares.parts]


def label_of(program: Program, id: str) -> Words:
    """What a metric, adjustment, reward or any other value of the program is called."""
    if id in program.labels:
        return program.labels[id]
    steps = program.step_by_id
    step = steps.get(id) or steps.get(f"reward.{id}") or steps.get(f"adjustment.{id}")
    return step.label if step is not None and step.label is not None else Words(id, id)


def _tree(program: Program, values: Values, shares: Shares) -> list[Json]:
    outline = program.outline
    nodes: list[Json] = []
    if outline.eligible is not None:
        nodes.append(_condition_node(program, outline.eligible, Words("参评条件", "eligibility"), values))
    metrics = [_metric(program, line, values, shares) for line in outline.metrics]
    if outline.score is None:
        nodes += metrics
    else:
        children = [*metrics, _base(program, values, shares)]
        children += [_adjustment(program, line.id, values) for line in outline.adjustments]
        score = values.get(outline.score)
        words = _score_words(program.step_by_id[outline.score].expr, values, score)
        nodes.append(_node(program, outline.score, words, score, NUMBER, children))
    if outline.tier is not None:
        words = rule_words(outline.tier_rule, values) or Words("没有等级", "no tier")
        nodes.append(_node(program, outline.tier, words, values.get(outline.tier), NUMBER))
    nodes += [_reward(program, line, values) for line in outline.rewards]
    nodes += _payout(program, values)
    nodes += [_condition_node(program, line.met, line.label, values, line.clause) for line in outline.outcomes]
    return nodes


def _score_words(expr: Node, values: Values, score: Value) -> Words:
    """The score, and by which limit it is another than the sum of what came together."""
    limits: list[Words] = []
    while isinstance(expr, Call) and expr.function in _LIMITS and len(expr.args) == 2:
        words = _LIMITS[expr.function]
        expr, limit = expr.args
        limits.insert(0, words.format(limit=shown(value_of(limit, values), NUMBER)))
    before = value_of(expr, values)
    text = shown(score, NUMBER)
    if score is None or before == score:
        return Words(f"得分 {text.zh}", f"score {text.en}")
    told = [shown(before, NUMBER), *limits]
    zh, en = "，".join(part.zh for part in told), ", ".join(part.en for part in told)
    return Words(f"合计 {zh}，得分 {text.zh}", f"sum {en}: score {text.en}")


_LIMITS: Mapping[str, Words] = {
    "max": Words("不低于 {limit}", "at least {limit}"),
    "min": Words("不超过 {limit}", "at most {limit}"),
}


def _node(
    program: Program,
    id: str,
    sentence: Words,
    value: Value,
    type: Type,
    children: Sequence[Json] = (),
    clause: str | None = None,
) -> Json:
    step = program.step_by_id.get(id)
    return {
        "id": id,
        "label": label_of(program, id).to_json(),
        "value": _json_value(value),
        "shown": _shown(program, id, value, type).to_json(),
        "sentence": sentence.to_json(),
        "clause": clause,
        "path": path_text(step.path) if step else None,
        "children": list(children),
    }


def _json_value(value: Value) -> Decimal | bool | str | None:
    return number(value, 12) if isinstance(value, Fraction) else value


def _metric(program: Program, line: MetricLine, values: Values, shares: Shares) -> Json:
    step = program.step_by_id[line.value]
    value = values.get(line.value)
    label = line.label
    text = shown(value, step.type, program.currency)
    working = with_values(step.expr, values)
    plainly = isinstance(step.expr, Name) or working == text.en
    formula = Words("", "")
    if line.formula is not None and not plainly:
        formula = Words(f"{line.formula.zh} = {working} = ", f"{line.formula.en} = {working} = ")
    value_words = Words(f"{label.zh} = {formula.zh}{text.zh}", f"{label.en} = {formula.en}{text.en}")
    inputs = [_source(program, id, values) for id in sorted(names_in(step.expr))]
    points = values.get(line.points)
    points_text = shown(points, POINTS)
    rule = rule_words(line.rule, values, program.currency)
    if points is None:
        points_words = Words("没有分数", "no points")
    elif rule is None:
        points_words = Words(f"{points_text.zh} 分", f"{points_text.en} points")
    else:
        points_words = Words(f"{rule.zh}，得 {points_text.zh} 分", f"{rule.en}, giving {points_text.en} points")
    points_inputs = names_in(program.step_by_id[line.points].expr) - {line.value}
    children = [
        _node(program, line.value, value_words, value, step.type, inputs),
        _node(
            program,
            line.points,
            points_words,
            points,
            POINTS,
            [_source(program, id, values) for id in sorted(points_inputs)],
        ),
    ]
    node = _node(program, line.id, _share_words(line, values, shares), shares.parts.get(line.id), POINTS, children)
    node["why"] = line.why.to_json() if line.why else None
    return node


def _share_words(line: MetricLine, values: Values, shares: Shares) -> Words:
    label = line.label
    if line.excluded and values.get(line.excluded) is True:
        return Words(f"{label.zh}不计分，权重由其余指标分摊", f"{label.en} is left out; the others share its weight")
    points = shown(values.get(line.points), POINTS)
    weight = shares.weights.get(line.id)
    if weight is None:
        return Words(f"{label.zh}：{points.zh} 分", f"{label.en}: {points.en} points")
    share, amount = shown(weight, PERCENT), shown(shares.parts.get(line.id), POINTS)
    return Words(
        f"{label.zh}：{points.zh} 分 × 权重 {share.zh} = {amount.zh}",
        f"{label.en}: {points.en} points × weight {share.en} = {amount.en}",
    )


def _source(program: Program, id: str, values: Values) -> Json:
    """An input, parameter or earlier step that a formula read."""
    item = program.input_by_id.get(id)
    step = program.step_by_id.get(id)
    type = item.type if item else step.type if step else NUMBER
    text = _shown(program, id, values.get(id), type)
    label = label_of(program, id)
    if id.endswith(OF_POINTS):
        label = PHRASES["points"].format(metric=label)
    return _node(program, id, Words(f"{label.zh} = {text.zh}", f"{label.en} = {text.en}"), values.get(id), type)


def _shown(program: Program, id: str, value: Value, type: Type) -> Words:
    tier = program.naming.tier(value) if id in program.naming.of_tiers else None
    return tier or shown(value, type, program.currency)


def _base(program: Program, values: Values, shares: Shares) -> Json:
    base = str(program.outline.base)
    value = values.get(base)
    step = program.step_by_id[base]
    text = shown(value, NUMBER)
    if shares.weights:
        terms = " + ".join(decimal_text(part) for _, part in _parts(program, shares))
        words = Words(f"加权合计 {terms} = {text.zh}", f"weighted sum {terms} = {text.en}")
    else:
        working = with_values(step.expr, values)
        words = Words(f"公式得分 {working} = {text.zh}", f"score by formula {working} = {text.en}")
    return _node(program, base, words, value, NUMBER)


def _adjustment_words(program: Program, id: str, values: Values) -> Words:
    line = next(line for line in program.outline.adjustments if line.id == id)
    effect = values.get(line.effect)
    text = shown(effect, NUMBER)
    after = shown(values.get(line.total), NUMBER)
    rule = rule_words(line.rule, values, program.currency)
    clause = Words(f"（{line.clause}）" if line.clause else "", f" ({line.clause})" if line.clause else "")
    detail = Words(f"{rule.zh}，" if rule else "", f"{rule.en}; " if rule else "")
    return Words(
        f"{line.label.zh}{clause.zh}：{detail.zh}影响 {text.zh} 分，之后为 {after.zh}。",
        f"{line.label.en}{clause.en}: {detail.en}effect {text.en}, then {after.en}.",
    )


def _adjustment(program: Program, id: str, values: Values) -> Json:
    line = next(line for line in program.outline.adjustments if line.id == id)
    children = [] if line.when is None else [_condition_node(program, line.when, line.label, values)]
    met = line.when is None or values.get(line.when) is True
    words = _adjustment_words(program, id, values) if met else _not_met(line.label)
    return _node(program, line.effect, words, values.get(line.effect), NUMBER, children, line.clause)


def _not_met(label: Words) -> Words:
    return Words(f"{label.zh}：条件不满足，没有影响", f"{label.en}: its condition is not met, no effect")


def _condition_node(program: Program, id: str, label: Words, values: Values, clause: str | None = None) -> Json:
    step = program.step_by_id[id]
    condition = as_written(step.expr)
    text = formula_words(condition, program.naming)
    decided = value_of(_inner(step.expr), values)
    if decided is None:
        words = Words(
            f"{label.zh}：条件 {text.zh} 因数据缺失不能判断，按不满足处理",
            f"{label.en}: the condition {text.en} cannot be decided because data is missing, so it is not met",
        )
    else:
        zh, en = "", ""
        if not isinstance(condition, Name):
            working = _worked(program, condition, values)
            zh, en = f"（即 {working.zh}）", f" ({working.en})"
        words = Words(
            f"{label.zh}：{text.zh}{zh}，{'满足' if decided else '不满足'}",
            f"{label.en}: {text.en}{en} is {'met' if decided else 'not met'}",
        )
    children = [_source(program, name, values) for name in sorted(names_in(step.expr))]
    return _node(program, id, words, values.get(id), NUMBER, children, clause)


def _worked(program: Program, condition: Node, values: Values) -> Words:
    """The condition with every name replaced by its value, a tier by its label."""
    naming = program.naming

    def text(language: str) -> str:
        tiers = {id: getattr(label, language) for id in naming.of_tiers if (label := naming.tier(values.get(id)))}
        return with_values(with_tiers(condition, naming, language), {**values, **tiers})

    return Words(text("zh"), text("en"))


def _inner(node: Node) -> Node:
    return node.args[0] if isinstance(node, Call) and node.function == "coalesce" and len(node.args) == 2 else node


def _reward(program: Program, line: RewardLine, values: Values) -> Json:
    id = line.amount or line.met or f"reward.{line.id}"
    children = [] if line.met is None else [_condition_node(program, line.met, line.label, values)]
    applies = line.met is None or values.get(line.met) is True
    if not applies:
        words = _not_met(line.label)
    elif line.item is not None:
        words = Words(f"{line.label.zh}：{line.item.zh}", f"{line.label.en}: {line.item.en}")
    else:
        rule = rule_words(line.rule, values, program.currency)
        text = shown(values.get(str(line.amount)), MONEY, program.currency)
        words = Words(
            f"{line.label.zh}：{rule.zh + '，' if rule else ''}{text.zh}",
            f"{line.label.en}: {rule.en + ', ' if rule else ''}{text.en}",
        )
    children += [_source(program, step, values) for _, step in line.shares]
    return _node(program, id, words, values.get(id), MONEY, children, line.clause)


def _payout(program: Program, values: Values) -> list[Json]:
    line = program.outline.payout
    if line is None:
        return []
    currency = program.currency
    rewards, penalties, net = (
        shown(values.get(id), MONEY, currency) for id in (line.rewards, line.penalties, line.net)
    )
    children = [_source(program, id, values) for id in (line.rewards, line.penalties)]
    extra = Words("", "")
    for id, zh, en in (
        (line.before_budget, "，预算前奖励", ", before the budget"),
        (line.carried, "，未能扣除而结转", ", not taken and carried"),
    ):
        if id is not None:
            text = shown(values.get(id), MONEY, currency)
            extra = Words(f"{extra.zh}{zh} {text.zh}", f"{extra.en}{en} {text.en}")
            children.append(_source(program, id, values))
    words = Words(
        f"实发 = 奖励 {rewards.zh} − 扣款 {penalties.zh} = {net.zh}{extra.zh}",
        f"net = rewards {rewards.en} − penalties {penalties.en} = {net.en}{extra.en}",
    )
    return [_node(program, line.net, words, values.get(line.net), MONEY, children)]
