"""Everything that can be wrong with a file of people."""

from __future__ import annotations

from engine.issues import Severity, declare

FILE_ENCODING = declare(
    "file-encoding",
    zh="看不出文件的编码，第 {byte} 个字节起无法解读。",
    en="The encoding of the file cannot be told; from byte {byte} on it makes no sense.",
    mend_zh="另存为 UTF-8（Excel 中选“CSV UTF-8”）后再试。",
    mend_en="Save it as UTF-8 ('CSV UTF-8' in Excel) and try again.",
)
FILE_EMPTY = declare(
    "file-empty",
    zh="文件里没有表头。",
    en="The file has no header row.",
    mend_zh="第一行写列名，每列一个输入的名称或标签。",
    mend_en="Let the first row name the columns, each by the id or label of an input.",
)
FILE_UNREADABLE = declare(
    "file-unreadable",
    zh="文件无法按 {kind} 读取：{why}",
    en="The file cannot be read as {kind}: {why}",
    mend_zh="检查文件是否完整、扩展名是否相符。",
    mend_en="See whether the file is whole and its name ends as its kind does.",
)
FILE_KIND = declare(
    "file-kind",
    zh="不认识“{name}”这种文件。",
    en="Files like '{name}' are not known.",
    mend_zh="使用 .csv、.xlsx、.json 或 .jsonl。",
    mend_en="Use .csv, .xlsx, .json or .jsonl.",
)
COLUMN_TWICE = declare(
    "column-twice",
    zh="列“{name}”和前面的列“{other}”对应同一项。",
    en="The column '{name}' means the same as the column '{other}' before it.",
    mend_zh="只保留其中一列。",
    mend_en="Keep one of them.",
)
COLUMN_AMBIGUOUS = declare(
    "column-ambiguous",
    zh="列名“{name}”是多项的标签：{ids}。",
    en="The column '{name}' is the label of several things: {ids}.",
    mend_zh="用其中一个的名称（id）作列名。",
    mend_en="Name the column by the id of the one that is meant.",
)
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
ROW_WIDTH = declare(
    "row-width",
    zh="这一行有 {got} 格，比表头的 {most} 列多。",
    en="This row has {got} cells, more than the {most} columns of the header.",
    mend_zh="检查是否有未加引号的逗号。",
    mend_en="Look for a comma that is not inside quotes.",
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
CELL_NUMBER = declare(
    "cell-error",
    zh="单元格里是表格错误 {got}。",
    en="The cell holds the spreadsheet error {got}.",
    mend_zh="改正表格里的公式，或清空这一格（表示没有数据）。",
    mend_en="Mend the formula of the sheet, or empty the cell if there is no value.",
)
