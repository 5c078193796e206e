/** A rule set and a period: what is missing, for whom, and whether the period is closed. */
import { Button, Card, Space, Statistic, Tag } from "antd";
import { useEffect } from "react";
import { Link, useSearchParams } from "react-router";
import { asProblem } from "@/api/problem";
import { type FiguresOverview, type InputOverview, useFiguresOverview } from "@/api/queries/figures";
import { useRuleSets } from "@/api/queries/ruleSets";
import { useMay } from "@/api/queries/session";
import { useWorkspace } from "@/api/queries/workspace";
import { Answered } from "@/parts/Answered";
import { PeriodField } from "@/parts/choices/PeriodField";
import { RuleSetSelect } from "@/parts/choices/RuleSetSelect";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { Loading } from "@/parts/Loading";
import { ProblemBox } from "@/parts/ProblemBox";
import { periodIn, periodOf, step, todayIn } from "@/scheme/periods";
import { NoRuleSets } from "@/screens/rule-sets/NoRuleSets";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { Closing } from "./Closing";
import { FigureSheet } from "./FigureSheet";
import "./periods.css";

const WORDS = words({
  ruleSet: { zh: "考核方案", en: "Rule set" },
  upload: { zh: "导入本期数据", en: "Import this period's sheet" },
  run: { zh: "运行本期", en: "Run this period" },
  people: { zh: "参加考核", en: "Take part" },
  complete: { zh: "数据齐全", en: "Lack nothing needed" },
  refused: { zh: "有值不被接受", en: "Have a value that is not accepted" },
  others: { zh: "有数据但不参加", en: "Have figures, take no part" },
  inputs: { zh: "按数据项", en: "By input" },
  input: { zh: "数据项", en: "Input" },
  have: { zh: "已有", en: "There" },
  lack: { zh: "缺少", en: "Missing" },
  needed: { zh: "必需", en: "needed" },
  fromPeople: { zh: "来自人员名单", en: "from the list of people" },
  show: { zh: (n: string) => `查看 ${n} 人`, en: (n: string) => `Show ${n}` },
  nobody: { zh: "这个期间没有人参加此方案的考核", en: "Nobody takes part in this rule set in this period" },
  nobodyHint: {
    zh: "请核对人员的岗位等属性，以及方案的适用范围。",
    en: "See whether roles and other attributes of people are those that the rule set applies to.",
  },
  nothing: { zh: "此方案不需要录入数据", en: "Nothing has to be entered for this rule set" },
  nothingHint: {
    zh: "它的数字都从明细数据算出。请在“数据集”中核对本期的记录。",
    en: "All its numbers are worked out from events. See the tab Datasets for what is there of this period.",
  },
  noVersion: { zh: "这个期间没有生效的版本", en: "No version is in force for this period" },
  noVersionHint: {
    zh: "换一个期间，或先发布此方案的版本。",
    en: "Choose another period, or publish a version of the rule set first.",
  },
  openRuleSet: { zh: "打开方案", en: "Open the rule set" },
});

export function Periods() {
  const ruleSets = useRuleSets();
  const workspace = useWorkspace();
  return (
    <Answered query={ruleSets}>
      {({ pages }) => {
        const published = pages.flatMap((page) => page.items).filter((one) => one.latest_version !== null);
        if (published.length === 0) return <NoRuleSets />;
        return (
          <Answered query={workspace}>
            {({ data }) => <Chosen first={published[0]?.id ?? ""} today={todayIn(data.time_zone)} />}
          </Answered>
        );
      }}
    </Answered>
  );
}

function Chosen({ first, today }: { readonly first: string; readonly today: string }) {
  const say = useWords(WORDS);
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const ruleSet = search.get("rule_set") ?? first;
  // Figures are usually entered once a month is over.
  const period = periodIn(search.get("period") ?? "") ?? step(periodOf("month", today), -1);
  const set = (next: { rule_set?: string; period?: string }) =>
    setSearch({ rule_set: ruleSet, period, ...next }, { replace: true });
  const overview = useFiguresOverview(ruleSet, period);
  return (
    <>
      <div className="period-bar">
        <div style={{ minWidth: 240 }}>
          <RuleSetSelect label={say.ruleSet} value={ruleSet} onChange={(next) => set({ rule_set: next })} />
        </div>
        <div>
          <PeriodField ruleSet={ruleSet} value={period} onChange={(next) => next && set({ period: next })} />
        </div>
        <Space wrap className="period-actions">
          <Closing period={period} />
          {may("score") && (
            <Link to={`/data/import?${new URLSearchParams({ use: "figures", rule_set: ruleSet, period })}`}>
              <Button>{say.upload}</Button>
            </Link>
          )}
          {may("score") && (
            <Link to={`/runs?${new URLSearchParams({ start: ruleSet, period })}`}>
              <Button>{say.run}</Button>
            </Link>
          )}
        </Space>
      </div>
      {overview.data ? (
        <Overview key={`${ruleSet}:${period}`} overview={overview.data} />
      ) : overview.isPending ? (
        <Loading rows={8} />
      ) : (
        <Failed ruleSet={ruleSet} thrown={overview.error} again={() => overview.refetch()} />
      )}
    </>
  );
}

interface FailedProps {
  readonly ruleSet: string;
  readonly thrown: unknown;
  readonly again: () => void;
}

function Failed({ ruleSet, thrown, again }: FailedProps) {
  const say = useWords(WORDS);
  const problem = asProblem(thrown);
  if (problem.status !== 404) return <ProblemBox problem={problem} again={again} />;
  return (
    <EmptyBox
      title={say.noVersion}
      action={
        <Link to={`/rule-sets/${encodeURIComponent(ruleSet)}`}>
          <Button>{say.openRuleSet}</Button>
        </Link>
      }
    >
      {say.noVersionHint}
    </EmptyBox>
  );
}

function Overview({ overview }: { readonly overview: FiguresOverview }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const lacking = search.get("lacking") ?? undefined;
  // An address from elsewhere may name an input of another rule set.
  const isKnown = lacking === undefined || overview.inputs.some((one) => one.id === lacking);
  const choose = (input: string | undefined) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (input) next.set("lacking", input);
        else next.delete("lacking");
        return next;
      },
      { replace: true },
    );
  useEffect(() => {
    if (!isKnown) choose(undefined);
  });
  if (overview.people === 0) return <EmptyBox title={say.nobody}>{say.nobodyHint}</EmptyBox>;
  const numbers = [
    [say.people, overview.people],
    [say.complete, overview.complete],
    ...(overview.refused > 0 ? [[say.refused, overview.refused] as const] : []),
    ...(overview.others > 0 ? [[say.others, overview.others] as const] : []),
  ] as const;
  return (
    <div className="period">
      <Card>
        <div className="period-numbers">
          {numbers.map(([title, value]) => (
            <Statistic key={title} title={title} value={value} formatter={() => format.number(value)} />
          ))}
        </div>
      </Card>
      {overview.inputs.length + overview.decisions.length === 0 ? (
        <EmptyBox title={say.nothing}>{say.nothingHint}</EmptyBox>
      ) : (
        <>
          {overview.inputs.length > 0 && (
            <Card title={say.inputs} styles={{ body: { padding: 0 } }}>
              <Inputs overview={overview} choose={choose} />
            </Card>
          )}
          <FigureSheet overview={overview} lacking={isKnown ? lacking : undefined} choose={choose} />
        </>
      )}
    </div>
  );
}

interface InputsProps {
  readonly overview: FiguresOverview;
  readonly choose: (input: string) => void;
}

function Inputs({ overview, choose }: InputsProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  return (
    <DataTable<InputOverview>
      aria-label={say.inputs}
      size="small"
      rowKey="id"
      dataSource={overview.inputs}
      columns={[
        {
          title: say.input,
          render: (_, one) => (
            <>
              {label(one.label, one.id)} <span className="quiet code">{one.id}</span>{" "}
              {one.needed && <Tag color="blue">{say.needed}</Tag>}
              {one.from !== null && <Tag>{say.fromPeople}</Tag>}
            </>
          ),
        },
        {
          title: say.have,
          width: 220,
          render: (_, one) => (
            <span className="input-bar">
              <span aria-hidden className="input-bar-ground">
                <span
                  className="input-bar-share"
                  style={{ width: `${(one.have / Math.max(1, overview.people)) * 100}%` }}
                />
              </span>
              {format.number(one.have)} / {format.number(overview.people)}
            </span>
          ),
        },
        {
          title: say.lack,
          width: 150,
          render: (_, one) =>
            one.lack === 0 ? (
              <span className="quiet">0</span>
            ) : (
              <Button
                size="small"
                danger={one.needed}
                onClick={() => choose(one.id)}
                aria-label={`${label(one.label, one.id)}: ${say.show(format.number(one.lack))}`}
              >
                {say.show(format.number(one.lack))}
              </Button>
            ),
        },
      ]}
    />
  );
}
