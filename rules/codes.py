"""The codes of problems in a rule set's shape and meaning."""

from __future__ import annotations

from engine.issues import Severity, declare

UNKNOWN_KEY = declare(
    "unknown-key",
    zh="这里没有“{key}”这个项目。",
    en="There is no key '{key}' here.",
    mend_zh="删去它，或改成这里可用的项目名。",
    mend_en="Remove it, or use one of the keys that are valid here.",
)
MISSING_KEY = declare(
    "missing-key",
    zh="缺少必需的项目“{key}”。",
    en="The required key '{key}' is missing.",
    mend_zh="补上“{key}:”。",
    mend_en="Add '{key}:'.",
)
WRONG_TYPE = declare(
    "wrong-type",
    zh="这里应为{expected}，得到的却是：{got}。",
    en="Expected {expected}, but found {got}.",
    mend_zh="改成{expected}。",
    mend_en="Change it to {expected}.",
)
UNKNOWN_WORD = declare(
    "unknown-word",
    zh="“{word}”不是这里可用的词。",
    en="'{word}' is not one of the words that are valid here.",
    mend_zh="可用的有：{choices}。",
    mend_en="Valid here: {choices}.",
)
OUT_OF_BOUNDS = declare(
    "out-of-bounds",
    zh="这里允许的范围：{limit}；得到的却是：{got}。",
    en="Allowed here: {limit}; found: {got}.",
    mend_zh="改到允许的范围内。",
    mend_en="Bring it inside the limit.",
)
BAD_LANGUAGE_VERSION = declare(
    "language-version",
    zh="不认识语言版本“{got}”。",
    en="Language version '{got}' is not known.",
    mend_zh="写“scorewright: 1”。",
    mend_en="Write 'scorewright: 1'.",
)
DUPLICATE_NAME = declare(
    "duplicate-name",
    zh="名称“{name}”已经用在 {other}。",
    en="The name '{name}' is already used at {other}.",
    mend_zh="换一个名称：公式里每个名称只能指一样东西。",
    mend_en="Choose another name: in formulas every name stands for one thing.",
)
RESERVED_NAME = declare(
    "reserved-name",
    zh="“{name}”是语言自用的名称。",
    en="'{name}' is a name of the language itself.",
    mend_zh="换一个名称。",
    mend_en="Choose another name.",
)
NOT_A_CONSTANT = declare(
    "not-a-constant",
    zh="这里要写固定的数，不能写公式“{text}”。",
    en="A fixed number belongs here, not the formula '{text}'.",
    mend_zh="写成数字，例如 30、35%、15s。",
    mend_en="Write a number, such as 30, 35% or 15s.",
)
NOT_A_PERCENT = declare(
    "not-a-percent",
    zh="这里应为百分比，而“{text}”不像百分比。",
    en="A percent belongs here, and '{text}' does not look like one.",
    mend_zh="写成“{suggestion}”。",
    mend_en="Write '{suggestion}'.",
)
UNKNOWN_REFERENCE = declare(
    "unknown-reference",
    zh="没有名为“{name}”的{what}。",
    en="There is no {what} named '{name}'.",
    mend_zh="检查名称的拼写，或先声明它。",
    mend_en="Check the spelling, or declare it first.",
)
CIRCLE = declare(
    "circular-reference",
    zh="这些项目互相引用，成了一个圈：{circle}。",
    en="These refer to each other in a circle: {circle}.",
    mend_zh="去掉其中一个引用；每一步只能用排在它前面的。",
    mend_en="Remove one of the references; a step may only use what comes before it.",
)
SELF_REFERENCE = declare(
    "self-reference",
    zh="“{name}”的公式用到了它自己。",
    en="The formula of '{name}' uses '{name}' itself.",
    mend_zh="改用别的值；要用它上一周期的值时写 previous({name})。",
    mend_en="Use another value; its value of the period before is previous({name}).",
)
DEPENDENCY_DEPTH = declare(
    "dependency-depth",
    zh="引用链太长：{depth} 层，最多 {limit} 层。",
    en="The chain of references is too long: {depth} levels, at most {limit} are allowed.",
    mend_zh="合并一些中间指标。",
    mend_en="Merge some of the intermediate metrics.",
)
NO_METHOD = declare(
    "no-method",
    zh="没有写明怎样计算：需要下列之一：{choices}。",
    en="How to compute it is not said: one of these is needed: {choices}.",
    mend_zh="写上其中一种。",
    mend_en="Write one of them.",
)
SEVERAL_METHODS = declare(
    "several-methods",
    zh="写了不止一种计算方法：{found}。",
    en="More than one method is given: {found}.",
    mend_zh="只保留一种。",
    mend_en="Keep only one.",
)
WEIGHTS_SUM = declare(
    "weights-do-not-sum",
    zh="{where}的权重合计为 {total}，应为 100%。",
    en="The weights of {where} sum to {total}; they must sum to 100%.",
    mend_zh="调整权重，{difference}。",
    mend_en="Adjust the weights: {difference}.",
)
WEIGHT_RANGE = declare(
    "weight-range",
    zh="权重 {weight} 不在 0% 到 100% 之间。",
    en="The weight {weight} is not between 0% and 100%.",
    mend_zh="权重写成 0% 到 100% 之间的百分比。",
    mend_en="Write a percent between 0% and 100%.",
)
WEIGHT_MISSING = declare(
    "weight-missing",
    zh="指标“{name}”没有权重。",
    en="The metric '{name}' has no weight.",
    mend_zh="补上“weight:”；只展示、不计分的指标写 0%；整个方案都不计分时写“score: none”。",
    mend_en="Add 'weight:'; a metric that is only shown has 0%; where nothing is scored at all, write 'score: none'.",
)
NO_METRICS = declare(
    "no-metrics",
    zh="没有指标，得分无从算起。",
    en="There are no metrics, so there is nothing to make a score of.",
    mend_zh="写上“metrics:”；只发奖金、不计分的方案写“score: none”。",
    mend_en="Add 'metrics:'; where rewards are paid without a score, write 'score: none'.",
)
DIVISION_UNGUARDED = declare(
    "division-unguarded",
    severity=Severity.WARNING,
    zh="这个公式可能除以零，而没有写明那时怎么办。",
    en="This formula may divide by zero, and nothing says what happens then.",
    mend_zh="写上“missing: exclude”，或用 if(…=0, …) 先判断。",
    mend_en="Say 'missing: exclude', or test first with if(… = 0, …).",
)
UNUSED_NAME = declare(
    "unused-name",
    severity=Severity.ADVICE,
    zh="{what}“{name}”没有被任何地方用到。",
    en="Nothing uses the {what} '{name}'.",
    mend_zh="删去它，或在公式里用到它。",
    mend_en="Remove it, or use it in a formula.",
)
LIMITS_CROSSED = declare(
    "limits-crossed",
    zh="下限 {low} 高于上限 {high}。",
    en="The lower limit {low} is above the upper limit {high}.",
    mend_zh="对调两个数，或改正其中一个。",
    mend_en="Swap the two, or correct one.",
)
DEFAULT_OUTSIDE = declare(
    "value-outside-limits",
    zh="值 {value} 超出了自己声明的范围：{limits}。",
    en="The value {value} is outside its own limits: {limits}.",
    mend_zh="改正值或范围。",
    mend_en="Correct the value or the limits.",
)
SHARES_SUM = declare(
    "shares-do-not-sum",
    zh="分摊比例合计为 {total}，应为 100%。",
    en="The shares sum to {total}; they must sum to 100%.",
    mend_zh="调整比例；这里没有默认的对半分。",
    mend_en="Adjust the shares; there is no default split.",
)
NO_SCORE = declare(
    "no-score",
    zh="“{what}”需要得分，而这个方案没有得分。",
    en="'{what}' needs a score, and this rule set has none.",
    mend_zh="给指标写上权重，或写 score.formula。",
    mend_en="Give the metrics weights, or write score.formula.",
)
BAD_CURRENCY = declare(
    "unknown-currency",
    zh="不认识货币“{code}”。",
    en="The currency '{code}' is not known.",
    mend_zh="写三个字母的 ISO 4217 代码，例如 CNY。",
    mend_en="Write a three-letter ISO 4217 code, such as CNY.",
)
