/** The call of a function in which a place of a formula stands. */

export interface CallAt {
  readonly function: string;
  /** Which argument, from 0. */
  readonly index: number;
  /** The argument's name, where it is written with one. */
  readonly named: string | null;
  /** Where the name of the function begins. */
  readonly from: number;
}

interface Open {
  readonly function: string;
  readonly from: number;
  index: number;
  begins: number;
}

/** The innermost call around ``position``; null outside of any. Full-width signs count as what they stand for. */
export function callAt(formula: string, position: number): CallAt | null {
  const open: Open[] = [];
  let quote: string | null = null;
  for (let at = 0; at < position; at += 1) {
    const sign = formula.charAt(at);
    if (quote !== null) {
      if (sign === quote) quote = null;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
    } else if (sign === "(" || sign === "（") {
      const name = /[\p{L}\p{N}_]*$/u.exec(formula.slice(0, at))?.[0] ?? "";
      open.push({ function: name.toLowerCase(), from: at - name.length, index: 0, begins: at + 1 });
    } else if (sign === ")" || sign === "）") {
      open.pop();
    } else if (sign === "," || sign === "，") {
      const inner = open.at(-1);
      if (inner) {
        inner.index += 1;
        inner.begins = at + 1;
      }
    }
  }
  if (quote !== null) return null;
  const inner = open.findLast((one) => one.function !== "");
  if (!inner) return null;
  const named = /^\s*([a-z_]+)\s*=(?!=)/.exec(formula.slice(inner.begins, position))?.[1] ?? null;
  return { function: inner.function, index: inner.index, named, from: inner.from };
}
