/** A rule set as plain data, as far as screens that only read one need to know it. */
import type { Label } from "@/words/labels";

export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** The mapping at ``key`` of the document; empty where there is none. */
export function section(document: Plain, key: string): { readonly [id: string]: Plain } {
  const found = isMapping(document) ? document[key] : undefined;
  return isMapping(found) ? found : {};
}

export function isMapping(value: Plain | undefined): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Labels of everything that a result speaks of by id, and the currency. */
export interface SchemeLabels {
  readonly name: Label;
  readonly currency: string;
  readonly metrics: Labels;
  readonly adjustments: Labels;
  readonly tiers: Labels;
  readonly rewards: Labels;
  readonly inputs: Labels;
}

type Labels = { readonly [id: string]: Label };

export function labelsOf(document: Plain): SchemeLabels {
  const top = isMapping(document) ? document : {};
  const tiers = Array.isArray(top.tiers) ? top.tiers : [];
  return {
    name: top.name as Label,
    currency: typeof top.currency === "string" ? top.currency : "CNY",
    metrics: labelled(document, "metrics"),
    adjustments: labelled(document, "adjustments"),
    rewards: labelled(document, "rewards"),
    inputs: { ...labelled(document, "inputs"), ...labelled(document, "attributes"), ...labelled(document, "measures") },
    tiers: Object.fromEntries(tiers.filter(isMapping).map((tier) => [String(tier.id), tier.label as Label])),
  };
}

function labelled(document: Plain, key: string): Labels {
  return Object.fromEntries(
    Object.entries(section(document, key)).map(([id, value]) => [
      id,
      (isMapping(value) ? value.label : undefined) as Label,
    ]),
  );
}
