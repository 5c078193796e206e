/** One dataset: how it is declared, how many events each month has, and what was imported. */
import { Button, Card, Descriptions } from "antd";
import { Link, useParams } from "react-router";
import { type Dataset, useDataset, useDatasetPeriods } from "@/api/queries/datasets";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { ScreenTitle } from "@/parts/ScreenTitle";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { declarationOf, typeOf } from "./declared";
import { Imports } from "./Imports";
import { KINDS } from "./kinds";
import "../periods/periods.css";

const WORDS = words({
  import: { zh: "导入文件", en: "Import a file" },
  declared: { zh: "声明的列", en: "Declared columns" },
  subject: { zh: "人员", en: "Person" },
  time: { zh: "时间", en: "Time" },
  id: { zh: "记录编号", en: "Id of the event" },
  column: { zh: "列", en: "Column" },
  type: { zh: "类型", en: "Type" },
  months: { zh: "各月记录", en: "By month" },
  month: { zh: "月份", en: "Month" },
  events: { zh: "记录数", en: "Events" },
  people: { zh: "人数", en: "People" },
  none: { zh: "还没有记录。", en: "There are no events yet." },
  imports: { zh: "最近的导入", en: "Latest imports" },
  hash: { zh: "内容哈希", en: "Hash of the content" },
});

export function Component() {
  const { dataset: name = "" } = useParams();
  const dataset = useDataset(name);
  return <Answered query={dataset}>{(found) => <Page dataset={found} />}</Answered>;
}

function Page({ dataset }: { readonly dataset: Dataset }) {
  const say = useWords(WORDS);
  const label = useLabels();
  const may = useMay();
  return (
    <>
      <ScreenTitle
        title={label(declarationOf(dataset).label, dataset.name)}
        actions={
          may("edit") && (
            <Link to={`/data/import?${new URLSearchParams({ use: "dataset", dataset: dataset.name })}`}>
              <Button type="primary">{say.import}</Button>
            </Link>
          )
        }
      >
        <span className="code">{dataset.name}</span>
      </ScreenTitle>
      <div className="period">
        <div className="dataset-columns">
          <Card title={say.months} styles={{ body: { padding: 0 } }}>
            <Months name={dataset.name} />
          </Card>
          <Card title={say.declared}>
            <Declared dataset={dataset} />
          </Card>
        </div>
        <Card title={say.imports} styles={{ body: { padding: 0 } }}>
          <Imports name={dataset.name} />
        </Card>
      </div>
    </>
  );
}

function Months({ name }: { readonly name: string }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const periods = useDatasetPeriods(name);
  return (
    <Answered query={periods} rows={4}>
      {({ items }) => {
        const most = Math.max(1, ...items.map((one) => one.events));
        return (
          <DataTable
            aria-label={say.months}
            size="small"
            rowKey="period"
            dataSource={items}
            locale={{ emptyText: say.none }}
            columns={[
              { title: say.month, render: (_, one) => format.period(one.period) },
              {
                title: say.events,
                render: (_, one) => (
                  <span className="input-bar">
                    <span aria-hidden className="input-bar-ground">
                      <span className="input-bar-share" style={{ width: `${(one.events / most) * 100}%` }} />
                    </span>
                    {format.number(one.events)}
                  </span>
                ),
              },
              { title: say.people, align: "right", render: (_, one) => format.number(one.people) },
            ]}
          />
        );
      }}
    </Answered>
  );
}

function Declared({ dataset }: { readonly dataset: Dataset }) {
  const say = useWords(WORDS);
  const kinds = useWords(KINDS);
  const declaration = declarationOf(dataset);
  const rows = Object.entries(declaration.columns).map(([name, column]) => ({ name, ...typeOf(column) }));
  return (
    <>
      <Descriptions
        size="small"
        column={1}
        style={{ marginBottom: 12 }}
        items={[
          { key: "id", label: say.id, children: <span className="code">{declaration.id}</span> },
          { key: "subject", label: say.subject, children: <span className="code">{declaration.subject}</span> },
          { key: "time", label: say.time, children: <span className="code">{declaration.time}</span> },
        ]}
      />
      <DataTable
        aria-label={say.declared}
        size="small"
        rowKey="name"
        dataSource={rows}
        columns={[
          { title: say.column, render: (_, one) => <span className="code">{one.name}</span> },
          {
            title: say.type,
            render: (_, one) => (
              <span style={{ display: "inline-block", maxWidth: 260, whiteSpace: "normal" }}>
                {one.kind in kinds ? kinds[one.kind as keyof typeof kinds] : one.kind}{" "}
                <span className="quiet">{one.detail}</span>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
