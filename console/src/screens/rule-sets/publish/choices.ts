/** From which periods on a version may count, as they are offered. */
import { type PeriodKind, periodOf, step } from "@/scheme/periods";

const AHEAD: Record<PeriodKind, number> = { day: 60, week: 26, month: 18, quarter: 8, year: 5 };
const BACK: Record<PeriodKind, number> = { day: 31, week: 13, month: 12, quarter: 4, year: 2 };

export interface Choices {
  /** Earliest first. */
  readonly periods: readonly string[];
  /** The one that runs now. */
  readonly present: string;
  /** What is proposed: nothing that has begun is changed by surprise. */
  readonly next: string;
}

export function choicesOf(kind: PeriodKind, today: string): Choices {
  const present = periodOf(kind, today);
  const count = BACK[kind] + AHEAD[kind] + 1;
  return {
    periods: Array.from({ length: count }, (_, index) => step(present, index - BACK[kind])),
    present,
    next: step(present, 1),
  };
}
