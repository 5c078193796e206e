/** Values of plots in words. */
import type { Plot } from "@/api/queries/plots";
import { valueIn } from "@/parts/score-card/kinds";
import { useFormat } from "@/words/format";
import { useLabels } from "@/words/labels";
import { useWords, words } from "@/words/words";
import { TIMES, tidy } from "./scale";

const WORDS = words({
  points: {
    zh: (value: string) => `${value} 分`,
    en: (value: string) => (value === "1" ? "1 point" : `${value} points`),
  },
  yes: { zh: "是", en: "yes" },
  no: { zh: "否", en: "no" },
});

export interface Said {
  /** What the axis is called. */
  readonly axis: string;
  readonly x: (value: unknown) => string;
  readonly y: (value: unknown) => string;
  /** Short, for the marks of an axis. */
  readonly mark: (value: number) => string;
  /** By how much the marks of the axis may be apart, where powers of ten are not round. */
  readonly steps: readonly number[];
}

export function useSaid(plot: Plot): Said {
  const say = useWords(WORDS);
  const label = useLabels();
  const format = useFormat();
  const axis = plot.axes.find((one) => one.id === plot.along);
  const { kind, currency } = plot.gives;
  const told = (value: unknown, of: string | undefined) => {
    if (typeof value === "boolean") return value ? say.yes : say.no;
    return typeof value === "number" ? valueIn(format, of, tidy(value), currency) : String(value ?? "–");
  };
  return {
    axis: label(axis?.label, axis?.id),
    x: (value) => told(value, axis?.kind),
    y: (value) =>
      kind === "points" && typeof value === "number" ? say.points(format.number(value)) : told(value, kind),
    steps: axis?.kind === "duration" ? TIMES : [],
    mark: (value) => (kind === "points" ? format.number(value) : told(value, kind)),
  };
}
