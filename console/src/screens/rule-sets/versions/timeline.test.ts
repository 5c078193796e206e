import { expect, test } from "vitest";
import type { Version } from "@/api/schema";
import { inForceFor, instead, timeline } from "./timeline";

function version(number: number, from: string, retired: object | null = null): Version {
  return { version: number, effective_from: from, retired } as Version;
}

const VERSIONS = [
  version(5, "2027-01"),
  version(4, "2026-12", { replaced_by: 5 }),
  version(3, "2026-11"),
  version(2, "2026-12"),
  version(1, "2026-06"),
];

test("each version counts until the next one that was not retired", () => {
  expect(timeline(VERSIONS, 3).map(({ version: one, state, until }) => [one.version, state, until])).toEqual([
    [5, "upcoming", null],
    [4, "retired", null],
    [2, "upcoming", "2026-12"],
    [3, "inForce", "2026-11"],
    [1, "over", "2026-10"],
  ]);
});

test("before the first version is in force all of them are still to come", () => {
  expect(timeline([version(1, "2027-01")], null)[0]?.state).toBe("upcoming");
});

test("when one is retired the one before it counts", () => {
  expect(instead(VERSIONS, VERSIONS[0] as Version)?.version).toBe(2);
  expect(instead(VERSIONS, VERSIONS[4] as Version)).toBeUndefined();
});

test("the version of a period is the latest that has begun by its first day", () => {
  expect(["2026-05", "2026-06", "2026-12", "2026-Q4", "2028"].map((one) => inForceFor(VERSIONS, one)?.version)).toEqual(
    [undefined, 1, 2, 1, 5],
  );
});
