import { expect, test } from "vitest";
import type { Key, RuleSetDetail } from "@/api/schema";
import { attentionOf, draftState, endingKeys, upcoming } from "./attention";

const version = (number: number, from: string, retired: unknown = null) => ({
  version: number,
  effective_from: from,
  retired,
});

function detail(facts: object): RuleSetDetail {
  return { draft: null, latest_version: 3, in_force: version(1, "2026-10"), versions: [], ...facts } as never;
}

function told(facts: object, run: object | null = null, today = "2026-11-10") {
  return attentionOf(detail(facts), run as never, today).map((one) => one.what);
}

test("what was never published is said once, not as three problems", () => {
  expect(told({ latest_version: null, in_force: null, draft: { published_as: null } })).toEqual(["neverPublished"]);
});

test("nothing in force and unpublished changes are two matters", () => {
  expect(told({ in_force: null, draft: { published_as: null } })).toEqual(["nothingInForce", "pending"]);
  expect(told({ draft: { published_as: 3 } })).toEqual([]);
});

test("changes that are not published press when the next period is near", () => {
  const changed = detail({ draft: { published_as: null } });
  expect(attentionOf(changed, null, "2026-11-25")).toEqual([{ what: "pendingSoon", period: "2026-12", days: 6 }]);
  expect(attentionOf(changed, null, "2026-11-23")).toEqual([{ what: "pending" }]);
  const quarters = detail({ draft: { published_as: null }, in_force: version(1, "2026-Q3") });
  expect(attentionOf(quarters, null, "2026-11-25")).toEqual([{ what: "pending" }]);
});

test("a run that failed, one with people who have no result, and a period nobody has run", () => {
  expect(told({}, { state: "failed", period: "2026-10" })).toEqual(["runFailed"]);
  const counts = { scored: 50, not_eligible: 3, incomplete: 1, problem: 0 };
  expect(told({}, { state: "done", period: "2026-10", counts })).toEqual(["runProblems"]);
  expect(told({}, { state: "done", period: "2026-10", counts: { ...counts, incomplete: 0 } })).toEqual([]);
  expect(told({}, { state: "done", period: "2026-09", counts: null })).toEqual(["runDue"]);
  expect(told({}, { state: "running", period: "2026-09", counts: null })).toEqual([]);
});

test("keys that end soon, the first to end first", () => {
  const key = (id: string, ends: string | null, revoked: string | null = null) =>
    ({ id, expires_at: ends, revoked_at: revoked }) as Key;
  const keys = [
    key("later", "2026-12-08T00:00:00Z"),
    key("soon", "2026-11-26T00:00:00Z"),
    key("never", null),
    key("over", "2026-11-20T00:00:00Z"),
    key("revoked", "2026-11-27T00:00:00Z", "2026-11-01T00:00:00Z"),
    key("far", "2026-12-10T00:00:00Z"),
  ];
  expect(endingKeys(keys, new Date("2026-11-25T00:00:00Z")).map((one) => one.id)).toEqual(["soon", "later"]);
});

test("a draft that equals a version is not a change", () => {
  expect([null, { published_as: 2 }, { published_as: null }].map((draft) => draftState(detail({ draft })))).toEqual([
    "none",
    "same",
    "changed",
  ]);
});

test("the next version is the earliest one later than the one in force, unless it was retired", () => {
  const versions = [version(4, "2027-02"), version(3, "2026-12", {}), version(2, "2027-01"), version(1, "2026-10")];
  expect(upcoming(detail({ versions }))?.version).toBe(2);
  expect(upcoming(detail({ versions: [version(1, "2026-10")] }))).toBeUndefined();
  expect(upcoming(detail({ in_force: null, versions: [version(1, "2027-01")] }))?.version).toBe(1);
});
