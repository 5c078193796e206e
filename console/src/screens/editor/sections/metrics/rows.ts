/** The lines of the metric table: metrics in the order of the document or, where there are groups, below their groups. */
import { isMapping, type Plain } from "@/scheme/data";
import type { Weighed } from "./weights";

export interface MetricLine {
  readonly kind: "metric";
  readonly id: string;
  readonly data: Plain;
  readonly group: string | null;
}

export interface GroupLine {
  readonly kind: "group";
  /** Null for the place of metrics that are in no group, or in one that does not exist. */
  readonly id: string | null;
  readonly data: Plain;
  readonly members: readonly Weighed[];
}

export type Line = MetricLine | GroupLine;

type Entries = { readonly [id: string]: Plain };

export function entriesIn(data: Plain | undefined): Entries {
  return isMapping(data) ? data : {};
}

export function linesOf(metrics: Plain | undefined, groups: Plain | undefined): Line[] {
  const known = entriesIn(groups);
  const all = Object.entries(entriesIn(metrics)).map(
    ([id, data]): MetricLine => ({ kind: "metric", id, data, group: groupOf(data, known) }),
  );
  const names = Object.keys(known);
  if (names.length === 0) return all;
  const under = (id: string | null): Line[] => {
    const members = all.filter(({ group }) => group === id);
    if (id === null && members.length === 0) return [];
    return [
      { kind: "group", id, data: id === null ? null : (known[id] ?? null), members: weighedOf(members) },
      ...members,
    ];
  };
  return [...names, null].flatMap(under);
}

function groupOf(data: Plain, groups: Entries): string | null {
  const group = keyIn(data, "group");
  return group !== undefined && Object.hasOwn(groups, String(group)) ? String(group) : null;
}

export function weighedOf(lines: readonly { readonly id: string | null; readonly data: Plain }[]): Weighed[] {
  return lines.map(({ id, data }) => ({ id: id ?? "", weight: keyIn(data, "weight") }));
}

/** The weights of all metrics, or of all groups. */
export function weightsIn(section: Plain | undefined): Weighed[] {
  return weighedOf(Object.entries(entriesIn(section)).map(([id, data]) => ({ id, data })));
}

export function keyIn(data: Plain | undefined, key: string): Plain | undefined {
  return isMapping(data) ? data[key] : undefined;
}

/** A place for a metric: in a group, before another metric of it or at its end. */
export interface Slot {
  readonly group: string | null;
  readonly before: string | null;
}

/** The place between the lines ``at - 1`` and ``at``. */
export function slotAt(lines: readonly Line[], at: number): Slot | null {
  const above = lines[at - 1];
  const below = lines[at];
  if (above === undefined) {
    if (below === undefined) return null;
    // Above the first group's name there is no place of its own.
    return below.kind === "group" ? slotAt(lines, at + 1) : { group: below.group, before: below.id };
  }
  const group = above.kind === "group" ? above.id : above.group;
  return { group, before: below?.kind === "metric" ? below.id : null };
}

/** The place one line above or below a metric's own; null where there is none. */
export function slotBeside(lines: readonly Line[], id: string, step: -1 | 1): Slot | null {
  const at = lines.findIndex((one) => one.kind === "metric" && one.id === id);
  const next = lines[at + step];
  if (at < 0 || next === undefined) return null;
  if (step > 0) return slotAt(lines, at + 2);
  if (next.kind === "metric") return slotAt(lines, at - 1);
  return at > 1 ? slotAt(lines, at - 1) : null;
}

/** Whether the metric's method compares with a target. */
export function hasTarget({ data }: MetricLine): boolean {
  return keyIn(keyIn(keyIn(data, "points"), "attainment"), "target") !== undefined;
}
