/** A block of bands as schemes are written down, ``≥35%``, ``30%~35%``, ``20%以下``, ``其余``: understood as bands. */
import type { Block } from "@/parts/paste/block";
import { formulaIn, isBroken } from "@/parts/paste/values";
import { isMapping, type Plain } from "@/scheme/data";
import { insert, remove, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { type Condition, conditionIn, type Edge } from "./conditions";

export type Band = readonly (readonly [key: string, told: string])[];

const EDGES = ["at_least", "above", "at_most", "below"];

/** Whether a list of such entries is one of bands: with limits, and with what the rest gets. */
export function areBands(keys: readonly string[]): boolean {
  return [...EDGES, "otherwise", "points"].every((key) => keys.includes(key));
}

/**
 * The bands of two columns, limits and points in either order, with or without headings. Null where no limit is said
 * by signs or words, so that the block is one of bare values; ``unclear`` where only some can be understood.
 */
export function bandsIn(block: Block): readonly Band[] | "unclear" | null {
  const lines = block.filter((line) => line.some((cell) => cell !== ""));
  const column = lines.some((line) => isSaid(line[1] ?? "")) ? 1 : 0;
  if (!lines.some((line) => isSaid(line[column] ?? ""))) return null;
  const rows = conditionIn(lines[0]?.[column] ?? "") === null ? lines.slice(1) : lines;
  const conditions = rows.map((line) => conditionIn(line[column] ?? ""));
  const points = rows.map((line) => line[1 - column] ?? "");
  const isWhole = rows.every((line, index) => conditions[index] !== null && line.slice(2).every((cell) => cell === ""));
  if (!isWhole || points.some((cell) => cell === "" || isBroken(cell))) return "unclear";
  const told = conditions as readonly Condition[];
  if (told.slice(0, -1).some((one) => one === "otherwise")) return "unclear";
  return told.map((one, index): Band => {
    const worth = formulaIn(points[index] ?? "");
    return one === "otherwise" ? [["otherwise", worth]] : [...limitsOf(one, told), ["points", worth]];
  });
}

/** Said by more than a number alone. */
function isSaid(cell: string): boolean {
  const found = conditionIn(cell);
  return found !== null && (found === "otherwise" || !found.isBare);
}

/** A limit that two bands share belongs to the upper one, unless either says otherwise. */
function limitsOf({ low, high }: Exclude<Condition, "otherwise">, all: readonly Condition[]): Band {
  const others = all.filter((one) => one !== "otherwise");
  const limits: (readonly [string, string])[] = [];
  if (low) {
    const beneath = others.find((one) => one.high?.value === low.value)?.high;
    const isIn = low.isCertain || beneath === undefined ? low.isIn : !(beneath.isCertain && beneath.isIn);
    limits.push([isIn ? "at_least" : "above", low.value]);
  }
  if (high) {
    const over: Edge | undefined = others.find((one) => one.low?.value === high.value)?.low;
    const isIn = high.isCertain || over === undefined ? high.isIn : over.isCertain && !over.isIn;
    limits.push([isIn ? "at_most" : "below", high.value]);
  }
  return limits;
}

/** The text with ``bands`` from the entry ``from`` on instead of those there were; what the rest gets stays if they do not say. */
export function withBands(
  text: string,
  path: Path,
  items: readonly Plain[],
  from: number,
  bands: readonly Band[],
): string {
  const proper = bands.filter((band) => !isRest(band));
  const rest = bands.find(isRest);
  const last = items.at(-1);
  const hasRest = isMapping(last) && "otherwise" in last;
  const end = items.length - (hasRest ? 1 : 0);
  const start = Math.min(from, end);
  const filled = proper.reduce((sofar, band, offset) => {
    const at = start + offset;
    return at < end ? replaced(sofar, [...path, at], items[at], band) : insert(sofar, path, at, written(band));
  }, text);
  const surplus = Math.max(0, end - start - proper.length);
  const shortened = Array.from({ length: surplus }, (_, back) => end - 1 - back).reduce(
    (sofar, at) => remove(sofar, [...path, at]),
    filled,
  );
  if (rest === undefined) return shortened;
  const at = start + proper.length;
  return hasRest ? replaced(shortened, [...path, at], last, rest) : insert(shortened, path, at, written(rest));
}

/** The entry in place, so that its comments and layout stay; written anew where it has other limits. */
function replaced(text: string, path: Path, item: Plain | undefined, band: Band): string {
  const keys = isMapping(item) ? Object.keys(item) : [];
  const isAlike = keys.length === band.length && band.every(([key]) => keys.includes(key));
  if (!isAlike) return set(text, path, written(band));
  return band.reduce((sofar, [key, told]) => set(sofar, [...path, key], typed(told)), text);
}

function written(band: Band) {
  return Object.fromEntries(band.map(([key, told]) => [key, typed(told)]));
}

function isRest(band: Band): boolean {
  return band.some(([key]) => key === "otherwise");
}
