/** Whether what one sees is saved, and if not, why. */
import { CheckCircleOutlined, ExclamationCircleOutlined, LoadingOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { UNREACHABLE } from "@/api/problem";
import { useWords, words } from "@/words/words";
import type { Autosave } from "./useAutosave";

const WORDS = words({
  saved: { zh: "草稿已保存", en: "Draft saved" },
  saving: { zh: "正在保存…", en: "Saving…" },
  failed: { zh: (why: string) => `未保存：${why}`, en: (why: string) => `Not saved: ${why}` },
  unreachable: {
    zh: "连接不到服务器，稍后会自动重试",
    en: "the server cannot be reached; this is tried again soon",
  },
  away: {
    zh: "服务器暂时不可用，稍后会自动重试",
    en: "the server is away for the moment; this is tried again soon",
  },
  conflict: { zh: "未保存：别人改了这份草稿", en: "Not saved: somebody else changed this draft" },
  again: { zh: "重试", en: "Try again" },
});

export function SaveMark({ autosave }: { readonly autosave: Autosave }) {
  const say = useWords(WORDS);
  const { state } = autosave;
  if (state.kind === "failed") {
    const { code, status, detail, title } = state.problem;
    const why = code === UNREACHABLE ? say.unreachable : [502, 503, 504].includes(status) ? say.away : detail || title;
    return (
      <span role="alert" className="save-mark save-failed">
        <ExclamationCircleOutlined aria-hidden /> {say.failed(why)}
        <Button size="small" onClick={autosave.saveNow}>
          {say.again}
        </Button>
      </span>
    );
  }
  return (
    <span role="status" className="save-mark quiet">
      {state.kind === "saved" ? <CheckCircleOutlined aria-hidden /> : <LoadingOutlined aria-hidden />}{" "}
      {state.kind === "conflict" ? say.conflict : state.kind === "saved" ? say.saved : say.saving}
    </span>
  );
}
