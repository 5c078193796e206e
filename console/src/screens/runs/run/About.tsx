/** What a run was made of, for those who want to prove a number later. */
import { Card, Descriptions } from "antd";
import type { Run } from "@/api/queries/runs";
import type { Issue } from "@/api/schema";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { STAGE } from "../state";

const WORDS = words({
  engine: { zh: "引擎版本", en: "Engine" },
  scheme: { zh: "方案内容指纹", en: "Hash of the rule set" },
  snapshot: { zh: "数据指纹", en: "Hash of the data" },
  results: { zh: "结果指纹", en: "Hash of the results" },
  same: {
    zh: "同样的方案和数据，在任何机器上得到同样的结果指纹。",
    en: "The same rule set and data give the same hash of the results on any machine.",
  },
  started: { zh: "开始", en: "Begun" },
  finished: { zh: "结束", en: "Finished" },
  took: { zh: "各阶段用时", en: "Time taken" },
  seconds: {
    zh: (stage: string, n: string) => `${stage} ${n} 秒`,
    en: (stage: string, n: string) => `${stage} ${n} s`,
  },
  left: { zh: "没有计入的数据", en: "Data that were left out" },
  rows: { zh: "结果行数", en: "Lines stored" },
});

export function About({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const stages = useWords(STAGE);
  const label = useLabels();
  const format = useFormat();
  const hash = (text: string | null) => (
    <span className="code" style={{ overflowWrap: "anywhere" }}>
      {text ?? "–"}
    </span>
  );
  const took = Object.entries(run.timings).map(([stage, seconds]) =>
    say.seconds(stages[stage as keyof typeof stages] ?? stage, format.number(seconds)),
  );
  const left = run.warnings as readonly Issue[];
  return (
    <>
      {left.length > 0 && (
        <Card title={say.left} style={{ marginBottom: 16 }}>
          <ul className="run-problems">
            {left.map((issue, place) => (
              <li key={place}>
                {label(issue.message)} <span className="quiet">{label(issue.hint)}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Descriptions
        bordered
        size="small"
        column={1}
        items={[
          { key: "started", label: say.started, children: run.started_at ? format.time(run.started_at) : "–" },
          { key: "finished", label: say.finished, children: run.finished_at ? format.time(run.finished_at) : "–" },
          { key: "took", label: say.took, children: took.join(" · ") || "–" },
          { key: "rows", label: say.rows, children: format.number(run.rows) },
          { key: "engine", label: say.engine, children: run.engine },
          { key: "scheme", label: say.scheme, children: hash(run.hash) },
          { key: "snapshot", label: say.snapshot, children: hash(run.snapshot_hash) },
          { key: "results", label: say.results, children: hash(run.results_hash) },
        ]}
      />
      <p className="quiet">{say.same}</p>
    </>
  );
}
