/** The first line of a block, where it names the columns. */
import type { Block } from "./block";
import { numberIn } from "./values";

/** What columns may be called, by what they mean. */
export type Names<Key extends string> = { readonly [key in Key]: readonly string[] };

export interface Headed<Key extends string> {
  /** What each column means; null for one that means nothing here. */
  readonly keys: readonly (Key | null)[];
  /** The headings as they stand. */
  readonly headings: readonly string[];
  readonly rows: Block;
}

/** Null where the first line holds values like the others. */
export function headed<Key extends string>(block: Block, names: Names<Key>): Headed<Key> | null {
  const [headings, ...rows] = block;
  if (!headings || headings.some((cell) => numberIn(cell) !== null)) return null;
  const taken = new Set<Key>();
  const keys = headings.map((heading) => {
    const found = keyFor(heading, names);
    if (found === null || taken.has(found)) return null;
    taken.add(found);
    return found;
  });
  const filled = headings.filter((cell) => cell !== "").length;
  return taken.size > 0 && taken.size * 2 >= filled ? { keys, headings, rows } : null;
}

function keyFor<Key extends string>(heading: string, names: Names<Key>): Key | null {
  const told = plain(heading);
  if (told === "") return null;
  for (const key of Object.keys(names) as Key[]) {
    if (names[key].some((name) => plain(name) === told)) return key;
  }
  return null;
}

/** ``权重 (%)`` is 权重. */
function plain(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\(.*?\)|\[.*?\]|[\s:*_-]/g, "");
}

export function saysPercent(heading: string | undefined): boolean {
  return (heading ?? "").normalize("NFKC").includes("%");
}
