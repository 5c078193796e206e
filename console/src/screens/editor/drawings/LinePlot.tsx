/** A plot in pieces: lines and steps with open and closed ends, gaps, jumps, and the sample person's place. */
import { useId, useMemo } from "react";
import type { Jump, Piece, Plot } from "@/api/queries/plots";
import { useWords, words } from "@/words/words";
import { type Said, useSaid } from "./said";
import { range, type Scale, scale, ticks } from "./scale";
import { useWidth } from "./useWidth";

const WORDS = words({
  along: { zh: (axis: string) => `横轴：${axis}。`, en: (axis: string) => `Along ${axis}. ` },
  gap: {
    zh: (from: string, to: string) => `${from} 到 ${to}：没有结果`,
    en: (from: string, to: string) => `${from} to ${to}: no result`,
  },
  flat: {
    zh: (from: string, to: string, gives: string) => `${from} 到 ${to}：${gives}`,
    en: (from: string, to: string, gives: string) => `${from} to ${to}: ${gives}`,
  },
  slope: {
    zh: (from: string, to: string, first: string, last: string) => `${from} 到 ${to}：由 ${first} 到 ${last}`,
    en: (from: string, to: string, first: string, last: string) => `${from} to ${to}: ${first} to ${last}`,
  },
  none: { zh: "没有结果", en: "no result" },
});

export interface Area {
  readonly width: number;
  readonly height: number;
  readonly x: Scale;
  readonly y: Scale;
}

const HEIGHT = 220;
const MARGIN = { top: 16, right: 18, bottom: 40, left: 64 };
const MOST_JUMPS = 8;
const MOST_TOLD = 12;

interface Props {
  readonly plot: Plot;
  /** The axes to keep while a point is held. */
  readonly held: Area | null;
  /** Other lines of the same kind, thinner, each with a look of its own. */
  readonly beside?: readonly (readonly Piece[])[];
  /** What lies upon the drawing. */
  readonly children?: (area: Area) => React.ReactNode;
}

const ALONE: NonNullable<Props["beside"]> = [];

export function LinePlot({ plot, held, beside = ALONE, children }: Props) {
  const [place, width] = useWidth();
  const said = useSaid(plot);
  const told = useTold(plot, said);
  const area = useMemo(() => held ?? areaOf(plot, beside, Math.max(width, 260)), [plot, beside, width, held]);
  return (
    <div ref={place} className="plot" style={{ minHeight: HEIGHT }}>
      {width > 0 && (
        <>
          <svg role="img" aria-label={told} width={area.width} height={area.height}>
            <title>{told}</title>
            <Axes area={area} said={said} />
            <Gaps plot={plot} area={area} />
            {beside.map((pieces, index) => (
              <g key={`${index}`} className={`plot-beside plot-beside-${index % LOOKS}`}>
                {pieces
                  .filter((piece) => piece.points.length > 1)
                  .map((piece) => (
                    <polyline key={piece.from} points={corners(piece, area)} />
                  ))}
              </g>
            ))}
            <Lines plot={plot} area={area} />
            {plot.gives.kind === "money" ? (
              <JumpMarks plot={plot} area={area} said={said} />
            ) : (
              <Steps plot={plot} area={area} />
            )}
            <Mark plot={plot} area={area} />
          </svg>
          {children?.(area)}
        </>
      )}
    </div>
  );
}

/** How many lines beside can be told apart. */
export const LOOKS = 6;

function corners(piece: Piece, { x, y }: Area): string {
  return piece.points.map(([at = 0, gives = 0]) => `${x.place(at)},${y.place(gives)}`).join(" ");
}

function areaOf(plot: Plot, beside: readonly (readonly Piece[])[], width: number): Area {
  const all = [plot.pieces, ...beside].flat();
  const points = all.flatMap((piece) => piece.points.map((point) => point[1] ?? 0));
  const own = typeof plot.marked?.gives === "number" ? [plot.marked.gives] : [];
  const [low, high] = range([...points, ...own]);
  return {
    width,
    height: HEIGHT,
    x: scale(plot.from ?? 0, plot.to ?? 1, MARGIN.left, width - MARGIN.right),
    y: scale(low, high, HEIGHT - MARGIN.bottom, MARGIN.top),
  };
}

function Axes({ area, said }: { readonly area: Area; readonly said: Said }) {
  const { x, y, width, height } = area;
  const bottom = height - MARGIN.bottom;
  return (
    <g className="plot-axes">
      {ticks(y.low, y.high, 4).map((value) => (
        <g key={value}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y.place(value)} y2={y.place(value)} />
          <text x={MARGIN.left - 8} y={y.place(value)} dy="0.35em" textAnchor="end">
            {said.mark(value)}
          </text>
        </g>
      ))}
      {ticks(x.low, x.high, Math.max(2, Math.floor((width - 80) / 96)), said.steps).map((value) => (
        <g key={value}>
          <line x1={x.place(value)} x2={x.place(value)} y1={bottom} y2={bottom + 4} />
          <text x={x.place(value)} y={bottom + 16} textAnchor="middle">
            {said.x(value)}
          </text>
        </g>
      ))}
      <line className="plot-base" x1={MARGIN.left} x2={width - MARGIN.right} y1={bottom} y2={bottom} />
      <text className="plot-axis" x={width - MARGIN.right} y={height - 6} textAnchor="end">
        {said.axis}
      </text>
    </g>
  );
}

/** Stretches without a result are hatched. */
function Gaps({ plot, area }: { readonly plot: Plot; readonly area: Area }) {
  const say = useWords(WORDS);
  const gaps = plot.pieces.filter((piece) => piece.points.length === 0 && piece.to > piece.from);
  return gaps.map((piece) => {
    const from = area.x.place(piece.from);
    const wide = area.x.place(piece.to) - from;
    const middle = (MARGIN.top + area.height - MARGIN.bottom) / 2;
    return (
      <g key={piece.from} className="plot-gap">
        <rect x={from} y={MARGIN.top} width={wide} height={area.height - MARGIN.bottom - MARGIN.top} />
        {wide > 60 && (
          <text x={from + wide / 2} y={middle} textAnchor="middle">
            {say.none}
          </text>
        )}
      </g>
    );
  });
}

function Lines({ plot, area }: { readonly plot: Plot; readonly area: Area }) {
  const { x, y } = area;
  const clip = useId();
  const inside = (value: number) => Math.min(area.height + 400, Math.max(-400, y.place(value)));
  return (
    <g className="plot-lines" clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={0} y={MARGIN.top - 10} width={area.width} height={area.height - MARGIN.top - MARGIN.bottom + 16} />
      </clipPath>
      {plot.pieces
        .filter((piece) => piece.points.length > 0)
        .map((piece, index) => (
          <g key={`${index}`}>
            {piece.points.length > 1 && (
              <polyline
                points={piece.points.map(([at = 0, gives = 0]) => `${x.place(at)},${inside(gives)}`).join(" ")}
              />
            )}
            {endsOf(piece, plot).map(({ at, gives, closed }) => (
              <circle
                key={`${at}${closed}`}
                className={closed ? "plot-end" : "plot-end plot-end-open"}
                cx={x.place(at)}
                cy={inside(gives)}
                r={3.5}
              />
            ))}
          </g>
        ))}
    </g>
  );
}

/** The ends of a piece, apart from those where only the drawing ends. */
function endsOf(piece: Piece, plot: Plot) {
  const [first, last] = [piece.points[0], piece.points.at(-1)];
  const ends = [
    { at: piece.from, gives: first?.[1] ?? 0, closed: piece.from_included },
    { at: piece.to, gives: last?.[1] ?? 0, closed: piece.to_included },
  ];
  const alone = piece.from === piece.to;
  return (alone ? ends.slice(0, 1) : ends).filter(({ at }) => at !== plot.from && at !== plot.to);
}

/** What belongs together of a step. */
function Steps({ plot, area }: { readonly plot: Plot; readonly area: Area }) {
  return plot.jumps.map(({ at, before, after }) => (
    <line
      key={at}
      className="plot-step"
      x1={area.x.place(at)}
      x2={area.x.place(at)}
      y1={area.y.place(before)}
      y2={area.y.place(after)}
    />
  ));
}

/** By how much money a jump is, where there are not too many to be read. */
function JumpMarks({ plot, area, said }: { readonly plot: Plot; readonly area: Area; readonly said: Said }) {
  if (plot.jumps.length > MOST_JUMPS) return null;
  return plot.jumps.map((jump) => <JumpMark key={jump.at} jump={jump} area={area} said={said} />);
}

function JumpMark({ jump, area, said }: { readonly jump: Jump; readonly area: Area; readonly said: Said }) {
  const at = area.x.place(jump.at);
  const falls = jump.change < 0;
  const [top, bottom] = [jump.before, jump.after].map(area.y.place).sort((one, other) => one - other) as [
    number,
    number,
  ];
  const right = at > area.width - 110;
  return (
    <g className={falls ? "plot-jump plot-fall" : "plot-jump"}>
      <line x1={at} x2={at} y1={top} y2={bottom} />
      <text x={right ? at - 8 : at + 8} y={(top + bottom) / 2} dy="0.35em" textAnchor={right ? "end" : "start"}>
        {falls ? "▼" : "▲"} {said.y(Math.abs(jump.change))}
      </text>
    </g>
  );
}

function Mark({ plot, area }: { readonly plot: Plot; readonly area: Area }) {
  const { at, gives } = plot.marked ?? {};
  if (typeof at !== "number" || typeof gives !== "number" || at < area.x.low || at > area.x.high) return null;
  const [x, y] = [area.x.place(at), area.y.place(gives)];
  return (
    <g className="plot-marked">
      <line x1={x} x2={x} y1={MARGIN.top} y2={area.height - MARGIN.bottom} />
      <path d={`M${x} ${y - 7} L${x + 7} ${y} L${x} ${y + 7} L${x - 7} ${y} Z`} />
    </g>
  );
}

/** The drawing in words. */
function useTold(plot: Plot, said: Said): string {
  const say = useWords(WORDS);
  const told = plot.pieces.flatMap((piece) => {
    if (piece.points.length === 0) return piece.to > piece.from ? [say.gap(said.x(piece.from), said.x(piece.to))] : [];
    return piece.points.slice(1).map(([at, gives], index) => {
      const [from, before] = piece.points[index] ?? [];
      return before === gives
        ? say.flat(said.x(from), said.x(at), said.y(gives))
        : say.slope(said.x(from), said.x(at), said.y(before), said.y(gives));
    });
  });
  return say.along(said.axis) + told.slice(0, MOST_TOLD).join("；");
}
