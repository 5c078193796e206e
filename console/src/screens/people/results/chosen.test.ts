import { expect, test } from "vitest";
import type { PersonResult } from "@/api/queries/personResults";
import { beside, choose, ruleSetsOf } from "./chosen";

const item = (rule_set: string, period: string) => ({ rule_set, period }) as PersonResult;
const ITEMS = [item("a", "2026-11"), item("b", "2026-11"), item("a", "2026-10"), item("a", "2026-09")];

test("what was asked for is shown, else the latest", () => {
  expect(choose(ITEMS, "a", "2026-10")).toBe(ITEMS[2]);
  expect(choose(ITEMS, "b", "2026-01")).toBe(ITEMS[1]);
  expect(choose(ITEMS, "gone", null)).toBe(ITEMS[0]);
});

test("one goes back and forth within a rule set, and nowhere past its ends", () => {
  const own = ITEMS.filter((one) => one.rule_set === "a");
  expect(beside(own, own[1] as PersonResult)).toEqual({ earlier: own[2], later: own[0] });
  expect(beside(own, own[0] as PersonResult).later).toBeUndefined();
  expect(beside(own, own[2] as PersonResult).earlier).toBeUndefined();
  expect(ruleSetsOf(ITEMS)).toEqual([ITEMS[0], ITEMS[1]]);
});
