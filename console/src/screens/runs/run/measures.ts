/** By what a run's results can be ordered, ranked and compared, in words. */
import type { Scheme } from "@/api/queries/schemes";
import { valueIn } from "@/parts/score-card/kinds";
import type { Format } from "@/words/format";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";

const WORDS = words({
  score: { zh: "得分", en: "Score" },
  net: { zh: "实发", en: "Payout" },
  points: { zh: (name: string) => `${name}（得分）`, en: (name: string) => `${name} (points)` },
  value: { zh: (name: string) => `${name}（实际值）`, en: (name: string) => `${name} (value)` },
  own: { zh: "总体", en: "Overall" },
  byPoints: { zh: "指标得分", en: "Points of metrics" },
  byValue: { zh: "指标实际值", en: "Values of metrics" },
  rewards: { zh: "奖惩", en: "Rewards and deductions" },
});

/** Options of a select, in groups. */
export function useMeasures({ labels, kinds }: Scheme) {
  const say = useWords(WORDS);
  const label = useLabels();
  const metrics = Object.entries(labels.metrics);
  // A value that is a flag or a text has no order.
  const numbers = metrics.filter(([id]) => kinds[id] !== "flag" && kinds[id] !== "text");
  const rewards = Object.entries(labels.rewards);
  const groups = [
    {
      label: say.own,
      options: [
        { value: "score", label: say.score },
        ...(rewards.length > 0 ? [{ value: "net", label: say.net }] : []),
      ],
    },
    {
      label: say.byPoints,
      options: metrics.map(([id, name]) => ({ value: `metric:${id}`, label: say.points(label(name, id)) })),
    },
    {
      label: say.byValue,
      options: numbers.map(([id, name]) => ({ value: `value:${id}`, label: say.value(label(name, id)) })),
    },
    {
      label: say.rewards,
      options: rewards.map(([id, name]) => ({ value: `reward:${id}`, label: label(name, id) })),
    },
  ];
  return groups.filter((group) => group.options.length > 0);
}

/** What the measure is called. */
export function nameOf(measures: ReturnType<typeof useMeasures>, by: string): string {
  return measures.flatMap((group) => group.options).find((option) => option.value === by)?.label ?? by;
}

/** Writes a value of the measure: a share as a percentage, a sum as money. */
export function useMeasured({ labels, kinds }: Scheme, by: string): (value: number | string | null) => string {
  const format = useFormat();
  return (value) => measured(format, value, kinds[by.startsWith("value:") ? by.slice(6) : ""], labels.currency);
}

export function measured(
  format: Format,
  value: number | string | null,
  kind: string | undefined,
  currency: string,
): string {
  if (value === null) return "–";
  return typeof value === "string" ? format.money(value, currency) : valueIn(format, kind, value, currency);
}
