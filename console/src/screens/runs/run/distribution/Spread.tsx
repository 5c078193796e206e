/** How a value spreads over the people: bars of equal width, each divided by tier, and the same as numbers. */
import { Card } from "antd";
import { useMemo, useState } from "react";
import { type Distribution, useDistribution } from "@/api/queries/runs";
import { Answered } from "@/parts/Answered";
import { Chart } from "@/parts/chart/Chart";
import { DataTable } from "@/parts/DataTable";
import { EmptyBox } from "@/parts/EmptyBox";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { Choice } from "../Choice";
import type { FoundProps } from "../Found";
import { nameOf, useMeasured, useMeasures } from "../measures";
import { histogram } from "./histogram";

const WORDS = words({
  by: { zh: "按", en: "By" },
  bins: { zh: "分组数", en: "Bars" },
  chart: { zh: (name: string) => `${name}的分布`, en: (name: string) => `Distribution of ${name}` },
  people: { zh: "人数", en: "People" },
  tiers: { zh: "等级", en: "Tiers" },
  tier: { zh: "等级", en: "Tier" },
  noTier: { zh: "无等级", en: "no tier" },
  share: { zh: "占比", en: "Share" },
  from: { zh: "从", en: "From" },
  below: { zh: "到（不含）", en: "To below" },
  numbers: { zh: "各组人数", en: "People by bar" },
  mean: { zh: "平均", en: "Mean" },
  lowest: { zh: "最低", en: "Lowest" },
  highest: { zh: "最高", en: "Highest" },
  quarter: { zh: "下四分位", en: "Lower quartile" },
  median: { zh: "中位数", en: "Median" },
  three: { zh: "上四分位", en: "Upper quartile" },
  none: { zh: "没有人有成绩", en: "Nobody was scored" },
});

export function Spread({ run, scheme }: FoundProps) {
  const say = useWords(WORDS);
  const [by, setBy] = useState("score");
  const [bins, setBins] = useState(20);
  const measures = useMeasures(scheme);
  const spread = useDistribution(run.id, by, bins);
  const told = useMeasured(scheme, by);
  return (
    <>
      <div className="run-choices">
        <Choice name={say.by} value={by} onChange={setBy} options={measures} />
        <Choice
          name={say.bins}
          value={bins}
          onChange={setBins}
          style={{ minWidth: 80 }}
          options={[10, 20, 50].map((value) => ({ value, label: String(value) }))}
        />
      </div>
      <Answered query={spread}>
        {(data) =>
          data.count === 0 ? (
            <EmptyBox title={say.none} />
          ) : (
            <Drawn spread={data} name={nameOf(measures, by)} told={told} />
          )
        }
      </Answered>
    </>
  );
}

interface DrawnProps {
  readonly spread: Distribution;
  readonly name: string;
  readonly told: (value: number | string | null) => string;
}

function Drawn({ spread, name, told }: DrawnProps) {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const option = useMemo(
    () =>
      histogram(spread, {
        told,
        name,
        people: say.people,
        noTier: say.noTier,
        tier: (tier) => label(tier.label, tier.id),
      }),
    [spread, told, name, say, label],
  );
  const [quarter, median, three] = spread.quartiles ?? [];
  const figures = [
    [say.mean, spread.mean],
    [say.lowest, spread.lowest],
    [say.quarter, quarter],
    [say.median, median],
    [say.three, three],
    [say.highest, spread.highest],
  ] as const;
  return (
    <div className="run-panels">
      <Card>
        <Chart label={say.chart(name)} option={option} height={340} />
        <dl className="run-figures" style={{ border: 0, padding: 0, margin: "8px 0 0" }}>
          {figures.map(([head, value]) => (
            <div key={head}>
              <dt>{head}</dt>
              <dd>{told(value ?? null)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      {spread.tiers.length > 0 && (
        <Card title={say.tiers} styles={{ body: { padding: 0 } }}>
          <DataTable
            aria-label={say.tiers}
            size="small"
            rowKey="id"
            dataSource={spread.tiers}
            columns={[
              { title: say.tier, render: (_, tier) => label(tier.label, tier.id) },
              { title: say.people, align: "right", render: (_, tier) => format.number(tier.count) },
              {
                title: say.share,
                align: "right",
                render: (_, tier) => format.percent(tier.count / Math.max(1, spread.statuses.scored ?? 0), 1),
              },
            ]}
          />
        </Card>
      )}
      <Card title={say.numbers} styles={{ body: { padding: 0 } }}>
        <DataTable
          aria-label={say.numbers}
          size="small"
          rowKey={(bin) => String(bin.from)}
          dataSource={spread.bins}
          columns={[
            { title: say.from, align: "right", render: (_, bin) => told(bin.from) },
            { title: say.below, align: "right", render: (_, bin) => told(bin.below) },
            { title: say.people, align: "right", render: (_, bin) => format.number(bin.count) },
          ]}
        />
      </Card>
    </div>
  );
}
