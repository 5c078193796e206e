/** The columns of the table of results. */
import type { ColumnType } from "antd/es/table";
import { useMemo } from "react";
import type { Run, RunResult } from "@/api/queries/runs";
import type { Scheme } from "@/api/queries/schemes";
import { valueIn } from "@/parts/score-card/kinds";
import { STATUS } from "@/parts/score-card/ScoreCard";
import { ResultLink } from "@/screens/people/ResultLink";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { useAttributes } from "../attributes";

const WORDS = words({
  person: { zh: "姓名", en: "Person" },
  status: { zh: "状态", en: "Status" },
  score: { zh: "得分", en: "Score" },
  tier: { zh: "等级", en: "Tier" },
  net: { zh: "实发", en: "Payout" },
});

export type Column = ColumnType<RunResult>;

const FIGURE: ColumnType<RunResult> = { align: "right", sorter: true, sortDirections: ["descend", "ascend"] };
const MOST_ATTRIBUTES = 2;

export function useColumns(run: Run, { labels, kinds }: Scheme): readonly Column[] {
  const say = useWords(WORDS);
  const status = useWords(STATUS);
  const label = useLabels();
  const format = useFormat();
  const attributes = useAttributes(run.id, { document: null, labels, kinds });
  const names = attributes.slice(0, MOST_ATTRIBUTES);
  const told = names.map((one) => `${one.value} ${one.label}`).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns are those of the names told
  return useMemo(() => {
    const column = (key: string, title: string, width: number, more: ColumnType<RunResult>): Column => ({
      key,
      title,
      width,
      ellipsis: true,
      ...more,
    });
    return [
      column("name", say.person, 190, {
        sorter: true,
        fixed: "start",
        render: (_, { subject, name }) => (
          <ResultLink person={subject} run={run}>
            {name ?? subject} {name !== null && name !== subject && <span className="quiet code">{subject}</span>}
          </ResultLink>
        ),
      }),
      ...names.map((one) =>
        column(`@${one.value}`, one.label, 150, { render: (_, row) => String(row.attributes[one.value] ?? "–") }),
      ),
      column("@status", say.status, 110, { render: (_, { result }) => status[result.status] }),
      column("score", say.score, 100, {
        ...FIGURE,
        render: (_, { result }) => (result.score === null ? "–" : format.number(result.score)),
      }),
      column("@tier", say.tier, 110, {
        render: (_, { result }) => (result.tier === null ? "–" : label(labels.tiers[result.tier], result.tier)),
      }),
      ...(Object.keys(labels.rewards).length > 0
        ? [
            column("net", say.net, 130, {
              ...FIGURE,
              render: (_, { result }) =>
                result.payout?.net == null ? "–" : format.money(result.payout.net, result.payout.currency),
            }),
          ]
        : []),
      ...Object.entries(labels.metrics).map(([id, name]) =>
        column(`metric:${id}`, label(name, id), 170, {
          ...FIGURE,
          render: (_, { result }) => {
            const metric = result.metrics[id];
            if (metric === undefined) return "–";
            const value =
              typeof metric.value === "number"
                ? valueIn(format, kinds[id], metric.value, labels.currency)
                : String(metric.value ?? "–");
            return (
              <>
                <span className="value">{value}</span> {metric.points === null ? "–" : format.number(metric.points)}
              </>
            );
          },
        }),
      ),
    ];
  }, [run, labels, kinds, told, say, status, label, format]);
}
