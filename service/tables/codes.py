"""Everything that can be wrong with a table in a file, whatever the table is about."""

from __future__ import annotations

from engine.issues import Code, Severity, declare
from service.tables.table import Spoilt

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
FILE_WITHOUT_ROWS = declare(
    "file-without-rows",
    zh="表头下面没有数据。",
    en="There are no rows below the header.",
    mend_zh="检查是否选对了文件或工作表。",
    mend_en="See whether it is the right file or sheet.",
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
    mend_zh="使用 {known}。",
    mend_en="Use {known}.",
)
FILE_LOCKED = declare(
    "file-locked",
    zh="这个表格设有打开密码，或是旧版 .xls 格式。",
    en="The spreadsheet is protected by a password, or is in the old .xls form.",
    mend_zh="去掉密码，另存为 .xlsx 后再试。",
    mend_en="Remove the password, save it as .xlsx and try again.",
)
FILE_TOO_LARGE_INSIDE = declare(
    "file-too-large-inside",
    zh="表格解压后过大：{what} 为 {got}，最多 {most}。",
    en="The spreadsheet is too large inside: {what} is {got}, at most {most} is read.",
    mend_zh="删除空白区域和多余的工作表，或另存为 CSV。",
    mend_en="Delete empty areas and other sheets, or save it as CSV.",
)
FILE_TOO_MANY = declare(
    "file-too-many",
    zh="文件有超过 {most} {what}。",
    en="The file has more than {most} {what}.",
    mend_zh="分成几个文件。",
    mend_en="Split it into several files.",
)
FILE_ENDS_OPEN = declare(
    "file-ends-open",
    zh="文件最后一行没有换行符，文件可能不完整。",
    en="The last line of the file has no line end; the file may have been cut off.",
    mend_zh="核对最后一行的数值；如果文件是完整的，可以忽略。",
    mend_en="Compare the last row with the source; if the file is whole, all is well.",
    severity=Severity.ADVICE,
)
SHEET_UNKNOWN = declare(
    "sheet-unknown",
    zh="没有名为“{name}”的工作表。",
    en="There is no sheet named '{name}'.",
    mend_zh="可用的工作表：{sheets}。",
    mend_en="The sheets are: {sheets}.",
)
SHEETS_UNREAD = declare(
    "sheets-unread",
    zh="只读取工作表“{name}”，没有读取：{others}。",
    en="Only the sheet '{name}' is read, not: {others}.",
    mend_zh="需要读取其他工作表时，指定它的名称。",
    mend_en="Name another sheet if that one is meant.",
    severity=Severity.ADVICE,
)
HEADER_ROW_ABSENT = declare(
    "header-row-absent",
    zh="第 {row} 行没有列名。",
    en="Row {row} does not name any columns.",
    mend_zh="指定写有列名的那一行；没有表头时写 0。",
    mend_en="Say which row names the columns, 0 when none does.",
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
COLUMN_NESTED = declare(
    "column-nested",
    zh="列“{name}”的类型是 {type}，一格里含有多个值。",
    en="The column '{name}' is of the type {type}, which holds more than one value in a cell.",
    mend_zh="展开为普通的列后再导出。",
    mend_en="Write plain columns instead.",
)
ROW_WIDTH = declare(
    "row-width",
    zh="这一行有 {got} 格，比表头的 {most} 列多。",
    en="This row has {got} cells, more than the {most} columns of the header.",
    mend_zh="检查是否有未加引号的逗号。",
    mend_en="Look for a comma that is not inside quotes.",
)
ROW_CUT = declare(
    "row-cut",
    zh="这一行只有 {got} 格，表头有 {most} 列。",
    en="This row has {got} cells, fewer than the {most} columns of the header.",
    mend_zh="检查文件是否被截断，或格中是否有未加引号的换行。",
    mend_en="See whether the file was cut off, or a line break inside a cell is not in quotes.",
)
ROW_QUOTES = declare(
    "row-quotes",
    zh="这一行的引号不成对，无法分格。",
    en="The quotes of this row do not match, so its cells cannot be told apart.",
    mend_zh='格中的引号写两遍（""），整格再用引号括起来。',
    mend_en='Write quotes inside a cell twice ("") and put quotes around the cell.',
)
ROW_ENCODING = declare(
    "row-encoding",
    zh="这一行的编码与文件其余部分（{encoding}）不同。",
    en="This row is encoded in another way than the rest of the file ({encoding}).",
    mend_zh="从来源系统重新导出，或把整个文件另存为 UTF-8。",
    mend_en="Export it anew, or save the whole file as UTF-8.",
)
ROW_CONTROL = declare(
    "row-control",
    zh="这一行含有控制字符。",
    en="This row contains control characters.",
    mend_zh="删除这些字符；文件可能已损坏。",
    mend_en="Remove them; the file may be damaged.",
)
ROW_LONG = declare(
    "row-long",
    zh="这一行或其中一格超过 {most} 个字符。",
    en="This row, or one of its cells, is longer than {most} characters.",
    mend_zh="检查是否有缺失的换行或引号。",
    mend_en="Look for a missing line break or quote.",
)
ROW_NESTED = declare(
    "row-nested",
    zh="“{column}”里是列表或对象，不是单个值。",
    en="'{column}' holds a list or an object and not one value.",
    mend_zh="导出时展开成单独的列，或去掉它。",
    mend_en="Export its parts as columns of their own, or leave it out.",
)
CELL_ERROR = declare(
    "cell-error",
    zh="单元格里是表格错误 {got}。",
    en="The cell holds the spreadsheet error {got}.",
    mend_zh="改正表格里的公式，或清空这一格（表示没有数据）。",
    mend_en="Mend the formula of the sheet, or empty the cell if there is no value.",
)
CELL_DIGITS = declare(
    "cell-digits",
    zh="单元格里的数字 {got} 超过 15 位，表格程序只保留前 15 位。",
    en="The number {got} has more than 15 digits, of which a spreadsheet keeps only the first 15.",
    mend_zh="把这一列设为文本格式，再从来源系统重新填入，或改用 CSV 导出。",
    mend_en="Format the column as text and fill it from the source again, or export CSV.",
)
CELL_NOT_CALCULATED = declare(
    "cell-not-calculated",
    zh="单元格里的公式没有保存计算结果。",
    en="The cell has a formula whose result was not saved.",
    mend_zh="用 Excel 或 WPS 打开并保存一次，再上传。",
    mend_en="Open the file in a spreadsheet program, save it and send it again.",
)


def lost_value(cell: Spoilt) -> Code:
    """What is said of a cell whose value a spreadsheet lost."""
    return CELL_ERROR if cell.is_error else CELL_DIGITS
