/** Ids for new metrics, made from what people call them. */

/** Words of formulas, which nothing can be called by; the server has the whole list and tells. */
const RESERVED = new Set(
  "and or not if else true false null none in is lambda for while def class return import from as with try pass".split(
    " ",
  ),
);
const LONGEST = 63;

/** An id that is not taken: the name without what an id cannot have. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize("NFKC")
    .replace(/[^\p{L}\p{Nd}]+/gu, "_")
    .replace(/^[_\p{Nd}]+|_+$/gu, "")
    .slice(0, LONGEST - 12);
  const isLatin = /^[\p{Script=Latin}\p{Nd}_]*$/u.test(plain);
  const base = isLatin ? plain.toLowerCase() : plain;
  if (base === "") return numbered("metric", taken, 1);
  if (!taken.has(base) && !RESERVED.has(base)) return base;
  // What is called like an input is told from it.
  const other = `${base}${isLatin ? "_score" : "_得分"}`;
  return taken.has(other) ? numbered(other, taken, 2) : other;
}

function numbered(base: string, taken: ReadonlySet<string>, from: number): string {
  for (let number = from; ; number += 1) {
    const id = `${base}_${number}`;
    if (!taken.has(id)) return id;
  }
}
