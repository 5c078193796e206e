/** The drawing of groups: a line from the lowest to the highest, the mean and the median on it. */
import type { Team } from "@/api/queries/runs";
import type { ChartOption } from "@/parts/chart/Chart";

interface Words {
  readonly noGroup: string;
  readonly mean: string;
  readonly median: string;
  readonly lowest: string;
  readonly highest: string;
  readonly name: string;
  readonly told: (value: number | string | null) => string;
}

export function bars(teams: readonly Team[], words: Words): ChartOption {
  const shown = teams.filter((team) => team.scored > 0).toReversed();
  const names = shown.map((team) => team.group ?? words.noGroup);
  const number = (value: number | string | null) => (value === null ? null : Number(value));
  const range = (team: Team) => [number(team.lowest), number(team.highest)];
  const points = (name: string, symbol: string, value: (team: Team) => number | string | null) => ({
    name,
    type: "scatter",
    symbol,
    symbolSize: 12,
    data: shown.map((team, row) => [number(value(team)), row]),
    tooltip: { valueFormatter: (told: unknown) => words.told(told as number) },
  });
  return {
    grid: { left: 8, right: 24, top: 36, bottom: 40, containLabel: true },
    legend: { top: 0, data: [words.mean, words.median] },
    tooltip: {
      trigger: "item",
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const team = shown[dataIndex];
        if (team === undefined) return "";
        const lines = (["highest", "mean", "median", "lowest"] as const).map(
          (key) => `${words[key]} ${words.told(team[key])}`,
        );
        return [names[dataIndex], ...lines].join("\n");
      },
    },
    xAxis: { type: "value", scale: true, name: words.name, nameLocation: "middle", nameGap: 26 },
    yAxis: { type: "category", data: names, axisLabel: { width: 180, overflow: "truncate" } },
    series: [
      {
        type: "custom",
        silent: true,
        data: shown.map((team, row) => [...range(team), row]),
        encode: { x: [0, 1], y: 2 },
        renderItem: (
          _: unknown,
          at: { value: (dimension: number) => number; coord: (point: number[]) => number[] },
        ) => {
          const [x1, y1] = at.coord([at.value(0), at.value(2)]);
          const [x2, y2] = at.coord([at.value(1), at.value(2)]);
          return {
            type: "line",
            shape: { x1, y1, x2, y2 },
            style: { stroke: "#9db4cc", lineWidth: 6, lineCap: "round" },
          };
        },
      },
      points(words.mean, "diamond", (team) => team.mean),
      points(words.median, "circle", (team) => team.median),
    ],
  };
}
