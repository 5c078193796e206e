/** One line of CodeMirror for the formula that is being written. Loaded when a formula is first entered. */
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from "@codemirror/autocomplete";
import { standardKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { EditorState, type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  placeholder,
  showTooltip,
  type Tooltip,
} from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { FunctionInfo } from "@/api/queries/language";
import { type Label, labelIn } from "@/words/labels";
import type { Language } from "@/words/language";
import { callAt } from "./call";
import type { Mark } from "./marks";
import { type Suggestion, suggest } from "./suggest";

export interface Known {
  readonly names: readonly Suggestion[];
  readonly functions: readonly FunctionInfo[];
  readonly language: Language;
}

export interface LineProps {
  readonly value: string;
  readonly selection: { readonly from: number; readonly to: number };
  readonly known: Known;
  readonly marks: readonly Mark[];
  readonly expects: string | undefined;
  readonly longest: number;
  readonly attributes: { readonly [name: string]: string };
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export function FormulaLine(props: LineProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const now = useRef(props);
  now.current = props;
  const typed = useRef<string[]>([]);

  useLayoutEffect(() => {
    if (place.current === null) return;
    const { value, expects } = now.current;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: extensions(() => now.current, typed.current, expects),
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  const { value, marks } = props;
  useLayoutEffect(() => {
    const made = view.current;
    if (made === null) return;
    // What comes back of what was typed here may be older than what is typed by now.
    const known = typed.current.indexOf(value);
    const shown = made.state.doc.toString();
    typed.current.splice(0, known < 0 ? typed.current.length : known + 1);
    // All else was changed elsewhere: by undo, or another field.
    if (known < 0 && shown !== value) made.dispatch({ changes: { from: 0, to: shown.length, insert: value } });
  }, [value]);
  useLayoutEffect(() => {
    if (typed.current.at(-1) === value) typed.current.splice(0);
  });
  useLayoutEffect(() => {
    view.current?.dispatch({ effects: marking.of(marks) });
  }, [marks]);

  // After all else that happens when the line takes the input's place, or the cursor is put back to the beginning.
  useEffect(() => {
    const made = view.current;
    if (made === null) return;
    const { selection } = now.current;
    const longest = made.state.doc.length;
    made.focus();
    made.dispatch({
      selection: { anchor: Math.min(selection.from, longest), head: Math.min(selection.to, longest) },
      scrollIntoView: true,
    });
  }, []);

  return <div ref={place} className="formula-line" />;
}

const marking = StateEffect.define<readonly Mark[]>();
const MARKS = {
  error: Decoration.mark({ class: "formula-mark formula-mark-error" }),
  warning: Decoration.mark({ class: "formula-mark formula-mark-warning" }),
  advice: Decoration.mark({ class: "formula-mark formula-mark-advice" }),
} as const;

const marked = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, transaction) {
    const told = transaction.effects.findLast((effect) => effect.is(marking));
    if (!told) return before.map(transaction.changes);
    const longest = transaction.newDoc.length;
    const inside = told.value.filter((mark) => mark.from < mark.to && mark.to <= longest);
    return Decoration.set(
      inside.map(({ from, to, severity }) => MARKS[severity].range(from, to)),
      true,
    );
  },
  provide: (field) => EditorView.decorations.from(field),
});

function extensions(now: () => LineProps, typed: string[], expects: string | undefined): Extension[] {
  const act = (done: () => void) => () => {
    done();
    return true;
  };
  return [
    marked,
    bracketMatching(),
    closeBrackets(),
    expects ? placeholder(expects) : [],
    autocompletion({ override: [completing(() => now().known)], icons: false, interactionDelay: 0 }),
    showTooltip.compute(["doc", "selection"], (state) => signature(state, now().known)),
    Prec.highest(keymap.of([{ key: "Enter", run: acceptCompletion }])),
    keymap.of([
      { key: "Mod-z", run: act(() => now().undo()), preventDefault: true },
      { key: "Mod-y", run: act(() => now().redo()), preventDefault: true },
      { key: "Mod-Shift-z", run: act(() => now().redo()), preventDefault: true },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...standardKeymap.filter(({ key }) => key !== "Enter"),
      // A formula is one line.
      { key: "Enter", run: () => true },
    ]),
    EditorState.transactionFilter.of((transaction) => {
      if (transaction.newDoc.lines === 1) return transaction;
      const text = transaction.newDoc.toString();
      const changes = [...text.matchAll(/\n/g)].map(({ index }) => ({ from: index, to: index + 1, insert: " " }));
      return [transaction, { changes, sequential: true }];
    }),
    EditorState.changeFilter.of((transaction) => transaction.newDoc.length <= now().longest),
    EditorView.contentAttributes.of(() => ({ ...now().attributes, "aria-multiline": "false", spellcheck: "false" })),
    EditorView.updateListener.of((update) => {
      const text = update.state.doc.toString();
      if (!update.docChanged || text === (typed.at(-1) ?? now().value)) return;
      typed.push(text);
      now().onChange(text);
    }),
    EditorView.domEventHandlers({
      blur: (_, view) => {
        // A window that is left keeps its field.
        if (!view.dom.contains(document.activeElement)) now().onLeave();
      },
    }),
  ];
}

function completing(known: () => Known) {
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.state.doc.sliceString(0, context.pos);
    const { names, functions, language } = known();
    const found = suggest(before, names, functions, context.explicit);
    if (found === null) return null;
    return { from: found.from, options: found.items.map((item) => option(item, language)), filter: false };
  };
}

function option({ text, label, about, kind }: Suggestion, language: Language): Completion {
  const say = (told: Label) => labelIn(language, told);
  const isFunction = kind === "function";
  return {
    label: text,
    displayLabel: say(label) || text,
    detail: isFunction ? undefined : [say(label) === text ? "" : text, say(about)].filter(Boolean).join(" · "),
    info: isFunction ? say(about) : undefined,
    apply: isFunction ? applyCall(text) : text,
  };
}

/** Puts the call in with both parentheses and the cursor between them. */
function applyCall(text: string) {
  return (view: EditorView, _: Completion, from: number, to: number) => {
    const hasOpen = view.state.doc.sliceString(to, to + 1) === "(";
    view.dispatch({
      changes: { from, to, insert: hasOpen ? text.slice(0, -1) : `${text})` },
      selection: { anchor: from + text.length },
      userEvent: "input.complete",
    });
    startCompletion(view);
  };
}

function signature(state: EditorState, { functions, language }: Known): Tooltip | null {
  const { head, empty } = state.selection.main;
  const call = empty ? callAt(state.doc.toString(), head) : null;
  const called = functions.find((one) => one.name === call?.function);
  if (call === null || !called) return null;
  return {
    pos: call.from,
    above: true,
    create: () => ({ dom: signatureOf(called, call.index, call.named, language) }),
  };
}

function signatureOf(called: FunctionInfo, index: number, named: string | null, language: Language): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "formula-signature";
  const places = called.parameters.filter((one) => !one.named_only);
  const present = named
    ? called.parameters.find((one) => one.name === named)
    : (places[index] ?? (places.at(-1)?.repeats ? places.at(-1) : undefined));
  const line = dom.appendChild(document.createElement("div"));
  line.className = "code";
  line.append(`${called.name}(`);
  called.parameters.forEach((one, position) => {
    if (position > 0) line.append(", ");
    const part = document.createElement(one === present ? "strong" : "span");
    part.textContent = `${one.name}${one.optional || one.named_only ? "=…" : ""}${one.repeats ? ", …" : ""}`;
    line.append(part);
  });
  line.append(")");
  const about = dom.appendChild(document.createElement("div"));
  about.textContent = labelIn(language, present?.doc ?? called.doc);
  return dom;
}
