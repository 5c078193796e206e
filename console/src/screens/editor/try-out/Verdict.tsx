/** Score, tier and net amount at a glance, with what they are by the version in force. */
import type { Result } from "@/api/queries/templates";
import type { Difference } from "@/api/queries/tryOut";
import { STATUS } from "@/parts/score-card/ScoreCard";
import type { SchemeLabels } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { Change } from "./Change";

const WORDS = words({
  score: { zh: "得分", en: "Score" },
  tier: { zh: "等级", en: "Tier" },
  net: { zh: "实发", en: "Net" },
  now: { zh: "草稿", en: "Draft" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `Version ${n}` },
  moved: { zh: "有变化", en: "changed" },
  table: { zh: "与生效版本对比", en: "Compared with the version in force" },
});

interface Props {
  readonly result: Result;
  readonly difference: Difference | null;
  readonly version: number | null;
  readonly labels: SchemeLabels;
}

/** A small table: the draft above, the version below, so that each figure stands over its own. */
export function Verdict({ result, difference, version, labels }: Props) {
  const say = useWords(WORDS);
  const { version: read } = useEditing();
  const status = useWords(STATUS);
  const format = useFormat();
  const label = useLabels();
  const currency = result.payout?.currency ?? labels.currency;
  const tier = (id: string | null) => (id === null ? "–" : label(labels.tiers[id], id));
  const money = (amount: string | null | undefined) => (amount == null ? "–" : format.money(amount, currency));
  const moved = difference !== null && difference.tier.before !== difference.tier.after;
  const state = (value: string | null) => (value !== null && value in status ? status[value as Result["status"]] : "–");
  return (
    <table className="try-verdict" aria-label={say.table}>
      <thead>
        <tr>
          <td />
          <th scope="col">{say.score}</th>
          <th scope="col">{say.tier}</th>
          <th scope="col">{say.net}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="try-now">
          <th scope="row">{read === null ? say.now : say.version(read)}</th>
          <td>{result.score === null ? state(result.status) : format.number(result.score)}</td>
          <td>{tier(result.tier)}</td>
          <td>{money(result.payout?.net)}</td>
        </tr>
        {difference !== null && version !== null && (
          <tr className="try-before">
            <th scope="row">{say.version(version)}</th>
            <td>
              {difference.score.before === null
                ? state(difference.status.before)
                : format.number(difference.score.before)}
              <Change of={difference.score.change} />
            </td>
            <td>
              {tier(difference.tier.before)}
              {moved && <span className="try-change">{say.moved}</span>}
            </td>
            <td>
              {money(difference.net.before)}
              <Change of={difference.net.change} currency={currency} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
