/** The last run of a rule set: of which period, in which state, how many people, and how many without a score. */
import { Tag } from "antd";
import { Link } from "react-router";
import type { LastRun } from "@/api/queries/ruleSets";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";

const WORDS = words({
  never: { zh: "还没有运行过", en: "never run" },
  queued: { zh: "排队中", en: "queued" },
  running: { zh: "运行中", en: "running" },
  done: { zh: "已完成", en: "done" },
  failed: { zh: "失败", en: "failed" },
  cancelled: { zh: "已取消", en: "cancelled" },
  people: { zh: (n: number) => `${n} 人`, en: (n: number) => (n === 1 ? "1 person" : `${n} people`) },
  without: { zh: (n: number) => `${n} 人没有成绩`, en: (n: number) => `${n} without a score` },
});

const COLOURS = { queued: "blue", running: "blue", done: "success", failed: "error", cancelled: "default" } as const;

export function LastRunCell({ run }: { readonly run: LastRun | null | undefined }) {
  const say = useWords(WORDS);
  const format = useFormat();
  if (run === undefined) return "–";
  if (run === null) return <span className="quiet">{say.never}</span>;
  const without = (run.counts?.problem ?? 0) + (run.counts?.incomplete ?? 0);
  return (
    <div className="last-run">
      <Link to={`/runs/${run.id}`}>{format.period(run.period)}</Link>
      <Tag color={COLOURS[run.state]}>{say[run.state]}</Tag>
      {run.people.total !== null && <span className="quiet">{say.people(run.people.total)}</span>}
      {without > 0 && <span className="without">{say.without(without)}</span>}
    </div>
  );
}
