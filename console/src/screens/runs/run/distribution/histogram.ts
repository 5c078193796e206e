/** The drawing of a distribution: one bar for each bin, one layer for each tier. */
import type { Distribution } from "@/api/queries/runs";
import type { ChartOption } from "@/parts/chart/Chart";

interface Words {
  readonly told: (value: number | string | null) => string;
  readonly name: string;
  readonly people: string;
  readonly noTier: string;
  readonly tier: (tier: Distribution["tiers"][number]) => string;
}

/** What tells layers apart for those who see no colours. */
const PATTERNS = ["none", "rect", "triangle", "circle", "diamond"];

export function histogram(spread: Distribution, words: Words): ChartOption {
  // The lowest tier at the bottom, as on a ladder.
  const layers = spread.tiers.toReversed().map((tier) => ({
    name: words.tier(tier),
    data: spread.bins.map((bin) => bin.tiers[tier.id] ?? 0),
  }));
  const rest = spread.bins.map((bin) => bin.count - Object.values(bin.tiers).reduce((sum, one) => sum + one, 0));
  if (rest.some((count) => count > 0)) {
    layers.unshift({ name: layers.length > 0 ? words.noTier : words.people, data: rest });
  }
  return {
    // The chart is named by the page; only the patterns are wanted.
    aria: {
      enabled: true,
      label: { enabled: false },
      decal: { show: layers.length > 1, decals: PATTERNS.map((symbol) => ({ symbol })) },
    },
    grid: { left: 48, right: 16, top: layers.length > 1 ? 40 : 16, bottom: 48 },
    legend: layers.length > 1 ? { top: 0 } : undefined,
    tooltip: { trigger: "axis", axisPointer: { type: "shadow" } },
    xAxis: {
      type: "category",
      name: words.name,
      nameLocation: "middle",
      nameGap: 30,
      data: spread.bins.map((bin) => words.told(bin.from)),
      axisLabel: { hideOverlap: true },
    },
    yAxis: { type: "value", name: words.people, minInterval: 1 },
    series: layers.map((layer) => ({ ...layer, type: "bar", stack: "people", barCategoryGap: "8%" })),
  };
}
