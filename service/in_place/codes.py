"""What can be wrong with files of people that are scored in place."""

from __future__ import annotations

from engine.issues import declare

COLUMN_TYPE = declare(
    "column-type",
    zh="“{name}”这一列应为{expected}，文件里是 {got}。",
    en="The column '{name}' must hold {expected}; in the file it is {got}.",
    mend_zh="写入 Parquet 时转换类型：金额和小数用 DECIMAL 或 DOUBLE，不用 32 位浮点。",
    mend_en="Convert it when writing the Parquet file: DECIMAL or DOUBLE for amounts and decimals, no 32-bit floats.",
)
EARLIER_COLUMN = declare(
    "earlier-column",
    zh="往期记录缺少“{name}”这一列，或类型 {got} 不对。",
    en="The earlier periods have no column '{name}', or not with the type {got}.",
    mend_zh="往期记录需要 subject、index、quarter、year 四列（文字和整数），以及方案回看的各个值。",
    mend_en="They need subject, index, quarter, year (text, whole numbers) and the values that are looked back on.",
)
EARLIER_NEEDED = declare(
    "earlier-needed",
    zh="方案要回看往期（{names}），但没有给出往期记录。",
    en="The rule set looks back on earlier periods ({names}), and none were given.",
    mend_zh="用 --earlier 给出往期记录的 Parquet 文件；确实没有往期时给一个空文件。",
    mend_en="Give their Parquet files with --earlier; where there are no earlier periods, give an empty one.",
)
PERSON_TWICE = declare(
    "person-in-files-twice",
    zh="“{subject}”在文件里出现了 {times} 次。",
    en="'{subject}' is in the files {times} times.",
    mend_zh="每个人只保留一行。",
    mend_en="Keep one row for each person.",
)
PEOPLE_WITHOUT_ID = declare(
    "people-without-id",
    zh="有 {count} 行没有写明是谁。",
    en="{count} rows do not say who the person is.",
    mend_zh="填上人员编号，或去掉这些行。",
    mend_en="Fill in the ids, or take these rows out.",
)
DECISIONS_UNFOUNDED = declare(
    "decisions-unfounded",
    zh="“{name}”有 {count} 个决定只有金额，没有理由或决定人。",
    en="{count} decisions on '{name}' have an amount, but no reason or no author.",
    mend_zh="补上 {name}.reason 和 {name}.author。",
    mend_en="Add {name}.reason and {name}.author.",
)
