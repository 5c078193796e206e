/** A period of the kind that a rule set scores: one step back or forth, or typed. */
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Input, Space } from "antd";
import { useEffect, useState } from "react";
import { useWorkspace } from "@/api/queries/workspace";
import { firstDay, kindOf, type PeriodKind, periodOf, step, todayIn } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { usePeriodKind } from "./usePeriodKind";

const WORDS = words({
  before: { zh: "上一期", en: "The period before" },
  after: { zh: "下一期", en: "The period after" },
  period: { zh: "期间", en: "Period" },
  wrong: { zh: "写成 2026-11、2026-W47、2026-Q4 或 2026", en: "Write 2026-11, 2026-W47, 2026-Q4 or 2026" },
});

const SHAPE = /^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?|-W\d\d|-Q[1-4])?$/;

interface Props {
  readonly id?: string;
  readonly ruleSet: string | null;
  readonly value: string;
  readonly onChange: (period: string) => void;
}

export function PeriodField({ id, ruleSet, value, onChange }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const kind = usePeriodKind(ruleSet);
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  // A month is no week: what was chosen moves to the kind that the rule set scores.
  useEffect(() => {
    if (kind && value && kindOf(value) !== kind) onChange(periodOf(kind, firstDay(value)));
  }, [kind, value, onChange]);
  const isWrong = !SHAPE.test(typed);
  return (
    <>
      <Space.Compact style={{ width: "100%", maxWidth: 320 }}>
        <Button
          icon={<LeftOutlined />}
          aria-label={say.before}
          disabled={isWrong}
          onClick={() => onChange(step(value, -1))}
        />
        <Input
          id={id}
          aria-label={say.period}
          value={typed}
          status={isWrong ? "error" : undefined}
          style={{ textAlign: "center" }}
          onChange={(event) => {
            const text = event.target.value.trim();
            setTyped(text);
            if (SHAPE.test(text)) onChange(text);
          }}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={say.after}
          disabled={isWrong}
          onClick={() => onChange(step(value, 1))}
        />
      </Space.Compact>
      <div className="quiet" style={{ marginTop: 4 }}>
        {isWrong ? say.wrong : format.period(typed)}
      </div>
    </>
  );
}

/** The present period of a kind, where the workspace's clock stands. */
export function usePresentPeriod(kind: PeriodKind = "month"): string {
  const { data } = useWorkspace();
  return periodOf(kind, todayIn(data?.data.time_zone ?? "Asia/Shanghai"));
}
