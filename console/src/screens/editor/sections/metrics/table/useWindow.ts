/** Which lines of a long table are in sight: only these and a few around them are drawn. */
import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

/** Up to here all lines are drawn. */
export const FEW = 50;
const AROUND = 8;
/** The window moves by steps, so that scrolling seldom draws anew. */
const STEP = 4;

export interface Window {
  readonly first: number;
  /** Behind the last one. */
  readonly end: number;
  /** To be called after scrolling by a program that does not want to wait for the browser to tell. */
  readonly look: () => void;
}

export function useWindow(place: RefObject<HTMLElement | null>, count: number, height: number): Window {
  const [at, setAt] = useState({ top: 0, seen: 20 });
  const look = useCallback(() => {
    const box = place.current;
    if (!box) return;
    const top = Math.floor(box.scrollTop / height / STEP) * STEP;
    const seen = Math.ceil(box.clientHeight / height) || 20;
    setAt((before) => (before.top === top && before.seen === seen ? before : { top, seen }));
  }, [place, height]);
  useLayoutEffect(() => {
    const box = place.current;
    if (!box) return;
    look();
    box.addEventListener("scroll", look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(box);
    return () => {
      box.removeEventListener("scroll", look);
      sizes.disconnect();
    };
  }, [place, look]);
  if (count <= FEW) return { first: 0, end: count, look };
  const first = Math.max(0, Math.min(at.top, count - at.seen) - AROUND);
  return { first, end: Math.min(count, at.top + at.seen + STEP + AROUND), look };
}
