/** What may be written next in a formula: names found by id or by label in either language, functions by name or words. */
import type { FormulaName } from "@/api/queries/formulas";
import type { FunctionInfo } from "@/api/queries/language";
import { isMapping, type Plain } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import type { Label } from "@/words/labels";
import { callAt } from "./call";

export interface Suggestion {
  /** What is put in. */
  readonly text: string;
  readonly label: Label;
  /** Of a name: its kind; of a function: how it is called. */
  readonly about: Label;
  readonly kind: "name" | "function" | "word";
}

export interface Suggestions {
  readonly from: number;
  readonly items: readonly Suggestion[];
}

const MOST = 40;

/** The suggestions at the end of ``before``, best first; asked for without a word, everything that there is. */
export function suggest(
  before: string,
  names: readonly Suggestion[],
  functions: readonly FunctionInfo[],
  asked: boolean,
): Suggestions | null {
  const word = /[\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? "";
  if ((word === "" && !asked) || /^\d/.test(word) || isQuoted(before)) return null;
  const settings = wordsOfArgument(before, functions);
  if (settings.length > 0) return { from: before.length - word.length, items: settings };
  const calls = functions.map(
    (one): Suggestion => ({ text: `${one.name}(`, label: one.signature, about: one.doc, kind: "function" }),
  );
  // A label of several words is looked for from its first word on.
  for (const from of beginnings(before, word)) {
    const typed = before.slice(from);
    const found = [...names, ...calls]
      .map((item) => ({ item, rank: rankOf(item, typed) }))
      .filter(({ rank }) => rank !== null && (typed === word || rank <= 1))
      .sort((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
    if (found.length > 0) return { from, items: found.slice(0, MOST).map(({ item }) => item) };
  }
  return null;
}

function isQuoted(before: string): boolean {
  const single = before.replace(/"[^"]*"/g, "").split("'").length;
  return single % 2 === 0 || (before.replace(/'[^']*'/g, "").split('"').length % 2 === 0 && single % 2 === 1);
}

function wordsOfArgument(before: string, functions: readonly FunctionInfo[]): Suggestion[] {
  const call = callAt(before, before.length);
  const called = functions.find((one) => one.name === call?.function);
  const argument = called?.parameters.find((one) => one.name === call?.named);
  return (argument?.words ?? []).map((text) => ({ text, label: text, about: argument?.doc, kind: "word" }));
}

function beginnings(before: string, word: string): number[] {
  const found = [before.length - word.length];
  const back = /((?:\p{L}[\p{L}\p{N}_]* ){1,4})[\p{L}\p{N}_]+$/u.exec(before)?.[1];
  if (back) {
    let from = before.length - word.length - back.length;
    const longer: number[] = [];
    for (const part of back.split(" ").slice(0, -1)) {
      longer.push(from);
      from += part.length + 1;
    }
    found.unshift(...longer);
  }
  return found;
}

/** 0 for the very beginning of the id, 1 of a label, 2 of a word in it, 3 somewhere; null for nowhere. */
function rankOf({ text, label, about, kind }: Suggestion, typed: string): number | null {
  const wanted = typed.toLowerCase();
  if (text.toLowerCase().startsWith(wanted)) return 0;
  const labels = textsOf(kind === "function" ? about : label).map((one) => one.toLowerCase());
  // Of what functions do, whole words count: "the sum", not "consume". Chinese has no spaces to tell them by.
  const begins = /^[a-z]/.test(wanted) ? ` ${wanted}` : wanted;
  if (kind === "function") return wanted.length > 1 && labels.some((one) => ` ${one}`.includes(begins)) ? 4 : null;
  if (labels.some((one) => one.startsWith(wanted))) return 1;
  if (labels.some((one) => one.includes(` ${wanted}`)) || text.toLowerCase().includes(`_${wanted}`)) return 2;
  return wanted !== "" && [...labels, text.toLowerCase()].some((one) => one.includes(wanted)) ? 3 : null;
}

function textsOf(label: Label): string[] {
  if (typeof label === "string") return [label];
  return [label?.zh, label?.en].filter((one): one is string => typeof one === "string");
}

const SCORE: Suggestion = { text: "score", label: { zh: "综合得分", en: "the score" }, about: "", kind: "name" };
const TIER: Suggestion = { text: "tier", label: { zh: "等级", en: "the tier" }, about: "", kind: "name" };
const BEFORE_METRICS = ["attributes", "inputs", "parameters", "measures", "eligible"];
const AFTER_SCORE = ["tiers", "rewards", "payout", "outcomes"];

/** The names that may stand in a formula at ``path``: only what comes before it. */
export function namesAt(path: Path, names: readonly FormulaName[], data: Plain): Suggestion[] {
  const [section, entry] = [String(path[0] ?? ""), String(path[1] ?? "")];
  const metrics = names.filter((one) => one.section === "metrics").map((one) => one.id);
  const own = section === "metrics" ? metrics.indexOf(entry) : BEFORE_METRICS.includes(section) ? -1 : metrics.length;
  const inPoints = section === "metrics" && path[2] !== "value";
  const known = names.flatMap((one): Suggestion[] => {
    const place = metrics.indexOf(one.id);
    if (place < 0) return [nameOf(one)];
    if (place > own || (place === own && !inPoints)) return [];
    return place === own ? [nameOf(one)] : [nameOf(one), pointsOf(one)];
  });
  if (section === "measures") return [...columnsOf(entry, data), ...known];
  if (section === "adjustments") return [...known, SCORE];
  return AFTER_SCORE.includes(section) ? [...known, SCORE, TIER] : known;
}

function nameOf({ id, label, unit }: FormulaName): Suggestion {
  return { text: id, label, about: unit, kind: "name" };
}

function pointsOf({ id, label }: FormulaName): Suggestion {
  const told = { zh: `${label.zh}的得分`, en: `points of ${label.en}` };
  return { text: `points(${id})`, label: told, about: "", kind: "name" };
}

/** The columns of the dataset that a measure reads. */
function columnsOf(measure: string, data: Plain): Suggestion[] {
  const dataset = inside(inside(inside(data, "measures"), measure), "dataset");
  const columns = inside(inside(inside(data, "datasets"), String(dataset)), "columns");
  return isMapping(columns)
    ? Object.keys(columns).map((text): Suggestion => ({ text, label: text, about: "", kind: "name" }))
    : [];
}

function inside(data: Plain | undefined, key: string): Plain | undefined {
  return isMapping(data) ? data[key] : undefined;
}
