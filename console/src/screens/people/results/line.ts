/** The drawing of a person's scores: earliest period first, the tier beside each point, gaps where there is no score. */
import type { PersonResult } from "@/api/queries/personResults";
import type { ChartOption } from "@/parts/chart/Chart";
import { COLOURS } from "@/shell/theme";

interface Words {
  readonly score: string;
  readonly period: (period: string) => string;
  readonly number: (value: number) => string;
  readonly tier: (id: string) => string;
  readonly status: (status: PersonResult["result"]["status"]) => string;
}

export function line(items: readonly PersonResult[], shown: PersonResult, words: Words): ChartOption {
  const past = items.toReversed();
  const beside = past.map(({ result }) => (result.tier === null ? "" : words.tier(result.tier)));
  const told = past.map(({ score, result }, place) =>
    [score === null ? words.status(result.status) : words.number(score), beside[place]].filter(Boolean).join(" · "),
  );
  return {
    grid: { left: 44, right: 28, top: 28, bottom: 36 },
    tooltip: {
      trigger: "axis",
      formatter: (points: readonly { dataIndex: number }[]) => {
        const place = points[0]?.dataIndex ?? 0;
        return `${words.period(past[place]?.period ?? "")}\n${told[place]}`;
      },
    },
    xAxis: {
      type: "category",
      boundaryGap: true,
      data: past.map(({ period }) => words.period(period)),
      axisLabel: { hideOverlap: true },
    },
    yAxis: {
      type: "value",
      scale: true,
      boundaryGap: ["12%", 0],
      name: words.score,
      nameTextStyle: { align: "right" },
    },
    series: [
      {
        type: "line",
        connectNulls: false,
        data: past.map((item, place) => ({
          value: item.score,
          symbolSize: item.period === shown.period ? 13 : 8,
          symbol: item.period === shown.period ? "diamond" : "circle",
          label: { formatter: beside[place], position: isLow(past, place) ? "bottom" : "top" },
        })),
        label: { show: true, color: COLOURS.quiet },
        labelLayout: { hideOverlap: true },
      },
    ],
  };
}

/** Whether the line goes up on both sides of a point, so that there is room below it. */
function isLow(past: readonly PersonResult[], place: number): boolean {
  const own = past[place]?.score ?? Number.POSITIVE_INFINITY;
  const beside = [past[place - 1]?.score, past[place + 1]?.score].filter((score) => score != null);
  return beside.length > 0 && beside.every((score) => score > own);
}
