/** Attributes as people read them, and the conditions that lists take. */
import { useAttributes } from "@/api/queries/people";
import { useLabels } from "@/words/labels";

/** A function that says what an attribute is called. */
export function useAttributeNames(): (id: string) => string {
  const label = useLabels();
  const known = new Map((useAttributes().data?.items ?? []).map((one) => [one.id, one.label]));
  return (id) => label(known.get(id), id);
}

/** `{role: "agent", team: "a,b"}` as the API's `role:agent,team:a,,b`. */
export function conditions(wanted: { readonly [attribute: string]: string }): string | undefined {
  const told = Object.entries(wanted).filter(([, value]) => value !== "");
  if (told.length === 0) return undefined;
  return told.map(([id, value]) => `${id}:${value.replaceAll(",", ",,")}`).join(",");
}

/** The reverse; what is no condition is left out. */
export function conditionsIn(text: string): { [attribute: string]: string } {
  const parts = text.replaceAll(",,", "\u0000").split(",");
  const pairs = parts.flatMap((part) => {
    const told = part.replaceAll("\u0000", ",");
    const at = told.indexOf(":");
    return at > 0 && at < told.length - 1 ? [[told.slice(0, at), told.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(pairs);
}
