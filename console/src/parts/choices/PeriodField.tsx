/** A period of the kind that a rule set scores: one step back or forth, or typed. */
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button, Input, Space } from "antd";
import { useEffect, useState } from "react";
import { useWorkspace } from "@/api/queries/workspace";
import { firstDay, kindOf, type PeriodKind, periodIn, periodOf, step, todayIn } from "@/scheme/periods";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { usePeriodKind } from "./usePeriodKind";

const WORDS = words({
  before: { zh: "上一期", en: "The period before" },
  after: { zh: "下一期", en: "The period after" },
  period: { zh: "期间", en: "Period" },
  wrong: { zh: "写成 2026-11、2026-W47、2026-Q4 或 2026", en: "Write 2026-11, 2026-W47, 2026-Q4 or 2026" },
  wrongKind: { zh: (like: string) => `写成 ${like} 这样`, en: (like: string) => `Write it like ${like}` },
});

const LIKE: { readonly [kind in PeriodKind]: string } = {
  day: "2026-11-21",
  week: "2026-W47",
  month: "2026-11",
  quarter: "2026-Q4",
  year: "2026",
};

interface Props {
  readonly id?: string;
  readonly ruleSet: string | null;
  readonly value: string;
  /** Called with an empty text where what is typed is no period, so that nobody goes on with the one before. */
  readonly onChange: (period: string) => void;
}

export function PeriodField({ id, ruleSet, value, onChange }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const kind = usePeriodKind(ruleSet);
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    if (value !== "") setTyped((known) => (periodIn(known) === value ? known : value));
  }, [value]);
  // A month is no week: what was chosen moves to the kind that the rule set scores.
  useEffect(() => {
    if (kind && periodIn(value) === value && kindOf(value) !== kind) onChange(periodOf(kind, firstDay(value)));
  }, [kind, value, onChange]);
  // While a month is being typed it looks like a year for a moment; it is taken once it is whole.
  const readIn = (text: string) => {
    const found = periodIn(text);
    return found !== null && (!kind || kindOf(found) === kind) ? found : null;
  };
  const read = readIn(typed);
  return (
    <>
      <Space.Compact style={{ width: "100%", maxWidth: 320 }}>
        <Button
          icon={<LeftOutlined />}
          aria-label={say.before}
          disabled={read === null}
          onClick={() => onChange(step(value, -1))}
        />
        <Input
          id={id}
          aria-label={say.period}
          value={typed}
          status={read === null ? "error" : undefined}
          style={{ textAlign: "center" }}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(readIn(event.target.value) ?? "");
          }}
        />
        <Button
          icon={<RightOutlined />}
          aria-label={say.after}
          disabled={read === null}
          onClick={() => onChange(step(value, 1))}
        />
      </Space.Compact>
      <div className="quiet" style={{ marginTop: 4 }}>
        {read !== null ? format.period(read) : kind ? say.wrongKind(LIKE[kind]) : say.wrong}
      </div>
    </>
  );
}

/** The present period of a kind, where the workspace's clock stands. */
export function usePresentPeriod(kind: PeriodKind = "month"): string {
  const { data } = useWorkspace();
  return periodOf(kind, todayIn(data?.data.time_zone ?? "Asia/Shanghai"));
}
