/** What a finished run found, seen from every side. */
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import type { Run } from "@/api/queries/runs";
import { useDistribution } from "@/api/queries/runs";
import type { Scheme } from "@/api/queries/schemes";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { About } from "./About";
import { Differences } from "./differences/Differences";
import { Spread } from "./distribution/Spread";
import { Leaderboard } from "./leaderboard/Leaderboard";
import { Problems } from "./Problems";
import { Results } from "./results/Results";
import { Teams } from "./teams/Teams";

const WORDS = words({
  results: { zh: "成绩", en: "Results" },
  spread: { zh: "分布", en: "Distribution" },
  places: { zh: "排行榜", en: "Leaderboard" },
  teams: { zh: "团队对比", en: "Teams" },
  differences: { zh: "与上次的差异", en: "Differences" },
  aboutWith: {
    zh: (notes: number) => (notes > 0 ? `运行信息（${notes} 条提示）` : "运行信息"),
    en: (notes: number) => (notes > 0 ? `About the run (${notes} ${notes === 1 ? "note" : "notes"})` : "About the run"),
  },
  people: { zh: "参加人数", en: "People" },
  mean: { zh: "平均分", en: "Mean score" },
  median: { zh: "中位数", en: "Median" },
  net: { zh: "实发合计", en: "Payout in sum" },
});

export interface FoundProps {
  readonly run: Run;
  readonly scheme: Scheme;
}

export function Found({ run, scheme }: FoundProps) {
  const say = useWords(WORDS);
  const [search, setSearch] = useSearchParams();
  const tabs = [
    { key: "results", label: say.results, children: <Results run={run} scheme={scheme} /> },
    { key: "spread", label: say.spread, children: <Spread run={run} scheme={scheme} /> },
    { key: "places", label: say.places, children: <Leaderboard run={run} scheme={scheme} /> },
    { key: "teams", label: say.teams, children: <Teams run={run} scheme={scheme} /> },
    ...(run.supersedes === null
      ? []
      : [{ key: "differences", label: say.differences, children: <Differences run={run} scheme={scheme} /> }]),
    { key: "about", label: say.aboutWith(run.warnings.length), children: <About run={run} /> },
  ];
  return (
    <>
      <Figures run={run} />
      <Problems run={run} />
      <Tabs
        activeKey={search.get("tab") ?? "results"}
        onChange={(tab) => setSearch({ tab }, { replace: true })}
        destroyOnHidden
        items={tabs}
      />
    </>
  );
}

function Figures({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const status = useWords(STATUS);
  const format = useFormat();
  const { data } = useDistribution(run.id);
  const counts = run.counts ?? {};
  const shown = (["scored", "incomplete", "not_eligible", "problem"] as const).filter((one) => (counts[one] ?? 0) > 0);
  return (
    <dl className="run-figures">
      <Figure name={say.people}>{format.number(run.people.total ?? 0)}</Figure>
      {shown.map((one) => (
        <Figure key={one} name={status[one]}>
          {format.number(counts[one] ?? 0)}
        </Figure>
      ))}
      {data?.mean != null && <Figure name={say.mean}>{format.number(data.mean)}</Figure>}
      {data?.quartiles?.[1] != null && <Figure name={say.median}>{format.number(data.quartiles[1])}</Figure>}
      {data?.net != null && <Figure name={say.net}>{format.money(data.net, data.currency)}</Figure>}
    </dl>
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
