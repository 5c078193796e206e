/**
 * Numbers of a method as points on its drawing that can be taken by hand: dragged, or moved by arrow keys; corners of a
 * curve also added by a double click and removed by Delete. What is written keeps the unit in which its author wrote it.
 */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useId, useMemo, useRef, useState } from "react";
import type { Plot } from "@/api/queries/plots";
import { insert, remove, set } from "@/scheme/text/edits";
import { dataAt, type Path } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { GESTURE } from "../history";
import { fitting, type Grip, gripsIn, heightAt, newCorner, type Steps, stepsOf } from "./grips";
import type { Area } from "./LinePlot";
import type { Held } from "./MethodPlot";
import { useSaid } from "./said";
import { writtenLike } from "./written";

const WORDS = words({
  corner: { zh: (n: number) => `第 ${n} 个拐点`, en: (n: number) => `Corner ${n}` },
  edge: { zh: (n: number) => `第 ${n} 个界线`, en: (n: number) => `Edge ${n}` },
  at: { zh: (x: string, y: string) => `${x} 得 ${y}`, en: (x: string, y: string) => `${x} gives ${y}` },
  add: { zh: "加一个拐点", en: "Add a corner" },
  corners: {
    zh: "拖动拐点，或用方向键移动（Shift 加快）；双击空白处添加，Delete 删除。",
    en: "Drag corners or move them by arrow keys (Shift is faster); double-click to add one, Delete to remove.",
  },
  edges: {
    zh: "拖动圆点可改界线，也可用方向键移动（Shift 加快）。",
    en: "Drag the points to move the edges, or use the arrow keys (Shift is faster).",
  },
});

interface Props {
  readonly kind: string;
  /** Where the settings of the method stand. */
  readonly path: Path;
  readonly plot: Plot;
  readonly area: Area;
  /** What a point is called that has a name of its own; without it they are counted. */
  readonly named?: (grip: Grip) => string;
  readonly onHold: (held: Held | null) => void;
}

export function Handles({ kind, path, plot, area, named, onHold }: Props) {
  const say = useWords(WORDS);
  const said = useSaid(plot);
  const { scheme, change, readOnly } = useEditing();
  const hint = useId();
  const ground = useRef<HTMLDivElement>(null);
  const settings = dataAt(scheme, path);
  const place = path.join(".");
  // biome-ignore lint/correctness/useExhaustiveDependencies: a path is the same when its parts are
  const grips = useMemo(() => gripsIn(kind, settings, path), [kind, settings, place]);
  const steps = stepsOf(area, plot);
  const moveTo = (grip: Grip, x: number, y: number, what: string) => {
    const to = fitting(grip, x, y, steps);
    const across = typed(writtenLike(to.x - grip.base, grip.x.unit));
    change((text) => {
      const moved = grip.xPaths.reduce((now, one) => set(now, one, across), text);
      return grip.y && grip.yPath ? set(moved, grip.yPath, typed(writtenLike(to.y, grip.y.unit))) : moved;
    }, what);
  };
  const drag = useDrag(ground, area, grips, moveTo, (is) =>
    onHold(is ? { area, from: area.x.low, to: area.x.high } : null),
  );
  const isCurve = kind === "curve";
  const add = (x: number, y: number) => {
    const made = newCorner(settings, grips, x, y, steps);
    if (made === null) return;
    change((text) => insert(text, path, made.index, [typed(made.x), typed(made.y)]));
    focusLater(ground, grips.filter((one) => one.x.value < made.at).length);
  };
  const takeAway = (index: number) => {
    const corner = grips[index]?.xPaths[0];
    if (!corner || !Array.isArray(settings) || settings.length <= 2) return;
    change((text) => remove(text, corner.slice(0, -1)));
    focusLater(ground, Math.max(0, index - 1));
  };
  if (readOnly || grips.length === 0) return null;
  return (
    <>
      {/** biome-ignore lint/a11y/noStaticElementInteractions: the button below does the same by keyboard */}
      <div
        ref={ground}
        className="plot-ground"
        style={{ height: area.height }}
        onDoubleClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          if (isCurve) add(area.x.value(event.clientX - box.left), area.y.value(event.clientY - box.top));
        }}
      >
        {grips.map((grip, index) => {
          if (grip.x.value < area.x.low || grip.x.value > area.x.high) return null;
          const height = grip.y?.value ?? heightAt(plot, grip.x.value) ?? area.y.low;
          const told = named ? said.x(grip.x.value) : say.at(said.x(grip.x.value), said.y(height));
          return (
            <div
              key={index}
              role="slider"
              tabIndex={0}
              className={`plot-handle ${isCurve ? "" : "plot-handle-edge"} ${drag.held === index ? "plot-handle-held" : ""}`}
              data-grip={index}
              aria-label={named?.(grip) ?? (isCurve ? say.corner : say.edge)(index + 1)}
              aria-describedby={hint}
              aria-valuenow={grip.x.value}
              aria-valuemin={grip.least ?? undefined}
              aria-valuemax={grip.most ?? undefined}
              aria-valuetext={told}
              title={told}
              style={{ left: area.x.place(grip.x.value), top: area.y.place(height) }}
              onPointerDown={(event) => drag.begin(event, index, `${GESTURE}${place}`)}
              onPointerMove={(event) => drag.move(event, index)}
              onPointerUp={drag.end}
              onPointerCancel={drag.end}
              onDoubleClick={(event) => event.stopPropagation()}
              onKeyDown={(event) => {
                const by = moved(event.key, steps, event.shiftKey);
                if (by) moveTo(grip, grip.x.value + by[0], height + by[1], `grip ${place}`);
                else if (isCurve && (event.key === "Delete" || event.key === "Backspace")) takeAway(index);
                else return;
                event.preventDefault();
              }}
            />
          );
        })}
      </div>
      <div className="plot-hint">
        <span id={hint}>{isCurve ? say.corners : say.edges}</span>
        {isCurve && (
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => add(Number.NaN, Number.NaN)}>
            {say.add}
          </Button>
        )}
      </div>
    </>
  );
}

function moved(key: string, steps: Steps, fast: boolean): readonly [number, number] | null {
  const times = fast ? 10 : 1;
  if (key === "ArrowRight") return [steps.x * times, 0];
  if (key === "ArrowLeft") return [-steps.x * times, 0];
  if (key === "ArrowUp") return [0, steps.y * times];
  return key === "ArrowDown" ? [0, -steps.y * times] : null;
}

/** A corner that was made or is left gets the focus once it is drawn. */
function focusLater(ground: React.RefObject<HTMLDivElement | null>, index: number) {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => ground.current?.querySelector<HTMLElement>(`[data-grip="${index}"]`)?.focus()),
  );
}

/** How many drags there have been: each is told apart from the one before. */
let drags = 0;

/** Following the hand, at most once for each picture. All of one drag is one step to be undone. */
function useDrag(
  ground: React.RefObject<HTMLDivElement | null>,
  area: Area,
  grips: readonly Grip[],
  onMove: (grip: Grip, x: number, y: number, what: string) => void,
  onHold: (is: boolean) => void,
) {
  const [held, setHeld] = useState<number | null>(null);
  const gesture = useRef({ what: "", frame: 0, to: null as readonly [number, number] | null });
  const follow = (index: number) => {
    const { to, what } = gesture.current;
    const grip = grips[index];
    gesture.current.to = null;
    if (grip && to) onMove(grip, to[0], to[1], what);
  };
  const latest = useRef(follow);
  latest.current = follow;
  return {
    held,
    begin: (event: React.PointerEvent, index: number, what: string) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drags += 1;
      gesture.current.what = `${what} ${drags}`;
      setHeld(index);
      onHold(true);
    },
    move: (event: React.PointerEvent, index: number) => {
      const box = ground.current?.getBoundingClientRect();
      if (held !== index || !box) return;
      gesture.current.to = [area.x.value(event.clientX - box.left), area.y.value(event.clientY - box.top)];
      cancelAnimationFrame(gesture.current.frame);
      gesture.current.frame = requestAnimationFrame(() => latest.current(index));
    },
    end: () => {
      cancelAnimationFrame(gesture.current.frame);
      if (held !== null) latest.current(held);
      setHeld(null);
      onHold(false);
    },
  };
}
