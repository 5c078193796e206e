/** One person's result: score, tier, money, what each part contributed, and the sentences that explain it. */
import { Alert, Tag } from "antd";
import type { Result } from "@/api/queries/templates";
import { IssueList } from "@/parts/IssueList";
import type { SchemeLabels } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { type Kinds, valueIn } from "./kinds";
import "./score-card.css";

export const STATUS = words({
  scored: { zh: "已计分", en: "Scored" },
  incomplete: { zh: "数据不全", en: "Incomplete" },
  not_eligible: { zh: "不参加考核", en: "Not eligible" },
  problem: { zh: "有问题", en: "Problem" },
});

const WORDS = words({
  score: { zh: "得分", en: "Score" },
  tier: { zh: "等级", en: "Tier" },
  payout: { zh: "实发", en: "Payout" },
  metric: { zh: "指标", en: "Metric" },
  value: { zh: "实际值", en: "Value" },
  points: { zh: "得分", en: "Points" },
  weight: { zh: "权重", en: "Weight" },
  contribution: { zh: "贡献", en: "Contribution" },
  excluded: { zh: "未计入", en: "left out" },
  adjustments: { zh: "加减分", en: "Adjustments" },
  rewards: { zh: "奖惩", en: "Rewards and deductions" },
  outcomes: { zh: "后续动作", en: "Follow-up" },
  why: { zh: "为什么", en: "Why" },
  comma: { zh: "、", en: ", " },
  missing: { zh: (names: string) => `缺少：${names}`, en: (names: string) => `Missing: ${names}` },
});

interface Props {
  readonly result: Result;
  readonly labels: SchemeLabels;
  /** Without them, values are shown as bare numbers. */
  readonly kinds?: Kinds;
}

export function ScoreCard({ result, labels, kinds }: Props) {
  const say = useWords(WORDS);
  const status = useWords(STATUS);
  const label = useLabels();
  const format = useFormat();
  const { payout } = result;
  const reasons = result.explanation?.missing.map(({ sentence }) => sentence) ?? [];
  const why = result.explanation?.summary.filter(({ en }) => !reasons.some((reason) => reason.en === en)) ?? [];
  return (
    <div className="score-card">
      <dl className="score-card-head">
        <Figure name={say.score}>
          {result.score === null ? <Tag>{status[result.status]}</Tag> : format.number(result.score)}
        </Figure>
        {result.tier !== null && <Figure name={say.tier}>{label(labels.tiers[result.tier], result.tier)}</Figure>}
        {payout?.net != null && <Figure name={say.payout}>{format.money(payout.net, payout.currency)}</Figure>}
      </dl>
      {result.missing.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say.missing(
            result.missing.map(({ id }) => label(labels.inputs[id] ?? labels.metrics[id], id)).join(say.comma),
          )}
          description={
            reasons.length > 0 && (
              <ul className="score-card-missing">
                {reasons.map((reason, index) => (
                  <li key={index}>{label(reason)}</li>
                ))}
              </ul>
            )
          }
        />
      )}
      {result.problem !== null && (
        <Alert
          type="error"
          showIcon
          title={label(result.problem.message, result.problem.code)}
          description={result.problem.issues && <IssueList issues={result.problem.issues} />}
        />
      )}
      <Metrics result={result} labels={labels} kinds={kinds} />
      <Money result={result} labels={labels} />
      {result.outcomes.length > 0 && (
        <section>
          <h3>{say.outcomes}</h3>
          {result.outcomes.map((outcome) => (
            <Tag key={outcome.id}>{label(outcome.label, outcome.id)}</Tag>
          ))}
        </section>
      )}
      {why.length > 0 && (
        <section>
          <h3>{say.why}</h3>
          <ul className="score-card-why">
            {why.map((sentence, index) => (
              <li key={index}>{label(sentence)}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Metrics({ result, labels, kinds }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const rows = Object.entries(result.metrics);
  if (rows.length === 0) return null;
  const largest = Math.max(1e-9, ...rows.map(([, metric]) => Math.abs(metric.contribution ?? 0)));
  return (
    <table className="score-card-metrics">
      <thead>
        <tr>
          <th>{say.metric}</th>
          <th className="figure">{say.value}</th>
          <th className="figure">{say.points}</th>
          <th className="figure">{say.weight}</th>
          <th className="figure">{say.contribution}</th>
          <td aria-hidden className="bar" />
        </tr>
      </thead>
      <tbody>
        {rows.map(([id, metric]) => (
          <tr key={id}>
            <th scope="row">{label(labels.metrics[id], id)}</th>
            <td className="figure">
              {typeof metric.value === "number"
                ? valueIn(format, kinds?.[id], metric.value, labels.currency)
                : String(metric.value ?? "–")}
            </td>
            <td className="figure">
              {metric.excluded ? say.excluded : metric.points === null ? "–" : format.number(metric.points)}
            </td>
            <td className="figure">{metric.weight === null ? "–" : format.percent(metric.weight)}</td>
            <td className="figure">{metric.contribution === null ? "–" : format.number(metric.contribution)}</td>
            <td aria-hidden className="bar">
              <span style={{ width: `${(Math.abs(metric.contribution ?? 0) / largest) * 100}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Money({ result, labels }: Props) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const adjusted = result.adjustments.filter((one) => one.applies);
  const rewarded = result.rewards.filter((one) => one.applies);
  return (
    <div className="score-card-lines">
      {adjusted.length > 0 && (
        <section>
          <h3>{say.adjustments}</h3>
          <ul>
            {adjusted.map((one) => (
              <li key={one.id}>
                <span>{label(labels.adjustments[one.id], one.id)}</span>
                <span className="figure">{one.effect === null ? "–" : format.number(one.effect)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {rewarded.length > 0 && (
        <section>
          <h3>{say.rewards}</h3>
          <ul>
            {rewarded.map((one) => (
              <li key={one.id}>
                <span>{label(labels.rewards[one.id], one.id)}</span>
                <span className="figure">
                  {one.amount === null
                    ? label(one.item?.title, "–")
                    : format.money(one.amount, result.payout?.currency ?? labels.currency)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
