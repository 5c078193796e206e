/** Periods as the API writes them: `2026-11`, `2026-W47`, `2026-Q4`, `2026`, `2026-11-21`. Days are text, too. */

export type PeriodKind = "day" | "week" | "month" | "quarter" | "year";

const DAY = 86_400_000;

export function kindOf(period: string): PeriodKind {
  if (/^\d{4}-W\d\d$/.test(period)) return "week";
  if (/^\d{4}-Q\d$/.test(period)) return "quarter";
  if (/^\d{4}-\d\d-\d\d$/.test(period)) return "day";
  return /^\d{4}-\d\d$/.test(period) ? "month" : "year";
}

const WRITTEN = /^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?|-W\d\d|-Q[1-4])?$/;

/** The period that somebody wrote, also as ``2026/11``, ``2026年11月`` or in full width. Null where there is none. */
export function periodIn(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .trim()
    .toUpperCase()
    .replace(/^(\d{4})年(?:(\d{1,2})月)?$/, (_, year, month) => (month ? `${year}-${month.padStart(2, "0")}` : year))
    .replace(/[/.]/g, "-");
  if (!WRITTEN.test(plain)) return null;
  const kind = kindOf(plain);
  if (kind !== "day" && kind !== "week") return plain;
  // Not every month has a 31st, and not every year a 53rd week.
  const first = timeOf(firstDay(plain));
  return !Number.isNaN(first) && periodOf(kind, dayOf(first)) === plain ? plain : null;
}

/** The first day of a period; periods of any kind sort by it. */
export function firstDay(period: string): string {
  const year = Number(period.slice(0, 4));
  switch (kindOf(period)) {
    case "day":
      return period;
    case "month":
      return `${period}-01`;
    case "quarter":
      return `${period.slice(0, 4)}-${two(Number(period.slice(6)) * 3 - 2)}-01`;
    case "year":
      return `${period}-01-01`;
    case "week":
      return dayOf(mondayOfFirstWeek(year) + (Number(period.slice(6)) - 1) * 7 * DAY);
  }
}

/** The period of a kind that a day lies in. */
export function periodOf(kind: PeriodKind, day: string): string {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  switch (kind) {
    case "day":
      return day;
    case "month":
      return day.slice(0, 7);
    case "quarter":
      return `${year}-Q${Math.ceil(month / 3)}`;
    case "year":
      return year;
    case "week": {
      const time = timeOf(day);
      // A week belongs to the year of its Thursday.
      const thursday = time + (3 - ((new Date(time).getUTCDay() + 6) % 7)) * DAY;
      const own = new Date(thursday).getUTCFullYear();
      return `${own}-W${two(1 + Math.floor((thursday - mondayOfFirstWeek(own)) / (7 * DAY)))}`;
    }
  }
}

/** The period so many later, or with a negative number earlier. */
export function step(period: string, by: number): string {
  const kind = kindOf(period);
  const first = firstDay(period);
  if (kind === "day" || kind === "week") {
    return periodOf(kind, dayOf(timeOf(first) + by * (kind === "week" ? 7 : 1) * DAY));
  }
  const months = by * { month: 1, quarter: 3, year: 12 }[kind];
  return periodOf(kind, dayOf(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + months, 1)));
}

/** The last period of the same kind that begins before another one does. */
export function lastBefore(period: string, other: string): string {
  return periodOf(kindOf(period), dayOf(timeOf(firstDay(other)) - DAY));
}

/** Which day it is where the workspace's clock stands. */
export function todayIn(timeZone: string, now = new Date()): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const told = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]));
  return `${told.year}-${told.month}-${told.day}`;
}

/** How many days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((timeOf(to) - timeOf(from)) / DAY);
}

function mondayOfFirstWeek(year: number): number {
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
}

function timeOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
