/** What a form says differently from what holds. */
import type { Value } from "@/api/queries/people";

/** Attributes that were typed anew, null for those that were emptied. A number left as it stands is no change. */
export function changedAttributes(
  before: { readonly [id: string]: Value },
  typed: { readonly [id: string]: string },
): { [id: string]: string | null } {
  const changed: { [id: string]: string | null } = {};
  for (const id of new Set([...Object.keys(before), ...Object.keys(typed)])) {
    const [old, now] = [before[id], (typed[id] ?? "").trim()];
    if (old === undefined ? now !== "" : now !== String(old)) changed[id] = now === "" ? null : now;
  }
  return changed;
}
