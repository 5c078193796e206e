/** Asks for the id of an entry: a new one, or another one. */
import { Input, Modal } from "antd";
import { useState } from "react";
import { useWords, words } from "@/words/words";

const WORDS = words({
  id: { zh: "编号（公式里用的名称）", en: "Id (its name in formulas)" },
  left: {
    zh: "公式、验算和导入列里写的旧编号不会跟着改；显示名称不受影响。",
    en: "Formulas, tests and import columns that say the old id keep it; labels are not touched.",
  },
  taken: { zh: "已有同名的一项", en: "There is an entry with this id already" },
});

interface NameProps {
  readonly title: string;
  readonly first: string;
  readonly taken: readonly string[];
  readonly onName: (id: string) => void;
  readonly onCancel: () => void;
}

export function NameDialog({ title, first, taken, onName, onCancel }: NameProps) {
  const say = useWords(WORDS);
  const [id, setId] = useState(first);
  const isTaken = id.trim() !== first && taken.includes(id.trim());
  const fits = id.trim() !== "" && !isTaken;
  return (
    <Modal open title={title} okButtonProps={{ disabled: !fits }} onOk={() => onName(id.trim())} onCancel={onCancel}>
      <p>{say.id}</p>
      <Input
        aria-label={say.id}
        autoFocus
        className="code"
        maxLength={63}
        value={id}
        status={isTaken ? "error" : undefined}
        onChange={(event) => setId(event.target.value)}
        onPressEnter={() => fits && onName(id.trim())}
      />
      {first !== "" && <p className="quiet">{say.left}</p>}
      {isTaken && <div className="field-issue field-error">{say.taken}</div>}
    </Modal>
  );
}
