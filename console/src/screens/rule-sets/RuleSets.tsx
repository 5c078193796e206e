/** All rule sets of the workspace. */
import { Button, Tag } from "antd";
import { Link } from "react-router";
import { useRuleSets } from "@/api/queries/ruleSets";
import type { RuleSet } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { NoRuleSets } from "./NoRuleSets";

const WORDS = words({
  title: { zh: "考核方案", en: "Rule sets" },
  about: { zh: "每个方案一份文档；发布后的版本永不改变。", en: "One document each; what was published never changes." },
  name: { zh: "名称", en: "Name" },
  latest: { zh: "最新版本", en: "Latest version" },
  draft: { zh: "草稿", en: "Draft" },
  hasDraft: { zh: "有草稿", en: "has a draft" },
  unpublished: { zh: "未发布", en: "not published" },
  version: { zh: (n: number) => `第 ${n} 版`, en: (n: number) => `Version ${n}` },
  created: { zh: "创建时间", en: "Created" },
  more: { zh: "再显示一些", en: "Show more" },
  templates: { zh: "打开模板库", en: "Open the templates" },
});

export function Component() {
  const say = useWords(WORDS);
  const ruleSets = useRuleSets();
  return (
    <>
      <ScreenTitle
        title={say.title}
        actions={
          <Link to="/templates">
            <Button>{say.templates}</Button>
          </Link>
        }
      >
        {say.about}
      </ScreenTitle>
      <Answered query={ruleSets}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          return rows.length === 0 ? <NoRuleSets /> : <List rows={rows} />;
        }}
      </Answered>
      {ruleSets.hasNextPage && (
        <Button
          style={{ marginTop: 12 }}
          loading={ruleSets.isFetchingNextPage}
          onClick={() => ruleSets.fetchNextPage()}
        >
          {say.more}
        </Button>
      )}
    </>
  );
}

function List({ rows }: { readonly rows: readonly RuleSet[] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  return (
    <DataTable<RuleSet>
      aria-label={say.title}
      rowKey="id"
      dataSource={rows}
      columns={[
        {
          title: say.name,
          render: (_, row) => (
            <Link to={`/rule-sets/${encodeURIComponent(row.id)}`}>
              {label(row.name, row.id)} <span className="quiet code">{row.id}</span>
            </Link>
          ),
        },
        {
          title: say.latest,
          render: (_, row) =>
            row.latest_version === null ? <Tag>{say.unpublished}</Tag> : say.version(row.latest_version),
        },
        { title: say.draft, render: (_, row) => (row.has_draft ? say.hasDraft : "–") },
        { title: say.created, render: (_, row) => format.date(row.created_at) },
      ]}
    />
  );
}
