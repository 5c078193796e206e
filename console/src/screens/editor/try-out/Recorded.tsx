/** Real people with the data of a run that is done: chosen by period, looked for by name. */
import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useFinishedRuns, useGiven } from "@/api/queries/given";
import type { Given } from "@/api/queries/tryOut";
import { Answered } from "@/parts/Answered";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { useLater } from "../useLater";
import type { Sample } from "./samples";

const WORDS = words({
  none: {
    zh: "这份方案还没有完成的运行，因此没有可用的真实数据。",
    en: "No run of this rule set is done yet, so there is no real data to use.",
  },
  period: { zh: "期间", en: "Period" },
  search: { zh: "按姓名或工号查找", en: "Look for a name or id" },
  nobody: { zh: "没有找到人员", en: "Nobody was found" },
  all: { zh: (n: number) => `添加这 ${n} 人`, en: (n: number) => `Add these ${n}` },
  run: {
    zh: (period: string, id: number) => `${period}（第 ${id} 次运行）`,
    en: (period: string, id: number) => `${period} (run ${id})`,
  },
});

interface Props {
  readonly ruleSet: string;
  readonly onAdd: (samples: readonly Sample[]) => void;
}

export function Recorded({ ruleSet, onAdd }: Props) {
  const say = useWords(WORDS);
  const runs = useFinishedRuns(ruleSet);
  return (
    <Answered query={runs} rows={2}>
      {({ items }) => {
        const counting = items.filter((run) => run.current);
        const shown = counting.length > 0 ? counting : items;
        if (shown.length === 0) return <p className="quiet">{say.none}</p>;
        return <Found runs={shown} onAdd={onAdd} />;
      }}
    </Answered>
  );
}

interface FoundProps extends Pick<Props, "onAdd"> {
  readonly runs: readonly { readonly id: number; readonly period: string }[];
}

function Found({ runs, onAdd }: FoundProps) {
  const say = useWords(WORDS);
  const format = useFormat();
  const [run, setRun] = useState(runs[0]?.id);
  const [sought, setSought] = useState("");
  const given = useGiven(run, useLater(sought.trim(), 250));
  const period = runs.find((one) => one.id === run)?.period ?? null;
  const samples = (given.data?.items ?? []).map(
    (person): Sample => ({
      key: `recorded:${run}:${person.subject}`,
      subject: person.subject,
      name: person.name ?? person.subject,
      source: "recorded",
      period,
      inputs: person.inputs as Given,
      history: person.history as readonly Given[],
      decisions: decided(person.decisions as { readonly [id: string]: Given }),
    }),
  );
  return (
    <>
      <div className="try-choices">
        <Select
          aria-label={say.period}
          value={run}
          onChange={setRun}
          style={{ minWidth: 210 }}
          options={runs.map((one) => ({ value: one.id, label: say.run(format.period(one.period), one.id) }))}
        />
        <Input.Search
          allowClear
          style={{ width: 220 }}
          aria-label={say.search}
          placeholder={say.search}
          maxLength={100}
          onChange={(event) => setSought(event.target.value)}
        />
      </div>
      <Answered query={given} rows={2}>
        {() =>
          samples.length === 0 ? (
            <p className="quiet">{say.nobody}</p>
          ) : (
            <div className="try-choices">
              {samples.map((sample) => (
                <Button key={sample.key} title={sample.subject} onClick={() => onAdd([sample])}>
                  {String(sample.name)}
                </Button>
              ))}
              {samples.length > 1 && (
                <Button type="link" onClick={() => onAdd(samples)}>
                  {say.all(samples.length)}
                </Button>
              )}
            </div>
          )
        }
      </Answered>
    </>
  );
}

/** Trying needs a decision whole; who decided and why is no matter here. */
function decided(decisions: { readonly [id: string]: Given }): { readonly [id: string]: Given } {
  return Object.fromEntries(Object.entries(decisions).map(([id, one]) => [id, { reason: "–", author: "–", ...one }]));
}
