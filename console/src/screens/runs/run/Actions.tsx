/** What can be done with a run as it stands: stop it, go on, take its results along. */
import { DownloadOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, Space } from "antd";
import { asProblem } from "@/api/problem";
import {
  FORMATS,
  type Format,
  isUnderWay,
  type Run,
  type RunAction,
  useExport,
  useRunAction,
} from "@/api/queries/runs";
import { useMay } from "@/api/queries/session";
import { useWords, words } from "@/words/words";

const WORDS = words({
  cancel: { zh: "取消运行", en: "Cancel the run" },
  sure: { zh: "停止这次运行？之后可以继续。", en: "Stop this run? It can be resumed." },
  no: { zh: "不停止", en: "Let it run" },
  resume: { zh: "继续", en: "Resume" },
  retry: { zh: "重试", en: "Retry" },
  exports: { zh: "导出", en: "Export" },
  xlsx: { zh: "Excel", en: "Excel" },
  csv: { zh: "CSV", en: "CSV" },
  parquet: { zh: "Parquet", en: "Parquet" },
});

export function Actions({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const may = useMay();
  const { message } = App.useApp();
  const act = useRunAction(run.id);
  const tell = (action: RunAction) =>
    act.mutate(action, { onError: (thrown) => void message.error(asProblem(thrown).detail) });
  if (run.state === "done") return <Exports run={run} />;
  if (!may("score")) return null;
  if (isUnderWay(run)) {
    return (
      <Popconfirm title={say.sure} okText={say.cancel} cancelText={say.no} onConfirm={() => tell("cancel")}>
        <Button danger loading={act.isPending}>
          {say.cancel}
        </Button>
      </Popconfirm>
    );
  }
  const on = run.state === "failed" ? "retry" : "resume";
  return (
    <Button type="primary" loading={act.isPending} onClick={() => tell(on)}>
      {say[on]}
    </Button>
  );
}

function Exports({ run }: { readonly run: Run }) {
  const say = useWords(WORDS);
  const { message } = App.useApp();
  const fetched = useExport(run.id);
  const take = (format: Format) =>
    fetched.mutate(format, {
      onSuccess: (content) => save(content, `run-${run.id}-${run.period}.${format}`),
      onError: (thrown) => void message.error(asProblem(thrown).detail),
    });
  return (
    <Space role="group" aria-label={say.exports}>
      {FORMATS.map((format) => (
        <Button
          key={format}
          icon={<DownloadOutlined />}
          loading={fetched.isPending && fetched.variables === format}
          onClick={() => take(format)}
        >
          {say[format]}
        </Button>
      ))}
    </Space>
  );
}

function save(content: Blob, name: string) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address when it gets round to it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
