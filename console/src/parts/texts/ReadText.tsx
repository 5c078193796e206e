/** The text of a rule set, to be read and not to be changed. */
import { search } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { looks } from "./looks";
import "./texts.css";

export default function ReadText({ text, name }: { readonly text: string; readonly name: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const view = new EditorView({
      doc: text,
      extensions: [
        ...looks(),
        search(),
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": name, tabindex: "0" }),
      ],
      parent: place.current,
    });
    return () => view.destroy();
  }, [text, name]);
  return <div className="texts texts-whole" ref={place} />;
}
