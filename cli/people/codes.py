"""What can be wrong with a file because it is one of people; what any table can have wrong is said elsewhere."""

from __future__ import annotations

from engine.issues import Severity, declare

COLUMN_UNKNOWN = declare(
    "column-unknown",
    zh="方案里没有“{name}”，这一列不使用。",
    en="The rule set has nothing called '{name}'; the column is not used.",
    mend_zh="如果是有用的列，请用输入的名称或标签作列名。",
    mend_en="If it should be used, name it by the id or label of an input.",
    severity=Severity.WARNING,
)
NO_SUBJECT_COLUMN = declare(
    "no-subject-column",
    zh="没有一列写明是谁：{known} 都不在表头中。",
    en="No column says who the person is: none of {known} is in the header.",
    mend_zh="把人员编号那一列命名为 subject，或用 --subject-column 指定。",
    mend_en="Name the column of person ids 'subject', or point it out with --subject-column.",
)
ROW_WITHOUT_SUBJECT = declare(
    "row-without-subject",
    zh="这一行没有写明是谁。",
    en="This row does not say who the person is.",
    mend_zh="填上人员编号。",
    mend_en="Fill in the id of the person.",
)
ROW_TWICE = declare(
    "row-twice",
    zh="“{subject}”在前面的第 {line} 行已经出现过。",
    en="'{subject}' was there before, on line {line}.",
    mend_zh="每个人只保留一行。",
    mend_en="Keep one row for each person.",
)
ROW_SHAPE = declare(
    "row-shape",
    zh="这一条不是人员记录。",
    en="This is not a record of a person.",
    mend_zh='写成 {{"subject": …, "inputs": {{…}}}}，或一层的“名称: 值”。',
    mend_en='Write {{"subject": …, "inputs": {{…}}}}, or names and values in one level.',
)
