import { expect, test } from "vitest";
import type { RuleSetDetail } from "@/api/schema";
import { attentionOf, draftState, upcoming } from "./attention";

const version = (number: number, from: string, retired: unknown = null) => ({
  version: number,
  effective_from: from,
  retired,
});

function detail(facts: object): RuleSetDetail {
  return { draft: null, latest_version: 3, in_force: version(1, "2026-10"), versions: [], ...facts } as never;
}

test("what was never published is said once, not as three problems", () => {
  expect(attentionOf(detail({ latest_version: null, in_force: null, draft: { published_as: null } }))).toEqual([
    "neverPublished",
  ]);
});

test("nothing in force and unpublished changes are two matters", () => {
  expect(attentionOf(detail({ in_force: null, draft: { published_as: null } }))).toEqual(["nothingInForce", "pending"]);
  expect(attentionOf(detail({ draft: { published_as: 3 } }))).toEqual([]);
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
