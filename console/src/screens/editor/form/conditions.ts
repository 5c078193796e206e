/** The limits of a band as people write them in tables. */
import { numberIn } from "@/parts/paste/values";

export interface Edge {
  /** As the language writes it. */
  readonly value: string;
  /** Whether the limit itself belongs to the band. */
  readonly isIn: boolean;
  /** Said by a sign or word that leaves no doubt; of ``30%~35%`` nobody knows which limits are meant to belong to it. */
  readonly isCertain: boolean;
}

export interface Limits {
  readonly low?: Edge;
  readonly high?: Edge;
  /** A number alone, which is a lower limit. */
  readonly isBare?: boolean;
}

export type Condition = Limits | "otherwise";

type Side = "low" | "high";

const REST = /^(其余|其他|其它|剩余|otherwise|others?|else|the rest)(的|情况|部分)*$/i;

/** By what stands before the number. */
const BEFORE: readonly (readonly [RegExp, Side, boolean])[] = [
  [/^(≥|≧|>=|=>|不低于|不少于|不小于|大于等于|大于或等于|至少|at least)/i, "low", true],
  [/^(≤|≦|<=|=<|不高于|不超过|不多于|不大于|小于等于|小于或等于|至多|at most|up to)/i, "high", true],
  [/^(>|大于|高于|超过|多于|above|over|more than)/i, "low", false],
  [/^(<|小于|低于|不足|不满|少于|below|under|less than)/i, "high", false],
];

/** By what stands behind it: whether the limit belongs to the band, and whether that is certain. */
const BEHIND: readonly (readonly [RegExp, Side, boolean, boolean])[] = [
  [/(及以上|或以上|以上\(含\)|\(含\)以上|及以上\(含\))$/, "low", true, true],
  [/(及以下|或以下|以下\(含\)|\(含\)以下|及以下\(含\))$/, "high", true, true],
  [/(以上\(不含\)|\(不含\)以上)$/, "low", false, true],
  [/(以下\(不含\)|\(不含\)以下)$/, "high", false, true],
  [/以上$/, "low", true, false],
  [/以下$/, "high", true, false],
  [/(以内)$/, "high", true, true],
];

const UNITS = /(?<=\d)(分|元|单|次|个|人|件|天)$/;
const RANGE = /^(-?[\d.,]+%?\D?)\s*(?:~|-|至|到|to)\s*(-?[\d.,]+%?\D?)$/i;
const INTERVAL = /^([[(])([^,;]+)[,;]([^,;]+)([\])])$/;

/** What a cell says of a band; null where it says nothing of the kind. */
export function conditionIn(cell: string): Condition | null {
  const told = cell.normalize("NFKC").replace(/[−–—]/g, "-").replace(/[〜∼]/g, "~").trim();
  if (REST.test(told)) return "otherwise";
  const bare = valueIn(told);
  if (bare !== null) return { low: { value: bare, isIn: true, isCertain: true }, isBare: true };
  return before(told) ?? behind(told) ?? between(told) ?? interval(told);
}

function before(told: string): Limits | null {
  for (const [sign, side, isIn] of BEFORE) {
    if (!sign.test(told)) continue;
    const value = valueIn(told.replace(sign, ""));
    return value === null ? null : { [side]: { value, isIn, isCertain: true } };
  }
  return null;
}

function behind(told: string): Limits | null {
  for (const [word, side, isIn, isCertain] of BEHIND) {
    if (!word.test(told)) continue;
    const value = valueIn(told.replace(word, ""));
    return value === null ? null : { [side]: { value, isIn, isCertain } };
  }
  return null;
}

function between(told: string): Limits | null {
  const [, first = "", second = ""] = RANGE.exec(told) ?? [];
  return limits(first, second, { isIn: true, isCertain: false }, { isIn: true, isCertain: false });
}

/** ``[30%, 35%)``: a round bracket leaves its limit out. */
function interval(told: string): Limits | null {
  const [, open, first = "", second = "", close] = INTERVAL.exec(told) ?? [];
  return limits(first, second, { isIn: open === "[", isCertain: true }, { isIn: close === "]", isCertain: true });
}

function limits(first: string, second: string, low: Omit<Edge, "value">, high: Omit<Edge, "value">): Limits | null {
  const to = valueIn(second);
  // In 30-35% both are percentages.
  const from = valueIn(to?.endsWith("%") && !/%/.test(first) ? `${first.trim()}%` : first);
  if (from === null || to === null || from.endsWith("%") !== to.endsWith("%")) return null;
  if (Number.parseFloat(from) > Number.parseFloat(to)) return null;
  return { low: { value: from, ...low }, high: { value: to, ...high } };
}

function valueIn(text: string): string | null {
  return numberIn(text.trim().replace(UNITS, ""));
}
