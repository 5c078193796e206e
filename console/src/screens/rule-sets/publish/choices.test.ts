import { expect, test } from "vitest";
import { choicesOf } from "./choices";

test("the next period is proposed, and some before and after can be chosen", () => {
  const month = choicesOf("month", "2026-11-25");
  expect([month.present, month.next]).toEqual(["2026-11", "2026-12"]);
  expect([month.periods[0], month.periods.at(-1), month.periods.length]).toEqual(["2025-11", "2028-05", 31]);
  expect(choicesOf("week", "2026-12-31").next).toBe("2027-W01");
  expect(choicesOf("quarter", "2026-11-25").next).toBe("2027-Q1");
});
