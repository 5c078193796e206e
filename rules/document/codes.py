"""What can be wrong with a document before anyone asks what it means: its encoding, characters, syntax and size."""

from __future__ import annotations

from engine.issues import declare

ENCODING_NOT_UTF8 = declare(
    "encoding-not-utf8",
    zh="文档的编码是 {encoding}，这里只接受 UTF-8。",
    en="The document is encoded as {encoding}; only UTF-8 is accepted.",
    mend_zh="请另存为 UTF-8 编码后重新提交。",
    mend_en="Save it as UTF-8 and send it again.",
)
ENCODING_BROKEN = declare(
    "encoding-broken",
    zh="第 {offset} 个字节起不是有效的 UTF-8。",
    en="The bytes from offset {offset} are not valid UTF-8.",
    mend_zh="文件可能是 GBK 或 Latin-1 编码，请另存为 UTF-8。",
    mend_en="The file may be in GBK or Latin-1; save it as UTF-8.",
)
DOCUMENT_TOO_LARGE = declare(
    "document-too-large",
    zh="文档有 {size} 字节，上限是 {limit} 字节。",
    en="The document has {size} bytes; the limit is {limit}.",
    mend_zh="请把数据放进数据集，文档里只保留规则。",
    mend_en="Keep rules in the document and put data into a dataset.",
)
DOCUMENT_EMPTY = declare(
    "document-empty",
    zh="文档是空的。",
    en="The document is empty.",
    mend_zh="请至少写出 scorewright、id 和 metrics。",
    mend_en="Write at least scorewright, id and metrics.",
)
DOCUMENT_NOT_MAPPING = declare(
    "document-not-mapping",
    zh="文档最外层应当是“键: 值”，这里却是{found}。",
    en="The outermost level must be keys with values, but here it is {found}.",
    mend_zh="请从 scorewright: 1 这样的键开始写。",
    mend_en="Begin with a key such as scorewright: 1.",
)
TOO_MANY_NODES = declare(
    "too-many-nodes",
    zh="文档的键和值合计超过 {limit} 个。",
    en="The document has more than {limit} keys and values.",
    mend_zh="请拆成几份规则，或把数据移到数据集。",
    mend_en="Split it into several rule sets, or move data into a dataset.",
)
TOO_MANY_PROBLEMS = declare(
    "too-many-problems",
    zh="问题太多，读到这里为止，只列出前 {limit} 个。",
    en="There are too many problems; reading stopped here after the first {limit}.",
    mend_zh="先改好已列出的问题，再重新检查。",
    mend_en="Mend the ones listed, then check again.",
)

TEXT_NUL = declare(
    "text-nul",
    zh="文档里有空字符 (U+0000)。",
    en="The document contains a NUL character (U+0000).",
    mend_zh="请删去它；文件可能已损坏。",
    mend_en="Remove it; the file may be damaged.",
)
TEXT_CONTROL = declare(
    "text-control",
    zh="这里有看不见的或控制字符 {character}，不接受。",
    en="There is an invisible or control character here, {character}, which is not accepted.",
    mend_zh="请删去这个字符，或改成普通的空格、换行。",
    mend_en="Remove it, or use an ordinary space or line break.",
)
TEXT_SURROGATE = declare(
    "text-surrogate",
    zh="这里有半个字符 (UTF-16 代理码位)，不是完整的文字。",
    en="There is half a character here (a UTF-16 surrogate), which is not text.",
    mend_zh="请直接写出这个字符，不要用 \\u 转义。",
    mend_en="Write the character itself instead of a \\u escape.",
)
TEXT_TOO_LONG = declare(
    "text-too-long",
    zh="这个值有 {length} 个字符，上限是 {limit}。",
    en="This value has {length} characters; the limit is {limit}.",
    mend_zh="请缩短它。",
    mend_en="Shorten it.",
)
KEY_TOO_LONG = declare(
    "key-too-long",
    zh="这个键有 {length} 个字符，上限是 {limit}。",
    en="This key has {length} characters; the limit is {limit}.",
    mend_zh="键用简短的名字，说明写进 label 或 why。",
    mend_en="Use a short name as the key and put the description into label or why.",
)
KEY_EMPTY = declare(
    "key-empty",
    zh="键是空的。",
    en="The key is empty.",
    mend_zh="请在冒号前写上名字。",
    mend_en="Write a name before the colon.",
)
DUPLICATE_KEY = declare(
    "duplicate-key",
    zh="“{key}”在同一处写了两次，第一次在第 {line} 行。",
    en="'{key}' is written twice in the same place, first on line {line}.",
    mend_zh="只保留一个，或给其中一个改名。",
    mend_en="Keep one of them, or rename one.",
)

NUMBER_SYNTAX = declare(
    "number-syntax",
    zh="“{text}”不是这里接受的数字写法。",
    en="'{text}' is not a way of writing numbers that is accepted here.",
    mend_zh="只写普通的十进制数，如 60、-2.5，不用指数、前导零、加号、NaN 或 Infinity。",
    mend_en="Write plain decimal numbers such as 60 or -2.5: no exponent, leading zero, plus sign, NaN or Infinity.",
)
NUMBER_OUT_OF_RANGE = declare(
    "number-out-of-range",
    zh="这个数的整数部分有 {digits} 位，上限是 {limit} 位。",
    en="This number has {digits} digits before the decimal point; the limit is {limit}.",
    mend_zh="若是编号而不是数量，请加引号写成文字。",
    mend_en="If it is an identifier rather than a quantity, put it in quotes.",
)
NUMBER_TOO_LONG = declare(
    "number-too-long",
    zh="这个数有 {digits} 位小数，上限是 {limit} 位。",
    en="This number has {digits} decimals; the limit is {limit}.",
    mend_zh="请写到真正需要的精度；三分之一这样的比例可写成公式 1 / 3。",
    mend_en="Write the precision that is meant; a ratio such as one third can be the formula 1 / 3.",
)

YAML_SYNTAX = declare(
    "yaml-syntax",
    zh="这里不是有效的 YAML：{problem}",
    en="This is not valid YAML: {problem}",
    mend_zh="请检查这一行和上一行的缩进、引号、括号和冒号。",
    mend_en="Look at the indentation, quotes, brackets and colons of this line and the one before.",
)
YAML_TOO_DEEP = declare(
    "yaml-too-deep",
    zh="嵌套超过 {limit} 层。",
    en="The nesting is deeper than {limit} levels.",
    mend_zh="请检查多余的括号、短横线或缩进。",
    mend_en="Look for surplus brackets, dashes or indentation.",
)
YAML_ALIAS = declare(
    "yaml-alias",
    zh="不接受 YAML 的锚点和引用（&、*）。",
    en="YAML anchors and aliases (& and *) are not accepted.",
    mend_zh="请直接写出内容；以 & 或 * 开头的文字要加引号。共用的数字可以写成 parameters。",
    mend_en="Write the content out, and quote text that begins with & or *. A number used in several places can be a"
    " parameter.",
)
YAML_TAG = declare(
    "yaml-tag",
    zh="不接受 YAML 标签（!）。",
    en="YAML tags (!) are not accepted.",
    mend_zh="请去掉标签；以 ! 开头的文字要加引号。",
    mend_en="Remove the tag; text that begins with ! needs quotes.",
)
YAML_DIRECTIVE = declare(
    "yaml-directive",
    zh="不接受 YAML 指令（以 % 开头的行）。",
    en="YAML directives (lines that begin with %) are not accepted.",
    mend_zh="请删去这一行。",
    mend_en="Delete this line.",
)
YAML_MULTIPLE_DOCUMENTS = declare(
    "yaml-multiple-documents",
    zh="这里开始了第二份文档，一次只接受一份。",
    en="A second document begins here; only one is accepted at a time.",
    mend_zh="请删去 --- 之后的部分，或分开提交。",
    mend_en="Delete what follows ---, or send it separately.",
)
YAML_MERGE_KEY = declare(
    "yaml-merge-key",
    zh="不接受 YAML 合并键 <<。",
    en="The YAML merge key << is not accepted.",
    mend_zh="请把内容直接写出来。",
    mend_en="Write the content out.",
)
YAML_KEY_NOT_TEXT = declare(
    "yaml-key-not-text",
    zh="键必须是文字，这里却是{found}。",
    en="A key must be text, but here it is {found}.",
    mend_zh="请用一个名字作键；以 [ 或 {{ 开头的文字要加引号。",
    mend_en="Use a name as the key; text that begins with [ or {{ needs quotes.",
)

JSON_SYNTAX = declare(
    "json-syntax",
    zh="这里不是有效的 JSON：{problem}",
    en="This is not valid JSON: {problem}",
    mend_zh="请检查这里的逗号、引号和括号；JSON 里不能有注释。",
    mend_en="Look at the commas, quotes and brackets here; JSON has no comments.",
)
JSON_TOO_DEEP = declare(
    "json-too-deep",
    zh="嵌套超过 {limit} 层。",
    en="The nesting is deeper than {limit} levels.",
    mend_zh="请检查多余的括号。",
    mend_en="Look for surplus brackets.",
)

STATUS_BY_CODE = {
    DOCUMENT_TOO_LARGE.name: 413,
    ENCODING_NOT_UTF8.name: 415,
    ENCODING_BROKEN.name: 400,
    TEXT_NUL.name: 400,
    JSON_SYNTAX.name: 400,
    JSON_TOO_DEEP.name: 400,
}
"""The HTTP status that tells a client what kind of refusal this is; every code that is not here means 422."""
