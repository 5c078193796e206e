/** Which of a person's results is shown, and which come before and after it. */
import type { PersonResult } from "@/api/queries/personResults";

/** The result asked for; else the latest of the rule set, else the latest of all. ``items`` are latest first. */
export function choose(items: readonly PersonResult[], ruleSet: string | null, period: string | null): PersonResult {
  const own = items.filter((item) => item.rule_set === ruleSet);
  const found = own.find((item) => item.period === period) ?? own[0] ?? items[0];
  if (found === undefined) throw new Error("there is no result to choose from");
  return found;
}

/** The results of the same rule set next to ``shown``; ``items`` are latest first. */
export function beside(items: readonly PersonResult[], shown: PersonResult) {
  const place = items.indexOf(shown);
  return { earlier: items[place + 1], later: place > 0 ? items[place - 1] : undefined };
}

/** The latest result of each rule set. */
export function ruleSetsOf(items: readonly PersonResult[]): readonly PersonResult[] {
  const latest = new Map<string, PersonResult>();
  for (const item of items) if (!latest.has(item.rule_set)) latest.set(item.rule_set, item);
  return [...latest.values()];
}
