/** The document that an editor works on, for all its parts. */
import { createContext, use, useCallback, useMemo, useReducer, useRef, useState } from "react";
import type { Issue } from "@/api/problem";
import type { Checked } from "@/api/queries/drafts";
import { type Path, readScheme, type Scheme } from "@/scheme/text/read";
import { beginWith, stepped } from "./history";

export interface Editing {
  readonly text: string;
  readonly scheme: Scheme;
  /** What can be said of the present or, for a moment, of the last text. */
  readonly issues: readonly Issue[];
  readonly checked: Checked | null;
  readonly readOnly: boolean;
  /** The published version that is read; null for the draft. */
  readonly version: number | null;
  /** Change the text by one of `scheme/text/edits`. Changes of the same ``what`` in a row are undone together. */
  readonly change: (edit: (text: string) => string, what?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Show the field at ``path``, in its section. */
  readonly goTo: (path: Path) => void;
  /** Where somebody wanted to go, with a number that is new each time. */
  readonly target: { readonly path: Path; readonly turn: number } | null;
}

export const EditingContext = createContext<Editing | null>(null);

/** By themselves, so that what only shows problems is not drawn anew with every letter. */
export const IssuesContext = createContext<readonly Issue[]>([]);

export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (editing === null) throw new Error("outside of an editor");
  return editing;
}

/** The issues at ``path`` itself, or also inside of it. */
export function useIssuesAt(path: Path, inside = false): readonly Issue[] {
  const issues = use(IssuesContext);
  const told = toldPath(path);
  return useMemo(
    () =>
      issues.filter(
        ({ path: at }) =>
          at === told || (inside && at.startsWith(told) && (told === "" || /[.[]/.test(at.charAt(told.length)))),
      ),
    [issues, told, inside],
  );
}

/** A path as the server tells it: ``metrics.conversion.points.bands[2]``. */
export function toldPath(path: Path): string {
  return path.reduce<string>((told, part) => {
    if (typeof part === "number") return `${told}[${part}]`;
    return told === "" ? part : `${told}.${part}`;
  }, "");
}

/** The text with its history, and what it says. Parts that a change does not touch keep their identity. */
export function useText(first: string) {
  const [history, dispatch] = useReducer(stepped, first, beginWith);
  const { text } = history;
  const scheme = useMemo(() => readScheme(text), [text]);
  // Several changes may come before the next drawing; each goes on from the one before.
  const latest = useRef(text);
  latest.current = text;
  const change = useCallback((edit: (text: string) => string, what = "") => {
    latest.current = edit(latest.current);
    dispatch({ kind: "change", text: latest.current, what, at: Date.now() });
  }, []);
  return {
    text,
    scheme,
    change,
    undo: useCallback(() => dispatch({ kind: "undo" }), []),
    redo: useCallback(() => dispatch({ kind: "redo" }), []),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
  };
}

export function useTarget(onGo: (path: Path) => void) {
  const [target, setTarget] = useState<Editing["target"]>(null);
  const goTo = useCallback(
    (path: Path) => {
      onGo(path);
      setTarget((before) => ({ path, turn: (before?.turn ?? 0) + 1 }));
    },
    [onGo],
  );
  return { target, goTo };
}
