/** What is in force, what is being worked on, and what needs attention. */
import { useQueries } from "@tanstack/react-query";
import { Alert, Button, Card, Tag } from "antd";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { ruleSetQuery, useRuleSets } from "@/api/queries/ruleSets";
import { type Run, useLastRuns } from "@/api/queries/runs";
import { useSession } from "@/api/queries/session";
import type { RuleSet, RuleSetDetail } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { NoRuleSets } from "@/screens/rule-sets/NoRuleSets";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { AttentionList } from "./AttentionList";
import { draftState, upcoming } from "./attention";
import { LastRunCell } from "./LastRunCell";
import "./home.css";

const WORDS = words({
  title: { zh: "首页", en: "Home" },
  about: {
    zh: (workspace: string) => `${workspace} 的考核方案一览`,
    en: (workspace: string) => `The rule sets of ${workspace}`,
  },
  ruleSets: { zh: "考核方案", en: "Rule sets" },
  name: { zh: "方案", en: "Rule set" },
  inForce: { zh: "本期生效", en: "In force now" },
  next: { zh: "下一次生效", en: "Takes effect next" },
  draft: { zh: "草稿", en: "Draft" },
  lastRun: { zh: "最近一次运行", en: "Last run" },
  none: { zh: "无", en: "none" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `version ${n}` },
  since: { zh: (period: string) => `自 ${period}`, en: (period: string) => `since ${period}` },
  from: { zh: (period: string) => `自 ${period}`, en: (period: string) => `from ${period}` },
  changed: { zh: "有未发布的修改", en: "unpublished changes" },
  same: { zh: "与已发布版本相同", en: "same as published" },
  templates: { zh: "从模板新建", en: "New from a template" },
  all: { zh: "全部方案", en: "All rule sets" },
});

export function Component() {
  const say = useWords(WORDS);
  const session = useSession();
  const ruleSets = useRuleSets();
  return (
    <>
      <ScreenTitle
        title={say.title}
        actions={
          <Link to="/templates">
            <Button type="primary">{say.templates}</Button>
          </Link>
        }
      >
        {say.about(session.data?.workspace.name ?? "")}
      </ScreenTitle>
      <Answered query={ruleSets}>
        {({ pages }) => {
          const shown = pages[0]?.items ?? [];
          return shown.length === 0 ? <NoRuleSets /> : <Overview ruleSets={shown} />;
        }}
      </Answered>
    </>
  );
}

function Overview({ ruleSets }: { readonly ruleSets: readonly RuleSet[] }) {
  const say = useWords(WORDS);
  const details = useQueries({ queries: ruleSets.map(({ id }) => ruleSetQuery(id)) });
  const failed = details.find((one) => one.isError);
  const runs = useLastRuns(ruleSets.map(({ id }) => id));
  const rows = ruleSets.map((ruleSet, index) => ({
    ruleSet,
    detail: details[index]?.data,
    run: runs.get(ruleSet.id),
  }));
  return (
    <div className="home">
      {failed && <Alert type="error" showIcon title={asProblem(failed.error).detail} />}
      <AttentionList details={rows.flatMap(({ detail }) => (detail ? [detail] : []))} runs={runs} />
      <Card title={say.ruleSets} extra={<Link to="/rule-sets">{say.all}</Link>} styles={{ body: { padding: 0 } }}>
        <RuleSetTable rows={rows} loading={details.some((one) => one.isPending)} />
      </Card>
    </div>
  );
}

interface Row {
  readonly ruleSet: RuleSet;
  readonly detail: RuleSetDetail | undefined;
  readonly run: Run | null | undefined;
}

function RuleSetTable({ rows, loading }: { readonly rows: readonly Row[]; readonly loading: boolean }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  return (
    <DataTable<Row>
      aria-label={say.ruleSets}
      rowKey={({ ruleSet }) => ruleSet.id}
      dataSource={rows}
      loading={loading}
      columns={[
        {
          title: say.name,
          render: (_, { ruleSet }) => (
            <Link to={`/rule-sets/${encodeURIComponent(ruleSet.id)}`}>{label(ruleSet.name, ruleSet.id)}</Link>
          ),
        },
        {
          title: say.inForce,
          render: (_, { detail }) =>
            detail?.in_force ? (
              <>
                {say.version(detail.in_force.version)}
                <div className="quiet">{say.since(format.period(detail.in_force.effective_from))}</div>
              </>
            ) : (
              <Tag color={detail ? "warning" : undefined}>{say.none}</Tag>
            ),
        },
        {
          title: say.next,
          render: (_, { detail }) => {
            const version = detail && upcoming(detail);
            return version ? (
              <>
                {say.version(version.version)}
                <div className="quiet">{say.from(format.period(version.effective_from))}</div>
              </>
            ) : (
              "–"
            );
          },
        },
        { title: say.lastRun, render: (_, { run }) => <LastRunCell run={run} /> },
        {
          title: say.draft,
          render: (_, { detail }) => {
            const state = detail ? draftState(detail) : "none";
            return state === "changed" ? (
              <Tag color="blue">{say.changed}</Tag>
            ) : (
              <span className="quiet">{say[state]}</span>
            );
          },
        },
      ]}
    />
  );
}
