/** Runs, newest first, and the way to a new one. */
import { Button, Input, Select, Tag } from "antd";
import { useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useRuleSets } from "@/api/queries/ruleSets";
import { type Run, type RunFilter, useRuns } from "@/api/queries/runs";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { StartDialog } from "./start/StartDialog";
import { Counts, STATE, StateTag } from "./state";
import "./runs.css";

const WORDS = words({
  title: { zh: "运行与结果", en: "Runs and results" },
  about: {
    zh: "一次运行为一个期间的所有人计分；结果永久保留，更正会列出差异。",
    en: "A run scores everybody for one period. Its results are kept for ever; corrections list what they change.",
  },
  start: { zh: "开始运行", en: "Start a run" },
  run: { zh: "运行", en: "Run" },
  number: { zh: (n: number) => `第 ${n} 次`, en: (n: number) => `No. ${n}` },
  ruleSet: { zh: "方案", en: "Rule set" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `version ${n}` },
  period: { zh: "期间", en: "Period" },
  state: { zh: "状态", en: "State" },
  people: { zh: "人数", en: "People" },
  asked: { zh: "发起", en: "Asked for" },
  current: { zh: "当前有效", en: "counts" },
  superseded: { zh: "已被取代", en: "superseded" },
  correction: { zh: "更正", en: "correction" },
  byPeriod: { zh: "按期间筛选，例如 2026-11", en: "Period, such as 2026-11" },
  byState: { zh: "按状态筛选", en: "State" },
  byRuleSet: { zh: "按方案筛选", en: "Rule set" },
  none: { zh: "还没有运行", en: "There are no runs yet" },
  noneHint: {
    zh: "准备好一个期间的数据后，开始一次运行，就会得到所有人的成绩。",
    en: "When the data of a period are there, start a run: it gives everybody their result.",
  },
  noMatch: { zh: "没有符合条件的运行", en: "No run matches" },
  more: { zh: "更早的运行", en: "Older runs" },
});

export function Component() {
  const say = useWords(WORDS);
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const [starting, setStarting] = useState(search.has("start"));
  const filter = filterOf(search);
  const runs = useRuns(filter);
  const start = may("score") && (
    <Button type="primary" onClick={() => setStarting(true)}>
      {say.start}
    </Button>
  );
  return (
    <>
      <ScreenTitle title={say.title} actions={start}>
        {say.about}
      </ScreenTitle>
      <Filter filter={filter} choose={(next) => setSearch(next, { replace: true })} />
      <Answered query={runs}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          if (found.length > 0) return <RunTable runs={found} />;
          return Object.keys(filter).length > 0 ? (
            <EmptyBox title={say.noMatch} />
          ) : (
            <EmptyBox title={say.none} action={start}>
              {say.noneHint}
            </EmptyBox>
          );
        }}
      </Answered>
      {runs.hasNextPage && (
        <Button style={{ marginTop: 12 }} loading={runs.isFetchingNextPage} onClick={() => runs.fetchNextPage()}>
          {say.more}
        </Button>
      )}
      {starting && (
        <StartDialog
          ruleSet={search.get("start") || filter.rule_set}
          period={filter.period}
          close={() => setStarting(false)}
        />
      )}
    </>
  );
}

type Chosen = { [Name in keyof RunFilter]: string };

function filterOf(search: URLSearchParams): RunFilter {
  const names = ["rule_set", "period", "state"] as const;
  return Object.fromEntries(names.flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])));
}

function Filter({ filter, choose }: { readonly filter: RunFilter; readonly choose: (next: Chosen) => void }) {
  const say = useWords(WORDS);
  const states = useWords(STATE);
  const label = useLabels();
  const ruleSets = useRuleSets();
  const put = (name: keyof RunFilter, value: string | undefined) => {
    const { [name]: _, ...rest } = filter;
    choose(value ? { ...rest, [name]: value } : rest);
  };
  return (
    <div className="run-filter">
      <Select
        allowClear
        showSearch={{ optionFilterProp: "label" }}
        style={{ flex: "0 1 260px" }}
        aria-label={say.byRuleSet}
        placeholder={say.byRuleSet}
        value={filter.rule_set}
        onChange={(value) => put("rule_set", value)}
        options={ruleSets.data?.pages.flatMap((page) =>
          page.items.map((one) => ({ value: one.id, label: label(one.name, one.id) })),
        )}
      />
      <Input
        allowClear
        style={{ flex: "0 1 220px" }}
        aria-label={say.byPeriod}
        placeholder={say.byPeriod}
        maxLength={20}
        defaultValue={filter.period}
        onChange={(event) => put("period", event.target.value.trim())}
      />
      <Select
        allowClear
        style={{ flex: "0 1 160px" }}
        aria-label={say.byState}
        placeholder={say.byState}
        value={filter.state}
        onChange={(value) => put("state", value)}
        options={(Object.keys(states) as Run["state"][]).map((value) => ({ value, label: states[value] }))}
      />
    </div>
  );
}

function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const ruleSets = useRuleSets();
  const names = new Map(ruleSets.data?.pages.flatMap((page) => page.items.map((one) => [one.id, one.name] as const)));
  return (
    <DataTable<Run>
      aria-label={say.title}
      rowKey="id"
      dataSource={runs}
      columns={[
        { title: say.run, render: (_, run) => <Link to={`/runs/${run.id}`}>{say.number(run.id)}</Link> },
        {
          title: say.ruleSet,
          render: (_, run) => (
            <>
              <Link to={`/runs/${run.id}`}>{label(names.get(run.rule_set), run.rule_set)}</Link>
              <div className="quiet">{say.version(run.version)}</div>
            </>
          ),
        },
        { title: say.period, render: (_, run) => format.period(run.period) },
        {
          title: say.state,
          render: (_, run) => (
            <>
              <StateTag state={run.state} />
              {run.current && <Tag color="blue">{say.current}</Tag>}
              {run.state === "done" && !run.current && <Tag>{say.superseded}</Tag>}
              {run.reason !== null && <Tag color="warning">{say.correction}</Tag>}
            </>
          ),
        },
        { title: say.people, render: (_, run) => <Counts counts={run.counts} /> },
        {
          title: say.asked,
          render: (_, run) => (
            <>
              {format.time(run.created_at)} <span className="quiet">{run.created_by_name}</span>
            </>
          ),
        },
      ]}
    />
  );
}
