/** How texts of rule sets look: numbers of lines, YAML in quiet colours that are dark enough to read. */

import { yaml } from "@codemirror/lang-yaml";
import { defaultHighlightStyle, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const INK = HighlightStyle.define([
  { tag: tags.propertyName, color: "#1f5c99" },
  { tag: tags.definition(tags.propertyName), color: "#1f5c99" },
  { tag: tags.comment, color: "#5a6774", fontStyle: "italic" },
  { tag: tags.string, color: "#7a3e00" },
  { tag: tags.punctuation, color: "#56616f" },
]);

const SHAPE = EditorView.theme({
  "&": { fontSize: "13px", backgroundColor: "#fff" },
  "&.cm-focused": { outline: "2px solid #1f5c99", outlineOffset: "-2px" },
  ".cm-content, .cm-gutters": {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace',
    lineHeight: "1.55",
  },
  ".cm-gutters": { color: "#66717e", backgroundColor: "#f7f9fb", borderRight: "1px solid #dde3ea" },
});

export function looks(): Extension[] {
  return [
    lineNumbers(),
    yaml(),
    syntaxHighlighting(INK),
    syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
    SHAPE,
    EditorView.lineWrapping,
  ];
}
