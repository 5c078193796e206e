/** How a run stands, in words and with a mark of its own. */
import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  StopOutlined,
  SyncOutlined,
} from "@ant-design/icons";
import { Tag } from "antd";
import type { Run } from "@/api/queries/runs";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";

export const STATE = words({
  queued: { zh: "排队中", en: "Queued" },
  running: { zh: "运行中", en: "Running" },
  done: { zh: "已完成", en: "Done" },
  failed: { zh: "失败", en: "Failed" },
  cancelled: { zh: "已取消", en: "Cancelled" },
});

export const STAGE = words({
  prepare: { zh: "准备数据", en: "Gathering data" },
  score: { zh: "计分", en: "Scoring" },
  store: { zh: "保存结果", en: "Storing results" },
  finish: { zh: "比较差异", en: "Comparing" },
});

const LOOK = {
  queued: { icon: <ClockCircleOutlined />, color: undefined },
  running: { icon: <SyncOutlined spin />, color: "processing" },
  done: { icon: <CheckCircleOutlined />, color: "success" },
  failed: { icon: <CloseCircleOutlined />, color: "error" },
  cancelled: { icon: <StopOutlined />, color: "warning" },
} as const;

export function StateTag({ state }: { readonly state: Run["state"] }) {
  const say = useWords(STATE);
  return (
    <Tag icon={LOOK[state].icon} color={LOOK[state].color}>
      {say[state]}
    </Tag>
  );
}

/** How many people have which status; who has no result stands out. */
export function Counts({ counts }: { readonly counts: Run["counts"] }) {
  const say = useWords(STATUS);
  const format = useFormat();
  if (counts === null) return <span className="quiet">–</span>;
  const shown = (["scored", "incomplete", "not_eligible", "problem"] as const).filter(
    (status) => status === "scored" || (counts[status] ?? 0) > 0,
  );
  return (
    <span className="run-counts">
      {shown.map((status) => (
        <span key={status} className={status === "incomplete" || status === "problem" ? "attend" : undefined}>
          {say[status]} <strong>{format.number(counts[status] ?? 0)}</strong>
        </span>
      ))}
    </span>
  );
}
