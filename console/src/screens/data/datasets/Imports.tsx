/** The imports of a dataset, each with its report. */
import { App, Button, Popconfirm, Progress, Tag } from "antd";
import { asProblem } from "@/api/problem";
import { type Import, type ImportReport, isUnderWay, useCancelImport, useImports } from "@/api/queries/datasets";
import { useMay } from "@/api/queries/session";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { IssueList } from "@/parts/IssueList";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "导入记录", en: "Imports" },
  at: { zh: "时间", en: "When" },
  file: { zh: "文件", en: "File" },
  state: { zh: "状态", en: "State" },
  queued: { zh: "排队中", en: "queued" },
  running: { zh: "读取中", en: "being read" },
  done: { zh: "完成", en: "done" },
  refused: { zh: "未导入", en: "refused" },
  failed: { zh: "失败", en: "failed" },
  cancelled: { zh: "已停止", en: "stopped" },
  stop: { zh: "停止", en: "Stop" },
  stopOne: { zh: (file: string) => `停止导入 ${file}`, en: (file: string) => `Stop importing ${file}` },
  sure: { zh: "停止这次导入？不会导入任何数据。", en: "Stop this import? Nothing of it will count." },
  no: { zh: "继续导入", en: "Let it go on" },
  dry: { zh: "仅检查", en: "check only" },
  rows: { zh: "行", en: "Rows" },
  left: { zh: "被拒", en: "Refused" },
  result: { zh: "结果", en: "What came of it" },
  told: {
    zh: (added: string, corrected: string, withdrawn: string, same: string) =>
      `新增 ${added}，更正 ${corrected}，撤回 ${withdrawn}，已有 ${same}`,
    en: (added: string, corrected: string, withdrawn: string, same: string) =>
      `${added} new, ${corrected} corrected, ${withdrawn} withdrawn, ${same} known already`,
  },
  seen: { zh: (n: string) => `已读 ${n} 行`, en: (n: string) => `rows read: ${n}` },
  none: { zh: "还没有导入过。", en: "Nothing was imported yet." },
  report: { zh: "报告", en: "Report" },
  clean: { zh: "没有需要留意的。", en: "There is nothing to look at." },
  more: { zh: (n: string) => `另有 ${n} 条未列出。`, en: (n: string) => `${n} more are not listed.` },
  older: { zh: "更早的导入", en: "Older imports" },
});

const COLOURS = {
  queued: "default",
  running: "processing",
  done: "success",
  refused: "warning",
  failed: "error",
  cancelled: "warning",
} as const;

export function Imports({ name }: { readonly name: string }) {
  const say = useWords(WORDS);
  const imports = useImports(name);
  return (
    <Answered query={imports} rows={4}>
      {({ pages }) => (
        <>
          <ImportTable imports={pages.flatMap((page) => page.items)} />
          {imports.hasNextPage && (
            <Button style={{ margin: 12 }} onClick={() => imports.fetchNextPage()}>
              {say.older}
            </Button>
          )}
        </>
      )}
    </Answered>
  );
}

function reportOf(one: Import): ImportReport | null {
  return one.report as unknown as ImportReport | null;
}

function ImportTable({ imports }: { readonly imports: readonly Import[] }) {
  const say = useWords(WORDS);
  const format = useFormat();
  return (
    <DataTable<Import>
      aria-label={say.title}
      size="small"
      rowKey="id"
      dataSource={imports}
      locale={{ emptyText: say.none }}
      expandable={{
        rowExpandable: (one) => one.report !== null,
        expandedRowRender: (one) => <Report report={reportOf(one)} />,
      }}
      columns={[
        { title: say.at, render: (_, one) => format.time(one.created_at) },
        {
          title: say.file,
          render: (_, one) => (
            <>
              {one.file_name} {one.source && <span className="quiet code">{one.source}</span>}
            </>
          ),
        },
        {
          title: say.state,
          render: (_, one) => (
            <>
              <Tag color={COLOURS[one.state]}>{say[one.state]}</Tag>
              {one.dry_run && <Tag>{say.dry}</Tag>}
            </>
          ),
        },
        { title: say.rows, align: "right", render: (_, one) => format.number(reportOf(one)?.rows ?? one.seen) },
        { title: say.left, align: "right", render: (_, one) => format.number(reportOf(one)?.refused ?? 0) },
        { title: say.result, render: (_, one) => <Result one={one} /> },
      ]}
    />
  );
}

function Result({ one }: { readonly one: Import }) {
  const say = useWords(WORDS);
  const format = useFormat();
  const report = reportOf(one);
  if (isUnderWay(one)) {
    return (
      <>
        <Progress aria-label={say.running} percent={100} status="active" showInfo={false} style={{ width: 120 }} />{" "}
        <span className="quiet">{say.seen(format.number(one.seen))}</span> <Stop one={one} />
      </>
    );
  }
  if (report === null || one.dry_run || one.state !== "done") return "–";
  const counts = [report.added, report.corrected, report.withdrawn, report.unchanged].map((n) => format.number(n));
  return (
    <span style={{ display: "inline-block", maxWidth: 240, whiteSpace: "normal" }}>
      {say.told(...(counts as [string, string, string, string]))}
    </span>
  );
}

function Stop({ one }: { readonly one: Import }) {
  const say = useWords(WORDS);
  const may = useMay();
  const { message } = App.useApp();
  const cancel = useCancelImport(one.dataset);
  if (!may("edit")) return null;
  const stop = () => cancel.mutate(one.id, { onError: (thrown) => void message.error(asProblem(thrown).detail) });
  return (
    <Popconfirm placement="topRight" title={say.sure} okText={say.stop} cancelText={say.no} onConfirm={stop}>
      <Button size="small" loading={cancel.isPending} aria-label={say.stopOne(one.file_name)}>
        {say.stop}
      </Button>
    </Popconfirm>
  );
}

const MOST = 100;

function Report({ report }: { readonly report: ImportReport | null }) {
  const say = useWords(WORDS);
  const format = useFormat();
  if (report === null) return null;
  if (report.issues.length === 0) return <p className="quiet">{say.clean}</p>;
  const left = report.more + Math.max(0, report.issues.length - MOST);
  return (
    <div style={{ maxHeight: 360, overflow: "auto" }}>
      <IssueList issues={report.issues.slice(0, MOST)} />
      {left > 0 && <p className="quiet">{say.more(format.number(left))}</p>}
    </div>
  );
}
