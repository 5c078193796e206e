/** Changes to metrics as a whole: their order, their groups, their weights. Texts in, texts out. */

import { move, remove, rename, set } from "@/scheme/text/edits";
import { dataAt, type Path, readScheme } from "@/scheme/text/read";
import { typed } from "@/scheme/text/render";
import { entriesIn, keyIn, type Slot } from "./rows";

const METRICS = ["metrics"] as const;

/** The metric at another place of the document, and in the group of that place. */
export function moveTo(text: string, id: string, { group, before }: Slot): string {
  const metrics = entriesIn(dataAt(readScheme(text), METRICS));
  const names = Object.keys(metrics);
  const from = names.indexOf(id);
  if (from < 0 || before === id) return inGroup(text, id, group);
  const others = names.filter((one) => one !== id);
  const last = others.findLastIndex((one) => (keyIn(metrics[one], "group") ?? null) === group);
  const to = before !== null ? others.indexOf(before) : last >= 0 ? last + 1 : from;
  const moved = to === from || to < 0 ? text : move(text, METRICS, from, to);
  return inGroup(moved, id, group);
}

export function inGroup(text: string, id: string, group: string | null): string {
  const now = keyIn(dataAt(readScheme(text), ["metrics", id]), "group") ?? null;
  if (now === group) return text;
  return group === null ? remove(text, ["metrics", id, "group"]) : set(text, ["metrics", id, "group"], group);
}

/** The group by another id, also where metrics name it. */
export function renameGroup(text: string, from: string, to: string): string {
  const metrics = entriesIn(dataAt(readScheme(text), METRICS));
  const members = Object.keys(metrics).filter((id) => keyIn(metrics[id], "group") === from);
  return members.reduce((sofar, id) => inGroup(sofar, id, to), rename(text, ["groups", from], to));
}

/** The weights written, by id, of metrics or of groups. */
export function withWeights(text: string, section: "metrics" | "groups", weights: ReadonlyMap<string, string>): string {
  return [...weights].reduce((sofar, [id, weight]) => set(sofar, [section, id, "weight"], typed(weight)), text);
}

/** The label in one language; one text for both is first told apart. */
export function withName(text: string, path: Path, language: "zh" | "en", value: string): string {
  const place = [...path, "label"];
  const label = dataAt(readScheme(text), place);
  if (typeof label === "string") return set(text, place, { zh: label, en: label, [language]: value });
  if (value.trim() !== "") return set(text, [...place, language], value);
  const other = keyIn(label, language === "en" ? "zh" : "en");
  return remove(text, other ? [...place, language] : place);
}
