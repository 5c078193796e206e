/** The texts that an editor went through: the present one, those before it, and those that were undone. */
export interface History {
  readonly past: readonly string[];
  readonly text: string;
  readonly future: readonly string[];
  /** What the last change was to, and when: changes to one field in quick succession are undone as one. */
  readonly last: { readonly what: string; readonly at: number } | null;
}

export type Step =
  | { readonly kind: "change"; readonly text: string; readonly what: string; readonly at: number }
  | { readonly kind: "undo" }
  | { readonly kind: "redo" };

const KEPT = 300;
const ONE_STROKE = 1200;
/** What changes of one movement of the hand begin with, such as a drag: however long it takes, it is one step. */
export const GESTURE = "gesture ";

export function beginWith(text: string): History {
  return { past: [], text, future: [], last: null };
}

export function stepped(history: History, step: Step): History {
  const { past, text, future, last } = history;
  if (step.kind === "undo") {
    const before = past.at(-1);
    return before === undefined
      ? history
      : { past: past.slice(0, -1), text: before, future: [text, ...future], last: null };
  }
  if (step.kind === "redo") {
    const [after, ...rest] = future;
    return after === undefined ? history : { past: [...past, text], text: after, future: rest, last: null };
  }
  if (step.text === text) return history;
  const isSoon = last !== null && (step.at - last.at < ONE_STROKE || step.what.startsWith(GESTURE));
  const joined = isSoon && step.what !== "" && last.what === step.what;
  return {
    past: joined ? past : [...past, text].slice(-KEPT),
    text: step.text,
    future: [],
    last: { what: step.what, at: step.at },
  };
}
