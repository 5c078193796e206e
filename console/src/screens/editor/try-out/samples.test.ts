import { expect, test } from "vitest";
import type { Checked } from "@/api/queries/drafts";
import { type PeriodKind, periodOf } from "@/scheme/periods";
import { type Need, periodToTry, type Sample, shownIn, toTry, typedIn, withValue } from "./samples";

const SAMPLE: Sample = {
  key: "typed:1",
  subject: "li",
  name: "Li",
  source: "typed",
  period: null,
  inputs: { orders: 3, gone: 4, nothing: null },
  history: [{ period: "2026-10", score: 91, "points(orders)": 80, "rewards.bonus": 5, gone: 1 }],
  decisions: { thanks: { amount: 5 }, gone: { amount: 1 } },
};
const CHECKED = {
  needs: [{ id: "orders" }, { id: "nothing" }, { id: "decision.thanks" }],
  steps: [{ id: "score" }, { id: "orders.points" }, { id: "reward.bonus" }],
} as unknown as Checked;

test("nobody is sent twice, and nothing that the text does not know", () => {
  const [one, other] = toTry([SAMPLE, SAMPLE], CHECKED);
  expect([one?.subject, other?.subject]).toEqual(["li", "li (2)"]);
  expect(one?.inputs).toEqual({ orders: 3 });
  expect(one?.history).toEqual([{ period: "2026-10", score: 91, "points(orders)": 80, "rewards.bonus": 5 }]);
  expect(one?.decisions).toEqual({ thanks: { amount: 5 } });
  expect(toTry([SAMPLE], null)[0]?.inputs).toBe(SAMPLE.inputs);
});

test("a share stands in its field without the sign that stands behind it", () => {
  const share = { id: "rate", kind: "percent" } as Need;
  expect([0.07, "1.8%", "1.8", undefined].map((value) => shownIn(share, value))).toEqual(["7", "1.8", "1.8", ""]);
  expect([" 2 ", "2%", ""].map((text) => typedIn(share, text))).toEqual(["2%", "2%", undefined]);
  expect(typedIn({ id: "wait", kind: "duration" } as Need, "3min")).toBe("3min");
});

test("a value that is taken away is missing, not empty", () => {
  expect(withValue(SAMPLE, "orders", undefined).inputs).toEqual({ gone: 4, nothing: null });
  expect(withValue(SAMPLE, "orders", "5").inputs).toMatchObject({ orders: "5" });
});

test.each([
  ["month", "2026-01-01", "2026-01"],
  ["quarter", "2026-12-31", "2026-Q4"],
  ["year", "2026-12-31", "2026"],
  ["day", "2026-02-03", "2026-02-03"],
  ["week", "2026-11-25", "2026-W48"],
  ["week", "2027-01-01", "2026-W53"],
  ["week", "2024-12-30", "2025-W01"],
])("the %s of %s", (kind, day, period) => {
  expect(periodOf(kind as PeriodKind, day)).toBe(period);
});

test("people bring their period, if the text scores such periods", () => {
  const day = "2026-11-25";
  const people = [{ ...SAMPLE, period: "2026-09" }, SAMPLE];
  expect(periodToTry(people, "month", day)).toBe("2026-09");
  expect(periodToTry(people, "quarter", day)).toBe("2026-Q4");
});
