/** One cell of the sheet of figures. */
import { Tooltip } from "antd";
import { type KeyboardEvent, useEffect, useState } from "react";
import type { Issue } from "@/api/problem";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  needed: { zh: "缺", en: "needed" },
  optional: { zh: "空", en: "empty" },
  told: { zh: "见名单", en: "in the list" },
});

interface Props {
  /** The input and the person, for those who do not see the headings. */
  readonly name: string;
  readonly place: string;
  readonly held: string;
  readonly isSaving: boolean;
  readonly refused: Issue | undefined;
  readonly empty: "needed" | "optional" | "told";
  readonly isLocked: boolean;
  readonly onCommit: (text: string) => void;
  readonly onPaste: (text: string) => void;
  readonly onMove: (by: 1 | -1) => void;
}

export function FigureCell(props: Props) {
  const { name, place, held, isSaving, refused, empty, isLocked, onCommit, onPaste, onMove } = props;
  const say = useWords(WORDS);
  const label = useLabels();
  const [text, setText] = useState(held);
  useEffect(() => setText(held), [held]);
  const why = refused && [label(refused.message), label(refused.hint)].filter(Boolean).join(" ");
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") setText(held);
    if (by === undefined) return;
    event.preventDefault();
    // In the last row there is nowhere to go, and leaving would not be noticed.
    onCommit(text.trim());
    onMove(by as 1 | -1);
  };
  const state = refused ? "refused" : isSaving ? "saving" : text === "" ? empty : "there";
  return (
    <Tooltip title={why} trigger={["focus", "hover"]}>
      <input
        className={`figure-cell ${state}`}
        aria-label={why ? `${name}: ${why}` : name}
        aria-invalid={refused !== undefined}
        data-cell={place}
        value={text}
        placeholder={say[empty]}
        readOnly={isLocked}
        maxLength={500}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onCommit(text.trim())}
        onKeyDown={press}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text");
          // One value goes into the cell as ever; a block of them over the cells from here on.
          if (isLocked || !/[\t\n\r]/.test(pasted.trim())) return;
          event.preventDefault();
          onPaste(pasted);
        }}
      />
    </Tooltip>
  );
}
