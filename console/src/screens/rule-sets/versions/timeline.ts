/** From when to when each version counts. */
import type { Version } from "@/api/schema";
import { firstDay, lastBefore } from "@/scheme/periods";

export type State = "upcoming" | "inForce" | "over" | "retired";

export interface Span {
  readonly version: Version;
  readonly state: State;
  /** The last period it counts for; null as long as no later version is known. */
  readonly until: string | null;
}

/** The latest start first; those that begin together, the newest first. */
export function timeline(versions: readonly Version[], inForce: number | null): readonly Span[] {
  const sorted = versions.toSorted(
    (a, b) => firstDay(b.effective_from).localeCompare(firstDay(a.effective_from)) || b.version - a.version,
  );
  const counting = sorted.filter((one) => one.retired === null);
  const now = counting.find((one) => one.version === inForce);
  return sorted.map((version) => {
    if (version.retired !== null) return { version, state: "retired", until: null };
    const later = counting[counting.indexOf(version) - 1];
    return {
      version,
      state:
        version === now
          ? "inForce"
          : now === undefined || firstDay(version.effective_from) > firstDay(now.effective_from)
            ? "upcoming"
            : "over",
      until: later === undefined ? null : lastBefore(version.effective_from, later.effective_from),
    };
  });
}

/** The version that counts in place of another one when that is retired; undefined when none does. */
export function instead(versions: readonly Version[], retiring: Version): Version | undefined {
  const start = firstDay(retiring.effective_from);
  return timeline(versions, null).find(
    ({ version, state }) => state !== "retired" && firstDay(version.effective_from) < start,
  )?.version;
}

/** The version in force for a period: the latest start that is not after its first day. */
export function inForceFor(versions: readonly Version[], period: string): Version | undefined {
  const first = firstDay(period);
  return timeline(versions, null).find(
    ({ version, state }) => state !== "retired" && firstDay(version.effective_from) <= first,
  )?.version;
}
