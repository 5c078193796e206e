/** The datasets: what each holds, and declaring what a rule set or a system needs. */
import { Button, Tag } from "antd";
import { lazy, Suspense, useState } from "react";
import { Link } from "react-router";
import { type Dataset, useDatasets } from "@/api/queries/datasets";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { declarationOf } from "./declared";

const DeclareDialog = lazy(() => import("./DeclareDialog"));

const WORDS = words({
  title: { zh: "数据集", en: "Datasets" },
  about: {
    zh: "数据集是逐条记录的明细表（通话、会话、订单……），方案中的统计项从它算出。",
    en: "A dataset is a table of events (calls, chats, orders); the measures of rule sets are worked out from it.",
  },
  declare: { zh: "声明数据集", en: "Declare a dataset" },
  name: { zh: "数据集", en: "Dataset" },
  columns: { zh: "列", en: "Columns" },
  count: { zh: (n: number) => `${n} 列`, en: (n: number) => (n === 1 ? "1 column" : `${n} columns`) },
  events: { zh: "记录数", en: "Events" },
  waiting: { zh: (n: string) => `另有 ${n} 条待整理`, en: (n: string) => `${n} more waiting` },
  from: { zh: "最早", en: "First" },
  to: { zh: "最晚", en: "Last" },
  none: { zh: "还没有数据集", en: "There are no datasets yet" },
  noneHint: {
    zh: "发布引用明细数据的方案时会自动声明。也可以先按方案或来源系统的需要声明，再导入文件。",
    en: "Publishing a rule set that reads events declares them. They can also be declared beforehand, as a rule set or a system needs them.",
  },
  import: { zh: "导入", en: "Import" },
  importInto: { zh: (name: string) => `导入到 ${name}`, en: (name: string) => `Import into ${name}` },
  actions: { zh: "操作", en: "Actions" },
  empty: { zh: "空", en: "empty" },
  more: { zh: "再显示一些", en: "Show more" },
});

export function Datasets() {
  const say = useWords(WORDS);
  const may = useMay();
  const datasets = useDatasets();
  const [isDeclaring, setDeclaring] = useState(false);
  const declare = may("edit") && <Button onClick={() => setDeclaring(true)}>{say.declare}</Button>;
  return (
    <>
      <Answered query={datasets}>
        {({ pages }) => {
          const found = pages.flatMap((page) => page.items);
          if (found.length === 0) {
            return (
              <EmptyBox title={say.none} action={declare}>
                {say.noneHint}
              </EmptyBox>
            );
          }
          return (
            <>
              <div style={{ display: "flex", justifyContent: "space-between", gap: 12, marginBottom: 12 }}>
                <span className="quiet">{say.about}</span>
                {declare}
              </div>
              <DatasetTable datasets={found} />
            </>
          );
        }}
      </Answered>
      {datasets.hasNextPage && (
        <Button style={{ marginTop: 12 }} onClick={() => datasets.fetchNextPage()}>
          {say.more}
        </Button>
      )}
      {isDeclaring && (
        <Suspense>
          <DeclareDialog close={() => setDeclaring(false)} />
        </Suspense>
      )}
    </>
  );
}

function DatasetTable({ datasets }: { readonly datasets: readonly Dataset[] }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const may = useMay();
  return (
    <DataTable<Dataset>
      aria-label={say.title}
      rowKey="name"
      dataSource={datasets}
      columns={[
        {
          title: say.name,
          render: (_, one) => (
            <>
              <Link to={`/data/datasets/${encodeURIComponent(one.name)}`}>
                {label(declarationOf(one).label, one.name)}
              </Link>{" "}
              <span className="quiet code">{one.name}</span>
            </>
          ),
        },
        { title: say.columns, render: (_, one) => say.count(Object.keys(declarationOf(one).columns).length) },
        {
          title: say.events,
          align: "right",
          render: (_, one) =>
            one.events === 0 && one.waiting === 0 ? (
              <Tag>{say.empty}</Tag>
            ) : (
              <>
                {format.number(one.events)}{" "}
                {one.waiting > 0 && <span className="quiet">{say.waiting(format.number(one.waiting))}</span>}
              </>
            ),
        },
        { title: say.from, render: (_, one) => (one.first_time ? format.date(one.first_time) : "–") },
        { title: say.to, render: (_, one) => (one.last_time ? format.date(one.last_time) : "–") },
        {
          title: say.actions,
          render: (_, one) =>
            may("edit") && (
              <Link
                to={`/data/import?${new URLSearchParams({ use: "dataset", dataset: one.name })}`}
                aria-label={say.importInto(one.name)}
              >
                {say.import}
              </Link>
            ),
        },
      ]}
    />
  );
}
