/** ECharts, with the kinds of charts that the console has. Load it by {@link Chart} only. */
import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  AriaComponent,
  DatasetComponent,
  DataZoomComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from "echarts/components";
import { type ECharts, type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { COLOURS, FONT } from "@/shell/theme";
import { useLanguage } from "@/words/language";
import type { ChartProps } from "./Chart";

use([
  BarChart,
  CustomChart,
  LineChart,
  ScatterChart,
  AriaComponent,
  DatasetComponent,
  DataZoomComponent,
  GraphicComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
  SVGRenderer,
]);

export type ChartOption = EChartsCoreOption;

export interface ChartPoint {
  readonly seriesName?: string;
  readonly name: string;
  readonly dataIndex: number;
  readonly value: unknown;
}

const AXIS = {
  axisLine: { lineStyle: { color: COLOURS.line } },
  axisLabel: { color: COLOURS.quiet },
  splitLine: { lineStyle: { color: "#e8edf2" } },
};

const LOOK = {
  color: [...COLOURS.series],
  textStyle: { fontFamily: FONT, color: COLOURS.text },
  categoryAxis: { ...AXIS, splitLine: { show: false } },
  valueAxis: AXIS,
  legend: { textStyle: { color: COLOURS.text } },
};

export default function Drawing({ label, option, height, onPick }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const { language } = useLanguage();
  const picked = useRef(onPick);
  picked.current = onPick;

  useEffect(() => {
    if (place.current === null) return;
    const made = init(place.current, LOOK, { renderer: "svg", locale: language === "en" ? "EN" : "ZH" });
    made.on("click", (point) => picked.current?.(point as ChartPoint));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    chart.current = made;
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [language]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart made anew in another language is drawn anew
  useEffect(() => {
    // Labels come from documents: as rich text they are shown letter by letter, as HTML they would be obeyed.
    const tooltip = { renderMode: "richText", confine: true, ...(option.tooltip as object | undefined) };
    chart.current?.setOption({ animation: false, ...option, tooltip }, { notMerge: true });
  }, [option, language]);

  return <div ref={place} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
