/** Dragging a line by its handle to a place between others; the list scrolls when its edge is reached. */
import { type PointerEvent as Press, type RefObject, useCallback, useEffect, useRef, useState } from "react";

interface Options {
  readonly place: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly height: number;
  /** Height of what stays above the lines. */
  readonly above: number;
  readonly onDrop: (id: string, at: number) => void;
}

export interface Dragging {
  readonly id: string;
  /** Between which lines it would be put; null until it has really moved. */
  readonly at: number | null;
}

const EDGE = 32;
const MOVED = 4;

export function useRowDrag({ place, count, height, above, onDrop }: Options) {
  const [dragging, setDragging] = useState<Dragging | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  const start = useCallback(
    (event: Press, id: string) => {
      const box = place.current;
      if (event.button !== 0 || !box) return;
      event.preventDefault();
      const from = event.clientY;
      let pointer = from;
      let at: number | null = null;
      let frame = 0;
      const look = () => {
        const inside = pointer - box.getBoundingClientRect().top - above + box.scrollTop;
        const next = Math.max(0, Math.min(count, Math.round(inside / height)));
        if (at === null && Math.abs(pointer - from) < MOVED) return;
        if (next === at) return;
        at = next;
        setDragging({ id, at });
      };
      const scroll = () => {
        const { top, bottom } = box.getBoundingClientRect();
        const by = pointer < top + above + EDGE ? -1 : pointer > bottom - EDGE ? 1 : 0;
        if (by !== 0 && at !== null) {
          box.scrollTop += by * 8;
          look();
        }
        frame = requestAnimationFrame(scroll);
      };
      const move = (moved: PointerEvent) => {
        pointer = moved.clientY;
        look();
      };
      const end = () => {
        window.removeEventListener("pointermove", move);
        window.removeEventListener("pointerup", drop);
        window.removeEventListener("pointercancel", end);
        window.removeEventListener("keydown", cancel, true);
        cancelAnimationFrame(frame);
        stop.current = null;
        setDragging(null);
      };
      const drop = () => {
        const there = at;
        end();
        if (there !== null) onDrop(id, there);
      };
      const cancel = (pressed: KeyboardEvent) => {
        if (pressed.key === "Escape") end();
      };
      window.addEventListener("pointermove", move);
      window.addEventListener("pointerup", drop);
      window.addEventListener("pointercancel", end);
      window.addEventListener("keydown", cancel, true);
      frame = requestAnimationFrame(scroll);
      stop.current = end;
      setDragging({ id, at: null });
    },
    [place, count, height, above, onDrop],
  );
  return { dragging, start };
}
