"""What can be wrong about a run, as issues that are kept with it."""

from __future__ import annotations

from engine.issues import declare

RUN_WORKER_LOST = declare(
    "run-worker-lost",
    zh="处理本次运行的进程接连 {tries} 次中断（阶段：{stage}）",
    en="The process working on this run ended {tries} times in a row (stage {stage})",
    mend_zh="通常是内存不足：请调小 SCOREWRIGHT_WORKER_MEMORY 或换更大的机器，然后重试本次运行",
    mend_en="Mostly it is memory: lower SCOREWRIGHT_WORKER_MEMORY or take a larger machine, then retry the run.",
)
RUN_ENGINE_CHANGED = declare(
    "run-engine-changed",
    zh="本次运行由 {pinned} 版引擎开始，而现在是 {present} 版",
    en="The run was begun with engine {pinned}; this is engine {present}",
    mend_zh="重新发起运行：现在的引擎会作为新的一次运行从头计算",
    mend_en="Start it again: with the present engine that is a new run, computed from the start.",
)
RUN_FILE_MISSING = declare(
    "run-file-missing",
    zh="第 {run} 次运行的数据文件 {file} 不在数据目录中",
    en="The file {file} of run {run} is not in the data directory",
    mend_zh="检查 SCOREWRIGHT_DATA_DIR：所有进程须使用同一目录；或从备份恢复该文件",
    mend_en="Check SCOREWRIGHT_DATA_DIR: all processes need the same folder; or restore the file from the backup.",
)
RUN_OUT_OF_MEMORY = declare(
    "run-out-of-memory",
    zh="计算所需内存超过 {limit}（阶段：{stage}）",
    en="The computing needs more memory than {limit} (stage {stage})",
    mend_zh="调大 SCOREWRIGHT_WORKER_MEMORY，然后重试本次运行",
    mend_en="Raise SCOREWRIGHT_WORKER_MEMORY, then retry the run.",
)
RUN_UNEXPECTED = declare(
    "run-unexpected",
    zh="运行时出现意外错误（阶段：{stage}）：{what}",
    en="Something unexpected went wrong (stage {stage}): {what}",
    mend_zh="日志中有详情；处理后重试本次运行",
    mend_en="The worker's log says more; retry the run when it is mended.",
)
