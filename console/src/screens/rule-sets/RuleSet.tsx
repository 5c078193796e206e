/** One rule set: its draft and its published versions. */
import { Button, Card, Descriptions, Space, Tag } from "antd";
import { Link, useParams } from "react-router";
import { useRuleSet } from "@/api/queries/ruleSets";
import type { RuleSetDetail, Version } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { PublishButton } from "./publish/PublishButton";

const WORDS = words({
  edit: { zh: "编辑草稿", en: "Edit the draft" },
  allVersions: { zh: "版本与比较", en: "Versions and differences" },
  draft: { zh: "草稿", en: "Draft" },
  noDraft: { zh: "没有草稿", en: "no draft" },
  changed: { zh: "最后修改", en: "Last changed" },
  state: { zh: "状态", en: "State" },
  unpublished: { zh: "有未发布的修改", en: "unpublished changes" },
  same: { zh: (n: number) => `与第 ${n} 版相同`, en: (n: number) => `same as version ${n}` },
  revision: { zh: "修订", en: "Revision" },
  versions: { zh: "已发布的版本", en: "Published versions" },
  none: { zh: "还没有发布过。", en: "Nothing was published yet." },
  version: { zh: "版本", en: "Version" },
  from: { zh: "生效期间", en: "In effect from" },
  note: { zh: "说明", en: "Note" },
  published: { zh: "发布时间", en: "Published" },
  inForce: { zh: "生效中", en: "in force" },
  retired: { zh: "已停用", en: "retired" },
});

export function Component() {
  const { ruleSetId = "" } = useParams();
  const ruleSet = useRuleSet(ruleSetId);
  return <Answered query={ruleSet}>{(detail) => <Detail detail={detail} />}</Answered>;
}

function Detail({ detail }: { readonly detail: RuleSetDetail }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const { draft } = detail;
  const address = `/rule-sets/${encodeURIComponent(detail.id)}`;
  return (
    <>
      <ScreenTitle
        title={label(detail.name, detail.id)}
        actions={
          <Space wrap>
            <Link to={`${address}/versions`}>
              <Button>{say.allVersions}</Button>
            </Link>
            <Link to={`${address}/edit`}>
              <Button type={draft === null || draft.published_as !== null ? "primary" : "default"}>{say.edit}</Button>
            </Link>
            <PublishButton id={detail.id} draft={draft} />
          </Space>
        }
      >
        <span className="code">{detail.id}</span>
      </ScreenTitle>
      <Card title={say.draft} style={{ marginBottom: 16 }}>
        {draft === null ? (
          <span className="quiet">{say.noDraft}</span>
        ) : (
          <Descriptions
            column={{ xs: 1, md: 3 }}
            items={[
              {
                key: "state",
                label: say.state,
                children: draft.published_as === null ? say.unpublished : say.same(draft.published_as),
              },
              { key: "changed", label: say.changed, children: format.time(draft.updated_at) },
              { key: "revision", label: say.revision, children: draft.revision },
            ]}
          />
        )}
      </Card>
      <Card title={say.versions} styles={{ body: { padding: 0 } }}>
        <Versions detail={detail} />
      </Card>
    </>
  );
}

function Versions({ detail }: { readonly detail: RuleSetDetail }) {
  const say = useWords(WORDS);
  const format = useFormat();
  return (
    <DataTable<Version>
      aria-label={say.versions}
      rowKey="version"
      dataSource={detail.versions}
      locale={{ emptyText: say.none }}
      columns={[
        {
          title: say.version,
          render: (_, row) => (
            <Link to={`/rule-sets/${encodeURIComponent(detail.id)}/versions/${row.version}`}>{row.version}</Link>
          ),
        },
        {
          title: say.state,
          render: (_, row) => (
            <>
              {row.version === detail.in_force?.version && <Tag color="success">{say.inForce}</Tag>}
              {row.retired !== null && <Tag>{say.retired}</Tag>}
            </>
          ),
        },
        { title: say.from, render: (_, row) => format.period(row.effective_from) },
        { title: say.note, dataIndex: "note" },
        { title: say.published, render: (_, row) => format.time(row.published_at) },
      ]}
    />
  );
}
