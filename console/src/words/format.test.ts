import { expect, test } from "vitest";
import { formatIn } from "./format";

const zh = formatIn("zh-CN", "Asia/Shanghai");
const en = formatIn("en", "Asia/Shanghai");

test("money is shown to the last digit, however large", () => {
  expect(zh.money("1824.40", "CNY")).toBe("¥1,824.40");
  expect(en.money("-999999999999999.99", "CNY")).toBe("-¥999,999,999,999,999.99");
  expect(en.money("1000", "JPY")).toBe("¥1,000");
});

test.each([
  ["2026-11", "2026年11月", "November 2026"],
  ["2026-W07", "2026 年第 7 周", "Week 7, 2026"],
  ["2026-Q4", "2026 年第 4 季度", "Q4 2026"],
  ["2026", "2026 年", "2026"],
  ["2026-01-01", "2026年1月1日", "Jan 1, 2026"],
])("the period %s", (period, chinese, english) => {
  expect([zh.period(period), en.period(period)]).toEqual([chinese, english]);
});

test("durations leave out what is zero", () => {
  expect([3661, 90, 0, 7200].map(zh.duration)).toEqual(["1 小时 1 分 1 秒", "1 分 30 秒", "0 秒", "2 小时"]);
  expect(en.duration(0.25)).toBe("0.25 s");
});

test("times are those of the workspace, not of the machine", () => {
  expect(en.time("2026-11-30T16:30:00Z")).toBe("Dec 1, 2026, 12:30 AM");
});
