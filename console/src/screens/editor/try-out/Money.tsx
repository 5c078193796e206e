/** Rewards, deductions and the net amount, and what is to be done: every line opens its explanation. */
import type { Result } from "@/api/queries/templates";
import type { Difference } from "@/api/queries/tryOut";
import { type SchemeLabels, section } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { Change } from "./Change";
import { Explained } from "./Explained";

const WORDS = words({
  money: { zh: "奖惩", en: "Rewards and deductions" },
  rewards: { zh: "奖励合计", en: "Rewards" },
  penalties: { zh: "扣款合计", en: "Deductions" },
  net: { zh: "实发", en: "Net" },
  not: { zh: "不适用", en: "does not apply" },
  gone: { zh: (before: string) => `已删除，原 ${before}`, en: (before: string) => `removed, was ${before}` },
  outcomes: { zh: "后续动作", en: "Follow-up" },
  none: { zh: "没有触发后续动作", en: "Nothing is set off" },
});

interface Props {
  readonly result: Result;
  readonly difference: Difference | null;
  readonly labels: SchemeLabels;
}

export function Money({ result, difference, labels }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const { rewards, payout } = result;
  const currency = payout?.currency ?? labels.currency;
  const changes = new Map((difference?.rewards ?? []).map((one) => [one.id, one]));
  const gone = (difference?.rewards ?? []).filter(({ id }) => !rewards.some((one) => one.id === id));
  if (rewards.length === 0 && payout === null && gone.length === 0) return null;
  return (
    <section>
      <h3>{say.money}</h3>
      <ul className="try-lines">
        {rewards.map((one) => (
          <li key={one.id}>
            <Explained of="reward" id={one.id} className={one.applies ? "" : "quiet"}>
              <span>{label(labels.rewards[one.id], one.id)}</span>
              <span className="figure">
                {!one.applies
                  ? say.not
                  : one.amount === null
                    ? label(one.item?.title, "–")
                    : format.money(one.amount, currency)}
                <Change of={changes.get(one.id)?.change} currency={currency} />
              </span>
            </Explained>
          </li>
        ))}
        {gone.map((one) => (
          <li key={one.id} className="try-line quiet">
            <span>{label(one.label, one.id)}</span>
            <span className="figure">{say.gone(format.money(one.before ?? "0", currency))}</span>
          </li>
        ))}
        {payout !== null && (
          <>
            <li className="try-line">
              <span>{say.rewards}</span>
              <span className="figure">{payout.rewards === null ? "–" : format.money(payout.rewards, currency)}</span>
            </li>
            <li className="try-line">
              <span>{say.penalties}</span>
              <span className="figure">
                {payout.penalties === null ? "–" : format.money(payout.penalties, currency)}
              </span>
            </li>
            <li>
              <Explained of="payout" id="" className="try-total">
                <span>{say.net}</span>
                <span className="figure">
                  {payout.net === null ? "–" : format.money(payout.net, currency)}
                  <Change of={difference?.net.change} currency={currency} />
                </span>
              </Explained>
            </li>
          </>
        )}
      </ul>
    </section>
  );
}

export function Outcomes({ result }: { readonly result: Result }) {
  const { scheme } = useEditing();
  const say = useWords(WORDS);
  const label = useLabels();
  if (Object.keys(section(scheme.data, "outcomes")).length === 0 && result.outcomes.length === 0) return null;
  return (
    <section>
      <h3>{say.outcomes}</h3>
      {result.outcomes.length === 0 && <p className="quiet">{say.none}</p>}
      <ul className="try-lines">
        {result.outcomes.map((one) => (
          <li key={one.id}>
            <Explained of="outcome" id={one.id}>
              <span>{label(one.label, one.id)}</span>
              {one.owner && <span className="quiet">{one.owner}</span>}
            </Explained>
          </li>
        ))}
      </ul>
    </section>
  );
}
