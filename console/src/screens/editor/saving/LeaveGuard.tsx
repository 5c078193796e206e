/** Asks before somebody leaves with changes that are not saved yet, or with something else unfinished. */
import { Modal } from "antd";
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "有修改还没有保存", en: "Some changes are not saved" },
  about: { zh: "离开会丢失这些修改。", en: "They are lost if you leave." },
  stay: { zh: "留下", en: "Stay" },
  leave: { zh: "离开并放弃", en: "Leave all the same" },
});

interface Props {
  readonly unsaved: boolean;
  /** In place of what is said of changes. */
  readonly title?: string;
  readonly about?: string;
}

export function LeaveGuard({ unsaved, title, about }: Props) {
  const say = useWords(WORDS);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!unsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [unsaved]);
  return (
    <Modal
      open={blocker.state === "blocked"}
      title={title ?? say.title}
      okText={say.stay}
      cancelText={say.leave}
      cancelButtonProps={{ danger: true }}
      onOk={() => blocker.reset?.()}
      onCancel={(event) => ("key" in event ? blocker.reset?.() : blocker.proceed?.())}
      closable={false}
    >
      {about ?? say.about}
    </Modal>
  );
}
