/** What ids of the scheme are called where they stand for something else: in what a test gives and expects, in amounts by tier. */
import { labelsOf } from "@/scheme/data";
import type { Path } from "@/scheme/text/read";
import { type Label, useLabels } from "@/words/labels";
import { useEditing } from "../editing";
import { useKeys } from "./keys";

/** A place of a result in words: ``metrics.conversion.points`` is the metric's label and what of it. */
export function useWhere(): (where: string) => string {
  const keys = useKeys();
  const label = useLabels();
  const { scheme } = useEditing();
  const labels = labelsOf(scheme.data);
  return (where) => {
    const [section = "", id, ...rest] = where.split(".");
    if (section !== "metrics" && section !== "adjustments" && section !== "rewards")
      return [section, id, ...rest]
        .map((one) => one && keys(one))
        .filter(Boolean)
        .join(" · ");
    const name = label(labels[section][id ?? ""], id);
    return rest.length === 0 ? name : `${name} · ${rest.map(keys).join(" · ")}`;
  };
}

/** What the key at ``path`` of a test stands for; nothing for one that is no id of something with a label. */
export function useCalled(path: Path): string {
  const label = useLabels();
  const where = useWhere();
  const { scheme } = useEditing();
  const key = String(path.at(-1));
  if (path.at(-2) === "expect") return where(key);
  return path.at(-2) === "given" ? label(labelsOf(scheme.data).inputs[key]) : "";
}

export type Called = { readonly [id: string]: Label };
const NOTHING: Called = {};

/** What the entries at ``path`` are called where they have no labels of their own: amounts by tier have those of the tiers. */
export function useEntriesCalled(path: Path): Called {
  const { scheme } = useEditing();
  return path.at(-1) === "by_tier" ? labelsOf(scheme.data).tiers : NOTHING;
}
