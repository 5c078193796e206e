/** Values on paper: where they lie, round numbers beside them, and by how much a hand moves them. */

export interface Scale {
  readonly low: number;
  readonly high: number;
  /** From a value to its place, and back. */
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
}

/** ``low`` lies at ``from``, ``high`` at ``to``. */
export function scale(low: number, high: number, from: number, to: number): Scale {
  const width = high - low || 1;
  return {
    low,
    high,
    place: (value) => from + ((value - low) / width) * (to - from),
    value: (place) => low + ((place - from) / (to - from || 1)) * width,
  };
}

/** Seconds that are round in the eyes of people. */
export const TIMES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14_400];

/** Round values from low to high, about ``count`` of them; of ``steps``, where one of these is wide enough. */
export function ticks(low: number, high: number, count: number, steps: readonly number[] = []): number[] {
  const rough = (high - low) / Math.max(1, count);
  const step = steps.find((one) => one >= rough) ?? roundStep(rough);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => tidy((first + index) * step));
}

function roundStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => one * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

const SAMPLES = 12;

/** From the smallest to the largest with room for a line. Of a curve, what leaves everything else far behind is cut off. */
export function range(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const sorted = [...values].sort((one, other) => one - other);
  const usual = sorted[Math.floor((sorted.length - 1) * 0.75)] ?? 0;
  const limit = sorted.length > SAMPLES ? Math.max(Math.abs(usual) * 6, 1) : Number.POSITIVE_INFINITY;
  const seen = sorted.filter((value) => Math.abs(value) <= limit);
  const [first = 0, last = 0] = [seen[0], seen.at(-1)];
  const low = first >= 0 && first < last * 0.6 ? 0 : first;
  const high = last <= 0 && last > low * 0.6 ? 0 : last;
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low === 0 ? 0 : low - room, high === 0 ? 0 : high + room];
}

/** The power of ten by which a hand moves a value within a width. */
export function handStep(width: number, smallest = 0): number {
  return Math.max(smallest, tidy(10 ** Math.floor(Math.log10(width / 50))));
}

/** The nearest multiple of the step, without the crumbs of floating-point numbers. */
export function snapped(value: number, step: number): number {
  return tidy(Math.round(value / step) * step);
}

export function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
