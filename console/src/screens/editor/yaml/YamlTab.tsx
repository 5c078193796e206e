/** The document's text itself, with completion, and with every problem where it is. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { Issue } from "@/api/problem";
import { useFunctions } from "@/api/queries/language";
import { looks } from "@/parts/texts/looks";
import { pathIn, placeOf, type Scheme } from "@/scheme/text/read";
import { useLabels } from "@/words/labels";
import { useLanguage } from "@/words/language";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import type { Schema } from "../form/schema";
import { completionsIn, type Known } from "./completion";
import "./yaml.css";

const WORDS = words({
  label: { zh: "方案的 YAML 文本", en: "The rule set as YAML" },
  keys: {
    zh: "Ctrl+空格 补全，Ctrl+F 查找；按 Esc 后再按 Tab 离开编辑框。",
    en: "Ctrl+Space completes, Ctrl+F finds; Esc, then Tab leaves the editor.",
  },
});

/** Marks a change that came from elsewhere: a form, undo, another version. */
const FROM_OUTSIDE = Annotation.define<boolean>();

export default function YamlTab({ schema }: { readonly schema: Schema }) {
  const say = useWords(WORDS);
  const { language } = useLanguage();
  const editing = useEditing();
  const functions = useFunctions();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const now = useRef(editing);
  now.current = editing;
  const readable = useRef(editing.scheme.data);
  if (editing.scheme.data !== null) readable.current = editing.scheme.data;
  const known = useRef<Known>({ schema, data: null, functions: [], language });
  known.current = { schema, data: readable.current, functions: functions.data?.items ?? [], language };

  useEffect(() => {
    if (place.current === null) return;
    const fixed = new Compartment();
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: now.current.text,
        extensions: [
          ...looks(),
          foldGutter(),
          lintGutter(),
          drawSelection(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          search({ top: true }),
          autocompletion({ override: [completionsIn(() => known.current)] }),
          fixed.of(EditorState.readOnly.of(now.current.readOnly)),
          EditorView.contentAttributes.of({ "aria-label": say.label, tabindex: "0" }),
          keymap.of([
            { key: "Mod-z", run: () => did(now.current.undo), preventDefault: true },
            { key: "Mod-y", run: () => did(now.current.redo), preventDefault: true },
            { key: "Mod-Shift-z", run: () => did(now.current.redo), preventDefault: true },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...searchKeymap,
            ...foldKeymap,
            ...lintKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || update.transactions.some((one) => one.annotation(FROM_OUTSIDE))) return;
            const text = update.state.doc.toString();
            now.current.change(() => text, "yaml");
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, [say.label]);

  useEffect(() => {
    if (view.current) bringTo(view.current, editing.text);
  }, [editing.text]);

  const told = useLabels();
  const { scheme, issues, target } = editing;
  useEffect(() => {
    const made = view.current;
    if (made === null || made.state.doc.toString() !== scheme.text) return;
    made.dispatch(setDiagnostics(made.state, diagnosticsOf(scheme, issues, told, made.state)));
  }, [scheme, issues, told]);

  useEffect(() => {
    if (!target || !view.current) return;
    const { from, to } = placeOf(now.current.scheme, target.path);
    view.current.dispatch({
      selection: { anchor: from, head: to },
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    view.current.focus();
  }, [target]);

  return (
    <>
      <div className="yaml-tab" ref={place} />
      <p className="quiet">{say.keys}</p>
    </>
  );
}

function did(act: () => void): boolean {
  act();
  return true;
}

/** Changes only what differs, so that cursor and folds stay where they are. */
function bringTo(view: EditorView, text: string): void {
  const shown = view.state.doc.toString();
  if (shown === text) return;
  let from = 0;
  while (from < Math.min(shown.length, text.length) && shown[from] === text[from]) from += 1;
  let [end, other] = [shown.length, text.length];
  while (end > from && other > from && shown[end - 1] === text[other - 1]) {
    end -= 1;
    other -= 1;
  }
  view.dispatch({ changes: { from, to: end, insert: text.slice(from, other) }, annotations: FROM_OUTSIDE.of(true) });
}

const SEVERITY = { error: "error", warning: "warning", advice: "info" } as const;

function diagnosticsOf(
  scheme: Scheme,
  issues: readonly Issue[],
  told: ReturnType<typeof useLabels>,
  state: EditorState,
): Diagnostic[] {
  const found = issues.map((issue): Diagnostic => {
    const { from, to } = spanOf(scheme, issue, state);
    return {
      from,
      to,
      severity: SEVERITY[issue.severity],
      message: [told(issue.message), told(issue.hint)].filter(Boolean).join("\n"),
    };
  });
  return found.sort((one, other) => one.from - other.from);
}

function spanOf(scheme: Scheme, issue: Issue, state: EditorState) {
  const length = state.doc.length;
  if (issue.line !== null && issue.line <= state.doc.lines) {
    const line = state.doc.line(issue.line);
    const from = Math.min(line.from + Math.max(0, (issue.column ?? 1) - 1), line.to);
    const place = scheme.data === null ? null : placeOf(scheme, pathIn(scheme.data, issue.path));
    return { from, to: Math.min(Math.max(from, Math.min(place?.to ?? line.to, line.to)), length) };
  }
  const place = placeOf(scheme, pathIn(scheme.data, issue.path));
  return { from: Math.min(place.from, length), to: Math.min(place.to, length) };
}
