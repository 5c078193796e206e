"""Everything that the HTTP door itself can find wrong, declared once: code, words, how to mend it."""

from __future__ import annotations

from engine.issues import declare

# The bytes of a body

BODY_NOT_UTF8 = declare(
    "body-not-utf8",
    zh="请求体从第 {byte} 个字节起不是 UTF-8 编码",
    en="The body is not UTF-8 from byte {byte} on",
    mend_zh="请以 UTF-8 编码发送",
    mend_en="Send the body encoded as UTF-8.",
)
BODY_TOO_DEEP = declare(
    "body-too-deep",
    zh="JSON 嵌套超过 {limit} 层",
    en="The JSON is nested deeper than {limit} levels",
    mend_zh="请减少嵌套层数",
    mend_en="Nest lists and objects less deeply.",
)
BODY_SYNTAX = declare(
    "body-syntax",
    zh="第 {line} 行第 {column} 列不是合法的 JSON",
    en="Not JSON at line {line}, column {column}: {what}",
    mend_zh="请检查引号、逗号和括号",
    mend_en="Look at the quotes, commas and brackets before that place.",
)
BODY_DUPLICATE_KEY = declare(
    "body-duplicate-key",
    zh="同一对象中键“{key}”出现了两次",
    en="The key '{key}' appears twice in one object",
    mend_zh="请只保留一个",
    mend_en="Keep one of them.",
)
BODY_NOT_A_NUMBER = declare(
    "body-not-a-number",
    zh="{text} 不是 JSON 数字",
    en="{text} is not a JSON number",
    mend_zh="请使用有限数字；没有数值时写 null 或不写",
    mend_en="Send a finite number; where there is none, send null or leave the key out.",
)
BODY_NUMBER_SIZE = declare(
    "body-number-size",
    zh="数字 {start}… 超出可接受的位数或范围（最多 {limit} 个字符）",
    en="The number {start}… is too long or too large (at most {limit} characters)",
    mend_zh="请发送真实业务量级的数字",
    mend_en="Send a number of the size that the business means.",
)
BODY_TEXT = declare(
    "body-text",
    zh="文本含有空字符或不成对的代理字符",
    en="The text contains a NUL character or half a surrogate pair",
    mend_zh="请删除该字符",
    mend_en="Remove that character.",
)

# The shape of a body, and of the query string

BODY_MISSING = declare(
    "body-missing",
    zh="缺少请求体",
    en="The request has no body",
    mend_zh="请发送 JSON 请求体",
    mend_en="Send a JSON body.",
)
FIELD_REQUIRED = declare(
    "field-required",
    zh="缺少必填字段“{field}”",
    en="The field '{field}' is required",
    mend_zh="请补上该字段",
    mend_en="Add the field.",
)
FIELD_UNKNOWN = declare(
    "field-unknown",
    zh="没有名为“{field}”的字段",
    en="There is no field '{field}' here",
    mend_zh="请删除该字段或改正名称",
    mend_en="Remove the field or correct its name.",
)
FIELD_NULL = declare(
    "field-null",
    zh="字段“{field}”不能为 null",
    en="The field '{field}' cannot be null",
    mend_zh="请给出值，或不写该字段",
    mend_en="Give a value, or leave the field out.",
)
FIELD_TYPE = declare(
    "field-type",
    zh="此处应为{expected}",
    en="Expected {expected} here",
    mend_zh="请改为该类型的值",
    mend_en="Send a value of that kind.",
)
FIELD_VALUE = declare(
    "field-value",
    zh="此处的值应{expected}",
    en="The value here must {expected}",
    mend_zh="请改为允许的值",
    mend_en="Send an allowed value.",
)
PARAMETER_UNKNOWN = declare(
    "parameter-unknown",
    zh="没有名为“{name}”的查询参数",
    en="There is no query parameter '{name}' here",
    mend_zh="请删除该参数或改正名称",
    mend_en="Remove the parameter or correct its name.",
)
PARAMETER_REPEATED = declare(
    "parameter-repeated",
    zh="查询参数“{name}”出现了不止一次",
    en="The query parameter '{name}' is given more than once",
    mend_zh="请只给一次",
    mend_en="Give it once.",
)
CURSOR_INVALID = declare(
    "cursor-invalid",
    zh="此游标不属于这次查询",
    en="This cursor does not belong to this query",
    mend_zh="请原样使用上一页返回的 next，且不要改动其他参数；或从第一页开始",
    mend_en="Send the previous page's `next` unchanged with the same parameters, or start from the first page.",
)
IDEMPOTENCY_KEY_INVALID = declare(
    "idempotency-key-invalid",
    zh="Idempotency-Key 应为 1 到 200 个可见 ASCII 字符",
    en="Idempotency-Key must be 1 to 200 visible ASCII characters",
    mend_zh="建议使用随机 UUID",
    mend_en="A random UUID is a good choice.",
)

IDEMPOTENCY_KEY_MISSING = declare(
    "idempotency-key-missing",
    zh="此请求必须带 Idempotency-Key",
    en="This request needs an Idempotency-Key",
    mend_zh="加上请求头 Idempotency-Key，建议使用随机 UUID；重试时使用同一个",
    mend_en="Send the header Idempotency-Key, best a random UUID, and the same one when you retry.",
)

# Scoring requests

PEOPLE_OR_ONE = declare(
    "people-or-one",
    zh="已有 people，不能再在外层写“{field}”",
    en="With 'people', '{field}' cannot stand beside it",
    mend_zh="把它写进 people 中的每个人，或去掉 people 只写一个人",
    mend_en="Put it into each of the people, or leave 'people' out and send one person.",
)
PEOPLE_TOO_MANY = declare(
    "people-count",
    zh="一次请求有 {count} 人，应为 1 至 {limit} 人",
    en="There are {count} people in one request; it takes 1 to {limit}",
    mend_zh="请分批发送；需要一起排名的人应在同一批",
    mend_en="Send several requests; people who are ranked together belong into one.",
)
VALUE_TWICE = declare(
    "value-twice",
    zh="“{name}”在 inputs 和 attributes 中各出现一次",
    en="'{name}' stands in both inputs and attributes",
    mend_zh="只保留一处",
    mend_en="Keep one of them.",
)

# Signing in

SIGN_IN_BY = declare(
    "sign-in-by",
    zh="需要给出密钥 key 或登录链接 link，且只能给一个",
    en="Either `key` or `link` is needed, and not both",
    mend_zh="请输入访问密钥，或使用登录链接",
    mend_en="Send the access key, or the token of the sign-in link.",
)
