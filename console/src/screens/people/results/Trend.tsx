/** The score over the periods, with the tier of each; the same as a table in which a period is chosen. */
import { Button, Card } from "antd";
import { useMemo } from "react";
import type { PersonResult } from "@/api/queries/personResults";
import type { Scheme } from "@/api/queries/schemes";
import { Chart } from "@/parts/chart/Chart";
import { DataTable } from "@/parts/DataTable";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { line } from "./line";

const WORDS = words({
  title: { zh: "各期走势", en: "Trend" },
  chart: { zh: "各期得分与等级", en: "Score and tier by period" },
  period: { zh: "期间", en: "Period" },
  score: { zh: "得分", en: "Score" },
  change: { zh: "变化", en: "Change" },
  tier: { zh: "等级", en: "Tier" },
  net: { zh: "实发", en: "Payout" },
});

interface Props {
  readonly items: readonly PersonResult[];
  readonly shown: PersonResult;
  readonly scheme: Scheme;
  readonly open: (item: PersonResult) => void;
}

export function Trend({ items, shown, scheme, open }: Props) {
  const say = useWords(WORDS);
  const status = useWords(STATUS);
  const label = useLabels();
  const format = useFormat();
  const { tiers, rewards } = scheme.labels;
  const option = useMemo(
    () =>
      line(items, shown, {
        score: say.score,
        period: format.period,
        number: format.number,
        tier: (id) => label(tiers[id], id),
        status: (one) => status[one],
      }),
    [items, shown, say, status, format, label, tiers],
  );
  return (
    <Card title={say.title}>
      {items.length > 1 && <Chart label={say.chart} option={option} height={220} />}
      <DataTable<PersonResult>
        aria-label={say.title}
        size="small"
        rowKey="period"
        dataSource={items}
        rowClassName={(item) => (item.period === shown.period ? "chosen" : "")}
        columns={[
          {
            title: say.period,
            render: (_, item) => (
              <Button
                type="link"
                size="small"
                aria-current={item.period === shown.period}
                onClick={() => open(item)}
                style={{ padding: 0 }}
              >
                {format.period(item.period)}
              </Button>
            ),
          },
          {
            title: say.score,
            align: "right",
            render: (_, item) => (item.score === null ? status[item.result.status] : format.number(item.score)),
          },
          {
            title: say.change,
            align: "right",
            render: (_, { change }) =>
              change === null || change === 0 ? "–" : `${change > 0 ? "▲ " : "▼ "}${format.number(Math.abs(change))}`,
          },
          {
            title: say.tier,
            render: (_, { result }) => (result.tier === null ? "–" : label(tiers[result.tier], result.tier)),
          },
          ...(Object.keys(rewards).length > 0
            ? [
                {
                  title: say.net,
                  align: "right" as const,
                  render: (_: unknown, { result: { payout } }: PersonResult) =>
                    payout?.net == null ? "–" : format.money(payout.net, payout.currency),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
