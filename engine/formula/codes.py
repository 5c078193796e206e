"""Everything that can be wrong with a formula: the codes that reading and checking it may give."""

from __future__ import annotations

from engine.issues import declare

# Reading: characters, names, numbers, texts.

FORMULA_EMPTY = declare(
    "formula-empty",
    zh="公式是空的。",
    en="The formula is empty.",
    mend_zh="写一个数字、名称或计算式，例如 orders / inquiries。",
    mend_en="Write a number, a name or a calculation, for example orders / inquiries.",
)
FORMULA_KIND = declare(
    "formula-kind",
    zh="这里应是公式（文字、数字或真假值），现在是{found}。",
    en="A formula (text, a number or true/false) is expected here, not {found}.",
    mend_zh="把公式写成一行文字或一个数字。",
    mend_en="Write the formula as one line of text or as a number.",
)
FORMULA_TOO_LONG = declare(
    "formula-too-long",
    zh="公式有 {length} 个字符，最多 {limit} 个。",
    en="The formula has {length} characters; at most {limit} are allowed.",
    mend_zh="把公式拆成几个指标或参数。",
    mend_en="Split it into several metrics or parameters.",
)
FORMULA_TOO_LARGE = declare(
    "formula-too-large",
    zh="公式有 {count} 个数、名称和运算符，最多 {limit} 个。",
    en="The formula has {count} values, names and operators; at most {limit} are allowed.",
    mend_zh="把公式拆成几个指标或参数。",
    mend_en="Split it into several metrics or parameters.",
)
FORMULA_TOO_DEEP = declare(
    "formula-too-deep",
    zh="公式嵌套超过 {limit} 层。",
    en="The formula is nested more than {limit} levels deep.",
    mend_zh="用分档（bands）或几个指标代替层层嵌套。",
    mend_en="Use bands, or several metrics, in place of deep nesting.",
)
BAD_CHARACTER = declare(
    "bad-character",
    zh="公式里不能有字符 {character}。",
    en="The character {character} may not stand in a formula.",
    mend_zh="删去它，或用键盘重新输入这一处；公式写在一行里。",
    mend_en="Remove it or retype this place on the keyboard; a formula is one line.",
)
BAD_NAME = declare(
    "bad-name",
    zh="名称“{name}”以下划线开头。",
    en="The name '{name}' begins with an underscore.",
    mend_zh="名称以字母或汉字开头。",
    mend_en="Begin names with a letter.",
)
CONFUSABLE_NAME = declare(
    "confusable-name",
    zh="名称“{name}”混用了看起来相同的文字：{scripts}。",
    en="The name '{name}' mixes scripts that look alike: {scripts}.",
    mend_zh="用同一种文字重新输入这个名称。",
    mend_en="Retype the name in one script.",
)
BAD_NUMBER = declare(
    "bad-number",
    zh="“{text}”不是数字。",
    en="'{text}' is not a number.",
    mend_zh="写成 1200、0.5、35% 或时长 15s、3min、2h；不写指数、千分位、前导零。",
    mend_en="Write 1200, 0.5, 35% or a duration 15s, 3min, 2h; no exponents, separators or leading zeros.",
)
NUMBER_RANGE = declare(
    "formula-number-out-of-range",
    zh="数字“{text}”太大或太细：整数部分和小数部分各最多 15 位，绝对值小于 10^15。",
    en="The number '{text}' is too large or too fine: at most 15 digits before and after the point, below 10^15.",
    mend_zh="换一个单位，或四舍五入。",
    mend_en="Use another unit, or round it.",
)
UNCLOSED_TEXT = declare(
    "unclosed-text",
    zh="引号没有配对。",
    en="A quotation mark is not closed.",
    mend_zh="补上另一个引号。",
    mend_en="Add the closing quotation mark.",
)
TEXT_FORM = declare(
    "text-form",
    zh="文字只能写成普通引号里的内容，不能有前缀、反斜杠或拼接。",
    en="A text is plain characters in quotation marks: no prefix, backslash or formatting.",
    mend_zh="写成 '复杂' 这样。",
    mend_en="Write it like 'complex'.",
)

# Reading: the shape of the formula.

UNBALANCED = declare(
    "unbalanced-parentheses",
    zh="括号不配对。",
    en="The parentheses do not match.",
    mend_zh="检查每个左括号都有右括号。",
    mend_en="Give every opening parenthesis its closing one.",
)
MISSING_OPERATOR = declare(
    "missing-operator",
    zh="“{text}”前面缺少运算符。",
    en="An operator is missing before '{text}'.",
    mend_zh="在两个值之间写 + - * / 或比较符号。",
    mend_en="Write + - * / or a comparison between the two values.",
)
MISSING_VALUE = declare(
    "missing-operand",
    zh="“{text}”之后缺少数字或名称。",
    en="A number or name is missing after '{text}'.",
    mend_zh="补上数字或名称，或删去多余的符号。",
    mend_en="Add the number or name, or remove the extra sign.",
)
SYNTAX = declare(
    "formula-syntax",
    zh="“{text}”附近的写法看不懂。",
    en="The formula cannot be read near '{text}'.",
    mend_zh="写成 a + b、if(条件, 甲, 乙)、max(a, b) 这样的形式。",
    mend_en="Use forms such as a + b, if(condition, this, that), max(a, b).",
)
DOUBLE_SIGN = declare(
    "double-sign",
    zh="连写了两个正负号。",
    en="Two signs stand one after the other.",
    mend_zh="只留一个，或加括号：-(-x)。",
    mend_en="Keep one, or use parentheses: -(-x).",
)

# Reading: what the language leaves out.

NO_ATTRIBUTE = declare(
    "no-attributes",
    zh="公式里不能用“.”取属性。",
    en="Attributes (a name followed by a dot) are not part of the language.",
    mend_zh="直接写名称；指标的得分写成 points(指标)；小数写成 0.5。",
    mend_en="Write the name alone; a metric's points are points(metric); write a decimal as 0.5.",
)
NO_SUBSCRIPT = declare(
    "no-subscripts",
    zh="公式里不能用方括号。",
    en="Square brackets (lists, subscripts) are not part of the language.",
    mend_zh="用圆括号；对照表用 table(名称, 键)。",
    mend_en="Use parentheses; for a lookup write table(name, key).",
)
NO_COLLECTION = declare(
    "no-collections",
    zh="这里多了逗号或花括号：公式只给出一个值。",
    en="A comma or brace is out of place: a formula gives one value.",
    mend_zh="逗号只用在函数的参数之间；千分位不写逗号（写 10000）。",
    mend_en="Commas stand only between arguments of a function; write 10000 without a separator.",
)
NO_LAMBDA = declare(
    "no-lambda",
    zh="公式里不能定义函数。",
    en="Functions cannot be defined in a formula.",
    mend_zh="直接写计算式。",
    mend_en="Write the calculation itself.",
)
NO_COMPREHENSION = declare(
    "no-comprehension",
    zh="公式里没有循环（{word}）。",
    en="There are no loops in a formula ({word}).",
    mend_zh="对数据集的多行汇总请用 measures 里的 sum、mean、share 等。",
    mend_en="To sum up the rows of a dataset use sum, mean, share… in a measure.",
)
NO_ASSIGNMENT = declare(
    "no-assignment",
    zh="公式里不能赋值（{text}）。",
    en="A formula cannot assign ({text}).",
    mend_zh="比较相等写 = 或 ==。",
    mend_en="To compare for equality write = or ==.",
)
NO_STARRED = declare(
    "no-starred",
    zh="参数前不能加星号。",
    en="Arguments cannot be starred.",
    mend_zh="把参数一个个写出来。",
    mend_en="Write the arguments one by one.",
)
NO_IDENTITY = declare(
    "no-identity",
    zh="不能用“{word}”比较。",
    en="'{word}' is not a comparison of the language.",
    mend_zh="比较写 = 或 !=；多个值写 a = 'x' or a = 'y'；是否缺失用 is_missing(a)。",
    mend_en="Compare with = or !=; several values: a = 'x' or a = 'y'; missing: is_missing(a).",
)
NO_MODULO = declare(
    "no-modulo",
    zh="“%”只能紧跟在数字后面表示百分比，不是取余。",
    en="'%' only marks a percentage directly behind a number; it is not a remainder.",
    mend_zh="百分比写 35%；取余写 mod(a, b)。",
    mend_en="Write a percentage as 35%, a remainder as mod(a, b).",
)
NO_FLOOR_DIVISION = declare(
    "no-floor-division",
    zh="没有整除符号“//”。",
    en="There is no '//' operator.",
    mend_zh="写成 floor(a / b)。",
    mend_en="Write floor(a / b).",
)
NO_OPERATOR = declare(
    "no-such-operator",
    zh="没有运算符“{text}”。",
    en="There is no operator '{text}'.",
    mend_zh="可用 + - * / ** = != < <= > >= and or not。",
    mend_en="Use + - * / ** = != < <= > >= and or not.",
)
NO_NONE = declare(
    "no-none",
    zh="公式里没有“{word}”。",
    en="There is no '{word}' in a formula.",
    mend_zh="判断缺失写 is_missing(a)，补缺失写 coalesce(a, 0)。",
    mend_en="Ask with is_missing(a), fill in with coalesce(a, 0).",
)
POWER_EXPONENT = declare(
    "power-exponent",
    zh="乘方的指数只能是 0 到 6 的整数。",
    en="The exponent of ** must be a whole number from 0 to 6, written out.",
    mend_zh="写成 x ** 2 这样；平方根用 sqrt(x)。",
    mend_en="Write it like x ** 2; for a square root use sqrt(x).",
)
NOT_A_FUNCTION = declare(
    "not-a-function",
    zh="只有函数名后面可以跟括号参数。",
    en="Only the name of a function can be called.",
    mend_zh="相乘请写 *。",
    mend_en="To multiply write *.",
)

# Checking: names.

UNKNOWN_NAME = declare(
    "unknown-name",
    zh="没有名为“{name}”的输入、参数、属性或指标。",
    en="No input, parameter, attribute or metric is called '{name}'.",
    mend_zh="先声明它，或改用已声明的名称。",
    mend_en="Declare it, or use a declared name.",
)
USED_BEFORE_DEFINED = declare(
    "used-before-defined",
    zh="“{name}”在这一步之后才算出来。",
    en="'{name}' is only computed after this step.",
    mend_zh="把它移到前面，或只用前面的步骤。",
    mend_en="Move it up, or use earlier steps only.",
)
AMBIGUOUS_LABEL = declare(
    "ambiguous-label",
    zh="“{name}”是几项共用的名称：{ids}。",
    en="'{name}' is the label of several things: {ids}.",
    mend_zh="写其中一个的编号（id）。",
    mend_en="Write the id of the one you mean.",
)
ROW_NAME_OUTSIDE = declare(
    "column-outside-aggregate",
    zh="“{name}”是每行一个的列，要放进汇总函数里。",
    en="'{name}' has a value in every row: it must stand inside an aggregate.",
    mend_zh="写成 mean({name})、sum({name}) 或 count({name})。",
    mend_en="Write mean({name}), sum({name}) or count({name}).",
)
NAME_NOT_OF_ROWS = declare(
    "not-of-rows",
    zh="“{name}”不是数据行里的值：度量只看数据行、参数和属性。",
    en="'{name}' is no value of the rows: a measure sees rows, parameters and attributes only.",
    mend_zh="在 metrics 里把它和这个度量放在一起算。",
    mend_en="Bring the two together in a metric.",
)
NO_POINTS = declare(
    "no-points",
    zh="“{name}”没有得分。",
    en="'{name}' has no points.",
    mend_zh="points(…) 里写一个前面的指标。",
    mend_en="Points(…) takes an earlier metric.",
)
UNKNOWN_TABLE = declare(
    "unknown-table",
    zh="没有名为“{name}”的对照表。",
    en="No table is called '{name}'.",
    mend_zh="先声明这张对照表。",
    mend_en="Declare the table.",
)

# Checking: functions and their arguments.

UNKNOWN_FUNCTION = declare(
    "unknown-function",
    zh="没有函数“{name}”。",
    en="There is no function '{name}'.",
    mend_zh="见函数列表。",
    mend_en="See the list of functions.",
)
FUNCTION_NOT_HERE = declare(
    "function-not-here",
    zh="函数“{name}”不能用在这里。",
    en="The function '{name}' cannot stand here.",
    mend_zh="{where_words}",
    mend_en="{where_words}",
)
ARGUMENT_COUNT = declare(
    "argument-count",
    zh="{signature} 需要 {expected} 个参数，现在有 {found} 个。",
    en="{signature} takes {expected} arguments, not {found}.",
    mend_zh="按 {signature} 补齐或删去参数。",
    mend_en="Add or remove arguments to fit {signature}.",
)
UNKNOWN_ARGUMENT = declare(
    "unknown-argument",
    zh="函数 {function} 没有参数“{name}”。",
    en="The function {function} has no argument '{name}'.",
    mend_zh="写法：{signature}。",
    mend_en="It is written {signature}.",
)
REPEATED_ARGUMENT = declare(
    "repeated-argument",
    zh="函数 {function} 的参数“{name}”给了两次。",
    en="The argument '{name}' of {function} is given twice.",
    mend_zh="只留一个。",
    mend_en="Keep one of them.",
)
ARGUMENT_KIND = declare(
    "argument-kind",
    zh="函数 {function} 的参数“{name}”应是{expected}，现在是{found}。",
    en="The argument '{name}' of {function} must be {expected}, not {found}.",
    mend_zh="换一个{expected}。",
    mend_en="Give it {expected}.",
)
ARGUMENT_LITERAL = declare(
    "argument-literal",
    zh="函数 {function} 的参数“{name}”要直接写出：{expected}。",
    en="The argument '{name}' of {function} must be {expected}, written out.",
    mend_zh="直接写出来，不用名称或计算式。",
    mend_en="Write the value itself, not a name or a calculation.",
)
ARGUMENT_WORD = declare(
    "argument-word",
    zh="函数 {function} 的参数“{name}”只能是：{words}。",
    en="The argument '{name}' of {function} must be one of: {words}.",
    mend_zh="从中选一个：{words}。",
    mend_en="Choose one of: {words}.",
)
NO_VALUE = declare(
    "call-without-value",
    zh="{text} 永远没有值。",
    en="{text} never has a value.",
    mend_zh="检查写出的数值。",
    mend_en="Check the numbers written there.",
)

# Checking: kinds and units.

UNIT_MISMATCH = declare(
    "unit-mismatch",
    zh="单位不同：{left}和{right}不能{action}。",
    en="Different units: {left} and {right} cannot be {action}.",
    mend_zh="先换算成同一单位，例如 时长 / 1h、金额 / 单价。",
    mend_en="Bring both to one unit first, for example duration / 1h or money / price.",
)
KIND_MISMATCH = declare(
    "kind-mismatch",
    zh="{left}和{right}不能{action}。",
    en="{left} and {right} cannot be {action}.",
    mend_zh="先乘除换算，使两边是同一种数。",
    mend_en="Convert one of them by multiplying or dividing, so that both are the same kind of number.",
)
PERCENT_SCALE = declare(
    "percent-scale",
    zh="百分比的值在 0 到 1 之间，这里却写了 {value}。",
    en="A percentage is a value such as 0.85, but {value} is written here.",
    mend_zh="写成 {value}%。",
    mend_en="Write {value}%.",
)
NOT_A_NUMBER = declare(
    "not-a-number",
    zh="{found}不能参加数值计算。",
    en="{found} cannot be calculated with.",
    mend_zh="换成数值；真假值可写 if(条件, 1, 0)。",
    mend_en="Use a number; for a yes/no value write if(condition, 1, 0).",
)
NOT_A_FLAG = declare(
    "not-a-flag",
    zh="这里需要一个条件（真假值），现在是{found}。",
    en="A condition (yes/no) is needed here, not {found}.",
    mend_zh="写成比较，例如 calls > 0。",
    mend_en="Write a comparison, for example calls > 0.",
)
NOT_COMPARABLE = declare(
    "not-comparable",
    zh="{left}和{right}不能用“{op}”比较。",
    en="{left} and {right} cannot be compared with '{op}'.",
    mend_zh="两边用同一种值；文字、选项和真假值只能用 = 或 !=；日期写 date(2026, 1, 31)。",
    mend_en="Use values of one kind; texts, choices and yes/no only with = or !=; write dates as date(2026, 1, 31).",
)
UNKNOWN_CHOICE = declare(
    "unknown-choice",
    zh="“{value}”不是可选的值。",
    en="'{value}' is not one of the choices.",
    mend_zh="可选：{choices}。",
    mend_en="The choices are: {choices}.",
)
BRANCH_MISMATCH = declare(
    "branch-mismatch",
    zh="几种结果不是同一类值：{left}和{right}。",
    en="The possible results are of different kinds: {left} and {right}.",
    mend_zh="让每种结果都是同一类值。",
    mend_en="Make every result the same kind of value.",
)
WRONG_RESULT = declare(
    "wrong-result",
    zh="这里的公式应给出{expected}，现在给出{found}。",
    en="The formula must give {expected} here, but gives {found}.",
    mend_zh="修改公式，使结果是{expected}。",
    mend_en="Change it so that it gives {expected}.",
)
