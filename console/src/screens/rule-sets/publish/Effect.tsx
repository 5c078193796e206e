/** What the draft would have made of the last run's people: who changes tier, what it costs, whom it concerns most. */
import { Alert, Button } from "antd";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { parse } from "yaml";
import { asProblem } from "@/api/problem";
import { type Impact, useImpact, useSideText } from "@/api/queries/versions";
import { DataTable } from "@/parts/DataTable";
import { IssueList } from "@/parts/IssueList";
import { Loading } from "@/parts/Loading";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { labelsOf, type Plain, type SchemeLabels } from "@/scheme/data";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { TierMoves } from "./TierMoves";

const WORDS = words({
  title: { zh: "对最近一次运行的影响", en: "Effect on the last run" },
  basis: {
    zh: (period: string, n: number) => `用 ${period} 运行时的人员和数据，与第 ${n} 版的结果比较`,
    en: (period: string, n: number) => `The people and data of ${period}, compared with what version ${n} gives`,
  },
  run: { zh: "查看该次运行", en: "See that run" },
  working: { zh: "正在用最近一次运行的数据试算…", en: "Working it out on the last run's data …" },
  none: {
    zh: "这个方案还没有完成过运行，没有可比较的数据。",
    en: "No run of this rule set is done yet, so there is nothing to compare with.",
  },
  failed: { zh: "影响暂时算不出来", en: "The effect cannot be worked out at the moment" },
  again: { zh: "重试", en: "Try again" },
  people: { zh: "人数", en: "People" },
  peopleOf: {
    zh: (changed: number, all: number) => `${all} 人中有 ${changed} 人的结果会变`,
    en: (changed: number, all: number) => `Something changes for ${changed} of ${all}`,
  },
  tiers: { zh: "等级变化", en: "Change of tier" },
  tiersTold: {
    zh: (n: number, up: number, down: number) => `${n} 人（升 ${up}，降 ${down}）`,
    en: (n: number, up: number, down: number) => `${n} ${n === 1 ? "person" : "people"} (${up} up, ${down} down)`,
  },
  payout: { zh: "实发合计", en: "Total payout" },
  payoutTold: {
    zh: (before: string, after: string) => `${before} → ${after}`,
    en: (before: string, after: string) => `${before} → ${after}`,
  },
  nothing: { zh: "没有人的结果会变。", en: "Nobody's result would change." },
  statuses: { zh: "状态变化", en: "Changes of status" },
  move: {
    zh: (before: string, after: string, n: number) => `${before} → ${after}：${n} 人`,
    en: (before: string, after: string, n: number) => `${before} → ${after}: ${n}`,
  },
  absent: { zh: "不在范围内", en: "takes no part" },
  largest: { zh: "影响最大的人", en: "Whom it concerns most" },
  name: { zh: "姓名", en: "Name" },
  score: { zh: "得分", en: "Score" },
  tier: { zh: "等级", en: "Tier" },
  net: { zh: "实发", en: "Net amount" },
  change: { zh: "变化", en: "Change" },
  more: { zh: "再显示一些", en: "Show more" },
  fresh: {
    zh: (names: string) => `该次运行没有用到 ${names}，这里取的是现在的数据。`,
    en: (names: string) => `That run did not read ${names}; this is what they hold now.`,
  },
  dataset: { zh: (name: string) => `数据集 ${name}`, en: (name: string) => `the dataset ${name}` },
  "rule-set": { zh: (name: string) => `方案 ${name} 的结果`, en: (name: string) => `the results of ${name}` },
  earlier: { zh: () => "以前期间的结果", en: () => "earlier periods" },
});

interface Props {
  readonly id: string;
  readonly etag: string;
  /** The draft's text, for its labels. */
  readonly text: string;
  /** The version that would otherwise count. */
  readonly against: number | undefined;
}

export function Effect({ id, etag, text, against }: Props) {
  const say = useWords(WORDS);
  const impact = useImpact(id, etag, against, true);
  const before = useSideText(id, impact.data?.against ?? 1, impact.data !== undefined);
  const labels = useMemo(() => {
    const now = labelsOf(parse(text) as Plain);
    const then = before.data === undefined ? now : labelsOf(parse(before.data) as Plain);
    return { ...now, tiers: { ...then.tiers, ...now.tiers } };
  }, [text, before.data]);
  return (
    <section aria-label={say.title} aria-busy={impact.isFetching}>
      <h3>{say.title}</h3>
      {impact.data !== undefined ? (
        <Told impact={impact.data} labels={labels} />
      ) : impact.isPending ? (
        <>
          <p className="quiet">{say.working}</p>
          <Loading rows={3} />
        </>
      ) : (
        <Failed problem={asProblem(impact.error)} again={() => impact.refetch()} />
      )}
    </section>
  );
}

function Failed({ problem, again }: { readonly problem: ReturnType<typeof asProblem>; readonly again: () => void }) {
  const say = useWords(WORDS);
  if (problem.code === "no-run-to-compare") return <p className="quiet">{say.none}</p>;
  return (
    <Alert
      type="info"
      showIcon
      title={say.failed}
      description={
        <>
          {problem.issues.length > 0 ? (
            <IssueList issues={problem.issues} />
          ) : (
            <p>{[problem.detail, problem.hint].filter(Boolean).join(" ")}</p>
          )}
          <Button size="small" onClick={again}>
            {say.again}
          </Button>
        </>
      }
    />
  );
}

function Told({ impact, labels }: { readonly impact: Impact; readonly labels: SchemeLabels }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const { people, tiers, payout, statuses, fresh } = impact;
  const money = (amount: string | null, currency: string | null) =>
    amount === null ? "–" : format.money(amount, currency ?? labels.currency);
  const statusWords = useWords(STATUS);
  const status = (one: string | null) => (one === null ? say.absent : statusWords[one as keyof typeof STATUS]);
  return (
    <>
      <p className="quiet">
        {say.basis(format.period(impact.run.period), impact.against)} ·{" "}
        <Link to={`/runs/${impact.run.id}`}>{say.run}</Link>
      </p>
      <dl className="effect">
        <div>
          <dt>{say.people}</dt>
          <dd>{people.changed === 0 ? say.nothing : say.peopleOf(people.changed, people.after)}</dd>
        </div>
        {tiers.moves.length > 0 && (
          <div>
            <dt>{say.tiers}</dt>
            <dd>{say.tiersTold(tiers.changed, tiers.up, tiers.down)}</dd>
          </div>
        )}
        {(payout.before !== null || payout.after !== null) && (
          <div>
            <dt>{say.payout}</dt>
            <dd>
              {say.payoutTold(money(payout.before, payout.currency_before), money(payout.after, payout.currency))}{" "}
              {payout.change !== null && (
                <strong>({signed(payout.change, money(payout.change, payout.currency))})</strong>
              )}
            </dd>
          </div>
        )}
        {statuses.length > 0 && (
          <div>
            <dt>{say.statuses}</dt>
            <dd>
              {statuses.map((one) => (
                <div key={`${one.before}>${one.after}`}>
                  {say.move(status(one.before), status(one.after), one.people)}
                </div>
              ))}
            </dd>
          </div>
        )}
      </dl>
      {fresh.length > 0 && (
        <Alert type="info" showIcon title={say.fresh(fresh.map(({ kind, name }) => say[kind](name)).join(", "))} />
      )}
      {impact.warnings.length > 0 && <IssueList issues={impact.warnings} />}
      {tiers.changed > 0 && <TierMoves moves={tiers.moves} tiers={labels.tiers} />}
      {impact.largest.length > 0 && <Largest impact={impact} labels={labels} money={money} />}
    </>
  );
}

/** How many people are shown at first. */
const FEW = 6;

type Person = Impact["largest"][number];

interface LargestProps {
  readonly impact: Impact;
  readonly labels: SchemeLabels;
  readonly money: (amount: string | null, currency: string | null) => string;
}

function Largest({ impact, labels, money }: LargestProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { currency, currency_before: former } = impact.payout;
  const tier = (one: string | null) => (one === null ? "–" : label(labels.tiers[one], one));
  const score = (one: number | null) => (one === null ? "–" : format.number(one));
  const both = (before: string, after: string) => (before === after ? after : `${before} → ${after}`);
  return (
    <>
      <h4>{say.largest}</h4>
      <DataTable<Person>
        aria-label={say.largest}
        size="small"
        rowKey="subject"
        dataSource={all ? impact.largest : impact.largest.slice(0, FEW)}
        columns={[
          {
            title: say.name,
            render: (_, one) => (
              <>
                {one.name ?? one.subject} {one.name !== null && <span className="quiet code">{one.subject}</span>}
              </>
            ),
          },
          { title: say.score, render: (_, one) => both(score(one.score.before), score(one.score.after)) },
          { title: say.tier, render: (_, one) => both(tier(one.tier.before), tier(one.tier.after)) },
          ...(currency === null && former === null
            ? []
            : [
                {
                  title: say.net,
                  render: (_: unknown, one: Person) =>
                    both(money(one.net.before, former), money(one.net.after, currency)),
                },
                {
                  title: say.change,
                  align: "right" as const,
                  render: (_: unknown, one: Person) =>
                    one.net.change === null ? "–" : signed(one.net.change, money(one.net.change, currency)),
                },
              ]),
        ]}
      />
      {!all && impact.largest.length > FEW && (
        <Button size="small" type="link" onClick={() => setAll(true)}>
          {say.more}
        </Button>
      )}
    </>
  );
}

/** With a plus where it is more; a minus comes with the amount. */
function signed(amount: string, told: string): string {
  return !amount.startsWith("-") && /[1-9]/.test(amount) ? `+${told}` : told;
}
