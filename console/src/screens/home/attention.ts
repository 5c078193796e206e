/** What somebody should look at, from what the API tells of a rule set and its last run. */
import type { Run } from "@/api/queries/runs";
import type { Key, RuleSetDetail, Version } from "@/api/schema";
import { daysBetween, firstDay, kindOf, periodOf, step } from "@/scheme/periods";

export type Attention =
  | { readonly what: "neverPublished" | "nothingInForce" | "pending" }
  /** Changes that are not published, and a period that begins in so many days. */
  | { readonly what: "pendingSoon"; readonly period: string; readonly days: number }
  | { readonly what: "runFailed"; readonly run: Run }
  | { readonly what: "runProblems"; readonly run: Run; readonly problem: number; readonly incomplete: number }
  /** A period is over, and only earlier ones were run. */
  | { readonly what: "runDue"; readonly period: string };

/** A period is near when it begins within so many days. */
const NEAR = 7;
/** Keys that end within so many days are told of. */
export const KEY_ENDS = 14;
const DAY = 86_400_000;

export function attentionOf(
  detail: RuleSetDetail,
  lastRun: Run | null | undefined,
  today: string,
): readonly Attention[] {
  if (detail.latest_version === null) return [{ what: "neverPublished" }];
  const found: Attention[] = [];
  if (lastRun?.state === "failed") found.push({ what: "runFailed", run: lastRun });
  if (detail.in_force === null) found.push({ what: "nothingInForce" });
  if (draftState(detail) === "changed") found.push(pending(detail, today));
  if (lastRun?.state === "done") {
    const { problem = 0, incomplete = 0 } = lastRun.counts ?? {};
    if (problem + incomplete > 0) found.push({ what: "runProblems", run: lastRun, problem, incomplete });
    const over = step(periodOf(kindOf(lastRun.period), today), -1);
    if (firstDay(lastRun.period) < firstDay(over)) found.push({ what: "runDue", period: over });
  }
  return found;
}

function pending(detail: RuleSetDetail, today: string): Attention {
  const known = detail.in_force ?? detail.versions[0];
  if (known) {
    const next = step(periodOf(kindOf(known.effective_from), today), 1);
    const days = daysBetween(today, firstDay(next));
    if (days <= NEAR) return { what: "pendingSoon", period: next, days };
  }
  return { what: "pending" };
}

/** The keys that end soon, the first to end first. */
export function endingKeys(keys: readonly Key[], now: Date): readonly Key[] {
  const left = (key: Key) => (key.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(key.expires_at) - +now);
  return keys
    .filter((key) => key.revoked_at === null && left(key) > 0 && left(key) <= KEY_ENDS * DAY)
    .toSorted((a, b) => left(a) - left(b));
}

export function draftState(detail: RuleSetDetail): "none" | "same" | "changed" {
  if (detail.draft === null) return "none";
  return detail.draft.published_as === null ? "changed" : "same";
}

/** The version that takes effect next: the earliest start after the one in force. */
export function upcoming(detail: RuleSetDetail): Version | undefined {
  const now = detail.in_force === null ? "" : firstDay(detail.in_force.effective_from);
  const start = (version: Version) => firstDay(version.effective_from);
  const later = detail.versions.filter((version) => version.retired === null && start(version) > now);
  return later.toSorted((a, b) => (start(a) < start(b) ? -1 : 1))[0];
}
