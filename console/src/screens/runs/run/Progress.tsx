/** How far a run is: its stage, and how many people that stage has got through. */
import { Progress as Bar, Card, Steps } from "antd";
import type { Run } from "@/api/queries/runs";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { STAGE } from "../state";

const WORDS = words({
  progress: { zh: "进度", en: "Progress" },
  waiting: {
    zh: "排队中：等待空闲的工作进程。若一直排队，请管理员检查是否有 worker 在运行。",
    en: "Queued: waiting for a free worker. If it stays so, ask your administrator whether a worker is running.",
  },
  done: {
    zh: (done: string, total: string) => `${done} / ${total} 人`,
    en: (done: string, total: string) => `${done} of ${total} people`,
  },
  gathering: { zh: "正在收集数据…", en: "Gathering what is read …" },
});

const STAGES = ["prepare", "score", "store", "finish"] as const;

export function Progress({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const stages = useWords(STAGE);
  const format = useFormat();
  const { total, done } = run.people;
  const share = total ? Math.min(100, Math.floor((done / total) * 100)) : 0;
  const told =
    run.state === "queued"
      ? say.waiting
      : total === null
        ? say.gathering
        : say.done(format.number(done), format.number(total));
  return (
    <Card title={say.progress}>
      <Steps
        size="small"
        current={STAGES.indexOf(run.stage)}
        items={STAGES.map((stage) => ({ title: stages[stage] }))}
      />
      <Bar percent={share} status="active" aria-label={say.progress} style={{ margin: "16px 0 4px" }} />
      <p role="status" style={{ margin: 0 }}>
        {told}
      </p>
    </Card>
  );
}
