/** How far a file is: sent, read, stored. */
import { Progress as Bar, Button } from "antd";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import type { Progress } from "./sending";

const WORDS = words({
  sending: { zh: "正在上传", en: "Sending the file" },
  checking: { zh: "正在逐行检查", en: "Checking every row" },
  importing: { zh: "正在导入", en: "Importing" },
  seen: {
    zh: (seen: string, of: string) => `已读 ${seen} 行${of}`,
    en: (seen: string, of: string) => `Rows read: ${seen}${of}`,
  },
  of: { zh: (rows: string) => `，共 ${rows} 行`, en: (rows: string) => ` of ${rows}` },
  stop: { zh: "停止", en: "Stop" },
  background: {
    zh: "文件已交给服务器，离开此页也会继续；进度见“数据集”，在那里也可以停止。",
    en: "The server has the file and goes on even if you leave; see Datasets for how far it is, and to stop it.",
  },
});

interface Props {
  readonly progress: Progress;
  readonly isDry: boolean;
  /** How many rows there are, once that is known. */
  readonly rows?: number;
  readonly onStop?: () => unknown;
}

export function ProgressBox({ progress, isDry, rows, onStop }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const isSent = (progress.sent ?? 0) >= 1;
  const seen = progress.seen;
  // Sending is the smaller half of the work where rows are counted.
  const share = !isSent ? (progress.sent ?? 0) * 0.4 : rows && seen ? 0.4 + Math.min(seen / rows, 1) * 0.58 : 0.4;
  const title = isSent ? (isDry ? say.checking : say.importing) : say.sending;
  return (
    <div className="state-box" aria-live="polite">
      <h2>{title}</h2>
      <Bar
        aria-label={title}
        percent={Math.round(share * 100)}
        status="active"
        showInfo={!isSent || Boolean(rows && seen)}
        style={{ maxWidth: 420, width: "100%" }}
      />
      {seen !== undefined && <p>{say.seen(format.number(seen), rows ? say.of(format.number(rows)) : "")}</p>}
      {seen !== undefined && !isDry && <p className="quiet">{say.background}</p>}
      {onStop && <Button onClick={onStop}>{say.stop}</Button>}
    </div>
  );
}
