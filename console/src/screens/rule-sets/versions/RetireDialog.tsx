/** Taking a version out of force for good: what counts in its place is said before. */
import { Alert, Input, Modal } from "antd";
import { useId, useState } from "react";
import { asProblem } from "@/api/problem";
import { useRetire } from "@/api/queries/versions";
import type { Version } from "@/api/schema";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { instead } from "./timeline";

const WORDS = words({
  title: { zh: (n: number) => `停用第 ${n} 版？`, en: (n: number) => `Retire version ${n}?` },
  instead: {
    zh: (n: number, from: string) => `停用后不能恢复。自 ${from} 起，第 ${n} 版将接着生效。`,
    en: (n: number, from: string) => `This is for good. From ${from} on version ${n} will be in force in its place.`,
  },
  nothing: {
    zh: (from: string) => `停用后不能恢复。自 ${from} 起将没有生效的版本，这些期间无法计分，直到发布新版本。`,
    en: (from: string) =>
      `This is for good. From ${from} on no version will be in force: nobody can be scored for those periods until one is published.`,
  },
  kept: {
    zh: "用它算出的成绩不变；已算过的期间要改，请重新运行。",
    en: "Results that were worked out by it stay as they are. To change a period that was scored, run it again.",
  },
  note: { zh: "原因（写入操作日志）", en: "Why (kept in the audit trail)" },
  retire: { zh: "停用", en: "Retire" },
  cancel: { zh: "取消", en: "Cancel" },
});

interface Props {
  readonly id: string;
  readonly retiring: Version;
  readonly versions: readonly Version[];
  readonly close: () => void;
}

export function RetireDialog({ id, retiring, versions, close }: Props) {
  const say = useWords(WORDS);
  const format = useFormat();
  const retire = useRetire(id);
  const [note, setNote] = useState("");
  const field = useId();
  const next = instead(versions, retiring);
  const from = format.period(retiring.effective_from);
  return (
    <Modal
      open
      title={say.title(retiring.version)}
      okText={say.retire}
      okButtonProps={{ danger: true }}
      cancelText={say.cancel}
      confirmLoading={retire.isPending}
      onOk={() => retire.mutate({ number: retiring.version, note: note.trim() }, { onSuccess: close })}
      onCancel={close}
    >
      <Alert
        type={next ? "info" : "warning"}
        showIcon
        title={next ? say.instead(next.version, from) : say.nothing(from)}
      />
      <p>{say.kept}</p>
      <label htmlFor={field}>{say.note}</label>
      <Input.TextArea
        id={field}
        rows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {retire.isError && (
        <Alert type="error" showIcon role="alert" style={{ marginTop: 8 }} title={asProblem(retire.error).detail} />
      )}
    </Modal>
  );
}
