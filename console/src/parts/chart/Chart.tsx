/** A chart, fetched with the charting library only when one is shown. */
import { lazy, Suspense } from "react";
import type { ChartOption, ChartPoint } from "./Drawing";

const Drawing = lazy(() => import("./Drawing"));

export type { ChartOption, ChartPoint };

export interface ChartProps {
  /** What the chart shows, for those who cannot see it; the numbers themselves must stand somewhere as text, too. */
  readonly label: string;
  readonly option: ChartOption;
  readonly height: number;
  /** Called with the item that somebody clicked. */
  readonly onPick?: (point: ChartPoint) => void;
}

export function Chart(props: ChartProps) {
  return (
    <Suspense fallback={<div style={{ height: props.height }} aria-hidden />}>
      <Drawing {...props} />
    </Suspense>
  );
}
