/** A version's text goes back into the draft; what the draft said before can be put back. */
import { Alert, Button, Modal, Space } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { type DraftText, fetchDraft, writeDraft } from "@/api/queries/drafts";
import { useRestore } from "@/api/queries/versions";
import type { RuleSetDetail } from "@/api/schema";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: (n: number) => `把第 ${n} 版恢复到草稿？`, en: (n: number) => `Restore version ${n} into the draft?` },
  about: {
    zh: "草稿会变成该版本的文本。生效中的版本不受影响，重新发布后才会改变。",
    en: "The draft will say what that version says. What is in force stays so until you publish.",
  },
  overwrites: {
    zh: "草稿中有尚未发布的修改，会被覆盖。恢复后可以在这里撤回。",
    en: "The draft has changes that are not published; they are replaced. You can put them back here afterwards.",
  },
  restore: { zh: "恢复", en: "Restore" },
  cancel: { zh: "取消", en: "Cancel" },
  stale: {
    zh: "别人刚刚修改了草稿。请确认要覆盖的是最新的草稿，再试一次。",
    en: "Somebody has just changed the draft. Make sure that you want to replace what it says now, and try again.",
  },
  done: { zh: (n: number) => `草稿已是第 ${n} 版的内容`, en: (n: number) => `The draft says what version ${n} says` },
  again: { zh: "撤回：恢复原来的草稿", en: "Put the former draft back" },
  back: { zh: "草稿已恢复原样", en: "The draft says again what it said before" },
  edit: { zh: "编辑草稿", en: "Edit the draft" },
  close: { zh: "关闭", en: "Close" },
});

interface Props {
  readonly detail: RuleSetDetail;
  readonly number: number;
  readonly close: () => void;
}

export function RestoreDialog({ detail, number, close }: Props) {
  const say = useWords(WORDS);
  const restore = useRestore(detail.id);
  const [former, setFormer] = useState<DraftText | null>(null);
  const [back, setBack] = useState<"no" | "busy" | "done">("no");
  const [problem, setProblem] = useState<ReturnType<typeof asProblem> | null>(null);
  const act = async () => {
    setProblem(null);
    try {
      const present = detail.draft === null ? null : await fetchDraft(detail.id);
      // Somebody who saw another draft than the one that stands there now has not agreed to lose it.
      const seen = detail.draft?.etag ?? null;
      await restore.mutateAsync({ number, etag: problem === null ? seen : (present?.etag ?? null) });
      setFormer(present);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const putBack = async (text: string, etag: string) => {
    setBack("busy");
    try {
      await writeDraft(detail.id, text, etag);
      setBack("done");
    } catch (thrown) {
      setBack("no");
      setProblem(asProblem(thrown));
    }
  };
  const done = restore.isSuccess;
  return (
    <Modal
      open
      title={done ? say.done(number) : say.title(number)}
      onCancel={close}
      footer={
        done ? (
          <Space wrap>
            {former && back !== "done" && (
              <Button loading={back === "busy"} onClick={() => putBack(former.text, restore.data.etag)}>
                {say.again}
              </Button>
            )}
            <Link to={`/rule-sets/${encodeURIComponent(detail.id)}/edit`}>
              <Button tabIndex={-1}>{say.edit}</Button>
            </Link>
            <Button type="primary" onClick={close}>
              {say.close}
            </Button>
          </Space>
        ) : (
          <Space>
            <Button onClick={close}>{say.cancel}</Button>
            <Button type="primary" loading={restore.isPending} onClick={act}>
              {say.restore}
            </Button>
          </Space>
        )
      }
    >
      <p>{back === "done" ? say.back : say.about}</p>
      {!done && detail.draft !== null && detail.draft.published_as === null && (
        <Alert type="warning" showIcon title={say.overwrites} />
      )}
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ marginTop: 8 }}
          title={problem.status === 412 ? say.stale : problem.detail || problem.title}
        />
      )}
    </Modal>
  );
}
