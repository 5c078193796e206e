/** What is in force, what is being worked on, and what needs attention. */
import { useQueries } from "@tanstack/react-query";
import { Alert, Button, Card, Tag } from "antd";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { ruleSetQuery, useRuleSets } from "@/api/queries/ruleSets";
import { useSession } from "@/api/queries/session";
import type { RuleSet, RuleSetDetail } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { NoRuleSets } from "@/screens/rule-sets/NoRuleSets";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { attentionOf, draftState, upcoming } from "./attention";
import "./home.css";

const WORDS = words({
  title: { zh: "首页", en: "Home" },
  about: {
    zh: (workspace: string) => `${workspace} 的考核方案一览`,
    en: (workspace: string) => `The rule sets of ${workspace}`,
  },
  attention: { zh: "需要处理", en: "Needs attention" },
  allWell: { zh: "没有需要处理的事项。", en: "Nothing needs attention." },
  ruleSets: { zh: "考核方案", en: "Rule sets" },
  name: { zh: "方案", en: "Rule set" },
  inForce: { zh: "本期生效", en: "In force now" },
  next: { zh: "下一次生效", en: "Takes effect next" },
  draft: { zh: "草稿", en: "Draft" },
  none: { zh: "无", en: "none" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `version ${n}` },
  since: { zh: (period: string) => `自 ${period}`, en: (period: string) => `since ${period}` },
  from: { zh: (period: string) => `自 ${period}`, en: (period: string) => `from ${period}` },
  changed: { zh: "有未发布的修改", en: "unpublished changes" },
  same: { zh: "与已发布版本相同", en: "same as published" },
  neverPublished: { zh: "从未发布：还不能用它计分", en: "was never published: nobody can be scored by it yet" },
  nothingInForce: { zh: "当前期间没有生效的版本", en: "has no version in force for the present period" },
  pending: { zh: "草稿有未发布的修改", en: "has changes in its draft that are not published" },
  open: { zh: "打开", en: "Open" },
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
  const rows = ruleSets.map((ruleSet, index) => ({ ruleSet, detail: details[index]?.data }));
  return (
    <div className="home">
      {failed && <Alert type="error" showIcon title={asProblem(failed.error).detail} />}
      <Attention details={rows.flatMap(({ detail }) => (detail ? [detail] : []))} />
      <Card title={say.ruleSets} extra={<Link to="/rule-sets">{say.all}</Link>} styles={{ body: { padding: 0 } }}>
        <RuleSetTable rows={rows} loading={details.some((one) => one.isPending)} />
      </Card>
    </div>
  );
}

function Attention({ details }: { readonly details: readonly RuleSetDetail[] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const told = details.flatMap((detail) => attentionOf(detail).map((what) => ({ detail, what })));
  return (
    <Card title={say.attention}>
      {told.length === 0 ? (
        <span className="quiet">{say.allWell}</span>
      ) : (
        <ul className="attention">
          {told.map(({ detail, what }) => (
            <li key={`${detail.id}:${what}`}>
              <span>
                <strong>{label(detail.name, detail.id)}</strong> {say[what]}
              </span>
              <Link to={`/rule-sets/${encodeURIComponent(detail.id)}`}>{say.open}</Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface Row {
  readonly ruleSet: RuleSet;
  readonly detail: RuleSetDetail | undefined;
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
                {say.version(detail.in_force.version)}{" "}
                <span className="quiet">{say.since(format.period(detail.in_force.effective_from))}</span>
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
                {say.version(version.version)}{" "}
                <span className="quiet">{say.from(format.period(version.effective_from))}</span>
              </>
            ) : (
              "–"
            );
          },
        },
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
