/** A field whose text is a scalar of the document: written a moment after the last letter, and when the field is left. */
import { useCallback, useEffect, useRef, useState } from "react";
import { remove, set } from "@/scheme/text/edits";
import { type Path, writtenAt } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useEditing } from "../editing";

/** Milliseconds: the letter itself is drawn first. */
const PAUSE = 20;

/** Counts how often fields were entered: what is typed on different occasions is not undone as one. */
let occasions = 0;

interface Options {
  /** Words, which stay words even if they look like a number. */
  readonly words?: boolean;
  /** An emptied field keeps its key, with nothing behind it. */
  readonly required?: boolean;
}

export function useTyped(path: Path, { words = false, required = false }: Options = {}) {
  const { scheme, change } = useEditing();
  const place = path.join("\u0000");
  const occasion = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a path is the same when its parts are
  const write = useCallback(
    (value: string) =>
      change((text) => {
        if (value.trim() === "" && !required) return remove(text, path);
        return set(text, path, words ? value : typed(value));
      }, `${place}\u0000${occasion.current}`),
    [change, place, words, required],
  );
  const typing = useTyping(writtenAt(scheme, path) ?? "", write);
  return {
    ...typing,
    onBlur: () => {
      typing.onBlur();
      occasion.current = ++occasions;
    },
  };
}

/** The same for any text that is ``written`` somewhere and changed by ``write``. */
export function useTyping(written: string, write: (value: string) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const pending = useRef<string | null>(null);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const value = pending.current;
    pending.current = null;
    if (value !== null) write(value);
  }, [write]);

  // A field that disappears has been left, too.
  useEffect(() => flush, [flush]);

  // What was changed elsewhere meanwhile, by undo or in another field, is what is shown.
  const isOurs = draft !== null && (pending.current !== null || draft.trim() === written.trim());
  return {
    value: isOurs ? draft : written,
    onChange: (value: string) => {
      setDraft(value);
      pending.current = value;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, PAUSE);
    },
    onBlur: () => {
      flush();
      setDraft(null);
    },
  };
}
