/** Numbers of a method that can be taken by hand on its drawing: corners of a curve, edges of bands, ranges, brackets and blocks. */
import type { Plot } from "@/api/queries/plots";
import { isMapping, type Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import type { Area } from "./LinePlot";
import { handStep, snapped, tidy } from "./scale";
import { numberIn, type WrittenNumber, writtenLike } from "./written";

export interface Grip {
  readonly x: WrittenNumber;
  /** From where its value is written: what is free before the first block, else 0. */
  readonly base: number;
  /** Every place at which this value is written as an edge: they move together. */
  readonly xPaths: readonly Path[];
  /** What is given there, if it can be moved, too. */
  readonly y: WrittenNumber | null;
  readonly yPath: Path | null;
  /** The edges beside it, which it must not pass. */
  readonly least: number | null;
  readonly most: number | null;
}

export interface Steps {
  readonly x: number;
  readonly y: number;
}

type Edge = Pick<Grip, "x" | "base" | "y" | "yPath"> & { readonly path: Path };

/** What can be taken by hand; nothing of a method that is not known here, and nothing that is a formula. */
export function gripsIn(kind: string, settings: Plain | undefined, path: Path): readonly Grip[] {
  const edges = (EDGES[kind]?.(settings, path) ?? []).filter((edge) => edge !== null);
  const values = [...new Set(edges.map(({ x }) => x.value))].sort((one, other) => one - other);
  return values.map((value, index) => {
    const here = edges.filter(({ x }) => x.value === value);
    // Of two bands that meet here it is the upper one whose points are moved.
    const { x, base, y, yPath } = here.find((edge) => edge.y !== null) ?? (here[0] as Edge);
    const [least, most] = [values[index - 1] ?? null, values[index + 1] ?? null];
    return { x, base, y, yPath, xPaths: here.map((edge) => edge.path), least, most };
  });
}

type Finder = (settings: Plain | undefined, path: Path) => readonly (Edge | null)[];

const EDGES: { readonly [kind: string]: Finder } = {
  curve: (settings, path) =>
    listed(settings).map((pair, index) => {
      const [x, y] = Array.isArray(pair) ? pair : [];
      const up = numberAt(y);
      return up && edge(x, [...path, index, 0], up, [...path, index, 1]);
    }),
  bands: (settings, path) =>
    rowsIn(settings).flatMap(([row, index]) => [
      ...["at_least", "above"].map((key) =>
        edge(row[key], [...path, index, key], numberAt(row.points), [...path, index, "points"]),
      ),
      ...["at_most", "below"].map((key) => edge(row[key], [...path, index, key])),
    ]),
  range: (settings, path) =>
    Array.isArray(settings)
      ? settings.slice(0, 2).map((one, index) => edge(one, [...path, index]))
      : ["low", "high"].map((key) => edge(isMapping(settings) ? settings[key] : undefined, [...path, key])),
  tiers: (settings, path) =>
    rowsIn(settings).flatMap(([row, index]) =>
      ["at_least", "above"].map((key) => edge(row[key], [...path, index, key])),
    ),
  graduated: brackets,
  whole: brackets,
  package: blocks,
};

/** What is free, and the end of the first block with what a block is worth. */
function blocks(settings: Plain | undefined, path: Path): readonly (Edge | null)[] {
  if (!isMapping(settings)) return [];
  const free = settings.free === undefined ? { value: 0, unit: "" as const } : numberAt(settings.free);
  const [size, amount] = [numberAt(settings.size), numberAt(settings.amount)];
  if (free === null || size === null || size.value <= 0) return [edge(settings.free, [...path, "free"])];
  const first = { ...size, value: tidy(free.value + size.value) };
  return [
    edge(settings.free, [...path, "free"]),
    { x: first, base: free.value, path: [...path, "size"], y: amount, yPath: amount && [...path, "amount"] },
  ];
}

function brackets(settings: Plain | undefined, path: Path): readonly (Edge | null)[] {
  const rows = rowsIn(isMapping(settings) ? settings.brackets : undefined);
  return rows.map(([row, index]) => edge(row.up_to, [...path, "brackets", index, "up_to"]));
}

function edge(value: Plain | undefined, path: Path, y: WrittenNumber | null = null, yPath: Path = []): Edge | null {
  const x = numberAt(value);
  return x && { x, base: 0, path, y, yPath: y && yPath };
}

function numberAt(value: Plain | undefined): WrittenNumber | null {
  return typeof value === "number" || typeof value === "string" ? numberIn(String(value)) : null;
}

function listed(value: Plain | undefined): readonly Plain[] {
  return Array.isArray(value) ? value : [];
}

function rowsIn(value: Plain | undefined): (readonly [{ readonly [key: string]: Plain }, number])[] {
  return listed(value).flatMap((row, index) => (isMapping(row) ? [[row, index] as const] : []));
}

/** By how much a hand moves: whole numbers of what is counted, and of scores that are not all alike. */
export function stepsOf(area: Area, plot: Plot): Steps {
  const axis = plot.axes.find((one) => one.id === plot.along);
  const width = area.x.high - area.x.low;
  const isWhole = axis?.kind === "count" || (axis?.id === "score" && width >= 10);
  return { x: handStep(width, isWhole ? 1 : 0), y: handStep(area.y.high - area.y.low) };
}

/** Where a grip comes to stand that somebody wants at ``x`` and ``y``: on round numbers, between its neighbours. */
export function fitting(grip: Grip, x: number, y: number, steps: Steps) {
  // A block has a size, though nothing may be free before it.
  const lowest = grip.least ?? (grip.xPaths.some((one) => one.at(-1) === "size") ? grip.base : null);
  const least = lowest === null ? Number.NEGATIVE_INFINITY : tidy(lowest + steps.x);
  const most = grip.most === null ? Number.POSITIVE_INFINITY : tidy(grip.most - steps.x);
  const across = least > most ? grip.x.value : Math.min(most, Math.max(least, snapped(x, steps.x)));
  return { x: across, y: snapped(y, steps.y) };
}

/** How high the drawing is at a value: where a grip lies that moves sideways only. */
export function heightAt(plot: Plot, x: number): number | null {
  const points = plot.pieces.flatMap((piece) => piece.points).filter(([at]) => at === x);
  return points.length === 0 ? null : Math.max(...points.map(([, gives]) => gives ?? 0));
}

/** A corner more: where somebody pointed, or in the middle of the widest stretch. Null where there is no room. */
export function newCorner(settings: Plain | undefined, grips: readonly Grip[], x: number, y: number, steps: Steps) {
  const all = listed(settings).map((pair) => (Array.isArray(pair) ? (numberAt(pair[0])?.value ?? null) : null));
  const pointed = Number.isFinite(x);
  const stretches = grips.slice(1).map((right, index) => ({ left: grips[index] as Grip, right }));
  const widest = stretches.reduce<(typeof stretches)[number] | undefined>(
    (found, one) => (found && width(found) >= width(one) ? found : one),
    undefined,
  );
  const first = grips[0];
  if (!first || (!pointed && !widest)) return null;
  const at = pointed ? snapped(x, steps.x) : middle(widest?.left.x, widest?.right.x, steps.x);
  const gives = pointed ? snapped(y, steps.y) : middle(widest?.left.y, widest?.right.y, steps.y);
  if (all.includes(at)) return null;
  const index = all.findLastIndex((one) => one !== null && one < at) + 1;
  const beside = grips.findLast((one) => one.x.value < at) ?? first;
  return { index, at, x: writtenLike(at, beside.x.unit), y: writtenLike(gives, beside.y?.unit ?? "") };
}

function width({ left, right }: { readonly left: Grip; readonly right: Grip }): number {
  return right.x.value - left.x.value;
}

function middle(one: WrittenNumber | null | undefined, other: WrittenNumber | null | undefined, step: number): number {
  return snapped(((one?.value ?? 0) + (other?.value ?? 0)) / 2, step);
}
