import { expect, test } from "vitest";
import { daysBetween, firstDay, lastBefore, periodIn, periodOf, step, todayIn } from "./periods";

test.each([
  ["2026-11", "2026-11-01"],
  ["2026-W01", "2025-12-29"],
  ["2026-W53", "2026-12-28"],
  ["2026-Q4", "2026-10-01"],
  ["2026", "2026-01-01"],
  ["2026-11-21", "2026-11-21"],
])("%s begins on %s", (period, day) => {
  expect(firstDay(period)).toBe(day);
});

test.each([
  ["month", "2026-11-30", "2026-11"],
  ["quarter", "2026-12-31", "2026-Q4"],
  ["week", "2027-01-03", "2026-W53"],
  ["week", "2027-01-04", "2027-W01"],
  ["week", "2024-12-30", "2025-W01"],
  ["year", "2026-06-01", "2026"],
  ["day", "2026-06-01", "2026-06-01"],
] as const)("the %s of %s is %s", (kind, day, period) => {
  expect(periodOf(kind, day)).toBe(period);
});

test.each([
  ["2026-12", 1, "2027-01"],
  ["2026-01", -1, "2025-12"],
  ["2026-W53", 1, "2027-W01"],
  ["2025-W01", -1, "2024-W52"],
  ["2026-Q4", 1, "2027-Q1"],
  ["2026-Q1", -5, "2024-Q4"],
  ["2026", 3, "2029"],
  ["2028-02-28", 1, "2028-02-29"],
])("%s and %i more are %s", (period, by, expected) => {
  expect(step(period, by)).toBe(expected);
});

test("the last period before another begins, of another kind too", () => {
  expect(lastBefore("2026-10", "2026-12")).toBe("2026-11");
  expect(lastBefore("2026-10", "2027-Q1")).toBe("2026-12");
  expect(lastBefore("2026-Q4", "2027-01")).toBe("2026-Q4");
});

test("today is that of the workspace's clock", () => {
  const evening = new Date("2026-11-30T16:30:00Z");
  expect(todayIn("Asia/Shanghai", evening)).toBe("2026-12-01");
  expect(todayIn("UTC", evening)).toBe("2026-11-30");
  expect(daysBetween("2026-11-30", "2026-12-02")).toBe(2);
});

test.each([
  ["2026-11", "2026-11"],
  ["２０２６－１１", "2026-11"],
  ["2026年1月", "2026-01"],
  ["2026/11", "2026-11"],
  [" 2026-w53 ", "2026-W53"],
  ["2026年", "2026"],
  ["2026-13", null],
  ["2026-00", null],
  ["2025-W53", null],
  ["2026-02-29", null],
  ["2026-02-31", null],
  ["2026-Q5", null],
  ["十一月", null],
  ["", null],
])("%s is read as %s", (text, period) => {
  expect(periodIn(text)).toBe(period);
});
