"""What can be wrong with the files of sources, or has to be told about them."""

from __future__ import annotations

from engine.issues import Severity, declare

SOURCE_LINE = declare(
    "source-line",
    zh="这一行无法解读：{why}。",
    en="This line makes no sense: {why}.",
    mend_zh="检查文件是否被截断或混入了其他内容。",
    mend_en="See whether the file was cut off, or something else got into it.",
)
SOURCE_JSON = declare(
    "source-json",
    zh="第 {line} 行起不是完整的 JSON，其后的内容没有读取。",
    en="From line {line} on this is no whole JSON; what follows was not read.",
    mend_zh="检查文件是否被截断，重新导出。",
    mend_en="See whether the file was cut off, and export it anew.",
)
SOURCE_UNUSED = declare(
    "source-unused",
    zh="有 {count} 条“{name}”没有使用。",
    en="{count} entries '{name}' are not used.",
    mend_zh="无需处理；如需要，请告知维护者。",
    mend_en="Nothing has to be done.",
    severity=Severity.ADVICE,
)
SOURCE_NOT_ENDED = declare(
    "source-not-ended",
    zh="文件结束时还有 {count} 项（通话、小休或登录）没有结束，先按未结束保留。",
    en="{count} calls, pauses or sessions have not ended where the file ends; they are kept as open.",
    mend_zh="导入下一个文件，同一编号的记录会补全。",
    mend_en="Import the next file: it completes them under the same ids.",
    severity=Severity.ADVICE,
)
SOURCE_ENDED_ALREADY = declare(
    "source-ended-already",
    zh="文件结束时未结束的项中，有 {count} 项在数据集里已经完整，保持不变。",
    en="Of what has not ended in this file, {count} are complete in the dataset; they stay as they are.",
    mend_zh="无需处理；文件请按时间先后导入。",
    mend_en="Nothing has to be done; import files in their order.",
    severity=Severity.ADVICE,
)
SOURCE_NOT_BEGUN = declare(
    "source-not-begun",
    zh="有 {count} 次小休或登录在文件开始之前就已开始，起点不明，没有计入。",
    en="{count} pauses or sessions began before the file does, nobody knows when; they are not counted.",
    mend_zh="先导入前一个文件，再导入这个文件。",
    mend_en="Import the file before this one first, then this one again.",
    severity=Severity.WARNING,
)
SOURCE_ORDER = declare(
    "source-order",
    zh="第 {line} 行的时间比前面的行早了 {hours} 小时以上，文件的顺序可能不对。",
    en="Line {line} is more than {hours} hours earlier than those before; the file may be out of order.",
    mend_zh="按时间先后拼接文件；一个文件一次导入最稳妥。",
    mend_en="Put files together in their order, or better import them one by one.",
    severity=Severity.WARNING,
)
SOURCE_NOBODY = declare(
    "source-nobody",
    zh="有 {count} 条记录没有人员，归在“{holder}”名下。",
    en="{count} events name nobody; they are kept under '{holder}'.",
    mend_zh="在人员对应关系中写明由谁负责，或在人员名单中加上“{holder}”。",
    mend_en="Say in the mapping of people who answers for it, or add '{holder}' to the list of people.",
    severity=Severity.WARNING,
)
