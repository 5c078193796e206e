/** The import itself, and what came of it. */
import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Descriptions, Space } from "antd";
import { useEffect } from "react";
import { Link } from "react-router";
import { DATASETS } from "@/api/queries/datasets";
import { PEOPLE } from "@/api/queries/people";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import type { Choices } from "./choices";
import { COUNTS } from "./counts";
import { FileProblem } from "./FileProblem";
import type { Found } from "./found";
import { ProgressBox } from "./ProgressBox";
import type { Chosen, Purpose, Reading } from "./purpose";
import { useSending } from "./useSending";

const WORDS = words({
  done: { zh: "导入完成", en: "Imported" },
  refused: { zh: "没有导入任何一行", en: "Nothing was imported" },
  refusedHint: {
    zh: "检查之后数据有变化，现在有行被拒。请再检查一次。",
    en: "Something changed since the check, and now rows are refused. Check the file again.",
  },
  rows: { zh: "读到的行", en: "Rows read" },
  left: { zh: "跳过的行", en: "Rows left out" },
  people: { zh: "查看人员", en: "See the people" },
  figures: { zh: "查看期间还缺什么", en: "See what is still missing" },
  dataset: { zh: "查看数据集", en: "See the dataset" },
  another: { zh: "再导入一个文件", en: "Import another file" },
  back: { zh: "回到检查", en: "Back to the check" },
});

interface Props {
  readonly chosen: Chosen;
  readonly purpose: Purpose;
  readonly reading: Reading;
  readonly choices: Choices;
  readonly keepsRest: boolean;
  readonly rows: number;
  readonly onBack: () => void;
  readonly onAnother: () => void;
  readonly onDone: () => void;
}

export function DoneStep({ chosen, purpose, reading, choices, keepsRest, rows, onBack, onAnother, onDone }: Props) {
  const say = useWords(WORDS);
  const client = useQueryClient();
  const sending = useSending(() => {
    onDone();
    for (const key of [PEOPLE, ["figures"], DATASETS, ["mappings"]]) void client.invalidateQueries({ queryKey: key });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the step is arrived at
  useEffect(() => sending.start({ chosen, purpose, reading, choices, isDry: false, keepsRest }), []);
  if (sending.problem) return <FileProblem problem={sending.problem} onBack={onBack} back={say.back} />;
  if (sending.found === null) {
    // A sheet that the server has is imported whether anybody waits or not.
    const mayStop = (sending.progress?.sent ?? 0) < 1 || sending.isInBackground;
    const stop = mayStop ? async () => (await sending.stop()) && onBack() : undefined;
    return <ProgressBox progress={sending.progress ?? {}} isDry={false} rows={rows} onStop={stop} />;
  }
  return (
    <Outcome found={sending.found} purpose={purpose} keepsRest={keepsRest} onBack={onBack} onAnother={onAnother} />
  );
}

interface OutcomeProps {
  readonly found: Found;
  readonly purpose: Purpose;
  readonly keepsRest: boolean;
  readonly onBack: () => void;
  readonly onAnother: () => void;
}

function Outcome({ found, purpose, keepsRest, onBack, onAnother }: OutcomeProps) {
  const say = useWords(WORDS);
  const counts = useWords(COUNTS);
  const format = useFormat();
  const isRefused = found.refused > 0 && !keepsRest;
  const facts = [
    { key: "rows", label: say.rows, children: format.number(found.rows) },
    ...(found.refused > 0 ? [{ key: "left", label: say.left, children: format.number(found.refused) }] : []),
    ...found.counts.map(([name, count]) => ({ key: name, label: counts[name], children: format.number(count) })),
  ];
  return (
    <div className="state-box" role="status">
      <span aria-hidden style={{ fontSize: 40, color: isRefused ? "#c0262d" : "#136a3d" }}>
        {isRefused ? <CloseCircleFilled /> : <CheckCircleFilled />}
      </span>
      <h2>{isRefused ? say.refused : say.done}</h2>
      {isRefused && <p>{say.refusedHint}</p>}
      <Descriptions bordered size="small" column={1} items={facts} style={{ width: "min(420px, 100%)" }} />
      <Space wrap>
        {isRefused ? (
          <Button type="primary" onClick={onBack}>
            {say.back}
          </Button>
        ) : (
          <Link to={addressOfResult(purpose)}>
            <Button type="primary">{purpose.use ? say[purpose.use] : ""}</Button>
          </Link>
        )}
        <Button onClick={onAnother}>{say.another}</Button>
      </Space>
    </div>
  );
}

function addressOfResult(purpose: Purpose): string {
  if (purpose.use === "people") return "/people";
  if (purpose.use === "dataset") return `/data/datasets/${encodeURIComponent(purpose.dataset ?? "")}`;
  return `/data?${new URLSearchParams({ rule_set: purpose.ruleSet ?? "", period: purpose.period })}`;
}
