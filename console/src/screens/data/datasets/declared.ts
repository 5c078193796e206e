/** What a dataset's declaration says, for those who read it. */
import type { Dataset, Declaration } from "@/api/queries/datasets";
import type { Label } from "@/words/labels";

export function declarationOf(dataset: Pick<Dataset, "declaration">): Declaration {
  return dataset.declaration as unknown as Declaration;
}

/** Its label beside its name, which rule sets go by. */
export function labelOf(label: (label: Label, otherwise?: string) => string, dataset: Dataset): string {
  const told = label(declarationOf(dataset).label);
  return told === "" || told === dataset.name ? dataset.name : `${told} (${dataset.name})`;
}

/** The type of a column as text: `duration`, `choice: a, b`, `rating: 1–5`. */
export function typeOf(column: unknown): { readonly kind: string; readonly detail: string } {
  if (typeof column === "string") return { kind: column, detail: "" };
  const [kind = "", told] = Object.entries(column as { [kind: string]: readonly unknown[] })[0] ?? [];
  return { kind, detail: kind === "rating" ? (told ?? []).join("–") : (told ?? []).join(", ") };
}
