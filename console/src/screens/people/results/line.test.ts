import { expect, test } from "vitest";
import type { PersonResult } from "@/api/queries/personResults";
import { line } from "./line";

const words = {
  score: "score",
  period: (period: string) => period,
  number: String,
  tier: (id: string) => id.toUpperCase(),
  status: (status: string) => status,
};
const item = (period: string, score: number | null, tier: string | null) =>
  ({ period, score, result: { tier, status: score === null ? "incomplete" : "scored" } }) as PersonResult;

test("the earliest period comes first, each with its tier, and a period without a score is a gap", () => {
  const items = [item("2026-11", 90, "gold"), item("2026-10", null, null), item("2026-09", 60, "none")];
  const option = line(items, items[0] as PersonResult, words) as never as {
    xAxis: { data: string[] };
    series: { data: { value: number | null; label: { formatter: string } }[] }[];
    tooltip: { formatter: (points: { dataIndex: number }[]) => string };
  };
  expect(option.xAxis.data).toEqual(["2026-09", "2026-10", "2026-11"]);
  const points = option.series[0]?.data ?? [];
  expect(points.map(({ value, label }) => [value, label.formatter])).toEqual([
    [60, "NONE"],
    [null, ""],
    [90, "GOLD"],
  ]);
  expect(option.tooltip.formatter([{ dataIndex: 1 }])).toBe("2026-10\nincomplete");
  expect(option.tooltip.formatter([{ dataIndex: 2 }])).toBe("2026-11\n90 · GOLD");
});
