/** A block pasted into a list: bands, corners of a curve, brackets, or any other list of records, pairs or values. */
import type { Block } from "@/parts/paste/block";
import { headed, type Names } from "@/parts/paste/headings";
import { formulaIn, isBroken, numberIn } from "@/parts/paste/values";
import { isMapping, type Plain } from "@/scheme/data";
import { insert, set } from "@/scheme/text/edits";
import type { Path } from "@/scheme/text/read";
import { typed, type Written } from "@/scheme/text/render";

/** A key of a record, a place in a pair, or null for an entry that is a value itself. */
export type Part = string | number | null;

export interface ListFilling {
  readonly cells: readonly { readonly index: number; readonly part: Part; readonly told: string }[];
  /** New entries, each as its parts, and where they are put. */
  readonly added: readonly (readonly (readonly [Part, string])[])[];
  readonly at: number;
}

export type Refusal = "too-wide" | "broken" | "gap";

/** The parts of an entry that are filled, from ``first`` on, as the entries of the list have them. */
export function partsFrom(items: readonly Plain[], index: number, first: Part): Part[] {
  if (first === null) return [null];
  const item = items[index];
  if (typeof first === "number") {
    const width = Array.isArray(item) ? item.length : 2;
    return Array.from({ length: width - first }, (_, offset) => first + offset);
  }
  const keys = isMapping(item) ? Object.keys(item) : [first];
  return keys.slice(keys.indexOf(first));
}

/**
 * What a block would fill from the entry ``from`` on. Entries that lack the part, such as ``otherwise`` below bands,
 * are not filled: new ones come before them.
 */
export function fillingOf(
  block: Block,
  items: readonly Plain[],
  from: number,
  parts: readonly Part[],
  names: Names<string>,
): ListFilling | Refusal {
  const found = headed(block, names);
  const rows = (found?.rows ?? withoutTitles(block)).filter((line) => line.some((cell) => cell !== ""));
  const columns: readonly (Part | undefined)[] = found ? found.keys.map((key) => key ?? undefined) : parts;
  if (!found && rows.some((line) => line.slice(parts.length).some((cell) => cell !== ""))) return "too-wide";
  if (rows.some((line) => line.some(isBroken))) return "broken";
  const used = columns.filter((part) => part !== undefined);
  // New entries have their parts in the order of the one where the block was put.
  const order = Object.keys(items[from] ?? {});
  const cells: { index: number; part: Part; told: string }[] = [];
  const added: (readonly [Part, string])[][] = [];
  let at = from;
  for (const line of rows) {
    const parted = columns.flatMap((part, column): (readonly [Part, string])[] => {
      const cell = line[column] ?? "";
      return part === undefined || cell === "" ? [] : [[part, formulaIn(cell)]];
    });
    const isThere = added.length === 0 && at < items.length && used.every((part) => has(items[at] as Plain, part));
    if (isThere) {
      cells.push(...parted.map(([part, told]) => ({ index: at, part, told })));
      at += 1;
    } else {
      // A pair without one of its two values is none.
      if (used.some((part) => typeof part === "number") && parted.length < used.length) return "gap";
      added.push([...parted].sort(([one], [other]) => order.indexOf(String(one)) - order.indexOf(String(other))));
    }
  }
  return { cells, added, at };
}

/** Without a first line of words above numbers only: it names the columns in its author's own words. */
function withoutTitles(block: Block): Block {
  const [first, ...rest] = block;
  const isTitles = first?.every((cell) => cell === "" || numberIn(cell) === null) && !first.some(isBroken);
  const areNumbers = rest.length > 0 && rest.every((line) => line.every((cell) => numberIn(cell) !== null));
  return isTitles && areNumbers ? rest : block;
}

function has(item: Plain, part: Part): boolean {
  if (part === null) return !isMapping(item) && !Array.isArray(item);
  return typeof part === "number" ? Array.isArray(item) && part < item.length : isMapping(item) && part in item;
}

export function filled(text: string, path: Path, { cells, added, at }: ListFilling): string {
  const changed = cells.reduce(
    (sofar, { index, part, told }) =>
      set(sofar, part === null ? [...path, index] : [...path, index, part], typed(told)),
    text,
  );
  return added.reduce((sofar, parted, offset) => insert(sofar, path, at + offset, entryOf(parted)), changed);
}

function entryOf(parted: readonly (readonly [Part, string])[]): Written {
  if (parted.every(([part]) => typeof part === "string"))
    return Object.fromEntries(parted.map(([part, told]) => [part as string, typed(told)]));
  const values = parted.map(([, told]) => typed(told));
  return parted[0]?.[0] === null ? (values[0] ?? "") : values;
}
