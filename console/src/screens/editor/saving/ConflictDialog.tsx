/** Somebody else saved the draft meanwhile: both texts side by side, and a choice. */
import { Button, Modal } from "antd";
import SideBySide from "@/parts/texts/SideBySide";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "别人也修改了这份草稿", en: "Somebody else changed this draft, too" },
  about: {
    zh: "在您编辑时，另一个窗口或同事保存了草稿。请选择保留哪一份；未保留的一份仍可用“撤销”找回。",
    en: "While you were editing, another window or a colleague saved the draft. Choose which one to keep. If you take theirs, yours can be brought back by undo.",
  },
  theirs: { zh: "对方已保存的", en: "Saved by them" },
  mine: { zh: "您的", en: "Yours" },
  keepMine: { zh: "保留我的", en: "Keep mine" },
  takeTheirs: { zh: "采用对方的", en: "Take theirs" },
});

interface Props {
  readonly theirs: string;
  readonly mine: string;
  readonly onTake: (which: "theirs" | "mine") => void;
}

export default function ConflictDialog({ theirs, mine, onTake }: Props) {
  const say = useWords(WORDS);
  return (
    <Modal
      open
      width="min(1200px, 94vw)"
      title={say.title}
      closable={false}
      keyboard={false}
      footer={
        <>
          <Button onClick={() => onTake("theirs")}>{say.takeTheirs}</Button>
          <Button type="primary" onClick={() => onTake("mine")}>
            {say.keepMine}
          </Button>
        </>
      }
    >
      <p className="quiet">{say.about}</p>
      <SideBySide left={theirs} right={mine} names={[say.theirs, say.mine]} />
    </Modal>
  );
}
