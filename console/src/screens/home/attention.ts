/** What somebody should look at, from what the API tells of a rule set. */
import type { RuleSetDetail, Version } from "@/api/schema";

export type Attention = "neverPublished" | "nothingInForce" | "pending";

export function attentionOf(detail: RuleSetDetail): readonly Attention[] {
  if (detail.latest_version === null) return ["neverPublished"];
  const found: Attention[] = [];
  if (detail.in_force === null) found.push("nothingInForce");
  if (draftState(detail) === "changed") found.push("pending");
  return found;
}

export function draftState(detail: RuleSetDetail): "none" | "same" | "changed" {
  if (detail.draft === null) return "none";
  return detail.draft.published_as === null ? "changed" : "same";
}

/** The version that takes effect next: the earliest start after the one in force. Periods of one kind sort as text. */
export function upcoming(detail: RuleSetDetail): Version | undefined {
  const now = detail.in_force?.effective_from ?? "";
  const later = detail.versions.filter((version) => version.retired === null && version.effective_from > now);
  return later.toSorted((a, b) => (a.effective_from < b.effective_from ? -1 : 1))[0];
}
