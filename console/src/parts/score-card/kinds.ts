/** Of which kind the values of metrics are, as the checks tell: a share is shown as a percentage, a sum as money. */
import type { Checked } from "@/api/queries/drafts";
import type { Format } from "@/words/format";

export type Kinds = { readonly [metric: string]: string };

export function kindsOf(steps: Checked["steps"]): Kinds {
  const values = steps.filter((step) => step.path === `metrics.${step.id}`);
  return Object.fromEntries(values.map((step) => [step.id, step.kind]));
}

export function valueIn(format: Format, kind: string | undefined, value: number, currency: string): string {
  if (kind === "percent") return format.percent(value, 4);
  if (kind === "money") return format.money(String(value), currency);
  return kind === "duration" ? format.duration(value) : format.number(value);
}
