/** The corners of a curve as written: which ones are plain numbers, and where one may go. */
import type { Plot } from "@/api/queries/plots";
import type { Plain } from "@/scheme/data";
import type { Area } from "./LinePlot";
import { handStep, snapped, tidy } from "./scale";
import { numberIn, type WrittenNumber, writtenLike } from "./written";

export interface Corner {
  readonly index: number;
  readonly x: WrittenNumber;
  readonly y: WrittenNumber;
  /** The corners beside it, which it must not pass. */
  readonly least: number | null;
  readonly most: number | null;
}

export interface Corners {
  /** Where every corner lies, also those whose points are a formula; null where that is a formula itself. */
  readonly all: readonly (number | null)[];
  readonly movable: readonly Corner[];
}

export interface Steps {
  readonly x: number;
  readonly y: number;
  /** The values that are shown. */
  readonly low: number;
  readonly high: number;
}

export function cornersIn(data: Plain | undefined): Corners {
  const pairs = Array.isArray(data) ? data : [];
  const read = pairs.map((pair) => (Array.isArray(pair) ? pair.map((one) => numberIn(String(one ?? ""))) : []));
  const movable = read.flatMap(([x, y], index) => {
    const [least, most] = [read[index - 1]?.[0]?.value ?? null, read[index + 1]?.[0]?.value ?? null];
    return x && y ? [{ index, x, y, least, most }] : [];
  });
  return { all: read.map(([x]) => x?.value ?? null), movable };
}

/** By how much a hand moves a corner: whole numbers of what is counted. */
export function stepsOf(area: Area, plot: Plot): Steps {
  const axis = plot.axes.find((one) => one.id === plot.along);
  const smallest = axis?.kind === "count" ? 1 : 0;
  const { low, high } = area.x;
  return { x: handStep(high - low, smallest), y: handStep(area.y.high - area.y.low), low, high };
}

/** Where a corner comes to stand that somebody wants at ``x`` and ``y``: on round numbers, between its neighbours. */
export function fitting(corner: Corner, x: number, y: number, steps: Steps) {
  const least = corner.least === null ? Number.NEGATIVE_INFINITY : tidy(corner.least + steps.x);
  const most = corner.most === null ? Number.POSITIVE_INFINITY : tidy(corner.most - steps.x);
  const across = least > most ? corner.x.value : Math.min(most, Math.max(least, snapped(x, steps.x)));
  return { x: across, y: snapped(y, steps.y) };
}

/** A corner more: where somebody pointed, or in the middle of the widest stretch. Null where there is no room. */
export function newCorner({ all, movable }: Corners, x: number, y: number, steps: Steps) {
  const pointed = Number.isFinite(x);
  const stretches = movable.slice(1).map((right, index) => ({ left: movable[index] as Corner, right }));
  const widest = stretches.reduce<(typeof stretches)[number] | undefined>(
    (found, one) => (found && width(found) >= width(one) ? found : one),
    undefined,
  );
  const [first, last] = [movable[0], movable.at(-1)];
  if (!first || !last || (!pointed && !widest)) return null;
  const at = pointed ? snapped(x, steps.x) : middle(widest?.left.x, widest?.right.x, steps.x);
  const gives = pointed ? snapped(y, steps.y) : middle(widest?.left.y, widest?.right.y, steps.y);
  if (all.includes(at)) return null;
  const index = all.findLastIndex((one) => one !== null && one < at) + 1;
  const { x: across, y: up } = movable.findLast((one) => one.x.value < at) ?? first;
  return { index, x: writtenLike(at, across.unit), y: writtenLike(gives, up.unit) };
}

function width({ left, right }: { readonly left: Corner; readonly right: Corner }): number {
  return right.x.value - left.x.value;
}

function middle(one: WrittenNumber | undefined, other: WrittenNumber | undefined, step: number): number {
  return snapped(((one?.value ?? 0) + (other?.value ?? 0)) / 2, step);
}
