/** Two texts of rule sets side by side, with what differs marked and what is equal folded away. */
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { useWords, words } from "@/words/words";
import { looks } from "./looks";
import "./texts.css";

interface Props {
  readonly left: string;
  readonly right: string;
  /** What both are, above them and for those who do not see it. */
  readonly names: readonly [string, string];
}

const WORDS = words({ unchanged: { zh: "$ 行没有改动", en: "$ unchanged lines" } });

export default function SideBySide({ left, right, names: [leftName, rightName] }: Props) {
  const { unchanged } = useWords(WORDS);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const shown = (label: string) => [
      ...looks(),
      EditorState.readOnly.of(true),
      EditorState.phrases.of({ "$ unchanged lines": unchanged }),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
    ];
    const view = new MergeView({
      a: { doc: left, extensions: shown(leftName) },
      b: { doc: right, extensions: shown(rightName) },
      parent: place.current,
      collapseUnchanged: { margin: 2, minSize: 4 },
      gutter: true,
    });
    return () => view.destroy();
  }, [left, right, leftName, rightName, unchanged]);
  return (
    <>
      <div className="texts-heads" aria-hidden>
        <span>{leftName}</span>
        <span>{rightName}</span>
      </div>
      <div className="texts" ref={place} />
    </>
  );
}
