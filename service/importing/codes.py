"""What can be wrong with an import, beyond what is wrong with the file or a cell."""

from __future__ import annotations

from engine.issues import Severity, declare

MAPPING_UNKNOWN = declare(
    "mapping-unknown",
    zh="数据集没有名为“{name}”的列。",
    en="The dataset has no column '{name}'.",
    mend_zh="检查名称的拼写。",
    mend_en="Check the spelling of the name.",
)
MAPPING_COLUMN_ABSENT = declare(
    "mapping-column-absent",
    zh="文件中没有“{column}”这一列，无法读取“{name}”。",
    en="The file has no column '{column}' to read '{name}' from.",
    mend_zh="文件的列：{columns}。",
    mend_en="The columns of the file: {columns}.",
)
MAPPING_FORMAT = declare(
    "mapping-format",
    zh="“{format}”不是 {kind} 的写法。",
    en="'{format}' is not a way to write {kind}.",
    mend_zh="可用：{known}。",
    mend_en="Known are: {known}.",
)
MAPPING_SETTING = declare(
    "mapping-setting",
    zh="“{value}”不能用作 {setting}。",
    en="'{value}' cannot be the {setting}.",
    mend_zh="{expected}",
    mend_en="{expected}",
)
IMPORT_COLUMN_MISSING = declare(
    "import-column-missing",
    zh="文件中没有一列对应“{name}”。",
    en="No column of the file stands for '{name}'.",
    mend_zh="在列对应关系（mapping）中指定，或改列名。文件的列：{columns}。",
    mend_en="Say which in the mapping, or rename the column. The columns of the file: {columns}.",
)
IMPORT_COLUMN_EMPTY = declare(
    "import-column-empty",
    zh="文件中没有一列对应“{name}”，这一列没有值。",
    en="No column of the file stands for '{name}'; it stays without values.",
    mend_zh="如果文件里有这一列，在列对应关系（mapping）中指定。",
    mend_en="If the file has it, say which in the mapping.",
    severity=Severity.ADVICE,
)
IMPORT_COLUMN_UNUSED = declare(
    "import-column-unused",
    zh="列“{name}”没有使用。",
    en="The column '{name}' is not used.",
    mend_zh="如果需要，在数据集中声明，或在列对应关系（mapping）中指定。",
    mend_en="If it is needed, declare it in the dataset, or name it in the mapping.",
    severity=Severity.ADVICE,
)
EVENT_TWICE = declare(
    "event-twice",
    zh="编号“{id}”在第 {row} 行再次出现，内容不同；以最后一行为准。",
    en="The id '{id}' comes again on row {row} with other content; the last row holds.",
    mend_zh="核对来源；编号应当唯一。",
    mend_en="Look at the source; ids should be unique.",
    severity=Severity.WARNING,
)
EVENT_REPEATED = declare(
    "event-repeated",
    zh="有 {count} 行与同一文件中的其他行完全相同，只计一次。",
    en="{count} rows are the same as other rows of the file; they count once.",
    mend_zh="无需处理。",
    mend_en="Nothing has to be done.",
    severity=Severity.ADVICE,
)
EVENT_IN_FUTURE = declare(
    "event-in-future",
    zh="{time} 在将来。",
    en="{time} lies in the future.",
    mend_zh="检查时区和日期的写法。",
    mend_en="See whether the time zone and the way dates are written are right.",
    severity=Severity.WARNING,
)
EVENT_OUTSIDE_PERIOD = declare(
    "event-outside-period",
    zh="{time} 不在 {period} 内。",
    en="{time} does not lie in {period}.",
    mend_zh="检查文件是否属于该期间，或导入时不指定期间。",
    mend_en="See whether it is the right file, or import it without naming a period.",
)
EVENT_PERSON_UNKNOWN = declare(
    "event-person-unknown",
    zh="人员名单中没有“{person}”，共 {count} 条记录。",
    en="'{person}' is not in the list of people; events of theirs: {count}.",
    mend_zh="导入此人，或核对编号；记录已保留，在名单中有此人后即计入。",
    mend_en="Add the person, or check the id; the events are kept and count once the person is there.",
    severity=Severity.WARNING,
)
ROWS_REFUSED = declare(
    "rows-refused",
    zh="{count} 行有误，整个文件没有导入。",
    en="{count} rows are wrong, so nothing of the file was imported.",
    mend_zh="改正这些行，或选择保留其余的行（keep_rest）。",
    mend_en="Mend them, or choose to keep the rest (keep_rest).",
)
IMPORT_CANCELLED = declare(
    "import-cancelled",
    zh="导入已被停止，没有导入任何数据。",
    en="The import was stopped; nothing was imported.",
    mend_zh="如仍需要，再导入一次。",
    mend_en="Import the file again if it is needed after all.",
)
IMPORT_FAILED = declare(
    "import-failed",
    zh="导入没有完成：{why}。没有导入任何数据。",
    en="The import did not come to an end: {why}. Nothing was imported.",
    mend_zh="再试一次；如仍失败，把文件分成几个，或联系管理员。",
    mend_en="Try again; if it stays, split the file or ask whoever runs the server.",
)
