/** The plot of a part of the text that is being edited, with the sample person on it. */
import { useEffect, useRef } from "react";
import { type Plot, type PlotAsked, usePlot } from "@/api/queries/plots";
import { useEditing } from "../editing";
import { type SampleScore, useSampleScore } from "../sample";
import { useAfterTrial } from "../useLater";

const PAUSE = 120;
const MOST_OTHERS = 50;

export interface Drawn {
  /** The last plot that could be drawn; null before the first. */
  readonly plot: Plot | null;
  /** Whether the plot is of an earlier text, because the present one has an error in what is drawn. */
  readonly isOld: boolean;
}

interface Options {
  readonly along?: string;
  /** The stretch of the axis, where it must not change meanwhile. */
  readonly view?: { readonly from: number; readonly to: number } | null;
}

export function usePlotOf(of: string, { along, view }: Options = {}): Drawn {
  const { text } = useEditing();
  const sample = useSampleScore();
  const document = useAfterTrial(text, PAUSE);
  const asked: PlotAsked = {
    document,
    of,
    ...(along === undefined ? {} : { along }),
    ...(view ? { from: view.from, to: view.to } : {}),
    ...(sample ? personIn(sample) : {}),
  };
  const query = usePlot(asked);
  const last = useRef<Plot | null>(null);
  const found = query.data?.of === of ? query.data : null;
  useEffect(() => {
    if (found) last.current = found;
  }, [found]);
  return { plot: found ?? last.current, isOld: query.isError };
}

function personIn({ period, inputs, attributes, history = [], others = [] }: SampleScore) {
  return { period, inputs, attributes, history, others: others.slice(0, MOST_OTHERS) };
}
