/**
 * The corners of a curve as points that can be taken by hand: dragged, moved by arrow keys, added by a double click,
 * removed by Delete. What is written keeps the unit in which its author wrote it.
 */
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useId, useRef, useState } from "react";
import type { Plot } from "@/api/queries/plots";
import { insert, remove, set } from "@/scheme/text/edits";
import { dataAt, type Path } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { useWords, words } from "@/words/words";
import { useEditing } from "../editing";
import { GESTURE } from "../history";
import { type Corner, cornersIn, fitting, newCorner, type Steps, stepsOf } from "./corners";
import type { Area } from "./LinePlot";
import type { Held } from "./MethodPlot";
import { useSaid } from "./said";
import { writtenLike } from "./written";

const WORDS = words({
  point: { zh: (n: number) => `第 ${n} 个拐点`, en: (n: number) => `Corner ${n}` },
  at: { zh: (x: string, y: string) => `${x} 得 ${y}`, en: (x: string, y: string) => `${x} gives ${y}` },
  add: { zh: "加一个拐点", en: "Add a corner" },
  hint: {
    zh: "拖动拐点，或用方向键移动（Shift 加快）；双击空白处添加，Delete 删除。",
    en: "Drag corners or move them by arrow keys (Shift is faster); double-click to add one, Delete to remove.",
  },
});

interface Props {
  readonly path: Path;
  readonly plot: Plot;
  readonly area: Area;
  readonly onHold: (held: Held | null) => void;
}

export function CurveHandles({ path, plot, area, onHold }: Props) {
  const say = useWords(WORDS);
  const said = useSaid(plot);
  const { scheme, change, readOnly } = useEditing();
  const hint = useId();
  const ground = useRef<HTMLDivElement>(null);
  const corners = cornersIn(dataAt(scheme, path));
  const steps = stepsOf(area, plot);
  const moveTo = (corner: Corner, x: number, y: number, what: string) => {
    const to = fitting(corner, x, y, steps);
    change((text) => {
      const across = set(text, [...path, corner.index, 0], typed(writtenLike(to.x, corner.x.unit)));
      return set(across, [...path, corner.index, 1], typed(writtenLike(to.y, corner.y.unit)));
    }, what);
  };
  const drag = useDrag(
    ground,
    area,
    (corner, x, y, what) => moveTo(corner, x, y, what),
    (is) => onHold(is ? { area, from: area.x.low, to: area.x.high } : null),
  );
  const add = (x: number, y: number) => {
    const made = newCorner(corners, x, y, steps);
    if (made === null) return;
    change((text) => insert(text, path, made.index, [typed(made.x), typed(made.y)]));
    focusLater(ground, made.index);
  };
  const takeAway = (corner: Corner) => {
    if (corners.all.length <= 2) return;
    change((text) => remove(text, [...path, corner.index]));
    focusLater(ground, Math.max(0, corner.index - 1));
  };
  if (readOnly || corners.movable.length === 0) return null;
  return (
    <>
      {/** biome-ignore lint/a11y/noStaticElementInteractions: the button below does the same by keyboard */}
      <div
        ref={ground}
        className="plot-ground"
        style={{ height: area.height }}
        onDoubleClick={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          add(area.x.value(event.clientX - box.left), area.y.value(event.clientY - box.top));
        }}
      >
        {corners.movable
          .filter(({ x }) => x.value >= area.x.low && x.value <= area.x.high)
          .map((corner) => (
            <div
              key={corner.index}
              role="slider"
              tabIndex={0}
              className={drag.held === corner.index ? "plot-handle plot-handle-held" : "plot-handle"}
              data-corner={corner.index}
              aria-label={say.point(corner.index + 1)}
              aria-describedby={hint}
              aria-valuenow={corner.x.value}
              aria-valuemin={corner.least ?? undefined}
              aria-valuemax={corner.most ?? undefined}
              aria-valuetext={say.at(said.x(corner.x.value), said.y(corner.y.value))}
              title={say.at(said.x(corner.x.value), said.y(corner.y.value))}
              style={{ left: area.x.place(corner.x.value), top: area.y.place(corner.y.value) }}
              onPointerDown={(event) => drag.begin(event, corner, `${GESTURE}${path.join(".")}`)}
              onPointerMove={(event) => drag.move(event, corner)}
              onPointerUp={drag.end}
              onPointerCancel={drag.end}
              onDoubleClick={(event) => event.stopPropagation()}
              onKeyDown={(event) => {
                const by = moved(event.key, steps, event.shiftKey);
                if (by) moveTo(corner, corner.x.value + by[0], corner.y.value + by[1], `corner ${path.join(".")}`);
                else if (event.key === "Delete" || event.key === "Backspace") takeAway(corner);
                else return;
                event.preventDefault();
              }}
            />
          ))}
      </div>
      <div className="plot-hint">
        <span id={hint}>{say.hint}</span>
        <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => add(Number.NaN, Number.NaN)}>
          {say.add}
        </Button>
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
    requestAnimationFrame(() => ground.current?.querySelector<HTMLElement>(`[data-corner="${index}"]`)?.focus()),
  );
}

/** How many drags there have been: each is told apart from the one before. */
let drags = 0;

type Move = (corner: Corner, x: number, y: number, what: string) => void;

/** Following the hand, at most once for each picture. All of one drag is one step to be undone. */
function useDrag(
  ground: React.RefObject<HTMLDivElement | null>,
  area: Area,
  onMove: Move,
  onHold: (is: boolean) => void,
) {
  const [held, setHeld] = useState<number | null>(null);
  const gesture = useRef({ what: "", frame: 0 });
  const latest = useRef(onMove);
  latest.current = onMove;
  return {
    held,
    begin: (event: React.PointerEvent, corner: Corner, what: string) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drags += 1;
      gesture.current.what = `${what} ${drags}`;
      setHeld(corner.index);
      onHold(true);
    },
    move: (event: React.PointerEvent, corner: Corner) => {
      const box = ground.current?.getBoundingClientRect();
      if (held !== corner.index || !box) return;
      const [x, y] = [area.x.value(event.clientX - box.left), area.y.value(event.clientY - box.top)];
      cancelAnimationFrame(gesture.current.frame);
      gesture.current.frame = requestAnimationFrame(() => latest.current(corner, x, y, gesture.current.what));
    },
    end: () => {
      setHeld(null);
      onHold(false);
    },
  };
}
