/** The attributes by which a run's people can be grouped. */
import { useExample } from "@/api/queries/runs";
import type { Scheme } from "@/api/queries/schemes";
import { useLabels } from "@/words/labels";

/** Teams come first where there are any: it is what most people compare. */
export function useAttributes(run: number, { labels }: Scheme): readonly { value: string; label: string }[] {
  const label = useLabels();
  const example = useExample(run).data;
  const names = Object.keys(example?.attributes ?? {});
  return names
    .toSorted((a, b) => Number(b === "team") - Number(a === "team"))
    .map((name) => ({ value: name, label: label(labels.inputs[name], name) }));
}
